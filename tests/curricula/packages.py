"""References as hypothesis makes them: any text, codes that stand once in their place."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    CriterionRow,
    LinkRow,
    ReferencePackage,
    TaskRow,
)

texts = st.text(st.characters(codec="utf-8"), max_size=30)
said = texts.filter(str.strip)
codes = st.text("ABCabc0123-._é", min_size=1, max_size=6)
identifiers = st.uuids().map(str)


def rows(row, **fields):
    one = st.builds(row, code=codes, identifier=identifiers, **fields)
    return st.lists(one, max_size=3, unique_by=lambda r: r.code).map(tuple)


criteria = rows(CriterionRow, text=said, source=texts)
competencies = rows(
    CompetencyRow, text=said, origin=texts, source=texts, note=texts, criteria=criteria,
    missions=st.lists(st.from_regex(r"T\d\d", fullmatch=True), max_size=2).map(tuple),
)  # fmt: skip
blocks = rows(BlockRow, title=said, note=texts, competencies=competencies)
tasks = rows(TaskRow, text=said, level=texts, optional=st.booleans(), source=texts)
activities = rows(ActivityRow, title=said, tasks=tasks)
heads = st.builds(
    ReferencePackage,
    code=st.from_regex(r"[a-zA-Z0-9_-]{1,60}", fullmatch=True),
    version=said, title=said, official=st.booleans(), status_note=texts, source=texts,
    field_of_work=texts, certifier=texts, identifier=identifiers,
    valid_from=st.none() | st.dates(), valid_until=st.none() | st.dates(),
    blocks=blocks, activities=activities,
)  # fmt: skip


@st.composite
def packages(draw) -> ReferencePackage:
    """A whole reference, with some of its possible links."""
    package = draw(heads)
    ends = [
        (activity.code, task.code, block.code, row.code)
        for activity in package.activities
        for task in activity.tasks
        for block in package.blocks
        for row in block.competencies
    ]
    chosen = draw(st.lists(st.sampled_from(ends), unique=True, max_size=4)) if ends else []
    return replace(package, links=tuple(LinkRow(*end, source=draw(texts)) for end in chosen))


FICTIVE = ReferencePackage(
    code="fictif",
    version="1",
    title="Référentiel fictif pour les tests",
    status_note="Fictif.",
    source="https://referentiel.example/fictif",
    certifier="Certificateur fictif",
    valid_from=date(2027, 1, 1),
    valid_until=date(2030, 12, 31),
    blocks=(
        BlockRow("B1", "Ranger", competencies=(
            CompetencyRow(
                "C1", "Ranger les crayons.", origin="inventée", source="page 1", missions=("T01",),
                criteria=(CriterionRow("K1", "Les crayons sont rangés."),),
            ),
            CompetencyRow("C2", "Tailler les crayons."),
        )),
        BlockRow("B2", "Compter", note="Rien encore."),
    ),
    activities=(
        ActivityRow("A1", "Le matin", tasks=(
            TaskRow("T1", "Ouvrir la boîte", level="1", source="page 2"),
            TaskRow("T2", "Fermer la boîte", level="2", optional=True),
        )),
    ),
    links=(LinkRow("A1", "T1", "B1", "C1", "page 3"),),
)  # fmt: skip

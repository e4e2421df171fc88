"""References as plain values: one by hand, and all that hypothesis can think of."""

from dataclasses import replace
from datetime import date
from itertools import count
from uuid import UUID

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
from curricula.rules.references import tidy

CODES = st.from_regex(r"[A-Z0-9][-A-Z0-9. ]{0,5}[A-Z0-9]", fullmatch=True)
ANYTHING = st.text(max_size=12) | st.sampled_from(
    ["=1+1", "'=1", "''+2", "@x", "-3", "001", "a\nb", "a;b", '"', "_x000D_", "<b>gras</b>", "'"]
)
TEXTS = ANYTHING.map(lambda text: f"x{text}") | ANYTHING.filter(
    lambda text: bool(tidy(ReferencePackage(text, "", "")).code)
)


def package_factory(competencies: int = 4, **changes) -> ReferencePackage:
    """Two blocks that share the competencies, one activity with a task, one link."""
    blocks = tuple(
        BlockRow(
            code,
            f"Bloc {code}",
            source=f"Document, bloc {code}",
            competencies=tuple(
                CompetencyRow(
                    f"C{n:03}",
                    f"Compétence {n}",
                    source=f"Document, ligne {n}",
                    criteria=(CriterionRow("K1", f"On voit {n}", "Document, ligne 99"),),
                )
                for n in range(first, competencies + 1, 2)
            ),
        )
        for first, code in ((1, "B1"), (2, "B2"))
    )
    made = ReferencePackage(
        code="essai",
        version="1",
        title="Référentiel d’essai",
        status_note="Essai, non officiel.",
        source="Rédaction de test",
        certifier="Personne",
        valid_from=date(2027, 1, 1),
        blocks=blocks,
        activities=(
            ActivityRow(
                "A1",
                "Activité",
                (TaskRow("T1", "Tâche", "1", source="Document, l. 5"),),
                source="Document, activité A1",
            ),
        ),
        links=(LinkRow("A1", "T1", "B1", "C001", "Document, ligne 7"),),
    )
    return replace(made, **changes)


criteria = st.builds(CriterionRow, CODES, TEXTS, ANYTHING)
competencies = st.builds(
    CompetencyRow,
    code=CODES,
    text=TEXTS,
    origin=ANYTHING,
    source=ANYTHING,
    note=ANYTHING,
    missions=st.lists(st.sampled_from(["T01", "T02", "T03"]), max_size=2).map(tuple),
    criteria=st.lists(criteria, max_size=1).map(tuple),
)
tasks = st.builds(TaskRow, CODES, TEXTS, ANYTHING, st.booleans(), ANYTHING)


def some(rows: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    """A few rows, each with its own code."""
    return st.lists(rows, min_size=least, max_size=3, unique_by=lambda row: row.code).map(tuple)


blocks = st.builds(BlockRow, CODES, TEXTS, ANYTHING, some(competencies), source=ANYTHING)
activities = st.builds(ActivityRow, CODES, TEXTS, some(tasks), source=ANYTHING)


def identified(part, take):
    """The same rows, each with an identifier of its own."""
    changes = {
        name: tuple(identified(row, take) for row in getattr(part, name))
        for name in ("blocks", "competencies", "criteria", "activities", "tasks")
        if hasattr(part, name)
    }
    return replace(part, identifier=take(), **changes)


@st.composite
def packages(draw) -> ReferencePackage:
    """Tidy references without a problem: codes once among neighbours, links to rows that exist."""
    made = draw(
        st.builds(
            ReferencePackage,
            code=st.from_regex(r"[-a-z0-9_]{1,8}", fullmatch=True),
            version=TEXTS,
            title=TEXTS,
            official=st.booleans(),
            status_note=ANYTHING,
            source=ANYTHING,
            field_of_work=ANYTHING,
            certifier=ANYTHING,
            valid_from=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
            valid_until=st.none() | st.dates(date(2030, 1, 2), date(2050, 1, 1)),
            blocks=some(blocks, 1),
            activities=some(activities),
        )
    )
    ends = [
        (a.code, t.code, b.code, c.code)
        for a in made.activities
        for t in a.tasks
        for b in made.blocks
        for c in b.competencies
    ]
    links = tuple(LinkRow(*end, draw(ANYTHING)) for end in ends[::2])
    numbers = count(draw(st.integers(0, 10**30)))
    return tidy(identified(replace(made, links=links), lambda: str(UUID(int=next(numbers)))))

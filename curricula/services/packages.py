"""Writes the rows of a reference from plain values; permission and state are checked before."""

from uuid import UUID, uuid4

from django.db.models import Model

from curricula.enums import VersionState
from curricula.models import (
    Activity,
    Block,
    Competency,
    Criterion,
    Mission,
    Qualification,
    Task,
    TaskLink,
)
from curricula.rules.case_format import link_identifier
from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    CriterionRow,
    ReferencePackage,
    TaskRow,
)

HEAD = (
    "title", "official", "status_note", "source", "field_of_work", "certifier", "valid_from",
    "valid_until",
)  # fmt: skip
AT_ONCE = 500
IdentifiedRow = BlockRow | CompetencyRow | CriterionRow | ActivityRow | TaskRow
IDENTIFIED: tuple[type[Model], ...] = (Block, Competency, Criterion, Activity, Task)


def store_package(package: ReferencePackage, state: VersionState) -> Qualification:
    """A new reference with all its rows; rows keep their identifiers unless others have them."""
    qualification = Qualification.objects.create(
        code=package.code,
        version=package.version,
        state=state,
        identifier=_Identifiers([package.identifier], Qualification).take(package.identifier),
        **{name: getattr(package, name) for name in HEAD},
    )
    _store_rows(qualification, package)
    return qualification


def replace_package(qualification: Qualification, package: ReferencePackage) -> None:
    """Another text for a draft; what was verified is no longer."""
    qualification.blocks.all().delete()
    qualification.activities.all().delete()
    for name in HEAD:
        setattr(qualification, name, getattr(package, name))
    qualification.verified_by = qualification.verified_on = None
    qualification.save()
    _store_rows(qualification, package)


class _Identifiers:
    """Gives a row its identifier, or a new one where the file has none or another row has it."""

    def __init__(self, wanted: list[str], *models: type[Model]) -> None:
        uuids = [UUID(text) for text in wanted if text]
        self.taken: set[UUID] = set()
        for model in models:
            for start in range(0, len(uuids), AT_ONCE):
                some = uuids[start : start + AT_ONCE]
                held = model._default_manager.filter(identifier__in=some)
                self.taken.update(held.values_list("identifier", flat=True))

    def take(self, text: str) -> UUID:
        if not text or (wanted := UUID(text)) in self.taken:
            return uuid4()
        return wanted


def _store_rows(qualification: Qualification, package: ReferencePackage) -> None:
    rows: list[IdentifiedRow] = [
        *package.blocks,
        *(c for b in package.blocks for c in b.competencies),
        *(k for b in package.blocks for c in b.competencies for k in c.criteria),
        *package.activities,
        *(t for a in package.activities for t in a.tasks),
    ]
    identifiers = _Identifiers([row.identifier for row in rows], *IDENTIFIED)
    competencies = _store_blocks(qualification, package, identifiers)
    tasks = _store_activities(qualification, package, identifiers)
    TaskLink.objects.bulk_create(
        (
            _link(
                tasks[link.activity, link.task], competencies[link.block, link.competency],
                link.source, rank,
            )
            for rank, link in enumerate(package.links, start=1)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _link(task: Task, competency: Competency, source: str, rank: int) -> TaskLink:
    identifier = link_identifier(str(task.identifier), str(competency.identifier))
    return TaskLink(
        task=task, competency=competency, identifier=identifier, source=source, order=rank
    )


def _store_blocks(
    qualification: Qualification, package: ReferencePackage, identifiers: _Identifiers
) -> dict[tuple[str, str], Competency]:
    made = {
        row.code: Block(
            qualification=qualification, code=row.code, title=row.title, note=row.note, order=rank,
            source=row.source, identifier=identifiers.take(row.identifier),
        )
        for rank, row in enumerate(package.blocks, start=1)
    }  # fmt: skip
    Block.objects.bulk_create(made.values(), batch_size=AT_ONCE)
    competencies = {
        (block.code, row.code): Competency(
            block=made[block.code], code=row.code, text=row.text, origin=row.origin,
            source=row.source, note=row.note, order=rank,
            identifier=identifiers.take(row.identifier),
        )
        for block in package.blocks
        for rank, row in enumerate(block.competencies, start=1)
    }  # fmt: skip
    Competency.objects.bulk_create(competencies.values(), batch_size=AT_ONCE)
    _store_criteria(package, competencies, identifiers)
    _name_missions(package, competencies)
    return competencies


def _store_criteria(
    package: ReferencePackage,
    competencies: dict[tuple[str, str], Competency],
    identifiers: _Identifiers,
) -> None:
    Criterion.objects.bulk_create(
        (
            Criterion(
                competency=competencies[block.code, competency.code], code=row.code,
                text=row.text, source=row.source, order=rank,
                identifier=identifiers.take(row.identifier),
            )
            for block in package.blocks
            for competency in block.competencies
            for rank, row in enumerate(competency.criteria, start=1)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _name_missions(
    package: ReferencePackage, competencies: dict[tuple[str, str], Competency]
) -> None:
    missions = dict(Mission.objects.values_list("code", "pk"))
    through = Competency.missions.through
    through._default_manager.bulk_create(
        (
            through(competency=competencies[block.code, row.code], mission_id=missions[code])
            for block in package.blocks
            for row in block.competencies
            for code in row.missions
        ),
        batch_size=AT_ONCE,
    )


def _store_activities(
    qualification: Qualification, package: ReferencePackage, identifiers: _Identifiers
) -> dict[tuple[str, str], Task]:
    made = {
        row.code: Activity(
            qualification=qualification, code=row.code, title=row.title, order=rank,
            source=row.source, identifier=identifiers.take(row.identifier),
        )
        for rank, row in enumerate(package.activities, start=1)
    }  # fmt: skip
    Activity.objects.bulk_create(made.values(), batch_size=AT_ONCE)
    tasks = {
        (activity.code, row.code): Task(
            activity=made[activity.code], code=row.code, text=row.text, level=row.level,
            optional=row.optional, source=row.source, order=rank,
            identifier=identifiers.take(row.identifier),
        )
        for activity in package.activities
        for rank, row in enumerate(activity.tasks, start=1)
    }  # fmt: skip
    Task.objects.bulk_create(tasks.values(), batch_size=AT_ONCE)
    return tasks

"""A stored reference as plain values."""

from curricula.models import Activity, Block, Competency, Mission, Qualification, TaskLink
from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    CriterionRow,
    LinkRow,
    ReferencePackage,
    TaskRow,
)


def package_of(qualification: Qualification) -> ReferencePackage:
    """The whole text of a reference; seven queries, whatever it holds."""
    blocks = qualification.blocks.prefetch_related(
        "competencies__missions", "competencies__own_criteria"
    )
    return ReferencePackage(
        code=qualification.code,
        version=qualification.version,
        title=qualification.title,
        official=qualification.official,
        status_note=qualification.status_note,
        source=qualification.source,
        field_of_work=qualification.field_of_work,
        certifier=qualification.certifier,
        valid_from=qualification.valid_from,
        valid_until=qualification.valid_until,
        blocks=tuple(_block(block) for block in blocks),
        activities=tuple(
            _activity(activity) for activity in qualification.activities.prefetch_related("tasks")
        ),
        links=_links(qualification),
        identifier=str(qualification.identifier),
    )


def _block(block: Block) -> BlockRow:
    return BlockRow(
        code=block.code,
        title=block.title,
        note=block.note,
        competencies=tuple(_competency(row) for row in block.competencies.all()),
        identifier=str(block.identifier),
    )


def _competency(competency: Competency) -> CompetencyRow:
    return CompetencyRow(
        code=competency.code,
        text=competency.text,
        origin=competency.origin,
        source=competency.source,
        note=competency.note,
        missions=tuple(sorted(mission.code for mission in competency.missions.all())),
        criteria=tuple(
            CriterionRow(row.code, row.text, row.source, str(row.identifier))
            for row in competency.own_criteria.all()
        ),
        identifier=str(competency.identifier),
    )


def _activity(activity: Activity) -> ActivityRow:
    return ActivityRow(
        code=activity.code,
        title=activity.title,
        tasks=tuple(
            TaskRow(
                code=row.code,
                text=row.text,
                level=row.level,
                optional=row.optional,
                source=row.source,
                identifier=str(row.identifier),
            )
            for row in activity.tasks.all()
        ),
        identifier=str(activity.identifier),
    )


def _links(qualification: Qualification) -> tuple[LinkRow, ...]:
    found = TaskLink.objects.filter(task__activity__qualification=qualification).values_list(
        "task__activity__code", "task__code", "competency__block__code", "competency__code",
        "source",
    )  # fmt: skip
    return tuple(LinkRow(*values) for values in found)


def known_missions() -> dict[str, bool]:
    """Each surveyed mission and whether it is established as authorised."""
    return dict(Mission.objects.values_list("code", "established"))

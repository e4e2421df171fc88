"""Stored references as plain values."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from django.db.models import Max, Prefetch

from curricula.enums import VersionState
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
from people.models import AuditEvent

# Of a reference whose publication left no trace.
UNKNOWN_DAY = datetime(1970, 1, 1, tzinfo=UTC)

# What a reference holds; one query each, for one reference or for many.
ROWS = (
    "blocks__competencies__missions",
    "blocks__competencies__own_criteria",
    Prefetch(
        "activities__tasks__links", TaskLink.objects.select_related("task", "competency__block")
    ),
)


def package_of(qualification: Qualification) -> ReferencePackage:
    """The whole text of a reference as it is stored now; eight queries, whatever it holds."""
    return packaged(Qualification.objects.prefetch_related(*ROWS).get(pk=qualification.pk))


def packaged(qualification: Qualification) -> ReferencePackage:
    """The text of a reference that was read with its ROWS; no query."""
    return replace(
        head_of(qualification),
        blocks=tuple(_block(block) for block in qualification.blocks.all()),
        activities=tuple(_activity(activity) for activity in qualification.activities.all()),
        links=_links(qualification),
    )


def head_of(qualification: Qualification) -> ReferencePackage:
    """What a reference says of itself, without its rows; no query."""
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
        identifier=str(qualification.identifier),
    )


def _block(block: Block) -> BlockRow:
    return BlockRow(
        code=block.code,
        title=block.title,
        note=block.note,
        source=block.source,
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
        source=activity.source,
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
    found = [
        (link.order, activity.code, link)
        for activity in qualification.activities.all()
        for task in activity.tasks.all()
        for link in task.links.all()
    ]
    return tuple(
        LinkRow(
            activity=activity,
            task=link.task.code,
            block=link.competency.block.code,
            competency=link.competency.code,
            source=link.source,
        )
        for _, activity, link in sorted(found, key=lambda one: one[0])
    )


def changes_of(found: Iterable[Qualification]) -> dict[int, datetime]:
    """When the audit trail last names each reference; one query."""
    keys = {str(one.pk): one.pk for one in found}
    traces = AuditEvent.objects.filter(
        object_type=Qualification._meta.label_lower, object_id__in=list(keys)
    )
    rows = traces.order_by().values_list("object_id").annotate(last=Max("at"))
    return dict.fromkeys(keys.values(), UNKNOWN_DAY) | {keys[key]: last for key, last in rows}


def last_version(code: str) -> Qualification | None:
    """The newest version of a reference that is, or was, published."""
    known = Qualification.objects.filter(code=code).exclude(state=VersionState.DRAFT)
    return known.order_by("-pk").first()


def known_missions() -> dict[str, bool]:
    """Each surveyed mission and whether it is established as authorised."""
    return dict(Mission.objects.values_list("code", "established"))

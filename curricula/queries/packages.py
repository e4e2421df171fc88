"""References as plain values, for what is written from them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Max, QuerySet, prefetch_related_objects

from curricula.enums import VersionState
from curricula.models import Activity, Block, Qualification
from curricula.rules.case_format import stable, with_identifiers
from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    ReferencePackage,
    TaskRow,
)
from people.models import AuditEvent

# Of a reference whose publication left no trace.
UNKNOWN_DAY = datetime(1970, 1, 1, tzinfo=UTC)
ROWS = ("blocks__competencies__missions", "activities__tasks")


@dataclass(frozen=True)
class PublishedPackage:
    """A published reference, and when the site last wrote it."""

    package: ReferencePackage
    changed: datetime


def package_of(qualification: Qualification) -> ReferencePackage:
    """A version of a reference in full; five queries, none when ROWS are there already."""
    prefetch_related_objects([qualification], *ROWS)
    return with_identifiers(
        ReferencePackage(
            code=qualification.code,
            version=qualification.version,
            title=qualification.title,
            official=qualification.official,
            status_note=qualification.status_note,
            source=qualification.source,
            blocks=tuple(_block(block) for block in qualification.blocks.all()),
            activities=tuple(_activity(activity) for activity in qualification.activities.all()),
        )
    )


def identifier_of(qualification: Qualification) -> str:
    """The UUID under which a version of a reference is published; no query."""
    return stable(qualification.code, qualification.version)


def published_packages() -> list[PublishedPackage]:
    """Every published reference in full, by title; a constant number of queries."""
    found = Qualification.objects.filter(state=VersionState.PUBLISHED).prefetch_related(*ROWS)
    changed = _changes(found)
    return [
        PublishedPackage(package_of(one), changed.get(str(one.pk), UNKNOWN_DAY)) for one in found
    ]


def _changes(found: QuerySet[Qualification]) -> dict[str, datetime]:
    """When the audit trail last names each reference."""
    traces = AuditEvent.objects.filter(
        object_type=Qualification._meta.label_lower, object_id__in=[str(one.pk) for one in found]
    )
    rows = traces.order_by().values_list("object_id").annotate(last=Max("at"))
    return dict(rows)


def _block(block: Block) -> BlockRow:
    competencies = tuple(
        CompetencyRow(
            code=row.code,
            text=row.text,
            origin=row.origin,
            source=row.source,
            note=row.note,
            missions=tuple(sorted(mission.code for mission in row.missions.all())),
        )
        for row in block.competencies.all()
    )
    return BlockRow(block.code, block.title, block.note, competencies)


def _activity(activity: Activity) -> ActivityRow:
    tasks = tuple(
        TaskRow(task.code, task.text, task.level, task.optional, task.source)
        for task in activity.tasks.all()
    )
    return ActivityRow(activity.code, activity.title, tasks)

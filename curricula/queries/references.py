"""References as screens show them."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from curricula.enums import VersionState
from curricula.models import (
    Activity,
    Block,
    Competency,
    Module,
    Qualification,
    Task,
    TaskLink,
    TrackVersion,
)
from curricula.permissions import can_edit_references
from people.models import Membership


def _count(rows: QuerySet, path: str) -> Coalesce:
    """How many rows a reference has, without multiplying one table by another."""
    of_one = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(of_one.annotate(n=Count("pk")).values("n")), 0)


def shelf(actor: Membership) -> QuerySet[Qualification]:
    """References on the shelf, those that tracks follow first, with what they hold.

    Any member sees those published; who edits them sees the drafts and the retired ones too.
    """
    found = Qualification.objects.visible_to(actor)
    if not can_edit_references(actor):
        found = found.filter(state=VersionState.PUBLISHED)
    return (
        found.annotate(
            competency_count=_count(Competency.objects.all(), "block__qualification"),
            task_count=_count(Task.objects.all(), "activity__qualification"),
            track_count=_count(TrackVersion.objects.all(), "qualification"),
        )
        .select_related("verified_by__user")
        .order_by("-track_count", "title", "pk")
    )


def other_versions(actor: Membership, qualification: Qualification) -> QuerySet[Qualification]:
    """The versions of the same reference that can be laid beside it, newest first."""
    found = Qualification.objects.visible_to(actor).filter(code=qualification.code)
    return found.exclude(pk=qualification.pk).order_by("-pk")


def blocks_of(qualification: Qualification) -> list[Block]:
    """Blocks with their competencies, criteria, and the missions these name; four queries."""
    return list(
        qualification.blocks.prefetch_related(
            "competencies__missions", "competencies__own_criteria"
        )
    )


def links_of(qualification: Qualification) -> QuerySet[TaskLink]:
    """Which tasks call for which competencies, with the source that says so."""
    return TaskLink.objects.filter(task__activity__qualification=qualification).select_related(
        "task__activity", "competency__block"
    )


def activities_of(qualification: Qualification) -> list[Activity]:
    """Activities with their tasks; two queries."""
    return list(qualification.activities.prefetch_related("tasks"))


def competencies_of_module(module: Module) -> QuerySet[Competency]:
    """What the written synthesis of a module can show: the competencies of its rubric."""
    return (
        Competency.objects.filter(criteria__rubric__assignments__module=module)
        .distinct()
        .order_by("block__order", "order")
    )

"""References as screens show them."""

from django.db.models import Count, QuerySet

from curricula.enums import VersionState
from curricula.models import Activity, Block, Competency, Module, Qualification


def published_references() -> QuerySet[Qualification]:
    """Published references, those that tracks follow first, with what they hold."""
    return (
        Qualification.objects.filter(state=VersionState.PUBLISHED)
        .annotate(
            competency_count=Count("blocks__competencies", distinct=True),
            task_count=Count("activities__tasks", distinct=True),
            track_count=Count("track_versions", distinct=True),
        )
        .order_by("-track_count", "title", "version")
    )


def blocks_of(qualification: Qualification) -> list[Block]:
    """Blocks with their competencies and the missions that these name; three queries."""
    return list(qualification.blocks.prefetch_related("competencies__missions"))


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

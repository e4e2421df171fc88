"""Tracks and their versions: those that new cohorts choose, those that are being written."""

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from curricula.enums import VersionState
from curricula.models import LessonPage, Track, TrackVersion


def newest_versions() -> QuerySet[TrackVersion]:
    """Of each track, the published version with the highest number: what a new cohort follows.

    Older versions stay for those who are pinned to them (ADR 0001).
    """
    published = TrackVersion.objects.filter(state=VersionState.PUBLISHED)
    newer = published.filter(track=OuterRef("track"), number__gt=OuterRef("number"))
    return published.filter(~Exists(newer)).select_related("track", "qualification")


def track_shelf() -> list[Track]:
    """Every track with its versions, newest first, and how many modules each has; two queries."""
    versions = TrackVersion.objects.select_related("qualification").annotate(
        module_count=Count("modules")
    )
    return list(
        Track.objects.prefetch_related(
            Prefetch("versions", versions.order_by("-number"), to_attr="newest_first")
        )
    )


def lessons_on_offer() -> QuerySet[LessonPage]:
    """The published lessons that a module may hold, by their code."""
    return LessonPage.objects.live().only("code", "title", "minutes").order_by("code")

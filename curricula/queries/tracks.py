"""Versions of tracks as new cohorts choose them."""

from django.db.models import Exists, OuterRef, QuerySet

from curricula.enums import VersionState
from curricula.models import TrackVersion


def newest_versions() -> QuerySet[TrackVersion]:
    """Of each track, the published version with the highest number: what a new cohort follows.

    Older versions stay for those who are pinned to them (ADR 0001).
    """
    published = TrackVersion.objects.filter(state=VersionState.PUBLISHED)
    newer = published.filter(track=OuterRef("track"), number__gt=OuterRef("number"))
    return published.filter(~Exists(newer)).select_related("track", "qualification")

"""The tracks as the public catalogue shows them: what Qualiopi's indicator 1 lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from curricula.models import Block, Module, Offer, TrackVersion
from curricula.queries.references import blocks_of
from curricula.queries.tracks import newest_versions


@dataclass(frozen=True)
class Programme:
    """The newest published version of a track with its modules and what it aims at."""

    version: TrackVersion
    modules: Sequence[Module]
    blocks: list[Block]
    distance_minutes: int
    offers: list[Offer]

    def offer_of(self, organisation_id: int) -> Offer | None:
        return next((o for o in self.offers if o.organisation_id == organisation_id), None)

    @property
    def rest_minutes(self) -> int:
        return self.version.minutes - self.distance_minutes

    @property
    def written_count(self) -> int:
        return sum(hasattr(module, "assignment") for module in self.modules)


def programme(code: str) -> Programme | None:
    """The programme of a track, or None if nothing of it is published; five queries."""
    version = newest_versions().filter(track__code=code).first()
    if version is None:
        return None
    live = Q(module_lessons__lesson__live=True)
    modules = list(
        version.modules.select_related("assignment").annotate(
            lesson_count=Count("module_lessons", filter=live),
            distance=Sum("module_lessons__lesson__minutes", filter=live, default=0),
        )
    )
    distance = sum(module.distance for module in modules)
    offers = list(Offer.objects.filter(track=version.track_id).select_related("organisation"))
    return Programme(version, modules, blocks_of(version.qualification), distance, offers)

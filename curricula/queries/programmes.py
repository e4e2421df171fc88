"""The tracks as the public catalogue shows them: what Qualiopi's indicator 1 lists."""

from dataclasses import dataclass

from curricula.models import Block, Offer, TrackVersion
from curricula.queries.plans import plan_of
from curricula.queries.references import blocks_of
from curricula.queries.tracks import newest_versions
from curricula.rules.plan import TrackPlan
from curricula.rules.plan_table import HoursTable, hours_table


@dataclass(frozen=True)
class Programme:
    """The newest published version of a track with its plan and what it aims at."""

    version: TrackVersion
    plan: TrackPlan
    hours: HoursTable
    blocks: list[Block]
    offers: list[Offer]

    def offer_of(self, organisation_id: int) -> Offer | None:
        return next((o for o in self.offers if o.organisation_id == organisation_id), None)

    @property
    def lesson_minutes(self) -> int:
        return sum(module.lesson_minutes for module in self.plan.modules)

    @property
    def rest_minutes(self) -> int:
        return self.version.minutes - self.lesson_minutes

    @property
    def written_count(self) -> int:
        return sum(module.assignment is not None for module in self.plan.modules)


def programme(code: str) -> Programme | None:
    """The programme of a track, or None if nothing of it is published; fourteen queries."""
    version = newest_versions().filter(track__code=code).first()
    if version is None:
        return None
    plan = plan_of(version)
    return Programme(
        version=version,
        plan=plan,
        hours=hours_table(plan, used_only=True),
        blocks=blocks_of(version.qualification),
        offers=list(Offer.objects.filter(track=version.track_id).select_related("organisation")),
    )

"""What sources ask for missions and a person does not have, on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from curricula.models import Mission, MissionCondition
from training.enums import MissionReach
from training.models import Enrolment
from training.rules.mission_limits import Asked, mission_reach, reach


@dataclass(frozen=True)
class MissionLimit:
    """A mission that is not plainly open to somebody, and the conditions that are not met."""

    mission: Mission
    reach: MissionReach
    unmet: list[MissionCondition]

    @property
    def reserved(self) -> bool:
        return self.reach == MissionReach.RESERVED

    @property
    def _decisive(self) -> list[MissionCondition]:
        """Of a reserved mission, the conditions that reserve it."""
        return [one for one in self.unmet if one.verified or not self.reserved]

    @property
    def label(self) -> str:
        """Beside a box to tick: what is asked, by which source."""
        asked = " ; ".join(f"titulaires du {one.words}, {one.source}" for one in self._decisive)
        return f"{self.reach.label} : {asked}"

    @property
    def sentence(self) -> str:
        """Why a version that delegates the mission is refused."""
        asked = " ; ".join(
            f"réservée aux titulaires du {one.words} ({one.source})" for one in self._decisive
        )
        return f"{self.mission} : {asked}. Ce diplôme n’est pas contrôlé pour cette personne."


def mission_limits(enrolment: Enrolment, day: date) -> dict[int, MissionLimit]:
    """By mission, what conditions in force on a day ask and the person lacks; at most two queries.

    A diploma counts once it was checked for this enrolment, whatever the day: it is seen, not told.
    """
    by_mission: dict[int, list[MissionCondition]] = defaultdict(list)
    for one in MissionCondition.objects.in_force(day).select_related("mission"):
        by_mission[one.mission_id].append(one)
    if not by_mission:
        return {}
    held = set(enrolment.diplomas.filter(withdrawn_at=None).values_list("diploma", flat=True))
    found = {}
    for pk, conditions in by_mission.items():
        reached = mission_reach(map(_asked, conditions), held)
        if reached != MissionReach.OPEN:
            unmet = [one for one in conditions if reach(_asked(one), held) != MissionReach.OPEN]
            found[pk] = MissionLimit(conditions[0].mission, reached, unmet)
    return found


def _asked(condition: MissionCondition) -> Asked:
    return Asked(frozenset(condition.opened_by), condition.verified)


def limits_among(
    enrolment: Enrolment, missions: Iterable[Mission], day: date
) -> list[MissionLimit]:
    """The limits of some missions, in their order."""
    limits = mission_limits(enrolment, day)
    return [limits[one.pk] for one in missions if one.pk in limits] if limits else []


def reserved_among(
    enrolment: Enrolment, missions: Iterable[Mission], day: date
) -> list[MissionLimit]:
    """Of some missions, those that a verified condition reserves to others on a day."""
    return [one for one in limits_among(enrolment, missions, day) if one.reserved]

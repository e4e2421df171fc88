"""The catalogue of surveyed missions, as a screen shows it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from curricula.enums import MissionOrder, VersionState
from curricula.models import Block, Competency, Mission, MissionCondition
from curricula.queries.mission_conditions import ConditionLine
from curricula.rules.search import holds


@dataclass(frozen=True)
class MissionLine:
    """A mission, the competencies that name it, its conditions, and its survey as stitches.

    `conditions`: those that hold or will hold.
    """

    mission: Mission
    competencies: list[Competency]
    conditions: list[ConditionLine]

    @property
    def answers(self) -> int:
        mission = self.mission
        return mission.essential_count + mission.useful_count + mission.accessory_count

    @property
    def stitches(self) -> list[str]:
        mission = self.mission
        return [
            *["ok"] * mission.essential_count,
            *["att"] * mission.useful_count,
            *["vide"] * mission.accessory_count,
        ]

    @property
    def words(self) -> str:
        mission = self.mission
        return (
            f"{mission.essential_count} indispensable, {mission.useful_count} utile, "
            f"{mission.accessory_count} accessoire"
        )


def mission_blocks() -> list[Block]:
    """The blocks whose competencies name missions: the domains in which a mission is worked."""
    return list(
        Block.objects.filter(
            qualification__state=VersionState.PUBLISHED, competencies__missions__isnull=False
        )
        .select_related("qualification")
        .distinct()
        .order_by("qualification", "order")
    )


# What each order looks at; missions with the same figure stay by code.
FIGURES = {
    MissionOrder.ESSENTIAL: "essential_count",
    MissionOrder.USEFUL: "useful_count",
    MissionOrder.ACCESSORY: "accessory_count",
}


def any_condition(today: date) -> bool:
    """Whether a source is recorded that gives a mission to holders of a diploma; one query."""
    return MissionCondition.objects.not_ended(today).exists()


def mission_lines(
    today: date,
    block: Block | None = None,
    search: str = "",
    apart: bool = False,
    order: MissionOrder = MissionOrder.CODE,
) -> list[MissionLine]:
    """Missions in order; of one block, or named by no competency (`apart`); four queries at most.

    The search ignores case, accents and endings, and every word that means something must be found.
    """
    standing = Prefetch("conditions", MissionCondition.objects.not_ended(today))
    missions = Mission.objects.prefetch_related("competencies__block__qualification", standing)
    if block:
        missions = missions.filter(competencies__block=block).distinct()
    if apart:
        missions = missions.filter(competencies__isnull=True)
    if figure := FIGURES.get(order):
        missions = missions.order_by(f"-{figure}", "code")
    return [
        MissionLine(
            mission,
            _published(mission),
            [ConditionLine(one, one.state_on(today)) for one in mission.conditions.all()],
        )
        for mission in missions
        if holds(f"{mission.code} {mission.text}", search)
    ]


def _published(mission: Mission) -> list[Competency]:
    return [
        competency
        for competency in mission.competencies.all()
        if competency.block.qualification.state == VersionState.PUBLISHED
    ]

"""Conditions on missions, as the list of those who write them shows them."""

from dataclasses import dataclass
from datetime import date

from curricula.enums import ConditionState
from curricula.models import MissionCondition
from people.models import Membership


@dataclass(frozen=True)
class ConditionLine:
    """A condition and where it stands on a day."""

    condition: MissionCondition
    state: ConditionState

    @property
    def counts(self) -> bool:
        """It holds, or will hold."""
        return self.state in {ConditionState.IN_FORCE, ConditionState.COMING}


def condition_lines(actor: Membership, today: date) -> list[ConditionLine]:
    """Every condition that the actor may see, those in force first, then by mission; one query."""
    found = MissionCondition.objects.visible_to(actor).select_related(
        "mission", "written_by__user", "written_by__organisation", "withdrawn_by__user"
    )
    lines = [ConditionLine(one, one.state_on(today)) for one in found]
    order = list(ConditionState)
    return sorted(lines, key=lambda line: (order.index(line.state), line.condition.mission.code))

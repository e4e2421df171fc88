"""Which modules are open to a learner. Worked table: docs/rules/gates.md."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from curricula.enums import Mastery
from training.enums import EvaluationKind

ASKED = {
    Mastery.ADVISED: (EvaluationKind.QUIZ,),
    Mastery.QUIZ: (EvaluationKind.QUIZ,),
    Mastery.ALL: (EvaluationKind.QUIZ, EvaluationKind.SYNTHESIS),
}


@dataclass(frozen=True)
class Requirement:
    """What a module asks of an earlier one."""

    required: int
    mastery: Mastery


@dataclass(frozen=True)
class Gap:
    """An evaluation of an earlier module that is not passed; `advised` closes nothing."""

    required: int
    kind: EvaluationKind
    advised: bool


def gaps(
    requirements: Iterable[Requirement], passed: Collection[tuple[int, EvaluationKind]]
) -> list[Gap]:
    """What a learner has not passed yet of what a module asks, in the order it is asked."""
    return [
        Gap(asked.required, kind, asked.mastery == Mastery.ADVISED)
        for asked in requirements
        for kind in ASKED[asked.mastery]
        if (asked.required, kind) not in passed
    ]


def is_closed(found: Iterable[Gap], *, waived: bool) -> bool:
    """A module is closed while a gap that is no mere advice is left, unless it was opened."""
    return not waived and any(not gap.advised for gap in found)

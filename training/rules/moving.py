"""What a learner takes along to a newer version of the track. Worked tables: docs/rules/moving.md.

A step counts in another version when it is the same step there: a lesson by its code, a quiz by the
code of its module, a synthesis by the code of its module and of its rubric.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from curricula.rules.plan import TrackPlan
from training.enums import EvaluationKind

LESSON = "lesson"


class Step(NamedTuple):
    """Something that is done once: the code of a lesson, or of the module that is evaluated."""

    kind: str
    code: str
    rubric: str = ""


@dataclass(frozen=True)
class Carried:
    """What becomes of the steps of one learner.

    - `kept`: done, and asked by the version;
    - `to_do`: asked by the version, not done;
    - `new`: those of `to_do` that the version followed until now did not ask;
    - `history`: done, and no longer asked.
    """

    kept: frozenset[Step]
    to_do: frozenset[Step]
    new: frozenset[Step]
    history: frozenset[Step]


def steps_due(plan: TrackPlan) -> frozenset[Step]:
    """Published lessons, the quiz of a module that has one, the synthesis that is asked."""
    due = set()
    for module in plan.modules:
        due |= {Step(LESSON, code) for code in module.lessons if code not in module.unpublished}
        if module.quiz:
            due.add(Step(EvaluationKind.QUIZ, module.code))
        if module.assignment:
            due.add(Step(EvaluationKind.SYNTHESIS, module.code, module.assignment.rubric))
    return frozenset(due)


def carried(done: Iterable[Step], old: frozenset[Step], new: frozenset[Step]) -> Carried:
    """Every step that was done is either kept or history; every step due is kept or to do."""
    steps = frozenset(done)
    return Carried(
        kept=steps & new,
        to_do=new - steps,
        new=new - steps - old,
        history=steps - new,
    )


def is_finished(done: Iterable[Step], due: frozenset[Step]) -> bool:
    """Nothing is left to do in a version that asks for something."""
    return bool(due) and due <= frozenset(done)

"""What waits of whom, and for how long it is said. Worked tables: docs/rules/waiting.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from people.enums import Role
from training.enums import Situation, WaitingKind

K = WaitingKind

# Of whom each kind waits; the trainer is asked of their own sessions, those who lead of all.
ASKED = {
    Role.LEARNER: (
        K.PRESENCE, K.PAPER, K.AGREEMENT, K.COMMITMENTS, K.WELCOME, K.POSITIONS,
        K.ACTION, K.COMMENT,
    ),
    Role.EMPLOYER: (K.AGREEMENT, K.COMMITMENTS, K.FOLLOW_UP),
    Role.TRAINER: (
        K.QUESTION, K.MODULE_MESSAGE, K.CONTEST, K.EXCUSE, K.PAPER_WANTED, K.ROLL_CALL, K.SHEET,
    ),
    Role.COMPANION: (K.QUESTION, K.ACTION, K.FOLLOW_UP),
    Role.LEAD: (
        K.QUESTION, K.MODULE_MESSAGE, K.CONTEST, K.EXCUSE, K.PAPER_WANTED, K.ROLL_CALL, K.SHEET,
        K.AGREEMENT,
        K.COMMITMENTS, K.ANALYSIS, K.DEBT, K.ACTION,
    ),
}  # fmt: skip
# What a person said or handed in: an answer is owed whatever became of them since.
ANSWERS = frozenset({K.QUESTION, K.CONTEST, K.EXCUSE})
# What is of a session and not of a person.
OF_SESSIONS = frozenset({K.ROLL_CALL, K.SHEET})
# What has no sense any more once the cohort is over; a signature has, and hours owed.
OF_A_RUNNING_COHORT = frozenset({K.COMMITMENTS, K.WELCOME, K.POSITIONS, K.ANALYSIS})


def is_asked(kind: WaitingKind, situation: Situation, cohort_over: bool) -> bool:
    """Whether something of a person in a situation is said to wait, of them or of others."""
    if kind in ANSWERS or kind in OF_SESSIONS:
        return True
    if kind == K.MODULE_MESSAGE:  # of a cohort and not of a person
        return not cohort_over
    if situation != Situation.ACTIVE:
        return False
    return not (cohort_over and kind in OF_A_RUNNING_COHORT)


@dataclass(frozen=True)
class Waits:
    """All that waits of somebody of one kind; the rest tells of the oldest of them.

    `since`: from when it waits, or the day to come of a follow-up. `late`: how many are beyond the
    delay promised. `row`, `enrolment` and `practice` are keys; 0 where there is none, and keys of
    one of them each where there are several. `who`: the person it is about, empty where it is
    about nobody.
    """

    kind: WaitingKind
    count: int
    late: int
    since: datetime
    row: int = 0
    enrolment: int = 0
    who: str = ""
    practice: int = 0


def in_order(found: Iterable[Waits]) -> list[Waits]:
    """The oldest first; of one instant in the order of the kinds."""
    order = list(WaitingKind)
    return sorted(found, key=lambda one: (one.since, order.index(one.kind)))

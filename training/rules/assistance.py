"""Assistance at a distance: by when an answer is promised, which questions wait.

Worked tables: docs/rules/assistance.md. Code du travail, D6313-3-1 asks for technical and
pedagogical assistance; the delay is a promise of the training body, no text sets it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from training.enums import AssistanceKind, PromiseState
from training.rules.holidays import public_holiday
from training.rules.session import PARIS

MAX_PROMISE = 10


def is_working_day(day: date) -> bool:
    """Monday to Friday, but public holidays."""
    return day.isoweekday() <= 5 and not public_holiday(day)


def due_after(asked_on: date, working_days: int) -> date:
    """The last day on which an answer keeps the promise; the day of the question does not count."""
    day = asked_on
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= is_working_day(day)
    return day


@dataclass(frozen=True)
class Said:
    """A message of a thread; `due_on` is what was promised for a question, if anything was."""

    kind: str
    at: datetime
    due_on: date | None = None


@dataclass(frozen=True)
class Exchange:
    """A question and when it was answered, or closed without an answer."""

    asked_at: datetime
    due_on: date | None
    answered_at: datetime | None

    def state(self, today: date) -> PromiseState:
        """`today` is a date in Paris. Where nothing was promised, nothing is late."""
        if self.answered_at is None:
            overdue = self.due_on is not None and today > self.due_on
            return PromiseState.OVERDUE if overdue else PromiseState.WAITING
        on = self.answered_at.astimezone(PARIS).date()
        kept = self.due_on is None or on <= self.due_on
        return PromiseState.KEPT if kept else PromiseState.LATE


def exchanges(said: Iterable[Said]) -> list[Exchange]:
    """The questions of one thread, oldest first, each with the first answer after it."""
    messages = sorted(said, key=lambda one: (one.at, one.kind != AssistanceKind.QUESTION))
    found = []
    for number, message in enumerate(messages):
        if message.kind == AssistanceKind.QUESTION:
            after = messages[number + 1 :]
            answers = (one.at for one in after if one.kind != AssistanceKind.QUESTION)
            found.append(Exchange(message.at, message.due_on, next(answers, None)))
    return found


def assistance_given(
    named: Collection[str], written: Collection[str], answered: Collection[str], code: str
) -> bool:
    """A message of the contact stands in the thread of a learner and the module of a code.

    `answered`: modules in which the training body wrote to this learner. `written`: those in which
    it wrote to the whole cohort, which holds while somebody is `named` for the module (or, as an
    empty code, for all). A contact alone says who answers, no more.
    """
    return code in answered or (code in written and bool({code, ""} & set(named)))

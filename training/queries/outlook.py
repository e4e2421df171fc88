"""The hours curve of a learner, and what can be said of the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.utils import timezone

from records.rules.french import MONTHS, SHORT_MONTHS, duration, long_date
from training.enums import EvaluationKind
from training.models import Enrolment
from training.queries.assistance import assisted
from training.queries.foreseen import Foreseen, until
from training.rules.day import within_day
from training.rules.forecast import (
    Situation,
    Waits,
    coming,
    lost,
    pace,
    pace_sentence,
    reasons,
    verdict,
    waits_for,
)
from training.rules.hours import Line
from training.rules.pace import WEEK, Drift, accepted_by_week, drift, due_on, monday, mondays
from training.rules.plan import Cell, Plan, totals_of
from training.rules.totals import minimum


@dataclass(frozen=True)
class Curve:
    """What the component « courbe » draws: minutes cumulated by week, against the plan.

    `first` is the Monday of the first week.
    """

    first: date
    plan: list[int]
    done: list[int]
    total: int
    months: list[tuple[int, str, str]]
    end_week: float | None
    end_words: str


@dataclass(frozen=True)
class Outlook:
    """How far a learner is, how late, and what can still come.

    `missing`: the minutes that the verdict says are missing, 0 where it says none.
    """

    situation: Situation
    drift: Drift
    curve: Curve
    pace: str
    missing: int
    verdict: str
    reasons: list[str]


def situation(
    enrolment: Enrolment, mine: Iterable[Cell], plan: Foreseen, weekly: dict[date, int],
    today: date, exempted: int = 0,
) -> Situation:  # fmt: skip
    """Hours made, hours to come and the pace of one learner; no query."""
    found, end = list(mine), until(enrolment)
    start = max(plan.cohort.starts_on, timezone.localdate(enrolment.enrolled_at))
    goal = minimum(plan.goal, exempted)
    return Situation(
        goal=goal,
        accepted=totals_of(found).accepted,
        planned=plan.planned,
        coming=coming(found, plan.ahead(end, enrolment.pk)),
        pace=pace(goal, weekly, min([start, *weekly]), today),
        until=end,
    )


def drift_of(found: Situation, plan: Foreseen, today: date) -> Drift:
    """How late somebody is on the plan of the cohort, in the measure of what they owe."""
    due = due_on(plan.curve(today), plan.weeks, today)
    owed = due * found.goal // plan.goal if plan.goal else 0
    return drift(found.accepted, owed, found.goal, len(plan.weeks))


def outlook(
    enrolment: Enrolment, lines: Iterable[Line], mine: list[Cell], plan: Foreseen, plans: Plan,
    today: date, exempted: int = 0,
) -> Outlook:  # fmt: skip
    """The forecast of one learner from the lines that stand, to what they owe.

    No query where no minute waits, else four.
    """
    weekly = accepted_by_week(within_day(lines), plans)
    found = situation(enrolment, mine, plan, weekly, today, exempted)
    return Outlook(
        situation=found,
        drift=drift_of(found, plan, today),
        curve=_curve(plan, weekly, found, today),
        pace=pace_sentence(found),
        missing=lost(found, today) or found.short,
        verdict=verdict(found, today),
        reasons=reasons(found, today, _waits(enrolment, mine)),
    )


def _waits(enrolment: Enrolment, mine: list[Cell]) -> Waits:
    if not any(cell.pending for cell in mine):
        return Waits()
    done = enrolment.evaluations.filter(kind=EvaluationKind.QUIZ).order_by()
    passed = set(done.values_list("module__code", flat=True))
    return waits_for(mine, passed, assisted(enrolment))


def _curve(plan: Foreseen, weekly: dict[date, int], found: Situation, today: date) -> Curve:
    """From the first week of the cohort, or of the hours if they came before, to this week."""
    weeks = plan.weeks
    first = min([weeks[0], *weekly])
    before = (weeks[0] - first) // WEEK
    last = max([monday(today), *weekly])
    done = [weekly.get(week, 0) for week in mondays(first, last)] if last >= first else []
    due = [0] * before + plan.curve(today)
    end, words = None, ""
    if found.left and found.pace.week:
        week = (found.pace.week - first) // WEEK + 1
        if len(done) < week <= 2 * len(due):
            end, words = float(week), f"{duration(found.goal)}, {long_date(found.pace.week)}"
    return Curve(
        first, due, list(accumulate(done)), found.goal, _months(first, len(due)), end, words
    )


def _months(first: date, weeks: int) -> list[tuple[int, str, str]]:
    """The months of an axis: their first week, short and long names."""
    found, known = [], (0, 0)
    for i in range(weeks):
        day = first + WEEK * i
        if (day.year, day.month) != known:
            known = day.year, day.month
            name = MONTHS[day.month - 1]
            found.append((i, SHORT_MONTHS[day.month - 1], f"{name} {day.year}"))
    return found

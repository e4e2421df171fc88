"""Until when the weeks of a livret are written, from the facts that move their windows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio.enums import WRITABLE_STATES
from portfolio.models import LogbookWeek
from portfolio.queries.week_facts import Opening, WeekFacts, week_facts
from portfolio.rules.due import weeks_due
from portfolio.rules.weeks import IsoWeek, week_label, week_of
from portfolio.rules.window import Window, WindowFacts, window_of
from training.models import Enrolment


@dataclass(frozen=True)
class Windows:
    """The windows of all the weeks of some enrolments, and which are due."""

    facts: dict[int, WeekFacts]

    def of(self, enrolment_id: int, week: IsoWeek) -> Window:
        told = self.facts[enrolment_id]
        reopened = tuple(opening.until for opening in told.openings.get(week, ()))
        enrolled, returned = told.keeping.enrolled_on, told.returned.get(week)
        return window_of(week, WindowFacts(enrolled, returned, reopened, told.pauses))

    def opening(self, enrolment_id: int, week: IsoWeek) -> Opening | None:
        """The newest reopening of a week."""
        return next(reversed(self.facts[enrolment_id].openings.get(week, [])), None)

    def due(self, enrolment_id: int, today: date) -> list[IsoWeek]:
        """The weeks due until today, this one included, the oldest first."""
        return weeks_due(self.facts[enrolment_id].keeping, week_of(today))


def windows_of(enrolments: Iterable[Enrolment]) -> Windows:
    """Of enrolments loaded with their cohort; one query, or none after `with_week_facts`."""
    return Windows(week_facts(enrolments))


@dataclass(frozen=True)
class LateWeek:
    """A past week that was not handed in; `key` names it in a form."""

    enrolment: Enrolment
    week: IsoWeek
    window: Window
    opening: Opening | None
    begun: bool

    @property
    def key(self) -> str:
        return f"{self.enrolment.pk}:{self.week.year}:{self.week.number}"

    @property
    def label(self) -> str:
        return week_label(self.week)

    @property
    def shut_on(self) -> date:
        """The first day on which it was closed."""
        return self.window.until + timedelta(days=1)


@dataclass(frozen=True)
class LateLearner:
    """Somebody whose livret has past weeks that were not handed in, the newest first.

    `closed` may be reopened, `open` may still be written, `lost` counts those closed for good.
    """

    enrolment: Enrolment
    closed: list[LateWeek]
    open: list[LateWeek]
    lost: int


def late_learners(enrolments: Iterable[Enrolment], today: date) -> list[LateLearner]:
    """Those who have weeks due, over and not handed in, in their order; two queries at most.

    `enrolments` come with their cohort.
    """
    every = list(enrolments)
    windows, begun, handed_in = windows_of(every), set(), set()
    rows = LogbookWeek.objects.filter(enrolment__in=every)
    for row in rows.only("enrolment_id", "iso_year", "iso_week", "state"):
        found = begun if row.state in WRITABLE_STATES else handed_in
        found.add((row.enrolment_id, row.iso_year, row.iso_week))
    learners, this_week = [], week_of(today)
    for enrolment in every:
        due = [
            LateWeek(
                enrolment,
                week,
                windows.of(enrolment.pk, week),
                windows.opening(enrolment.pk, week),
                (enrolment.pk, *week) in begun,
            )
            for week in reversed(windows.due(enrolment.pk, today))
            if week < this_week and (enrolment.pk, *week) not in handed_in
        ]
        closed = [late for late in due if late.window.reopenable(today)]
        still = [late for late in due if not late.window.closed(today)]
        if due:
            lost = len(due) - len(closed) - len(still)
            learners.append(LateLearner(enrolment, closed, still, lost))
    return learners


def window_of_week(enrolment: Enrolment, week: IsoWeek) -> Window:
    """The window of one week; one query."""
    return windows_of([enrolment]).of(enrolment.pk, week)

"""Until when the weeks of a livret are written, from the facts that move their windows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from portfolio.enums import WRITABLE_STATES, WeekState
from portfolio.models import LogbookWeek, WeekEvent, WeekOpening
from portfolio.rules.weeks import SUNDAY, IsoWeek, week_label, weeks_between
from portfolio.rules.window import Pause, Window, WindowFacts, pauses_of, window_of
from training.enums import Situation, SituationAct
from training.models import Enrolment, SituationChange
from training.models.enrolment import EnrolmentQuerySet

# (primary key of the enrolment, ISO year, ISO week)
Key = tuple[int, int, int]


@dataclass(frozen=True)
class Windows:
    """The windows of all the weeks of some enrolments."""

    enrolled: dict[int, date]
    pauses: dict[int, tuple[Pause, ...]]
    returned: dict[Key, date]
    openings: dict[Key, list[WeekOpening]] = field(default_factory=dict)

    def of(self, enrolment_id: int, week: IsoWeek) -> Window:
        key = (enrolment_id, *week)
        reopened = tuple(opening.until for opening in self.openings.get(key, ()))
        facts = WindowFacts(
            self.enrolled[enrolment_id],
            self.returned.get(key),
            reopened,
            self.pauses.get(enrolment_id, ()),
        )
        return window_of(week, facts)

    def opening(self, enrolment_id: int, week: IsoWeek) -> WeekOpening | None:
        """The newest reopening of a week."""
        return next(reversed(self.openings.get((enrolment_id, *week), [])), None)


def with_window_marks(enrolments: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """`windows_moved`: whether a fact moved the window of a week; no query more."""
    whose = OuterRef("pk")
    moved = (
        Exists(WeekOpening.objects.filter(enrolment=whose))
        | Exists(SituationChange.objects.filter(enrolment=whose))
        | Exists(WeekEvent.objects.filter(week__enrolment=whose, state=WeekState.RETURNED))
    )
    return enrolments.annotate(windows_moved=moved)


def windows_of(enrolments: Iterable[Enrolment]) -> Windows:
    """Three queries, whatever the number of enrolments; none if all are marked as not moved."""
    every = list(enrolments)
    enrolled = {one.pk: timezone.localdate(one.enrolled_at) for one in every}
    if not any(getattr(one, "windows_moved", True) for one in every):
        return Windows(enrolled, {}, {})
    openings: dict[Key, list[WeekOpening]] = defaultdict(list)
    rows = WeekOpening.objects.filter(enrolment__in=enrolled).select_related("actor__user")
    for opening in rows.order_by("until", "pk"):
        openings[opening.enrolment_id, opening.iso_year, opening.iso_week].append(opening)
    return Windows(enrolled, _pauses(list(enrolled)), _returned(list(enrolled)), openings)


@dataclass(frozen=True)
class LateWeek:
    """A past week that was not handed in; `key` names it in a form."""

    enrolment: Enrolment
    week: IsoWeek
    window: Window
    opening: WeekOpening | None
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
    """Those who have weeks not handed in, in their order; five queries.

    A week is due from the start of the cohort, or the recruitment if that is later, to the end of
    the cohort; not one that a pause holds whole. `enrolments` come with their cohort.
    """
    every = list(enrolments)
    windows, begun, handed_in = windows_of(every), set(), set()
    rows = LogbookWeek.objects.filter(enrolment__in=every)
    for row in rows.only("enrolment_id", "iso_year", "iso_week", "state"):
        found = begun if row.state in WRITABLE_STATES else handed_in
        found.add((row.enrolment_id, row.iso_year, row.iso_week))
    learners = []
    for enrolment in every:
        due = [
            LateWeek(
                enrolment,
                week,
                windows.of(enrolment.pk, week),
                windows.opening(enrolment.pk, week),
                (enrolment.pk, *week) in begun,
            )
            for week in _due(enrolment, windows, today)
            if (enrolment.pk, *week) not in handed_in
        ]
        closed = [late for late in due if late.window.reopenable(today)]
        still = [late for late in due if not late.window.closed(today)]
        if due:
            lost = len(due) - len(closed) - len(still)
            learners.append(LateLearner(enrolment, closed, still, lost))
    return learners


def _due(enrolment: Enrolment, windows: Windows, today: date) -> list[IsoWeek]:
    """Weeks that are over, the newest first."""
    first = max(enrolment.cohort.starts_on, enrolment.recruited_on)
    last = min(enrolment.cohort.ends_on, today)
    pauses = windows.pauses.get(enrolment.pk, ())
    return [
        week
        for week in reversed(weeks_between(first, last))
        if week.day(SUNDAY) < today
        and not any(p.since <= week.monday and week.day(SUNDAY) < p.back for p in pauses)
    ]


def window_of_week(enrolment: Enrolment, week: IsoWeek) -> Window:
    """The window of one week; three queries."""
    return windows_of([enrolment]).of(enrolment.pk, week)


def _pauses(enrolments: list[int]) -> dict[int, tuple[Pause, ...]]:
    changes: dict[int, list[tuple[date, bool]]] = defaultdict(list)
    rows = SituationChange.objects.filter(enrolment__in=enrolments)
    for row in rows.exclude(act=SituationAct.TRANSFERRED).order_by("number"):
        changes[row.enrolment_id].append((row.since, row.situation == Situation.ACTIVE))
    return {pk: pauses_of(found) for pk, found in changes.items()}


def _returned(enrolments: list[int]) -> dict[Key, date]:
    rows = WeekEvent.objects.filter(week__enrolment__in=enrolments, state=WeekState.RETURNED)
    named = rows.order_by("pk").values_list(
        "week__enrolment", "week__iso_year", "week__iso_week", "at"
    )
    return {(pk, year, week): timezone.localdate(at) for pk, year, week, at in named}

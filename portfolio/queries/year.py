"""The year of a learner: every week of the contract with its state, and what marks it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from people.models import Membership
from portfolio.enums import DayKind, EntryKind, MeetingKind, PersonalStep, ReviewState, WeekState
from portfolio.models import (
    ActivityReview,
    LogbookEntry,
    OralPresentation,
    PersonalEvent,
    WeekDay,
)
from portfolio.queries.hours import contract_term
from portfolio.queries.logbook import LogbookPath, PathWeek
from portfolio.queries.meeting import meetings_of
from portfolio.rules.hours import Term
from portfolio.rules.weeks import IsoWeek, week_of
from portfolio.rules.year import holidays_of, in_contract, weeks_of_year
from records.rules.french import MONTHS, long_date
from training.models import AgreementFact, Enrolment

OFF_DAYS = tuple(kind.value for kind in DayKind if kind != DayKind.WORKED)
MEETING_WORDS = {
    MeetingKind.VISIT: "visite",
    MeetingKind.INTERVIEW: "entretien",
    MeetingKind.CALL: "appel",
    MeetingKind.GROUP: "regroupement",
}


class Mark(NamedTuple):
    """Something of a day that the path shows; `url` is empty where there is no page."""

    day: date
    words: str
    url: str = ""


@dataclass(frozen=True)
class YearWeek:
    """A week of the year. `path`: the same in the livret, if it has one that week.

    `minutes` are those at the practices; `off`: something was noted and no work.
    """

    iso: IsoWeek
    current: bool
    past: bool
    contract: bool
    path: PathWeek | None = None
    obstacles: int = 0
    off: bool = False
    holidays: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"Semaine du {long_date(self.iso.monday)}"

    @property
    def minutes(self) -> int:
        return self.path.row.practice_minutes if self.path and self.path.row else 0

    @property
    def entries(self) -> int:
        return self.path.entries if self.path else 0

    @property
    def stitch(self) -> int | str:
        """As the tag `trame` draws it: minutes of a signed week, a wait, a gap, nothing."""
        row = self.path.row if self.path else None
        if self.off or self.path is None or (not self.contract and row is None):
            return "f"
        if row and row.state == WeekState.SIGNED:
            return max(1, row.practice_minutes)
        if row and row.state == WeekState.SUBMITTED:
            return "va"
        return 0 if self.past else "v"

    @property
    def words(self) -> str:
        if self.path is None:
            return "hors de la promotion"
        if not self.contract and self.path.row is None:
            return "hors contrat"
        return f"{self.path.words}, sans travail au cabinet" if self.off else self.path.words


@dataclass(frozen=True)
class YearMonth:
    """The weeks whose Monday is in a month, as one row of the drawing."""

    name: str
    weeks: list[YearWeek]

    @property
    def now(self) -> int | None:
        """The place of the current week, from 1."""
        return next((place for place, one in enumerate(self.weeks, 1) if one.current), None)

    @property
    def stitches(self) -> list[int | str]:
        return [week.stitch for week in self.weeks]

    @property
    def marks(self) -> list[Mark]:
        return [mark for week in self.weeks for mark in week.marks]

    @property
    def words(self) -> str:
        """The text alternative of the drawing."""
        counts = Counter(week.words for week in self.weeks)
        said = ", ".join(f"{count} {words}" for words, count in counts.items())
        return f"{self.name} : {said}"


@dataclass(frozen=True)
class Year:
    """The weeks in their order; `term` is that of the contract of work, if it is known."""

    weeks: list[YearWeek]
    term: Term

    @property
    def months(self) -> list[YearMonth]:
        """The weeks by the month and the year of their Monday."""
        found: dict[tuple[int, int], list[YearWeek]] = defaultdict(list)
        for week in self.weeks:
            found[week.iso.monday.year, week.iso.monday.month].append(week)
        return [
            YearMonth(f"{MONTHS[month - 1]} {year}", some) for (year, month), some in found.items()
        ]


def year_of(actor: Membership, enrolment: Enrolment, path: LogbookPath, today: date) -> Year:
    """The year of a learner as they see it; nine queries beside those of the path.

    `path` is their livret on that Europe/Paris day; weeks are those of `weeks_of_year`.
    """
    cohort, term = enrolment.cohort, contract_term(enrolment)
    known = {week.iso: week for week in path.weeks}
    obstacles, off = _obstacles(enrolment), _weeks_off(enrolment)
    marks: dict[IsoWeek, list[Mark]] = defaultdict(list)
    for mark in _marks(actor, enrolment, term):
        marks[week_of(mark.day)].append(mark)
    weeks = weeks_of_year(term, cohort.starts_on, cohort.ends_on)
    # What was written after the last day of all is still of the year.
    written = max((one for one, week in known.items() if week.row), default=weeks[-1])
    weeks += [one for one in known if weeks[-1] < one <= written]
    this_week, found = week_of(today), []
    for iso in weeks:
        row = known[iso].row if iso in known else None
        found.append(
            YearWeek(
                iso, iso == this_week, iso < this_week, in_contract(iso, term), known.get(iso),
                obstacles[row.pk] if row else 0, bool(row and row.pk in off), holidays_of(iso),
                sorted(marks[iso], key=_day),
            )
        )  # fmt: skip
    return Year(found, term)


def _day(mark: Mark) -> date:
    """Marks of one day stay as they came: the steps of a review are not alphabetical."""
    return mark.day


def _obstacles(enrolment: Enrolment) -> Counter[int]:
    met = LogbookEntry.objects.filter(week__enrolment=enrolment, kind=EntryKind.OBSTACLE)
    return Counter(
        dict(met.order_by().values("week").annotate(n=Count("pk")).values_list("week", "n"))
    )


def _weeks_off(enrolment: Enrolment) -> set[int]:
    """Weeks with a day noted and none at a practice."""
    noted = WeekDay.objects.filter(week__enrolment=enrolment).values_list("week", "kind")
    off: set[int] = set()
    worked: set[int] = set()
    for week, kind in noted:
        (off if kind in OFF_DAYS else worked).add(week)
    return off - worked


def _marks(actor: Membership, enrolment: Enrolment, term: Term) -> Iterator[Mark]:
    yield from _dates(enrolment, term)
    for meeting in meetings_of(actor, enrolment):
        url = reverse("portfolio:meeting", args=[meeting.pk])
        half = f", {meeting.get_half_display()}" if meeting.half else ""
        yield Mark(meeting.held_on, MEETING_WORDS[MeetingKind(meeting.kind)] + half, url)
    steps = AgreementFact.objects.visible_to(actor).filter(enrolment=enrolment)
    for step in steps:
        url = reverse("training:convention_at", args=[enrolment.pk, step.practice_id])
        yield Mark(step.done_on, f"convention : {step.get_step_display()}", url)
    reviews = ActivityReview.objects.visible_to(actor).filter(enrolment=enrolment)
    for review in reviews.exclude(state=ReviewState.DRAFT):
        day = timezone.localdate(review.handed_in_at)
        yield Mark(day, "bilan d’activité remis", reverse("portfolio:review", args=[review.pk]))
    yield from _personal_marks(enrolment)


def _personal_marks(enrolment: Enrolment) -> Iterator[Mark]:
    url = reverse("portfolio:personal", args=[enrolment.pk])
    for event in PersonalEvent.objects.filter(review__enrolment=enrolment):
        if event.step != PersonalStep.PRESENTED:  # that one has a day of its own
            words = f"bilan personnel : {event.get_step_display()}"
            yield Mark(timezone.localdate(event.at), words, url)
    for one in OralPresentation.objects.filter(review__enrolment=enrolment):
        yield Mark(one.held_on, "présentation du projet", url)


def _dates(enrolment: Enrolment, term: Term) -> Iterator[Mark]:
    yield Mark(enrolment.cohort.starts_on, "début de la promotion")
    yield Mark(enrolment.cohort.ends_on, "fin de la promotion")
    yield Mark(enrolment.delays.due, "dernier jour pour avoir suivi la formation")
    if term.first:
        yield Mark(term.first, "début du contrat")
    if term.last:
        yield Mark(term.last, "fin du contrat")

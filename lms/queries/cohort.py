"""Cohorts and the people in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lms.queries.competencies import Shown, shown_counts
from lms.sentences import amount, sentence
from people.models import Membership
from portfolio.enums import WeekState
from portfolio.models import LogbookWeek, ModuleAttestation
from portfolio.rules.weeks import IsoWeek, weeks_between
from records.enums import DocumentState
from training.models import Cohort, Enrolment
from training.queries import RosterLine, cohort_hours, owed_by
from training.queries.assistance import silent_count
from training.queries.roster import roster_lines
from training.rules.hours import HoursTotals

PAGE = 50  # learners of a cohort
COHORTS_A_PAGE = 20
ON_A_HOME_PAGE = 10
LAST_WEEK = ("id", "iso_year", "iso_week", "state")


@dataclass(frozen=True)
class CohortLine:
    """A cohort with its average of accepted hours beside the time gone by."""

    cohort: Cohort
    learners: int
    accepted: int
    week: int
    weeks: int

    @property
    def total(self) -> int:
        return self.cohort.track_version.minutes

    @property
    def average(self) -> int:
        return self.accepted // self.learners if self.learners else 0

    @property
    def hours_share(self) -> int:
        return round(100 * self.average / self.total)

    @property
    def time_share(self) -> int:
        return round(100 * self.week / self.weeks)

    @property
    def drift(self) -> int:
        """Points of a hundred by which the hours are behind the time gone by."""
        return self.time_share - self.hours_share if self.learners else 0


def visible_cohorts(actor: Membership) -> QuerySet[Cohort]:
    return (
        Cohort.objects.visible_to(actor)
        .select_related("track_version__track")
        .annotate(learners=Count("enrolments"))
        .order_by("-starts_on", "title")
    )


def cohorts_of_a_page(actor: Membership) -> QuerySet[Cohort]:
    """The same, each with `silent`: in how many modules nobody wrote to the cohort yet."""
    return visible_cohorts(actor).annotate(silent=silent_count())


def running_cohorts(actor: Membership, today: date) -> list[Cohort]:
    """Cohorts whose end has not come, the oldest first, as many as a home page shows."""
    running = visible_cohorts(actor).filter(ends_on__gte=today).order_by("starts_on", "pk")
    return list(running[:ON_A_HOME_PAGE])


def cohort_lines(cohorts: Iterable[Cohort], today: date) -> list[CohortLine]:
    """Two queries more: the accepted minutes of each cohort, as far as they are planned."""
    found = list(cohorts)
    hours = cohort_hours(cohort.pk for cohort in found)
    return [_line(cohort, hours[cohort.pk].accepted, today) for cohort in found]


def cohort_line(cohort: Cohort, hours: dict[int, HoursTotals], today: date) -> CohortLine:
    """A cohort of `visible_cohorts` with the hours of each of its learners, already read."""
    return _line(cohort, sum(mine.accepted for mine in hours.values()), today)


def _line(cohort: Cohort, accepted: int, today: date) -> CohortLine:
    weeks = len(weeks_between(cohort.starts_on, cohort.ends_on))
    passed = 0
    if today >= cohort.starts_on:
        passed = len(weeks_between(cohort.starts_on, min(today, cohort.ends_on)))
    learners: int = getattr(cohort, "learners", 0)  # counted by `visible_cohorts`
    return CohortLine(cohort, learners, accepted, week=passed, weeks=weeks)


def cohorts_sentence(count: int) -> str:
    part = amount(count, "promotion", "promotions", True)
    return sentence([part], "Aucune promotion n’est créée.")


@dataclass(frozen=True)
class LearnerLine:
    """What a roster says about one learner."""

    line: RosterLine
    shown: Shown
    last_week: LogbookWeek | None
    attestations: int
    owed: int

    @property
    def enrolment(self) -> Enrolment:
        return self.line.enrolment

    @property
    def last_week_words(self) -> str:
        if self.last_week is None:
            return "aucune remise"
        return f"semaine {self.last_week.iso_week}, {self.last_week.get_state_display()}"

    @property
    def last_monday(self) -> date | None:
        week = self.last_week
        return IsoWeek(week.iso_year, week.iso_week).monday if week else None


def cohort_enrolments(actor: Membership, cohort: Cohort) -> QuerySet[Enrolment]:
    return (
        Enrolment.objects.visible_to(actor)
        .filter(cohort=cohort)
        .for_screen()
        .annotate(held=_attestations_in_force())
        .annotate(**{f"week_{field}": _last_week(field) for field in LAST_WEEK})
        .order_by("learner__last_name", "learner__first_name", "pk")
    )


def learner_lines(
    enrolments: Iterable[Enrolment], hours: dict[int, HoursTotals]
) -> list[LearnerLine]:
    """Competencies, last week and attestations of `cohort_enrolments`, beside their hours."""
    found = list(enrolments)
    shown = shown_counts(found)
    owed = owed_by(enrolment.pk for enrolment in found)
    return [
        LearnerLine(
            line=line,
            shown=shown[line.enrolment.pk],
            last_week=last_week(line.enrolment),
            attestations=getattr(line.enrolment, "held", 0),
            owed=owed[line.enrolment.pk],
        )
        for line in roster_lines(found, hours)
    ]


def _last_week(field: str) -> Subquery:
    """A field of the newest week that a learner handed in, beside the enrolment’s row."""
    handed_in = LogbookWeek.objects.filter(enrolment=OuterRef("pk")).exclude(state=WeekState.DRAFT)
    return Subquery(handed_in.order_by("-iso_year", "-iso_week").values(field)[:1])


def last_week(enrolment: Enrolment) -> LogbookWeek | None:
    """What `cohort_enrolments` put beside an enrolment."""
    values = {field: getattr(enrolment, f"week_{field}", None) for field in LAST_WEEK}
    return LogbookWeek(enrolment=enrolment, **values) if values["id"] else None


def _attestations_in_force() -> Coalesce:
    """How many module attestations in force a learner holds, beside the enrolment's row."""
    held = ModuleAttestation.objects.filter(
        enrolment=OuterRef("pk"), document__state=DocumentState.IN_FORCE
    )
    counted = held.order_by().values("enrolment").values(count=Count("pk"))
    return Coalesce(Subquery(counted), 0)


HOURS_COLUMNS = [
    "Nom", "Prénom", "Cabinet", "Heures acceptées", "Heures en attente", "Heures dues",
    "Pratique hors compte", "À rattraper", "Compétences montrées", "Compétences en tout",
    "Dernière semaine remise", "Livret", "Attestations",
]  # fmt: skip


def hours_rows(lines: Iterable[RosterLine]) -> list[list[object]]:
    """One row a learner of `cohort_enrolments`, what the page says of them.

    Hours are decimal numbers so that a spreadsheet can add them up; the livret is told by the
    Monday of the newest week handed in and its state. A constant number of queries more.
    """
    found = list(lines)
    people = [line.enrolment for line in found]
    shown, owed = shown_counts(people), owed_by(one.pk for one in people)
    return [
        [
            line.enrolment.learner.last_name,
            line.enrolment.learner.first_name,
            line.enrolment.practice.name,
            decimal_hours(line.totals.accepted),
            decimal_hours(line.totals.pending),
            decimal_hours(line.due),
            decimal_hours(line.totals.practice),
            decimal_hours(owed[line.enrolment.pk]),
            shown[line.enrolment.pk].shown,
            shown[line.enrolment.pk].total,
            *_livret_cells(last_week(line.enrolment)),
            getattr(line.enrolment, "held", 0),
        ]
        for line in found
    ]


def _livret_cells(week: LogbookWeek | None) -> tuple[object, str]:
    if week is None:
        return "", "rien de remis"
    return IsoWeek(week.iso_year, week.iso_week).monday, week.get_state_display()


def decimal_hours(minutes: int) -> float:
    return round(minutes / 60, 2)

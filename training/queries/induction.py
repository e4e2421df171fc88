"""The induction day of a cohort, and what was noted of each person."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from training.models import Cohort, Enrolment, InductionDay, InductionNote
from training.rules.induction import marks_open


@dataclass(frozen=True)
class InductionLine:
    """A person who is expected, or was noted, with what holds now."""

    enrolment: Enrolment
    note: InductionNote | None

    @property
    def seen(self) -> int:
        """The number of what holds; 0 when nothing is noted."""
        return self.note.number if self.note else 0


@dataclass(frozen=True)
class Induction:
    """The day as it holds, its earlier versions, and everybody of the cohort."""

    day: InductionDay | None
    earlier: list[InductionDay]
    lines: list[InductionLine]
    open: bool

    @property
    def noted(self) -> bool:
        return any(line.note for line in self.lines)


def newest_day(cohort: Cohort) -> InductionDay | None:
    return cohort.induction_days.first()


def induction_of(cohort: Cohort, today: date) -> Induction:
    """Everything on the page of the day, `today` in Europe/Paris; three queries."""
    versions = list(cohort.induction_days.select_related("written_by__user"))
    if not versions:
        return Induction(None, [], [], False)
    day = versions[0]
    lines = induction_lines(cohort, day.day)
    return Induction(day, versions[1:], lines, marks_open(day.day, today))


def induction_lines(cohort: Cohort, day: date) -> list[InductionLine]:
    """Who follows the training on the day, and who was noted before; two queries."""
    notes: dict[int, InductionNote] = {}
    for note in cohort.induction_notes.select_related("noted_by__user").order_by("number"):
        notes[note.enrolment_id] = note
    expected = cohort.enrolments.expected_on(day).values("pk")
    shown = Enrolment.objects.filter(Q(pk__in=expected) | Q(pk__in=list(notes)))
    people = shown.select_related("learner", "practice").order_by(
        "learner__last_name", "learner__first_name", "pk"
    )
    return [InductionLine(one, notes.get(one.pk)) for one in people]


@dataclass(frozen=True)
class OwnInduction:
    """The day of a person's cohort, and what was noted of them."""

    day: InductionDay | None
    note: InductionNote | None


def own_induction(enrolment: Enrolment) -> OwnInduction:
    """Of an enrolment loaded with its cohort; two queries."""
    note = enrolment.induction_notes.filter(cohort=enrolment.cohort_id).first()
    return OwnInduction(newest_day(enrolment.cohort), note)

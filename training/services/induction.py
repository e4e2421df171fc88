"""The induction day of a cohort: set, then noted person by person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.enums import InductionItem
from training.models import Cohort, InductionDay, InductionNote
from training.permissions import can_hold_induction
from training.queries.induction import InductionLine, induction_lines, newest_day
from training.rules.induction import (
    DayFacts,
    InductionMark,
    day_problem,
    mark_problem,
    marks_open,
    reason_needed,
)

MAX_PLACE = 200
MAX_SAID = MAX_REASON = 300


class PlaceMissing(ServiceError):
    message = "Dites où la journée d’accueil se tient."


class DayRefused(ServiceError):
    message = "Cette journée d’accueil ne peut pas être enregistrée."


class DayReasonMissing(ServiceError):
    message = "Dites pourquoi ce qui était écrit change."


class NoDayYet(ServiceError):
    message = "Les personnes se notent le jour de l’accueil, ou après."


class MarkRefused(ServiceError):
    message = "Cette note ne peut pas être enregistrée."


@dataclass(frozen=True)
class Noted:
    """What is noted of an enrolment, and the number of the note that the page showed."""

    enrolment: int
    mark: InductionMark
    seen: int


@transaction.atomic
def write_day(
    *,
    actor: Membership,
    cohort: Cohort,
    day: date,
    place: str,
    done: Collection[str] = (),
    reason: str = "",
    seen: int,
    now: datetime,
) -> InductionDay:
    """A further version of the day; the same again is the same one.

    `done`: points of the programme that took place. `seen` is the number of the version that the
    page showed. Raises PlaceMissing, DayRefused, DayReasonMissing, StaleForm.
    """
    row = _locked(actor, cohort)
    place, reason = " ".join(place.split())[:MAX_PLACE], " ".join(reason.split())[:MAX_REASON]
    if not place:
        raise PlaceMissing
    refuse_patient_data(place, staff=True)
    refuse_patient_data(reason)
    facts = DayFacts(day, place, frozenset(InductionItem(one) for one in done))
    newest = newest_day(row)
    if newest and newest.facts == facts:
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    if problem := day_problem(facts, row.induction_notes.exists(), timezone.localdate(now)):
        raise DayRefused(problem)
    if reason_needed(newest.facts if newest else None, facts) and not reason:
        raise DayReasonMissing
    made = InductionDay.objects.create(
        cohort=row, number=seen + 1, day=day, place=place, reason=reason, written_by=actor,
        done=[item.value for item in InductionItem if item in facts.done], written_at=now,
    )  # fmt: skip
    audit(actor, "training.induction.written", made, at=now)
    return made


@transaction.atomic
def note_induction(
    *, actor: Membership, cohort: Cohort, notes: Sequence[Noted], reason: str = "", now: datetime
) -> int:
    """Note who was there; gives how many rows were added.

    What is as it was adds nothing. What changes a note asks for a reason. Raises NoDayYet,
    MarkRefused, DayReasonMissing, StaleForm.
    """
    row = _locked(actor, cohort)
    day = newest_day(row)
    if day is None or not marks_open(day.day, timezone.localdate(now)):
        raise NoDayYet
    reason = " ".join(reason.split())[:MAX_REASON]
    refuse_patient_data(reason, *(one.mark.said for one in notes))
    lines = {line.enrolment.pk: line for line in induction_lines(row, day.day)}
    made = []
    for one in notes:
        if one.enrolment not in lines:
            raise StaleForm
        if note := _note(lines[one.enrolment], one, reason):
            note.cohort, note.noted_by, note.noted_at = row, actor, now
            made.append(note)
    InductionNote.objects.bulk_create(made)
    if made:
        audit(actor, "training.induction.noted", row, at=now, people=len(made))
    return len(made)


def _note(line: InductionLine, one: Noted, reason: str) -> InductionNote | None:
    """The row to add for a person; None when what holds says the same."""
    mark = InductionMark(
        one.mark.present, one.mark.livret, " ".join(one.mark.said.split())[:MAX_SAID]
    )
    if problem := mark_problem(mark):
        raise MarkRefused(f"{line.enrolment.learner} : {problem}")
    if line.note and line.note.mark == mark:
        return None
    if line.seen != one.seen:
        raise StaleForm
    if line.note and not reason:
        raise DayReasonMissing
    return InductionNote(
        enrolment=line.enrolment, number=one.seen + 1, present=mark.present, livret=mark.livret,
        said=mark.said, reason=reason if line.note else "",
    )  # fmt: skip


def _locked(actor: Membership, cohort: Cohort) -> Cohort:
    """The cohort, held until the end: one writer at a time."""
    if not can_hold_induction(actor, cohort):
        raise NotAllowed
    return Cohort.objects.select_for_update().get(pk=cohort.pk)

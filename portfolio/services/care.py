"""Help for somebody whose livret stays empty: offered, wanted, declined, given."""

from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import CareAct
from portfolio.models import CareFact
from portfolio.permissions import can_care, can_write_week
from portfolio.rules.care import MAX_NOTE, acts_after
from records.services import refuse_patient_data
from training.models import Enrolment


class ActNotNow(ServiceError):
    message = "Cet acte ne peut pas être noté maintenant : relisez ce qui a été noté."


class NoteTooLong(ServiceError):
    message = f"Une précision tient en {MAX_NOTE} caractères : raccourcissez-la."


@transaction.atomic
def note_care(
    *, actor: Membership, enrolment: Enrolment, act: str, note: str, seen: int, now: datetime
) -> CareFact:
    """Note an act; `seen` is how many the form showed. The same act twice is noted once.

    Raises NotAllowed, ActNotNow, NoteTooLong, StaleForm when somebody noted another act meanwhile,
    PatientData.
    """
    own = can_write_week(actor, enrolment)
    if not own and not can_care(actor, enrolment):
        raise NotAllowed
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    last = enrolment.care_facts.last()
    number = last.number if last else 0
    if last and number == seen + 1 and (last.act, last.noted_by_id) == (act, actor.pk):
        return last
    if number != seen:
        raise StaleForm
    if act not in acts_after(last.act if last else "", own):
        raise ActNotNow
    note = note.replace("\r\n", "\n").strip()
    if len(note) > MAX_NOTE:
        raise NoteTooLong
    refuse_patient_data(note, staff=not own)
    made = CareFact.objects.create(
        enrolment=enrolment, number=seen + 1, act=CareAct(act), note=note, noted_by=actor,
        noted_at=now,
    )  # fmt: skip
    audit(actor, "portfolio.care.noted", made, at=now, act=act)
    return made

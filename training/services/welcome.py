"""The welcome pack: written in versions, received by each learner."""

from datetime import datetime

from django.db import transaction

from people.models import Membership, Organisation
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.models import Enrolment, WelcomePack, WelcomeReceipt
from training.permissions import can_write_welcome, is_learner
from training.queries.welcome import newest_pack

MAX_TEXT = 8000


class TextMissing(ServiceError):
    message = f"Écrivez le livret d’accueil, en {MAX_TEXT} caractères au plus."


class NewerPack(StaleForm):
    message = "Une version plus récente du livret d’accueil existe : relisez-la, puis confirmez."


@transaction.atomic
def write_pack(*, actor: Membership, text: str, seen: int, now: datetime) -> WelcomePack:
    """A further version for the training body of the actor; the same text again is the same one.

    `seen` is the number of the version that the page showed. Raises TextMissing, StaleForm.
    """
    if not can_write_welcome(actor):
        raise NotAllowed
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > MAX_TEXT:
        raise TextMissing
    refuse_patient_data(text, staff=True)
    newest = newest_pack(actor.organisation_id)
    if newest and newest.text == text:
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    made = WelcomePack.objects.create(
        organisation=actor.organisation, number=seen + 1, text=text, written_by=actor,
        written_at=now,
    )  # fmt: skip
    audit(actor, "training.welcome.written", made, at=now)
    return made


@transaction.atomic
def confirm_welcome(
    *, actor: Membership, enrolment: Enrolment, pack: WelcomePack, now: datetime
) -> WelcomeReceipt:
    """The learner has read and received the newest version; twice confirms once.

    Raises NewerPack when another version was written meanwhile.
    """
    if not is_learner(actor, enrolment):
        raise NotAllowed
    if newest_pack(enrolment.cohort.organisation_id) != pack:
        raise NewerPack
    made, created = WelcomeReceipt.objects.get_or_create(
        enrolment=enrolment, pack=pack, defaults={"confirmed_by": actor, "confirmed_at": now}
    )
    if created:
        audit(actor, "training.welcome.received", made, at=now)
    return made

"""The training agreement: its terms in versions, then the document that freezes it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.enums import PriceTax
from training.models import Enrolment, EnrolmentDocument, TrainingTerms
from training.permissions import can_issue_document
from training.queries.documents import Draft
from training.queries.training_agreement import KIND, agreement_draft
from training.rules.needs import unheard_problem
from training.services.documents import DocumentNotReady, enrolment_to_state, freeze_draft

LARGEST_PRICE = Decimal("9999999.99")
CENT = Decimal("0.01")
MAX_REASON = 300


class TermsRefused(ServiceError):
    message = "Écrivez les moyens, le suivi et la sanction, le prix et son règlement."


class PriceRefused(ServiceError):
    message = "Le prix est en euros et en centimes, sans être négatif."


class PartyNotHeard(ServiceError):
    """The need analysis did not hear a party, and nobody says why."""


class ReasonTooLong(ServiceError):
    message = f"Le motif a {MAX_REASON} caractères au plus."


class AgreementChanged(StaleForm):
    message = (
        "Ce que la convention dirait a changé depuis que cette page a été ouverte. Relisez, puis "
        "délivrez-la."
    )


@dataclass(frozen=True)
class Terms:
    """What the lead enters; `price` in euros, with at most two decimals."""

    price: Decimal
    tax: PriceTax
    payment: str
    means: str
    follow_up: str
    funder_file: str = ""


@transaction.atomic
def write_terms(
    *, actor: Membership, enrolment: Enrolment, terms: Terms, seen: int, now: datetime
) -> TrainingTerms:
    """A further version of the terms; the same content twice is one.

    `seen` is the number of the newest version that the page showed. Raises TermsRefused,
    PriceRefused, PatientData, StaleForm.
    """
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not can_issue_document(actor, row):
        raise NotAllowed
    wanted = {**asdict(terms), **_texts(terms)}
    if not 0 <= terms.price <= LARGEST_PRICE or terms.price != terms.price.quantize(CENT):
        raise PriceRefused
    newest = row.terms.first()
    same = newest and all(getattr(newest, name) == value for name, value in wanted.items())
    if newest and same and newest.number == seen + 1:
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    made = TrainingTerms.objects.create(
        enrolment=row, number=seen + 1, written_by=actor, written_at=now, **wanted
    )
    audit(actor, "training.terms.written", made, at=now)
    return made


def _texts(terms: Terms) -> dict[str, str]:
    """The texts of the terms, tidied; refused when one lacks or names a patient."""
    texts = {
        name: getattr(terms, name).replace("\r\n", "\n").strip()
        for name in ("payment", "means", "follow_up", "funder_file")
    }
    if not (texts["payment"] and texts["means"] and texts["follow_up"]):
        raise TermsRefused
    refuse_patient_data(*texts.values(), staff=True)
    return texts


@transaction.atomic
def issue_training_agreement(
    *,
    actor: Membership,
    enrolment: Enrolment,
    seen: str,
    identification: str = "",
    unheard_why: str = "",
    now: datetime,
) -> EnrolmentDocument:
    """Freeze the agreement that was read; it is shared with who employs and who pays.

    `unheard_why`: why the need analysis did not hear a party; frozen with it (Qualiopi 4). One
    agreement of an enrolment is in force at a time. Asked again for the same content, it gives
    the same document. Raises DocumentNotReady, AgreementChanged, PartyNotHeard, ReasonTooLong,
    AlreadyStated, PatientData.
    """
    person = enrolment_to_state(enrolment)
    if not can_issue_document(actor, person):
        raise NotAllowed
    draft = agreement_draft(person)
    if draft.missing:
        raise DocumentNotReady(draft.missing)
    if seen != draft.fingerprint:
        raise AgreementChanged
    return freeze_draft(
        actor=actor, enrolment=person, draft=draft, source_key=f"training.{KIND}:{person.pk}",
        identification=identification, added=_unheard(draft, unheard_why), now=now,
    )  # fmt: skip


def _unheard(draft: Draft, why: str) -> dict[str, str]:
    """The reason that goes with the parties not heard; none where everybody was."""
    missing = draft.content.get("unheard", [])
    why = " ".join(why.split())
    if problem := unheard_problem(missing, why):
        raise PartyNotHeard(problem)
    if not missing:
        return {}
    if len(why) > MAX_REASON:
        raise ReasonTooLong
    refuse_patient_data(why, staff=True)
    return {"unheard_why": why}

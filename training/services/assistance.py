"""Assistance at a distance: who is named, what is asked and answered (D6313-3-1)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from curricula.models import Module
from people.models import Membership, User
from people.services import NotAllowed, ServiceError, StaleForm, audit, audit_all
from records.rules.french import elided, long_date
from records.services import confirm_weak_identifiers, refuse_patient_data, send_message
from training.enums import AssistanceKind
from training.models import (
    AssistanceContact,
    AssistanceMessage,
    Cohort,
    Enrolment,
    EvaluationDone,
    ModuleMessage,
)
from training.permissions import (
    SESSION_ROLES,
    can_answer,
    can_name_contact,
    can_write_to_cohort,
    is_learner,
)
from training.queries.assistance import Thread, contact_for, contacts_of, thread
from training.rules.assistance import MAX_PROMISE, due_after
from training.services.ledger import accept_distance, accept_waiting

MAX_TEXT = 2000
MAX_WORDS = 1000


class ContactWrong(ServiceError):
    message = "Choisissez une personne de votre organisme qui anime des séances."


class PromiseWrong(ServiceError):
    message = f"Le délai promis est de 1 à {MAX_PROMISE} jours ouvrés."


class WordsMissing(ServiceError):
    message = f"Écrivez le premier message du contact, en {MAX_WORDS} caractères au plus."


class MessageMissing(ServiceError):
    message = f"Écrivez votre message, en {MAX_TEXT} caractères au plus."


class ModulesMissing(ServiceError):
    message = "Choisissez au moins un module."


class ContactMissing(ServiceError):
    message = "Nommez d’abord qui répond dans ces modules."


class NotYourModule(ServiceError):
    message = "Ce module n’est pas du parcours suivi."


class SentBefore(StaleForm):
    message = (
        "Ce formulaire a déjà été envoyé, avec un autre texte. Relisez ce qui est noté, puis "
        "envoyez de nouveau si c’est utile."
    )


class NothingWaits(StaleForm):
    message = "Aucune question n’attend ici : quelqu’un d’autre a déjà répondu."


@transaction.atomic
def name_contact(
    *,
    actor: Membership,
    cohort: Cohort,
    module: Module | None,
    contact: Membership,
    promised_days: int,
    words: str,
    form_key: str,
    now: datetime,
) -> AssistanceContact:
    """Name who assists a cohort in a module, or in all.

    `words` say how to reach them. For one module they are its first message, and distance hours
    that waited for it are accepted; for all they say who answers, no more: see `write_to_cohort`.
    Where the contact of before had left, what was written holds again. The same form twice names
    once. Raises ContactWrong, PromiseWrong, WordsMissing, NotYourModule, StaleForm.
    """
    if not can_name_contact(actor, cohort):
        raise NotAllowed
    _check_contact(cohort, contact, timezone.localdate(now))
    if module and module.track_version_id != cohort.track_version_id:
        raise NotYourModule
    if not 1 <= promised_days <= MAX_PROMISE:
        raise PromiseWrong
    words = _text(words, MAX_WORDS, WordsMissing, staff=True)
    wanted = {
        "cohort": cohort, "module": module, "contact": contact, "words": words,
        "promised_days": promised_days,
    }  # fmt: skip
    made, created = AssistanceContact.objects.get_or_create(
        form_key=form_key, defaults={**wanted, "named_by": actor, "named_at": now}
    )
    if any(getattr(made, name) != value for name, value in wanted.items()):
        raise SentBefore
    if created:
        audit(actor, "training.assistance.named", made, at=now)
        done = EvaluationDone.objects.filter(enrolment__cohort=cohort)
        done = done.filter(module__code=module.code) if module else done
        accept_waiting(actor=actor, cohort=cohort, evaluations=done, now=now)
    return made


@transaction.atomic
def write_to_cohort(
    *,
    actor: Membership,
    cohort: Cohort,
    modules: Sequence[Module],
    text: str,
    form_key: str,
    now: datetime,
) -> list[ModuleMessage]:
    """Write the same message in some modules; it stands in the thread of each learner.

    Of who enrols later as well. Distance hours that waited for it are accepted. The same form twice
    writes once. Raises ModulesMissing, NotYourModule, ContactMissing, MessageMissing, SentBefore.
    """
    if not can_write_to_cohort(actor, cohort):
        raise NotAllowed
    _check_modules(cohort, modules)
    text = _text(text, MAX_TEXT, MessageMissing, staff=True)
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if known := list(ModuleMessage.objects.filter(form_key=form_key)):
        wanted = {(cohort.pk, module.pk, text, actor.pk) for module in modules}
        said = {(one.cohort_id, one.module_id, one.text, one.written_by_id) for one in known}
        if said != wanted:
            raise SentBefore
        return known
    same: dict[str, Any] = {
        "cohort": cohort, "text": text, "form_key": form_key, "written_by": actor,
        "written_at": now,
    }  # fmt: skip
    made = ModuleMessage.objects.bulk_create(ModuleMessage(module=one, **same) for one in modules)
    audit_all(actor, "training.assistance.told", made, at=now, cohort=cohort.pk)
    done = EvaluationDone.objects.filter(
        enrolment__cohort=cohort, module__code__in=[module.code for module in modules]
    )
    accept_waiting(actor=actor, cohort=cohort, evaluations=done, now=now)
    return made


def _check_modules(cohort: Cohort, modules: Sequence[Module]) -> None:
    if not modules:
        raise ModulesMissing
    if any(module.track_version_id != cohort.track_version_id for module in modules):
        raise NotYourModule
    named = contacts_of(cohort)
    alone = [one.title for one in modules if contact_for(named, one.code) is None]
    if alone:
        raise ContactMissing(f"Nommez d’abord qui répond : {', '.join(alone)}.")


def _check_contact(cohort: Cohort, contact: Membership, today: date) -> None:
    ours = contact.organisation_id == cohort.organisation_id
    held = Membership.objects.active(today).filter(pk=contact.pk, user__is_active=True)
    if not (ours and contact.role in SESSION_ROLES and held.exists()):
        raise ContactWrong


@transaction.atomic
def ask(
    *,
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    text: str,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> AssistanceMessage:
    """A question of the learner about a module; its contact is told, the promise is kept with it.

    The same form twice asks once. `confirmed`: why a name in it is no patient's.
    Raises NotYourModule, MessageMissing, StaleForm, PatientData, WhyMissing.
    """
    if not is_learner(actor, enrolment):
        raise NotAllowed
    found = _thread(enrolment, module)
    contact = contact_for(contacts_of(enrolment.cohort), found.module.code)
    due = due_after(timezone.localdate(now), contact.promised_days) if contact else None
    text = _text(text, MAX_TEXT, MessageMissing, confirmed=confirmed)
    made, created = _write(actor, enrolment, module, AssistanceKind.QUESTION, text, form_key, now,
                           due_on=due)  # fmt: skip
    _confirm(actor, made, confirmed, now)
    if created and contact:
        promise = f"Réponse promise au plus tard le {long_date(due)}." if due else ""
        subject = f"Question {elided('de', enrolment.learner)}"
        _tell(made, contact.contact.user, subject, promise, now)
    return made


@transaction.atomic
def answer(
    *,
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    text: str,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> AssistanceMessage:
    """The training body answers, or writes first; the learner is told. Twice answers once.

    An answer is assistance given: distance hours of the module may be accepted by it.
    Raises NotYourModule, MessageMissing, StaleForm.
    """
    if not can_answer(actor, enrolment):
        raise NotAllowed
    asked = _thread(enrolment, module).waiting
    text = _text(text, MAX_TEXT, MessageMissing, confirmed=confirmed)
    made, created = _write(actor, enrolment, module, AssistanceKind.ANSWER, text, form_key, now)
    _confirm(actor, made, confirmed, now)
    if created:
        head = "Une réponse à votre question" if asked else "Un message de votre organisme"
        _tell(made, enrolment.learner, head, "", now)
        accept_distance(actor=actor, enrolment=enrolment, module=module, now=now)
    return made


@transaction.atomic
def close_question(
    *, actor: Membership, enrolment: Enrolment, module: Module, form_key: str, now: datetime
) -> AssistanceMessage:
    """Say that what was written last asks for no answer, such as a thank-you.

    Raises NotYourModule, NothingWaits when nothing waits any more, StaleForm.
    """
    if not can_answer(actor, enrolment):
        raise NotAllowed
    known = AssistanceMessage.objects.filter(form_key=form_key).exists()
    if not known and _thread(enrolment, module).waiting is None:
        raise NothingWaits
    return _write(actor, enrolment, module, AssistanceKind.CLOSED, "", form_key, now)[0]


def _thread(enrolment: Enrolment, module: Module) -> Thread:
    found = thread(enrolment, module.pk)
    if found is None:
        raise NotYourModule
    return found


def _confirm(actor: Membership, made: AssistanceMessage, why: str, now: datetime) -> None:
    if why:
        confirm_weak_identifiers(
            actor=actor, source_key=f"training.assistance:{made.pk}", texts=[made.text], why=why,
            now=now,
        )  # fmt: skip


def _text(
    text: str,
    most: int,
    refusal: type[ServiceError],
    *,
    staff: bool = False,
    confirmed: str = "",
) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > most:
        raise refusal
    refuse_patient_data(text, staff=staff, confirmed=confirmed)
    return text


def _write(
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    kind: AssistanceKind,
    text: str,
    form_key: str,
    now: datetime,
    **more: Any,
) -> tuple[AssistanceMessage, bool]:
    wanted = {
        "enrolment": enrolment, "module": module, "kind": kind, "text": text, "written_by": actor,
    }  # fmt: skip
    made, created = AssistanceMessage.objects.get_or_create(
        form_key=form_key, defaults={**wanted, "written_at": now, **more}
    )
    if any(getattr(made, name) != value for name, value in wanted.items()):
        raise SentBefore
    if created:
        audit(actor, f"training.assistance.{kind}", made, at=now)
    return made, created


def _tell(message: AssistanceMessage, person: User, head: str, more: str, now: datetime) -> None:
    """What was said stays on the site: the message only says that it is there."""
    place = reverse("training:thread", args=[message.enrolment_id, message.module_id])
    lines = [f"{head}, module « {message.module.title} ».", more, f"{settings.SITE_URL}{place}"]
    send_message(
        key=f"training.assistance:{message.pk}", to=person.email, now=now,
        subject=f"{head} : {message.module.title}"[:200],
        body="Bonjour,\n\n" + "\n\n".join(line for line in lines if line) + "\n",
    )  # fmt: skip

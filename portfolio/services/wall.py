"""Showing a situation to the cohort: asked, consented, refused, taken back, removed."""

from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import Axis, SharingAct
from portfolio.models import LogbookEntry, SharingFact, WallCopy
from portfolio.permissions import can_note_sharing, can_remove_copy
from portfolio.rules.wall import MAX_REASON, Shown, naming_problem, sharing_problem
from portfolio.services.logbook import locked_entry
from records.services import confirm_weak_identifiers, refuse_patient_data

UNNAMED = Shown()

GONE = "Cette situation a été retirée : rien n’est noté."


class SharingRefused(ServiceError):
    message = "Ce partage n’a pas pu être noté."


@transaction.atomic
def note_sharing(
    *,
    actor: Membership,
    entry: LogbookEntry,
    act: str,
    seen: int,
    shown: Shown = UNNAMED,
    confirmed: str = "",
    now: datetime,
) -> SharingFact:
    """Ask for a situation, or as its author share it, refuse, take it back.

    `seen`: how many facts the page showed; the same act sent twice is noted once. To consent
    freezes text, result and what was learnt, never what was felt. `confirmed`: why a name in it is
    no patient’s. Raises `NotAllowed`, `StaleForm`, `SharingRefused`, `PatientData`, `WhyMissing`.
    """
    stored = locked_entry(entry, SharingRefused(GONE))
    if not can_note_sharing(actor, stored, act):
        raise NotAllowed
    facts = list(stored.sharing_facts.all())
    last = facts[-1] if facts else None
    if last and len(facts) == seen + 1 and (last.act, last.noted_by_id) == (act, actor.pk):
        return last
    if len(facts) != seen:
        raise StaleForm
    state = last.act if last else ""
    if problem := sharing_problem(act, state, stored.kind, stored.week.state):
        raise SharingRefused(problem)
    made = SharingFact.objects.create(
        entry=stored, number=seen + 1, act=act, noted_by=actor, noted_at=now
    )
    if act == SharingAct.CONSENTED:
        _freeze(actor, made, shown, confirmed, now)
    audit(actor, "portfolio.sharing.noted", made, at=now, act=act, entry=stored.pk)
    return made


@transaction.atomic
def remove_copy(*, actor: Membership, copy: WallCopy, reason: str, now: datetime) -> SharingFact:
    """Take a copy from the wall, with a reason that its author reads; twice is once.

    Raises `NotAllowed`, `StaleForm` if it stands there no more, `SharingRefused`, `PatientData`.
    """
    if not can_remove_copy(actor, copy):
        raise NotAllowed
    reason = " ".join(reason.split())
    if not reason or len(reason) > MAX_REASON:
        raise SharingRefused(f"Dites pourquoi, en {MAX_REASON} caractères au plus.")
    stored = locked_entry(copy.entry, SharingRefused(GONE))
    last = stored.sharing_facts.latest("number")
    if last.pk != copy.consent_id:
        if (last.act, last.reason, last.noted_by_id) == (SharingAct.REMOVED, reason, actor.pk):
            return last
        raise StaleForm("Cette situation n’est plus sur le mur.")
    refuse_patient_data(reason)
    made = SharingFact.objects.create(
        entry=stored, number=last.number + 1, act=SharingAct.REMOVED, reason=reason,
        noted_by=actor, noted_at=now,
    )  # fmt: skip
    audit(actor, "portfolio.sharing.noted", made, at=now, act=made.act, entry=stored.pk)
    return made


def _freeze(
    actor: Membership, consent: SharingFact, shown: Shown, confirmed: str, now: datetime
) -> None:
    entry, enrolment = consent.entry, consent.entry.week.enrolment
    texts = [entry.text, entry.result, entry.learnt]
    learner, practice = enrolment.learner, str(entry.practice)
    if problem := naming_problem(texts, learner.last_name, practice, shown):
        raise SharingRefused(problem)
    refuse_patient_data(*texts, confirmed=confirmed)
    copy = WallCopy.objects.create(
        consent=consent, entry=entry, cohort=enrolment.cohort, kind=entry.kind, text=entry.text,
        result=entry.result, learnt=entry.learnt, by_name=shown.by_name,
        by_practice=shown.by_practice,
        **{f"axis_{axis}": getattr(entry, f"axis_{axis}") for axis in Axis},
    )  # fmt: skip
    copy.missions.set(entry.missions.all())
    if confirmed:
        confirm_weak_identifiers(
            actor=actor, source_key=f"portfolio.wall:{copy.pk}", texts=texts, why=confirmed, now=now
        )

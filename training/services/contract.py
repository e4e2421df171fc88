"""The contract of somebody, the practices that share their post, the referents of each side."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from people.enums import OrganisationKind
from people.models import Membership, Organisation
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.models import (
    EmploymentContract,
    Enrolment,
    NamedReferent,
    SharedPost,
    SharedPostEnd,
)
from training.permissions import can_write_contract
from training.queries.agreed_week import problem_of_shares
from training.rules.contract import (
    Share,
    contract_problem,
    end_problem,
    share_problem,
    weekly_problem,
)

MAX_KIND, MAX_REASON, MAX_NAME = 80, 300, 160


class ContractRefused(ServiceError):
    message = "Ce contrat ne peut pas être noté."


class CorrectionReasonMissing(ServiceError):
    message = "Donnez le motif de la correction, en quelques mots."


class ShareRefused(ServiceError):
    message = "Ce partage ne peut pas être noté."


class NotAPractice(ServiceError):
    message = "Choisissez un cabinet ou une maison de santé."


class EndReasonMissing(ServiceError):
    message = "Donnez le motif, en quelques mots."


class ReferentRefused(ServiceError):
    message = "Choisissez une personne qui a un compte, ou écrivez son nom."


@transaction.atomic
def write_contract(
    *,
    actor: Membership,
    enrolment: Enrolment,
    starts_on: date,
    ends_on: date | None,
    weekly_minutes: int,
    kind: str,
    reason: str,
    seen: int,
    now: datetime,
) -> EmploymentContract:
    """A further version of the contract; `ends_on` is its last day, None for one without a term.

    `seen` is the number of the newest version that the page showed. The same content twice is one
    version. Raises ContractRefused, CorrectionReasonMissing, PatientData, StaleForm.
    """
    row = _locked(actor, enrolment)
    kind, reason = _line(kind, MAX_KIND), _line(reason, MAX_REASON)
    refuse_patient_data(kind, reason)
    if problem := contract_problem(starts_on, ends_on, weekly_minutes):
        raise ContractRefused(problem)
    wanted = {
        "starts_on": starts_on, "ends_on": ends_on, "weekly_minutes": weekly_minutes, "kind": kind,
    }  # fmt: skip
    newest = row.contracts.first()
    if newest and _same(newest, wanted):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    if newest and not reason:
        raise CorrectionReasonMissing
    made = EmploymentContract.objects.create(
        enrolment=row, number=seen + 1, reason=reason if newest else "", written_by=actor,
        written_at=now, **wanted,
    )  # fmt: skip
    audit(actor, "training.contract.written", made, at=now)
    return made


@transaction.atomic
def share_post(
    *,
    actor: Membership,
    enrolment: Enrolment,
    practice: Organisation,
    since: date,
    until: date | None,
    weekly_minutes: int,
    seen: int,
    now: datetime,
) -> SharedPost:
    """A further practice shares the post from `since` on; `until` is the first day it does not.

    Its employers see the enrolment on these days. `seen` is the number of the newest share that the
    page showed; the same twice is noted once. Raises NotAPractice, ShareRefused, StaleForm.
    """
    row = _locked(actor, enrolment)
    if practice.kind != OrganisationKind.PRACTICE:
        raise NotAPractice
    wanted = {
        "practice": practice, "since": since, "until": until, "weekly_minutes": weekly_minutes,
    }  # fmt: skip
    posts = list(row.shared_posts.prefetch_related("ends"))
    newest = max(posts, key=lambda post: post.number, default=None)
    if newest and newest.number == seen + 1 and _same(newest, wanted):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    share = Share(practice.pk, since, until)
    problem = share_problem(share, row.practice_id, [post.share for post in posts])
    if problem := problem or weekly_problem(weekly_minutes):
        raise ShareRefused(problem)
    made = SharedPost.objects.create(
        enrolment=row, number=seen + 1, shared_by=actor, shared_at=now, **wanted
    )
    _check_agreed_hours(row)
    audit(actor, "training.post.shared", made, at=now, practice=practice.pk)
    return made


@transaction.atomic
def end_share(
    *, actor: Membership, post: SharedPost, until: date, reason: str, seen: int, now: datetime
) -> SharedPostEnd:
    """From `until` on, that day included, the practice no longer shares the post.

    On the first day of the share: it was noted by mistake, and never held. `seen` is the number of
    the newest end that the page showed; the same twice is noted once.
    Raises EndReasonMissing, ShareRefused, PatientData, StaleForm.
    """
    row = _locked(actor, post.enrolment)
    reason = _line(reason, MAX_REASON)
    refuse_patient_data(reason)
    if not reason:
        raise EndReasonMissing
    newest = post.ends.first()
    if newest and newest.number == seen + 1 and _same(newest, {"until": until, "reason": reason}):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    others = row.shared_posts.exclude(pk=post.pk).prefetch_related("ends")
    share = replace(post.share, until=until)
    if problem := end_problem(share, [other.share for other in others]):
        raise ShareRefused(problem)
    made = SharedPostEnd.objects.create(
        post=post, number=seen + 1, until=until, reason=reason, ended_by=actor, ended_at=now
    )
    _check_agreed_hours(row)
    audit(actor, "training.post.ended", made, at=now, practice=post.practice_id)
    return made


def _check_agreed_hours(row: Enrolment) -> None:
    """As the shares stand now, no two practices have agreed the same hours."""
    if problem := problem_of_shares(row):
        raise ShareRefused(problem)


@transaction.atomic
def name_referent(
    *,
    actor: Membership,
    enrolment: Enrolment,
    organisation: Organisation,
    member: Membership | None,
    name: str,
    phone: str,
    email: str,
    seen: int,
    now: datetime,
) -> NamedReferent:
    """Name who answers for somebody in the training body or in one of the practices.

    `seen` is the number of the newest referent of that side that the page showed; the same twice is
    named once. Raises ReferentRefused, PatientData, StaleForm.
    """
    row = _locked(actor, enrolment)
    name, phone, email = _line(name, MAX_NAME), phone.strip(), email.strip()
    refuse_patient_data(name, staff=True)
    wanted = {"member": member, "name": name, "phone": phone, "email": email}
    _check_referent(row, organisation, wanted, timezone.localdate(now))
    newest = row.referents.filter(organisation=organisation).first()
    if newest and _same(newest, wanted):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    made = NamedReferent.objects.create(
        enrolment=row, organisation=organisation, number=seen + 1, named_by=actor, named_at=now,
        **wanted,
    )  # fmt: skip
    audit(actor, "training.referent.named", made, at=now, organisation=organisation.pk)
    return made


def _check_referent(
    row: Enrolment, organisation: Organisation, wanted: dict[str, Any], today: date
) -> None:
    """Of the training body, of the main practice or of one that shares the post; not oneself."""
    body, member = row.cohort.organisation_id, wanted["member"]
    if organisation.pk not in {body, row.practice_id}:
        posts = row.shared_posts.filter(practice=organisation).prefetch_related("ends")
        if not any(post.stands_or_comes(today) for post in posts):
            raise ReferentRefused("Ce cabinet n’a pas de part à ce poste.")
    typed = wanted["name"] or wanted["phone"] or wanted["email"]
    if member:
        if typed:
            raise ReferentRefused("Choisissez quelqu’un, ou écrivez son nom : pas les deux.")
        known = Membership.objects.active(today).filter(pk=member.pk, organisation=organisation)
        if member.user_id == row.learner_id or not known.exists():
            raise ReferentRefused("Cette personne ne peut pas être référente de ce côté.")
    elif organisation.pk == body:
        raise ReferentRefused("Choisissez quelqu’un de l’organisme de formation.")
    elif not wanted["name"]:
        raise ReferentRefused
    elif not (wanted["phone"] or wanted["email"]):
        raise ReferentRefused("Écrivez un téléphone ou une adresse électronique.")


def _locked(actor: Membership, enrolment: Enrolment) -> Enrolment:
    """The row, locked, of somebody who may write here."""
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not can_write_contract(actor, row):
        raise NotAllowed
    return row


def _line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


def _same(row: Any, wanted: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in wanted.items())

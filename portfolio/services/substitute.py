"""Who signs in place of an employer, from a day to a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from people.enums import Role
from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from portfolio.models import PracticeSubstitute
from portfolio.permissions import can_view_substitute
from portfolio.rules.practice import addressee_lacks, term_problem
from records.services import refuse_patient_data


class SubstituteRefused(ServiceError):
    message = "Ce remplaçant n’a pas pu être nommé."


@transaction.atomic
def name_substitute(
    *,
    actor: Membership,
    member: Membership | None,
    name: str,
    email: str,
    first_day: date,
    last_day: date,
    form_key: str,
    now: datetime,
) -> PracticeSubstitute:
    """Name another employer of the practice, or a person with an address, to sign in one’s place.

    Both days are included (Europe/Paris). Raises `NotAllowed`, `SubstituteRefused`, `PatientData`.
    """
    if actor.role != Role.EMPLOYER:
        raise NotAllowed
    if stored := PracticeSubstitute.objects.filter(form_key=form_key).first():
        if stored.named_by_id != actor.pk:
            raise SubstituteRefused
        return stored
    today = timezone.localdate(now)
    if problem := term_problem(first_day, last_day, today):
        raise SubstituteRefused(problem)
    name, email = " ".join(name.split()), email.strip().lower()
    if member:
        _check_member(actor, member, today)
        name, email = str(member.user), ""
    elif addressee_lacks(name, email):
        raise SubstituteRefused(
            "Choisissez un employeur du cabinet, ou donnez un nom et une adresse électronique."
        )
    refuse_patient_data(name, staff=True)
    row = PracticeSubstitute.objects.create(
        practice=actor.organisation, named_by=actor, member=member, name=name, email=email,
        first_day=first_day, last_day=last_day, named_at=now, form_key=form_key,
    )  # fmt: skip
    audit(actor, "portfolio.substitute.named", row, at=now)
    return row


@transaction.atomic
def end_substitute(
    *, actor: Membership, substitute: PracticeSubstitute, now: datetime
) -> PracticeSubstitute:
    """Say that a substitute signs no more from now on; what they signed stays."""
    if not can_view_substitute(actor, substitute):
        raise NotAllowed
    fresh = PracticeSubstitute.objects.filter(pk=substitute.pk, ended_at=None).update(ended_at=now)
    if not fresh:
        raise SubstituteRefused("La fin de ce remplacement est déjà dite.")
    audit(actor, "portfolio.substitute.ended", substitute, at=now)
    return substitute


def _check_member(actor: Membership, member: Membership, today: date) -> None:
    """An employer of the same practice today, and somebody else."""
    colleagues = Membership.objects.active(today).filter(
        organisation=actor.organisation_id, role=Role.EMPLOYER
    )
    if member.user_id == actor.user_id or not colleagues.filter(pk=member.pk).exists():
        raise SubstituteRefused("Cette personne n’est pas employeur de votre cabinet.")

"""A table of people enrolled in one go: accounts, practices and enrolments."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit, create_account
from records.services import send_message
from training.models import Cohort, Enrolment
from training.permissions import can_enrol
from training.queries.people_import import Planned, people_preview
from training.rules.people_import import PersonRow
from training.services.cohort import enrol
from training.services.practice import create_practice
from training.services.rights import SeenDiploma


class PreviewMoved(StaleForm):
    message = (
        "Des personnes, des cabinets, des financeurs ou des inscriptions ont changé depuis "
        "l’aperçu : rien n’est enregistré. Relisez-le ci-dessous, puis confirmez de nouveau."
    )


class NobodyToEnrol(ServiceError):
    message = (
        "Aucune ligne ne peut être importée : corrigez le fichier, puis déposez-le de nouveau."
    )


@transaction.atomic
def import_people(
    *, actor: Membership, cohort: Cohort, rows: Sequence[PersonRow], seen: str, now: datetime
) -> list[Enrolment]:
    """Enrol the people of the rows that can be taken; all of these or none.

    `seen` is the mark of the preview. A person without an account gets one that opens by e-mail
    only; rows with a problem are left out. Raises PreviewMoved, NobodyToEnrol, what `enrol` raises.
    """
    if not can_enrol(actor, cohort):
        raise NotAllowed
    row = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    preview = people_preview(row, rows, now)
    if preview.mark != seen:
        raise PreviewMoved
    if not preview.good:
        raise NobodyToEnrol
    made = [_enrol(actor, cohort, line, now) for line in preview.good]
    audit(actor, "training.people.imported", cohort, at=now, people=len(made))
    return made


def _enrol(actor: Membership, cohort: Cohort, line: Planned, now: datetime) -> Enrolment:
    row = line.row
    place = line.place
    if place is None:
        place, _ = create_practice(actor=actor, name=row.practice, city=row.city, now=now)
    # Nobody signs in with a new account before its owner chose a password, by their own e-mail.
    learner = line.user or create_account(
        email=row.email, first_name=row.first_name, last_name=row.last_name, password=None
    )
    assert row.recruited_on is not None  # a row without it has a problem
    diploma = None
    if row.diploma and row.obtained_on:
        diploma = SeenDiploma(row.diploma, row.obtained_on, row.seen_as)
    made = enrol(
        actor=actor, cohort=cohort, learner=learner, practice=place,
        recruited_on=row.recruited_on, funder=line.funder, diploma=diploma, now=now,
    )  # fmt: skip
    _tell(actor, made, line.user is None, now)
    return made


def _tell(actor: Membership, made: Enrolment, is_new: bool, now: datetime) -> None:
    """Whoever is enrolled by a table hears of it, and how to come in."""
    door = "account_reset_password" if is_new else "account_login"
    how = (
        "Pour choisir votre mot de passe, demandez un lien avec cette adresse électronique"
        if is_new
        else "Connectez-vous avec votre compte"
    )
    body = made.cohort.organisation
    send_message(
        key=f"training.imported:{made.pk}",
        to=made.learner.email,
        subject=f"Livret : votre inscription, {body}"[:200],
        body=(
            f"Bonjour {made.learner},\n\n{actor.user} vous a inscrit sur Livret : "
            f"« {made.cohort} », {made.practice}.\n\n{how} :\n"
            f"{settings.SITE_URL}{reverse(door)}\n\nSi vous n’attendiez pas ce message, répondez "
            f"à {body}.\n"
        ),
        now=now,
    )

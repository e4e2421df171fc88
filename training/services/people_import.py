"""A table of people enrolled in one go: accounts, practices and enrolments."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit, create_account
from records.services import Letter, send_messages
from training.models import Cohort, Enrolment
from training.permissions import can_enrol
from training.queries.people_import import Planned, people_preview
from training.queries.practices import Practices, practices_known
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
    practices = practices_known()
    made = [_enrol(actor, cohort, line, practices, now) for line in preview.good]
    known = [line.user is not None for line in preview.good]
    letters = [_letter(actor, one, was) for one, was in zip(made, known, strict=True)]
    send_messages(letters=letters, now=now)
    audit(actor, "training.people.imported", cohort, at=now, people=len(made))
    return made


def _enrol(
    actor: Membership, cohort: Cohort, line: Planned, practices: Practices, now: datetime
) -> Enrolment:
    row = line.row
    place = line.place
    if place is None:
        place, _ = create_practice(
            actor=actor, name=row.practice, city=row.city, now=now, practices=practices
        )
    # Nobody signs in with a new account before its owner chose a password, by their own e-mail.
    learner = line.user or create_account(
        email=row.email, first_name=row.first_name, last_name=row.last_name, password=None
    )
    assert row.recruited_on is not None  # a row without it has a problem
    diploma = None
    if row.diploma and row.obtained_on:
        diploma = SeenDiploma(row.diploma, row.obtained_on, row.seen_as)
    return enrol(
        actor=actor, cohort=cohort, learner=learner, practice=place,
        recruited_on=row.recruited_on, funder=line.funder, diploma=diploma, now=now,
    )  # fmt: skip


def _letter(actor: Membership, made: Enrolment, known: bool) -> Letter:
    """Whoever is enrolled by a table hears of it, and how to come in."""
    door = "account_login" if known else "account_reset_password"
    how = (
        "Connectez-vous avec votre compte"
        if known
        else "Pour choisir votre mot de passe, demandez un lien avec cette adresse électronique"
    )
    body = made.cohort.organisation
    return Letter(
        key=f"training.imported:{made.pk}",
        to=made.learner.email,
        subject=f"Livret : votre inscription, {body}"[:200],
        body=(
            f"Bonjour {made.learner},\n\n{actor.user} vous a inscrit sur Livret : "
            f"« {made.cohort} », {made.practice}.\n\n{how} :\n"
            f"{settings.SITE_URL}{reverse(door)}\n\nSi vous n’attendiez pas ce message, répondez "
            f"à {body}.\n"
        ),
    )

"""A table of people enrolled in one go: accounts, practices and enrolments."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from people.models import Membership, User
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
        "Des personnes, des cabinets ou des inscriptions ont changé depuis l’aperçu : rien n’est "
        "enregistré. Relisez-le ci-dessous, puis confirmez de nouveau."
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
    learner = line.user or _open_account(actor, cohort, row, now)
    assert row.recruited_on is not None  # a row without it has a problem
    diploma = None
    if row.diploma and row.obtained_on:
        diploma = SeenDiploma(row.diploma, row.obtained_on, row.seen_as)
    return enrol(
        actor=actor, cohort=cohort, learner=learner, practice=place,
        recruited_on=row.recruited_on, funder=line.funder, diploma=diploma, now=now,
    )  # fmt: skip


def _open_account(actor: Membership, cohort: Cohort, row: PersonRow, now: datetime) -> User:
    """Nobody signs in with it before its owner has chosen a password, by their own e-mail."""
    user = create_account(
        email=row.email, first_name=row.first_name, last_name=row.last_name, password=None
    )
    door = f"{settings.SITE_URL}{reverse('account_reset_password')}"
    send_message(
        key=f"training.imported:{user.pk}",
        to=user.email,
        subject=f"Livret : votre inscription, {cohort.organisation}"[:200],
        body=(
            f"Bonjour {user},\n\n{actor.user} vous a inscrit sur Livret : « {cohort} », "
            f"{row.practice}.\n\nPour choisir votre mot de passe, demandez un lien avec cette "
            f"adresse électronique :\n{door}\n\nSi vous n’attendiez pas ce message, répondez à "
            f"{cohort.organisation}.\n"
        ),
        now=now,
    )
    return user

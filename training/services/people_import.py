"""A table of people enrolled in one go: accounts, practices, enrolments and invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.enums import Role
from people.models import Membership, User
from people.services import (
    NewPerson,
    NotAllowed,
    ServiceError,
    StaleForm,
    audit,
    create_accounts,
)
from records.services import Guest, Letter, invite_all, send_messages
from training.models import Cohort, Enrolment
from training.permissions import can_enrol
from training.queries.people_import import PeoplePreview, Planned, people_preview
from training.queries.practices import Practices
from training.rules.people_import import PersonRow
from training.services.cohort import ToEnrol, enrol_all
from training.services.practice import create_practices
from training.services.rights import SeenDiploma


class PreviewMoved(StaleForm):
    message = (
        "Des personnes, des cabinets, des employeurs, des financeurs ou des inscriptions ont "
        "changé depuis l’aperçu : rien n’est enregistré. Relisez-le ci-dessous, puis confirmez de "
        "nouveau."
    )


class AlreadyImported(StaleForm):
    message = (
        "Les personnes de ce fichier sont déjà inscrites : il a été confirmé, ici ou dans un autre "
        "onglet. Rien n’est fait deux fois."
    )


class NobodyToEnrol(ServiceError):
    message = (
        "Aucune ligne ne peut être importée : corrigez le fichier, puis déposez-le de nouveau."
    )


@dataclass(frozen=True)
class Imported:
    """What a confirmed table made; `invited` and `employers` count the invitations sent."""

    enrolments: list[Enrolment]
    invited: int
    employers: int


def import_people(
    *, actor: Membership, cohort: Cohort, rows: Sequence[PersonRow], seen: str, now: datetime
) -> Imported:
    """Enrol the people of the rows that can be taken, and invite; all of these or none.

    `seen` is the mark of the preview. A person without an account gets one that opens by the link
    of an invitation only; an employer that a row names is invited once for a practice; rows with a
    problem are left out. The number of queries does not depend on the number of rows.

    Raises PreviewMoved, AlreadyImported, NobodyToEnrol, and what `enrol` and `invite` raise.
    """
    if not can_enrol(actor, cohort):
        raise NotAllowed
    try:
        return _import(actor, cohort, rows, seen, now)
    except IntegrityError as taken:  # somebody has just made one of the accounts or practices
        raise PreviewMoved from taken


@transaction.atomic
def _import(
    actor: Membership, cohort: Cohort, rows: Sequence[PersonRow], seen: str, now: datetime
) -> Imported:
    held = Cohort.objects.select_for_update(of=("self",)).select_related("track_version__track")
    row = held.get(pk=cohort.pk)
    preview = people_preview(row, rows, now)
    if preview.mark != seen:
        raise AlreadyImported if preview.already and not preview.good else PreviewMoved
    if not preview.good:
        raise NobodyToEnrol
    lines = preview.good
    named = [(line.row.practice, line.row.city) for line in lines]
    places = create_practices(actor=actor, named=named, now=now)
    people = [
        _to_enrol(line, user, places) for line, user in zip(lines, _accounts(lines), strict=True)
    ]
    made = enrol_all(actor=actor, cohort=row, people=people, now=now)
    invited = _tell(actor, lines, made, now)
    employers = _invite_employers(actor, preview, places, now)
    audit(
        actor, "training.people.imported", cohort, at=now, people=len(made), invited=invited,
        employers=employers,
    )  # fmt: skip
    return Imported(made, invited, employers)


def _accounts(lines: Sequence[Planned]) -> list[User]:
    """The account of each line, made for those who have none: it opens by their own e-mail."""
    new = [
        NewPerson(line.row.email, line.row.first_name, line.row.last_name)
        for line in lines
        if line.user is None
    ]
    made = iter(create_accounts(people=new))
    return [line.user or next(made) for line in lines]


def _to_enrol(line: Planned, user: User, places: Practices) -> ToEnrol:
    row = line.row
    practice = places.find(row.practice, row.city)
    assert practice is not None  # made just now if it was not there
    assert row.recruited_on is not None  # a row without it has a problem
    diploma = None
    if row.diploma and row.obtained_on:
        diploma = SeenDiploma(row.diploma, row.obtained_on, row.seen_as)
    return ToEnrol(user, practice, row.recruited_on, line.funder, diploma)


def _tell(
    actor: Membership, lines: Sequence[Planned], made: Sequence[Enrolment], now: datetime
) -> int:
    """Everybody enrolled hears of it: a link to those who have no password yet; how many these."""
    guests, letters = [], []
    for line, one in zip(lines, made, strict=True):
        if line.invited:
            guests.append(_guest(actor, one))
        else:
            letters.append(_letter(actor, one))
    invite_all(actor=actor, guests=guests, now=now)
    send_messages(letters=letters, now=now)
    return len(guests)


def _told(actor: Membership, one: Enrolment) -> str:
    return f"{actor.user} vous a inscrit sur Livret : « {one.cohort} », {one.practice}."


def _guest(actor: Membership, one: Enrolment) -> Guest:
    me = one.learner
    return Guest(
        email=me.email, first_name=me.first_name, last_name=me.last_name,
        organisation=one.practice, role=Role.LEARNER, account=me,
        told=f"{_told(actor, one)} Il ne reste qu’à choisir votre mot de passe.",
    )  # fmt: skip


def _letter(actor: Membership, one: Enrolment) -> Letter:
    body = one.cohort.organisation
    return Letter(
        key=f"training.imported:{one.pk}",
        to=one.learner.email,
        subject=f"Livret : votre inscription, {body}"[:200],
        body=(
            f"Bonjour {one.learner},\n\n{_told(actor, one)}\n\nConnectez-vous avec votre compte :\n"
            f"{settings.SITE_URL}{reverse('account_login')}\n\nMot de passe perdu, ou pas encore "
            f"choisi :\n{settings.SITE_URL}{reverse('account_reset_password')}\n\nSi vous "
            f"n’attendiez pas ce message, répondez à {body}.\n"
        ),
    )


def _invite_employers(
    actor: Membership, preview: PeoplePreview, places: Practices, now: datetime
) -> int:
    guests = []
    for one in preview.employers:
        practice = places.find(one.row.practice, one.row.city)
        assert practice is not None  # every practice of a good row is there
        first, last = one.row.employer_names
        guests.append(Guest(one.row.employer_email, first, last, practice, Role.EMPLOYER))
    invite_all(actor=actor, guests=guests, now=now)
    return len(guests)

"""Links by which somebody of a practice answers without an account."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people.models import Membership, Organisation
from people.services import NotAllowed, ServiceError, audit
from portfolio.enums import AnswerScope, LinkState
from portfolio.models import (
    LogbookEntry,
    LogbookWeek,
    PracticeAnswer,
    PracticeLink,
    PracticeSubstitute,
)
from portfolio.permissions import can_send_link
from portfolio.queries.practice_subject import subject_of, subject_of_link
from portfolio.rules.practice import LINK_LASTS, LINKS_A_DAY, MAX_NAME, Answer, addressee_lacks
from portfolio.rules.weeks import IsoWeek, week_label
from portfolio.services.practice import CannotAnswer, locked, store
from records.queries.invitations import token_hash
from records.rules.french import elided, long_date
from records.services import refuse_patient_data, send_message
from training.models import Enrolment

A_DAY = timedelta(days=1)


class LinkRefused(ServiceError):
    message = "Ce lien n’a pas pu être envoyé."


class LinkClosed(ServiceError):
    message = "Ce lien ne fonctionne plus."


@dataclass(frozen=True)
class Addressee:
    """For whom a link is; of a substitute, their own name and address are taken."""

    name: str = ""
    email: str = ""
    substitute: PracticeSubstitute | None = None


def link_url(token: str) -> str:
    return settings.SITE_URL + reverse("portfolio:practice_link", args=[token])


@transaction.atomic
def send_link(
    *,
    actor: Membership,
    week: LogbookWeek,
    practice: Organisation,
    entry: LogbookEntry | None,
    to: Addressee,
    form_key: str,
    now: datetime,
) -> tuple[PracticeLink, str]:
    """Send somebody of a practice a link for one week or one situation of it: one use, 14 days.

    Returns the link and its token, which is kept nowhere (only its sha256 is); the token is empty
    if the same form was sent before. Raises `NotAllowed`, `CannotAnswer`, `LinkRefused`,
    `PatientData`.
    """
    row = locked(week)
    if not can_send_link(actor, row.enrolment):
        raise NotAllowed
    if stored := PracticeLink.objects.filter(form_key=form_key).first():
        if stored.week_id != row.pk:
            raise LinkRefused
        return stored, ""
    scope = AnswerScope.ENTRY if entry else AnswerScope.WEEK
    subject = subject_of(row, practice, scope, entry)
    if subject.problem:
        raise CannotAnswer(subject.problem)
    name, email = _addressee(row, practice, to, now)
    # Links are counted for a person: their row is held, whatever the week.
    Enrolment.objects.select_for_update(of=("self",)).get(pk=row.enrolment_id)
    _check_rate(row, now)
    token = secrets.token_urlsafe(32)
    link = PracticeLink.objects.create(
        token_hash=token_hash(token), practice=practice, week=row, entry=subject.entry,
        scope=scope, version=subject.version,
        name=name, email=email, substitute=to.substitute, made_by=actor, made_at=now,
        expires_at=now + LINK_LASTS, form_key=form_key,
    )  # fmt: skip
    _send(link, token, now)
    audit(actor, "portfolio.link.sent", link, at=now, week=row.pk, scope=link.scope)
    return link, token


@transaction.atomic
def revoke_link(*, actor: Membership, link: PracticeLink, now: datetime) -> PracticeLink:
    """Take back a link that nobody has used. Raises `NotAllowed`, `LinkClosed`."""
    if not can_send_link(actor, link.week.enrolment):
        raise NotAllowed
    unused = PracticeLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None)
    if not unused.update(revoked_at=now):
        raise LinkClosed("Ce lien a déjà servi, ou est déjà retiré.")
    audit(actor, "portfolio.link.revoked", link, at=now)
    return link


@transaction.atomic
def answer_by_link(
    *, link: PracticeLink, name: str, answer: Answer, seen: str, now: datetime
) -> PracticeAnswer:
    """Answer by a link, once, under the name that was typed.

    Raises `LinkClosed`, `CannotAnswer`, `AnswerRefused`, `PatientData`, `StaleForm`; then the link
    still works, unless it is closed.
    """
    week = locked(link.week)
    row = PracticeLink.objects.select_for_update().get(pk=link.pk)
    if row.state_at(now) != LinkState.OPEN:
        raise LinkClosed
    row.week = week
    subject = subject_of_link(row, now)
    if subject.problem:
        raise CannotAnswer(subject.problem)
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME:
        raise LinkRefused("Écrivez votre nom : il est gardé à côté de votre réponse.")
    refuse_patient_data(name, staff=True)
    stored = store(
        subject, answer, seen, f"lien:{row.pk}", now, None, link=row, typed_name=name,
        substitute=row.substitute,
    )  # fmt: skip
    PracticeLink.objects.filter(pk=row.pk).update(used_at=now)
    return stored


def _addressee(
    week: LogbookWeek, practice: Organisation, to: Addressee, now: datetime
) -> tuple[str, str]:
    name, email = " ".join(to.name.split()), to.email.strip().lower()
    if who := to.substitute:
        if who.practice_id != practice.pk or not who.email:
            raise LinkRefused("Ce remplaçant n’est pas de ce cabinet.", "substitute")
        if not who.may_sign_on(timezone.localdate(now)):
            raise LinkRefused(
                "Ce remplaçant ne signe pas aujourd’hui : ses dates sont autres.", "substitute"
            )
        name, email = who.name, who.email
    if addressee_lacks(name, email):
        raise LinkRefused("Dites pour qui est le lien : son nom et son adresse électronique.")
    if email == week.enrolment.learner.email.lower():
        raise LinkRefused(
            "Ce lien est pour quelqu’un du cabinet, pas pour l’assistant lui-même.", "email"
        )
    refuse_patient_data(name, staff=True)
    return name, email


def _check_rate(week: LogbookWeek, now: datetime) -> None:
    """A choice of ours: nobody’s mailbox is filled from here."""
    sent = PracticeLink.objects.filter(week__enrolment=week.enrolment_id, made_at__gt=now - A_DAY)
    if sent.count() >= LINKS_A_DAY:
        raise LinkRefused(f"{LINKS_A_DAY} liens sont partis depuis hier : attendez demain.")


def _send(link: PracticeLink, token: str, now: datetime) -> None:
    """The letter names nobody’s patient and says nothing of the week but its dates."""
    learner = link.week.enrolment.learner
    label = week_label(IsoWeek(link.week.iso_year, link.week.iso_week))
    what = "une situation de" if link.scope == AnswerScope.ENTRY else "la semaine de"
    send_message(
        key=f"portfolio.practice_link:{link.pk}",
        to=link.email,
        subject=f"Livret : {learner} vous demande une confirmation"[:200],
        body=(
            f"Bonjour {link.name},\n\n{learner} écrit chaque semaine son livret de formation. "
            f"{link.made_by.user} vous demande de lire {what} son travail au cabinet "
            f"{elided('de', link.practice)}, {label}, et de dire si vous confirmez.\n\n"
            f"Ouvrez ce lien avant le {long_date(timezone.localdate(link.expires_at))} ; aucun "
            f"compte n’est nécessaire, et il ne sert qu’une fois :\n{link_url(token)}\n\n"
            "Ce lien est pour vous : ne le transmettez pas. Si vous n’êtes pas la bonne personne, "
            "ne faites rien : rien n’est signé sans votre accord.\n"
        ),
        now=now,
        secret=True,
    )

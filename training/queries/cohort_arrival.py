"""Convocations, arrival, conflicts and open invitations of a cohort as rows of a spreadsheet."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from people.models import Membership, Organisation
from training.enums import AgreementSide
from training.models import (
    Cohort,
    CommitmentAcceptance,
    Convocation,
    SharedPost,
    WelcomeReceipt,
)
from training.queries.calendar import clock_hours, cohort_conflicts
from training.queries.commitments import Accepted, newest_commitments
from training.queries.induction import induction_lines, newest_day
from training.queries.invitations import unanswered_of
from training.queries.welcome import newest_pack

CHUNK = 2000
Rows = Iterator[tuple[object, ...]]
CONVOCATIONS = (
    "Envoyée le", "Envoyée par", "Date", "Début", "Fin", "Séance", "Module", "Lieu", "Formateur",
    "Nom", "Prénom", "Début de la formation", "Depuis l’envoi", "À apporter ou à savoir",
)  # fmt: skip
ARRIVAL = (
    "Nom", "Prénom", "Cabinet", "Journée d’accueil", "Présence", "Livret remis",
    "Dit en fin de journée", "Engagements (version)", "Acceptés par l’assistant le",
    "Acceptés par le cabinet le", "Acceptés par l’organisme le", "À accepter par",
    "Livret d’accueil (version)", "Livret d’accueil reçu le",
)  # fmt: skip
CONFLICTS = (
    "Date", "Début", "Fin", "Séance", "Code du module", "Module", "Formateur", "Salle", "Genre",
    "Conflit",
)  # fmt: skip
INVITATIONS = (
    "Nom", "Prénom", "Adresse", "Rôle", "Organisation", "Invité le", "Lien valable jusqu’au",
    "État du lien",
)  # fmt: skip


def convocation_rows(cohort: Cohort) -> Rows:
    """Who was convoked to what, as it was sent, the newest sending first; one query."""
    found = (
        Convocation.objects.filter(sending__cohort=cohort)
        .select_related("enrolment__learner", "session", "sending__sent_by__user")
        .order_by("-sending", "starts_at", "session", "pk")
    )
    for told in found.iterator(chunk_size=CHUNK):
        since = "annulée" if told.cancelled else "changée" if told.changed else ""
        learner, sending = told.enrolment.learner, told.sending
        yield (
            sending.sent_at, str(sending.sent_by.user), *clock_hours(told.starts_at, told.ends_at),
            told.title, told.module, told.place, told.trainer, learner.last_name,
            learner.first_name, "oui" if told.opening else "", since, sending.bring,
        )  # fmt: skip


def arrival_rows(cohort: Cohort) -> Rows:
    """Of each person: the day, the commitments of each side, the welcome pack; eight queries.

    One row a person and practice of their post today: each practice accepts for itself. Before a
    day is set, those who follow the training on the first day of the cohort. Acceptances and
    receipts are of the newest version.
    """
    day, body = newest_day(cohort), cohort.organisation_id
    asked, pack = newest_commitments(body), newest_pack(body)
    lines = induction_lines(cohort, day.day if day else cohort.starts_on)
    people = [line.enrolment.pk for line in lines]
    given: dict[int, list[CommitmentAcceptance]] = defaultdict(list)
    for one in CommitmentAcceptance.objects.filter(commitments=asked, enrolment__in=people):
        given[one.enrolment_id].append(one)
    further = _further_practices(people)
    receipts = WelcomeReceipt.objects.filter(pack=pack, enrolment__in=people)
    received = dict(receipts.values_list("enrolment", "confirmed_at"))
    for line in lines:
        who, note = line.enrolment, line.note
        found = Accepted(asked, given[who.pk], [who.practice, *further[who.pk]])
        for practice in found.practices:
            yield (
                who.learner.last_name, who.learner.first_name, practice.name,
                day.day if day else "", _there(note.present if note else None),
                _yes(note.livret) if note else "", note.said if note else "",
                asked.number if asked else "", *_accepted(found, practice),
                pack.number if pack else "", received.get(who.pk, ""),
            )  # fmt: skip


def _further_practices(people: list[int]) -> dict[int, list[Organisation]]:
    """Those that share each post today, by enrolment; one query."""
    found: dict[int, list[Organisation]] = defaultdict(list)
    posts = SharedPost.objects.today().filter(enrolment__in=people).select_related("practice")
    for post in posts:
        found[post.enrolment_id].append(post.practice)
    return found


def _accepted(found: Accepted, practice: Organisation) -> tuple[object, ...]:
    """When the person, this practice and the body accepted, and who of them has not."""
    at = {(one.side, one.practice_id): one.accepted_at for one in found.acceptances}
    missing = [one.label for one in found.missing if one.practice in (None, practice)]
    return (
        at.get((AgreementSide.LEARNER, None), ""),
        at.get((AgreementSide.PRACTICE, practice.pk), ""),
        at.get((AgreementSide.BODY, None), ""),
        ", ".join(missing),
    )


def _there(present: bool | None) -> str:
    return "non noté" if present is None else "présent" if present else "absent"


def _yes(value: bool) -> str:
    return "oui" if value else "non"


def conflict_rows(cohort: Cohort, now: datetime) -> Rows:
    """What stands in the way of the sessions to come, all of it, in order of time."""
    for line in cohort_conflicts(cohort, now):
        one = line.session
        yield (
            *clock_hours(one.starts_at, one.ends_at), one.title, one.module.code, one.module.title,
            str(one.trainer.user) if one.trainer else "", str(one.room or ""), line.kind.label,
            line.text,
        )  # fmt: skip


def invitation_rows(actor: Membership, cohort: Cohort, now: datetime) -> Rows:
    """Who has not answered, the oldest links first; never the link itself. One query."""
    for one in unanswered_of(actor, cohort).iterator(chunk_size=CHUNK):
        yield (
            one.last_name, one.first_name, one.email, one.get_role_display(),
            one.organisation.name, one.invited_at, one.expires_at,
            "expiré" if one.expires_at <= now else "valable",
        )  # fmt: skip

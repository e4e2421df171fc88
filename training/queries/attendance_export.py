"""Presences of a learner, contests and papers handed in as rows of a spreadsheet."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from people.models import Membership
from training.models import AbsenceExcuse, AttendanceContest
from training.queries.calendar import clock_hours
from training.queries.cohort_export import Table
from training.queries.excuse import handed_excuses
from training.queries.own_attendance import contests, own_marks, past_contests, with_papers
from training.rules.attendance import mark_words

CHUNK = 2000
Rows = Iterator[tuple[object, ...]]
ANSWER = ("Suite", "Réponse", "Répondu par", "Répondu le")
OWN = (
    "Date", "Début", "Fin", "Séance", "Code du module", "Module", "Présence", "Présence (min)",
    "Noté par", "Noté le", "Motif de la correction", "Signé le", "Signé comment",
    "Justificatif", "Contesté le", "Motif de la contestation", *ANSWER,
)  # fmt: skip
CONTESTS = (
    "Nom", "Prénom", "Promotion", "Séance", "Date", "Début", "Fin", "Noté", "Noté par", "Noté le",
    "Contesté le", "Motif de la contestation", *ANSWER,
)  # fmt: skip
EXCUSES = (
    "Nom", "Prénom", "Promotion", "Séance", "Date", "Début", "Fin", "Déposé le", "État", "Motif",
    "Répondu par", "Répondu le",
)  # fmt: skip
BEFORE = "ce qui était noté avant"


def own_table(actor: Membership, now: datetime) -> Table:
    """What « Mes présences » says, and the contests of what was noted before; four queries."""
    return Table("Mes présences", OWN, _own_rows(actor, now))


def _own_rows(actor: Membership, now: datetime) -> Rows:
    for mark in with_papers(actor, list(own_marks(actor)), now):
        noted, session, signed = mark.attendance, mark.attendance.session, mark.signature
        papers = mark.papers
        document = "conservé" if papers.kept else "déposé, à examiner" if papers.waiting else ""
        yield (
            *clock_hours(session.starts_at, session.ends_at), session.title, session.module.code,
            session.module.title, mark.words, noted.minutes, str(noted.marked_by.user),
            noted.marked_at, noted.reason, signed.signed_at if signed else "",
            signed.get_means_display() if signed else "", document, *_contest(mark.contest),
        )  # fmt: skip
    for one in past_contests(actor).select_related("attendance__session__module"):
        session = one.attendance.session
        yield (
            *clock_hours(session.starts_at, session.ends_at), session.title, session.module.code,
            session.module.title, BEFORE, "", "", "", "", "", "", "", *_contest(one),
        )  # fmt: skip


def contests_table(actor: Membership) -> Table:
    """Contests of the training body, answered or not, the oldest first; one query."""
    return Table("Contestations", CONTESTS, _contest_rows(actor))


def _contest_rows(actor: Membership) -> Rows:
    absence = {
        "session": OuterRef("attendance__session"),
        "enrolment": OuterRef("attendance__enrolment"),
    }
    found = contests(actor).annotate(kept=Exists(AbsenceExcuse.objects.filter(**absence)))
    found = found.order_by("contested_at", "pk")
    for one in found.iterator(chunk_size=CHUNK):
        mark = one.attendance
        session, learner = mark.session, mark.enrolment.learner
        yield (
            learner.last_name, learner.first_name, str(session.cohort), session.title,
            *clock_hours(session.starts_at, session.ends_at), mark_words(mark.mark, one.kept),
            str(mark.marked_by.user), mark.marked_at, *_contest(one),
        )  # fmt: skip


def _contest(contest: AttendanceContest | None) -> tuple[object, ...]:
    """When and why, then the answer; empty cells where there is none."""
    if contest is None:
        return ("",) * 6
    answer = getattr(contest, "answer", None)
    said = (contest.contested_at, contest.reason)
    if answer is None:
        return (*said, "sans réponse", "", "", "")
    return (
        *said, answer.get_outcome_display(), answer.words, str(answer.answered_by.user),
        answer.answered_at,
    )  # fmt: skip


def excuses_table(actor: Membership) -> Table:
    """Papers handed in to the training body, examined or not, the oldest first; one query."""
    return Table("Justificatifs à examiner", EXCUSES, _excuse_rows(actor))


def _excuse_rows(actor: Membership) -> Rows:
    found = handed_excuses(actor).order_by("paper__handed_in_at", "pk")
    for one in found.iterator(chunk_size=CHUNK):
        session, learner = one.session, one.enrolment.learner
        answer = getattr(one, "answer", None)
        said = ("à examiner", "", "", "")
        if answer:
            said = (
                answer.get_outcome_display(), answer.reason, str(answer.answered_by.user),
                answer.answered_at,
            )  # fmt: skip
        yield (
            learner.last_name, learner.first_name, str(session.cohort), session.title,
            *clock_hours(session.starts_at, session.ends_at), one.paper.handed_in_at, *said,
        )  # fmt: skip

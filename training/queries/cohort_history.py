"""Of a cohort as rows: every version of a presence, who signed sheets, positions of both raters."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F

from people.models import Membership
from training.enums import PositionLevel, PositionRater, Presence, SessionState
from training.models import Attendance, Cohort, Enrolment, Position, SheetSignature
from training.models.enrolment import EnrolmentQuerySet
from training.queries.calendar import clock_hours
from training.queries.excuse import has_paper
from training.rules.attendance import Mark, mark_words
from training.rules.positioning import Placed

CHUNK = 2000
Rows = Iterator[tuple[object, ...]]
VERSIONS = (
    "Date", "Début", "Fin", "Séance", "Nom", "Prénom", "Version", "Présence", "Présence (min)",
    "Noté par (prénom)", "Noté par (nom)", "Noté le", "Motif de la correction", "En vigueur",
)  # fmt: skip
SHEETS = (
    "Date", "Début", "Fin", "Séance", "Lignes signées", "Signée par (prénom)",
    "Signée par (nom)", "Signée le",
)  # fmt: skip
POSITIONS = (
    "Nom", "Prénom", "Bloc", "Code", "Compétence", "Assistant", "Assistant, placé le",
    "Formateur", "Formateur, placé le", "Retenu",
)  # fmt: skip


def version_rows(actor: Membership, cohort: Cohort) -> Rows:
    """Every presence as it was noted and corrected, the newest version first; one query."""
    marks = (
        Attendance.objects.visible_to(actor)
        .filter(session__cohort=cohort, session__state=SessionState.HELD)
        .order_by(
            "session__starts_at", "session", "enrolment__learner__last_name",
            "enrolment__learner__first_name", "enrolment", "-number",
        )
        .values_list(
            "session", "enrolment", "session__starts_at", "session__ends_at", "session__title",
            "enrolment__learner__last_name", "enrolment__learner__first_name", "number",
            "presence", "late_minutes", "early_minutes", has_paper(), "minutes",
            "marked_by__user__first_name", "marked_by__user__last_name", "marked_at", "reason",
        )
    )  # fmt: skip
    newest = None
    for (
        session,
        enrolment,
        start,
        end,
        title,
        last,
        first,
        number,
        presence,
        late,
        early,
        justified,
        *noted,
    ) in marks.iterator(chunk_size=CHUNK):
        stands = "non" if newest == (session, enrolment) else "oui"
        newest = (session, enrolment)
        words = mark_words(Mark(Presence(presence), late, early), justified)
        yield (*clock_hours(start, end), title, last, first, number, words, *noted, stands)


def sheet_rows(actor: Membership, cohort: Cohort) -> Rows:
    """Who of the training body signed the sheet of which session, each time; one query."""
    seen = cohort.sessions.visible_to(actor).order_by().values("pk")
    signed = (
        SheetSignature.objects.filter(session__in=seen)
        .order_by("session__starts_at", "session", "signed_at", "pk")
        .values_list(
            "session__starts_at", "session__ends_at", "session__title", "marks",
            "signed_by__user__first_name", "signed_by__user__last_name", "signed_at",
        )
    )  # fmt: skip
    for start, end, *said in signed.iterator(chunk_size=CHUNK):
        yield (*clock_hours(start, end), *said)


def position_rows(actor: Membership, cohort: Cohort) -> Rows:
    """The newest position of each rater in each competency that somebody placed; one query.

    As on their page: of the reference that is pinned for each learner.
    """
    people: EnrolmentQuerySet = Enrolment.objects.visible_to(actor).filter(cohort=cohort)
    placed = (
        Position.objects.filter(
            enrolment__in=people.order_by().values("pk"),
            competency__block__qualification=F("enrolment__qualification"),
        )
        .order_by(
            "enrolment__learner__last_name", "enrolment__learner__first_name", "enrolment",
            "competency__block__order", "competency__block", "competency__order", "competency",
            "number", "pk",
        )
        .values_list(
            "enrolment", "competency", "enrolment__learner__last_name",
            "enrolment__learner__first_name", "competency__block__title", "competency__code",
            "competency__text", "rater", "level", "placed_at",
        )
    )  # fmt: skip
    who: tuple[str, ...] = ()
    key, found = None, dict[str, tuple[PositionLevel, datetime]]()
    for enrolment, competency, *said, rater, level, at in placed.iterator(chunk_size=CHUNK):
        if key and key != (enrolment, competency):
            yield (*who, *_both(found))
            found = {}
        key, who = (enrolment, competency), tuple(said)
        found[rater] = (PositionLevel(level), at)
    if key:
        yield (*who, *_both(found))


def _both(found: dict[str, tuple[PositionLevel, datetime]]) -> tuple[object, ...]:
    """Level and instant of each rater, and what is kept of both; empty where one is missing."""
    own, other = found.get(PositionRater.LEARNER), found.get(PositionRater.TRAINER)
    kept = Placed(own[0] if own else None, other[0] if other else None).kept
    cells = [cell for one in (own, other) for cell in ((one[0].short, one[1]) if one else ("", ""))]
    return (*cells, "il manque une position" if kept is None else kept.short)

"""Of a cohort as rows: every version of a presence, who signed sheets, positions of both raters."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from curricula.models import Competency
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
Positions = dict[str, tuple[PositionLevel, datetime]]
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
    """Each learner in each competency of the pinned reference, placed or not; three queries.

    Of each rater the newest position, as on their page.
    """
    people: EnrolmentQuerySet = Enrolment.objects.visible_to(actor).filter(cohort=cohort)
    learners = people.order_by("learner__last_name", "learner__first_name", "pk").values_list(
        "pk", "qualification", "learner__last_name", "learner__first_name"
    )
    competencies, placed = _competencies(people), _newest(people)
    for enrolment, reference, *names in learners:
        for competency in competencies[reference]:
            said = (competency.block.title, competency.code, competency.text)
            yield (*names, *said, *_both(placed.get((enrolment, competency.pk), {})))


def _competencies(people: EnrolmentQuerySet) -> dict[int, list[Competency]]:
    """By reference, in their order."""
    found: dict[int, list[Competency]] = defaultdict(list)
    references = people.order_by().values("qualification")
    rows = Competency.objects.filter(block__qualification__in=references).select_related("block")
    for competency in rows.order_by("block__order", "block", "order", "pk"):
        found[competency.block.qualification_id].append(competency)
    return found


def _newest(people: EnrolmentQuerySet) -> dict[tuple[int, int], Positions]:
    """By enrolment and competency: the newest level of each rater, and when it was said."""
    found: dict[tuple[int, int], Positions] = defaultdict(dict)
    rows = Position.objects.filter(enrolment__in=people.order_by().values("pk"))
    for enrolment, competency, rater, level, at in (
        rows.order_by("number", "pk")
        .values_list("enrolment", "competency", "rater", "level", "placed_at")
        .iterator(chunk_size=CHUNK)
    ):
        found[enrolment, competency][rater] = (PositionLevel(level), at)
    return found


def _both(found: Positions) -> tuple[object, ...]:
    """Level and instant of each rater, and what is kept of both; empty where one is missing."""
    own, other = found.get(PositionRater.LEARNER), found.get(PositionRater.TRAINER)
    kept = Placed(own[0] if own else None, other[0] if other else None).kept
    cells = [cell for one in (own, other) for cell in ((one[0].short, one[1]) if one else ("", ""))]
    return (*cells, "il manque une position" if kept is None else kept.short)

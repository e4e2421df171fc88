"""Absences excused whose document is not there: the list, and who is asked for it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from people.models import Membership
from training.enums import ExcuseOutcome, Presence, SessionState
from training.models import Attendance, ExcuseAnswer, HandedExcuse
from training.models.session import AttendanceQuerySet
from training.queries.excuse import has_paper

HEADS = (
    "Nom", "Prénom", "Promotion", "Situation", "Séance", "Séance du", "Formateur",
    "Attendu depuis le", "Déposé le", "État", "Motif du refus",
)  # fmt: skip
TO_EXAMINE, DECLINED, TO_HAND_IN = "déposé, à examiner", "refusé, à redéposer", "à remettre"
CHUNK = 2000
Rows = QuerySet[Any, Any]


def papers_wanted(marks: AttendanceQuerySet) -> Rows:
    """Of these rows those that stand, are excused and have no document; twin: `is_paper_wanted`.

    Each with `since`: when the excuse was noted, or its last paper declined if that came later.
    """
    declined = Subquery(_declined().values("answered_at")[:1])
    wanted = marks.standing().filter(
        ~has_paper(), presence=Presence.EXCUSED, session__state=SessionState.HELD
    )
    return wanted.annotate(since=Greatest("marked_at", Coalesce(declined, F("marked_at"))))


def papers_asked(marks: AttendanceQuerySet) -> Rows:
    """The same without those whose paper waits for its answer; twin: `is_paper_asked`."""
    return papers_wanted(marks).filter(~Exists(_handed()))


def wanted_by(actor: Membership) -> AttendanceQuerySet:
    """The rows of those who must obtain the document: of a trainer their own sessions."""
    found = Attendance.objects.visible_to(actor)
    return found if actor.leads else found.filter(session__trainer__user=actor.user_id)


def wanted_list(actor: Membership) -> Rows:
    """All that the actor must obtain, the oldest first, with what was handed in; one query.

    `handed`, `handed_at`: the paper that waits for its answer. `declined_reason`: why the last one
    was declined; empty if none was. Who is suspended or has left is in the list, with that said.
    """
    return (
        papers_wanted(wanted_by(actor))
        .annotate(
            handed=Subquery(_handed().values("pk")[:1]),
            handed_at=Subquery(_handed().values("paper__handed_in_at")[:1]),
            declined_reason=Coalesce(Subquery(_declined().values("reason")[:1]), Value("")),
        )
        .select_related("session__cohort", "session__trainer__user", "enrolment__learner")
        .order_by("since", "pk")
    )


def _handed() -> QuerySet[HandedExcuse]:
    """Of a row: the paper handed in that has no answer."""
    mine = {"session": OuterRef("session"), "enrolment": OuterRef("enrolment")}
    return HandedExcuse.objects.filter(answer=None, **mine).order_by("-pk")


def _declined() -> QuerySet[ExcuseAnswer]:
    """Of a row: what was declined, the last one first."""
    mine = {"handed__session": OuterRef("session"), "handed__enrolment": OuterRef("enrolment")}
    return ExcuseAnswer.objects.filter(outcome=ExcuseOutcome.DECLINED, **mine).order_by("-pk")


def wanted_rows(actor: Membership) -> Iterator[tuple[object, ...]]:
    """The list as rows of a spreadsheet, read a few at a time."""
    for mark in wanted_list(actor).iterator(chunk_size=CHUNK):
        learner, session = mark.enrolment.learner, mark.session
        state = TO_EXAMINE if mark.handed else DECLINED if mark.declined_reason else TO_HAND_IN
        yield (
            learner.last_name, learner.first_name, str(session.cohort),
            mark.enrolment.get_situation_display(), session.title,
            timezone.localdate(session.starts_at),
            str(session.trainer.user) if session.trainer else "", timezone.localdate(mark.since),
            timezone.localdate(mark.handed_at) if mark.handed_at else "", state,
            mark.declined_reason,
        )  # fmt: skip

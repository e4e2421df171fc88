"""The queue of what waits for a grade, as the one who marks sees it."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessments.models import GradeChange, Submission
from assessments.models.submission import SubmissionQuerySet
from assessments.queries.submission import waiting_submissions
from assessments.rules.attempts import waiting_words
from people.models import Membership

SHOWN = 5
LISTED = 100


@dataclass(frozen=True)
class Waiting:
    """One copy of the queue; `late` when it waits longer than it should."""

    submission: Submission
    since: str
    late: bool


@dataclass(frozen=True)
class MarkingQueue:
    """A window of the queue around a copy. `place` is 0 for a copy that does not wait."""

    items: list[Waiting]
    total: int
    done_today: int
    place: int
    previous_id: int | None
    next_id: int | None

    @property
    def number(self) -> int:
        """The copy's number in the day: those done today come first."""
        return self.done_today + self.place

    @property
    def here(self) -> int:
        """1 when the copy on the screen is one of the queue."""
        return 1 if self.place else 0

    @property
    def whole(self) -> int:
        return self.done_today + self.total


def marking_queue(actor: Membership, now: datetime, current: int | None = None) -> MarkingQueue:
    """Oldest first; the copy after the last is the first. Three queries."""
    ids = list(waiting_submissions(actor).values_list("pk", flat=True))
    at = ids.index(current) if current in ids else None
    start = max(0, min((at or 0) - 1, len(ids) - SHOWN))
    others = [pk for pk in ids if pk != current]
    return MarkingQueue(
        items=_rows(ids[start : start + SHOWN], now),
        total=len(ids),
        done_today=_done_today(actor, now),
        place=0 if at is None else at + 1,
        previous_id=ids[at - 1] if at else None,
        next_id=others[(at or 0) % len(others)] if others else None,
    )


def waiting_list(actor: Membership, now: datetime) -> list[Waiting]:
    """The oldest of those that wait. Two queries."""
    ids = list(waiting_submissions(actor).values_list("pk", flat=True)[:LISTED])
    return _rows(ids, now)


def _rows(ids: list[int], now: datetime) -> list[Waiting]:
    found = Submission.objects.filter(pk__in=ids).defer("text").order_by("submitted_at", "pk")
    rows = []
    for submission in found.select_related("enrolment__learner", "assignment__module"):
        days = (timezone.localdate(now) - timezone.localdate(submission.submitted_at)).days
        words, late = waiting_words(days)
        rows.append(Waiting(submission, words, late))
    return rows


def _done_today(actor: Membership, now: datetime) -> int:
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    grades = GradeChange.objects.filter(graded_by=actor, graded_at__gte=midnight)
    return grades.values("submission").distinct().count()


def lately_graded(actor: Membership) -> list[GradeChange]:
    """The newest grades in the training body of the actor. One query."""
    seen: SubmissionQuerySet = Submission.objects.gradable_by(actor)
    # Asked row by row from the newest on: `submission__in` would sort every grade ever given.
    mine = Exists(seen.filter(pk=OuterRef("submission")))
    grades = GradeChange.objects.filter(mine).order_by("-pk")
    return list(
        grades.select_related(
            "graded_by__user", "submission__enrolment__learner", "submission__assignment__module"
        ).defer("submission__text")[:20]
    )


def spine(queue: MarkingQueue) -> dict[str, Any]:
    """The back of the book: a stitch for each copy of the day, shortened when there are many."""
    most = 30
    done = min(queue.done_today, most // 2)
    here = min(max(queue.place - 1, 0), most - done)
    rest = min(queue.total, most) - here - (1 if queue.place else 0)
    marks = [("ok", "")] * done + [("", "")] * here
    if queue.place:
        marks.append(("ici", str(queue.number)))
    return {
        "items": marks + [("", "")] * max(rest, 0),
        "title": f"copie {queue.number} sur {queue.whole}" if queue.place else "",
        "label": f"{queue.done_today} corrigées aujourd’hui, {queue.total} en attente.",
    }

"""Lines added to the hours ledger; used by the other services of this app."""

from datetime import datetime

from django.db.models import Q

from curricula.models import Module
from people.models import Membership
from training.enums import EvaluationKind, HoursCategory, HoursState
from training.models import Enrolment, EvaluationDone, HoursEntry, LessonRead


def post(
    *, actor: Membership, enrolment: Enrolment, state: HoursState, source_key: str, now: datetime,
    **line: object,
) -> HoursEntry:  # fmt: skip
    """Add a line, or return the one that this source already has in this state."""
    entry, _ = HoursEntry.objects.get_or_create(
        source_key=source_key,
        state=state,
        defaults={"enrolment": enrolment, "posted_by": actor, "posted_at": now, **line},
    )
    return entry


def lesson_key(reading: LessonRead) -> str:
    return reading_key(reading.enrolment_id, reading.lesson_id)


def reading_key(enrolment_id: int, lesson_id: int) -> str:
    """A lesson is counted once for an enrolment, whatever module or version it was read in."""
    return f"training.lesson:{enrolment_id}:{lesson_id}"


def accept_distance(
    *, actor: Membership, enrolment: Enrolment, module: Module, now: datetime
) -> int:
    """Accept the waiting distance minutes of a module whose quiz is passed (D6313-3-1).

    The module has the same code in every version of the track; a lesson also belongs to the module
    where it stands now. Returns how many lessons were accepted; none when the quiz is not passed.
    """
    if not EvaluationDone.objects.filter(
        enrolment=enrolment, module__code=module.code, kind=EvaluationKind.QUIZ
    ).exists():
        return 0
    here = [
        reading_key(enrolment.pk, lesson)
        for lesson in module.module_lessons.values_list("lesson_id", flat=True)
    ]
    lines = HoursEntry.objects.filter(
        Q(module__code=module.code) | Q(source_key__in=here),
        enrolment=enrolment,
        category=HoursCategory.DISTANCE,
    )
    accepted = set(lines.filter(state=HoursState.ACCEPTED).values_list("source_key", flat=True))
    waiting = lines.filter(state=HoursState.SUBMITTED).exclude(source_key__in=accepted)
    for line in waiting:
        post(
            actor=actor, enrolment=enrolment, state=HoursState.ACCEPTED,
            source_key=line.source_key, now=now, module_id=line.module_id, category=line.category,
            minutes=line.minutes, occurred_on=line.occurred_on, label=line.label,
        )  # fmt: skip
    return len(waiting)

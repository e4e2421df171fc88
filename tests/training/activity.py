"""What tests of measured time do: signs, lessons read, a quiz passed."""

from datetime import timedelta

from training.enums import ActivityKind, EvaluationKind
from training.models import ActivityFact
from training.queries.hours import hours_totals
from training.services import read_lesson, record_evaluation
from training.services.activity import note_activity


def sign(world, at, kind=ActivityKind.PRESENT, **changes) -> ActivityFact | None:
    return note_activity(**{
        "actor": world.learner, "enrolment": world.enrolment, "module": world.module,
        "lesson": world.lessons[0], "kind": kind, "now": at,
    } | changes)  # fmt: skip


def read(world, at, lesson=0):
    return read_lesson(
        actor=world.learner, enrolment=world.enrolment, module=world.module,
        lesson=world.lessons[lesson], now=at,
    )  # fmt: skip


def spend(world, start, *minutes) -> None:
    """Open the first lesson, then signs at these minutes."""
    sign(world, start, ActivityKind.OPENED)
    for minute in minutes:
        sign(world, start + timedelta(minutes=minute))


def pass_quiz(world, at) -> None:
    record_evaluation(
        actor=world.learner, enrolment=world.enrolment, module=world.module,
        kind=EvaluationKind.QUIZ, source_key="quiz:1", now=at,
    )  # fmt: skip


def counted(world) -> tuple[int, int]:
    totals = hours_totals([world.enrolment.pk])[world.enrolment.pk]
    return totals.accepted, totals.pending

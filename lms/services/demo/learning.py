"""One learner's way: lessons, quizzes, syntheses and weeks, each through its service."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from assessments.models import Submission
from assessments.queries.quiz import questions_asked
from assessments.services import hand_in, record_grade, submit_quiz
from curricula.enums import Moment
from curricula.models import Competency, Module
from lms.services.demo.calendar import at, past_mondays
from lms.services.demo.pieces import join_sheet, join_two
from lms.services.demo.texts import GRADE_COMMENTS, SITUATIONS, SYNTHESIS
from people.enums import Role
from people.models import Membership
from portfolio.enums import Audience, DayKind, EntryKind
from portfolio.models import LogbookWeek
from portfolio.rules.entry import WrittenEntry
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.services import add_entry, open_week, save_hours, sign_week, submit_week
from training.enums import ActivityKind
from training.models import Enrolment
from training.services import read_lesson
from training.services.activity import note_activity

PRACTICE_MINUTES = (20 * 60, 21 * 60, 24 * 60 + 30, 28 * 60)
DAYS_A_MODULE = 14
DAYS_TO_READ = 5
DAYS_A_WEEK = 5
SIGN_EVERY = timedelta(minutes=8)


@dataclass
class Learner:
    """A learner of the demo with the membership that acts and a source of chance of their own."""

    enrolment: Enrolment
    membership: Membership
    chance: Random

    @classmethod
    def of(cls, enrolment: Enrolment, seed: int) -> "Learner":
        membership = Membership.objects.get(
            user=enrolment.learner, organisation=enrolment.practice, role=Role.LEARNER
        )
        return cls(enrolment, membership, Random(f"{seed}:{enrolment.learner.email}"))  # noqa: S311

    def key(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))


def modules_with_content(enrolment: Enrolment) -> list[Module]:
    """The modules that can be done today, in order."""
    return list(
        enrolment.track_version.modules.filter(assignment__isnull=False)
        .select_related("assignment__rubric")
        .prefetch_related("lessons", "assignment__rubric__criteria")
    )


def study(learner: Learner, module: Module, day: date, *, lessons: int | None = None) -> None:
    """Read the lessons of a module (all, or the first few), before the day of its quiz."""
    ordered = [link.lesson for link in module.module_lessons.select_related("lesson")]
    most = max(DAYS_TO_READ, len(ordered))
    for number, lesson in enumerate(ordered[:lessons]):
        evening = day + timedelta(days=number * DAYS_TO_READ // most)
        hour = 14 + number % (most // DAYS_TO_READ + 1)
        now = at(evening, hour, learner.chance.randrange(20))
        about: dict[str, Any] = {
            "actor": learner.membership, "enrolment": learner.enrolment, "module": module,
            "lesson": lesson,
        }  # fmt: skip
        read_lesson(**about, now=sit_at(about, now, learner.chance.randrange(80, 130)))


def sit_at(about: dict[str, Any], now: datetime, share: int) -> datetime:
    """Open a lesson and stay there for a share (per cent) of its declared duration."""
    note_activity(**about, kind=ActivityKind.OPENED, now=now)
    last = now + timedelta(minutes=about["lesson"].minutes * share // 100)
    while (now := now + SIGN_EVERY) < last:
        note_activity(**about, kind=ActivityKind.PRESENT, now=now)
    return last


def answer_quiz(learner: Learner, module: Module, day: date) -> None:
    """Answer all questions rightly, but sometimes the last one."""
    asked = questions_asked(module)
    slip = learner.chance.random() < 0.5
    answers: dict[int, list[int]] = {}
    for number, question in enumerate(asked):
        right = not (slip and number == len(asked) - 1)
        answers[int(question["id"])] = [
            choice["id"] for choice in question["choices"] if choice["correct"] == right
        ][: None if right else 1]
    submit_quiz(
        actor=learner.membership,
        enrolment=learner.enrolment,
        module=module,
        answers=answers,
        form_key=learner.key(),
        now=at(day, 19, 15),
    )


def write_synthesis(learner: Learner, module: Module, day: date) -> Submission:
    parts = learner.chance.sample(SYNTHESIS, len(SYNTHESIS))
    return hand_in(
        actor=learner.membership,
        enrolment=learner.enrolment,
        assignment=module.assignment,
        text="\n\n".join(parts),
        version=0,
        now=at(day, 20, 5),
    )


def mark(learner: Learner, submission: Submission, trainer: Membership, day: date) -> None:
    criteria = submission.assignment.rubric.criteria.all()
    record_grade(
        actor=trainer,
        submission=submission,
        scores={c.pk: learner.chance.choice((2, 2, 3)) for c in criteria},
        comment=learner.chance.choice(GRADE_COMMENTS),
        form_key=learner.key(),
        now=at(day, 11, 20),
    )


def finish_module(learner: Learner, module: Module, trainer: Membership, day: date) -> None:
    """Everything an attestation asks for, within two weeks from a day."""
    study(learner, module, day)
    answer_quiz(learner, module, day + timedelta(days=DAYS_TO_READ))
    submission = write_synthesis(learner, module, day + timedelta(days=8))
    mark(learner, submission, trainer, day + timedelta(days=11))


def write_week(
    learner: Learner, monday: date, competencies: list[Competency], *, pieces: bool = False
) -> LogbookWeek:
    """One or two situations, with pieces if asked, and the hours, handed in on Friday."""
    actor, friday = learner.membership, monday + timedelta(days=4)
    year, number, _ = monday.isocalendar()
    week = open_week(
        actor=actor,
        enrolment=learner.enrolment,
        iso_year=year,
        iso_week=number,
        now=at(monday, 18),
    )
    for offset in sorted(learner.chance.sample(range(5), learner.chance.choice((1, 2)))):
        kind, text = learner.chance.choice(SITUATIONS)
        add_entry(
            actor=actor,
            week=week,
            written=WrittenEntry(
                day=monday + timedelta(days=offset),
                kind=kind,
                text=text,
                claims={
                    c.pk: learner.chance.choice((None, 1, 2))
                    for c in learner.chance.sample(competencies, 2)
                },
                audience=demo_audience(kind, offset),
                moment=learner.chance.choice(("", *Moment)),
            ),
            form_key=learner.key(),
            now=at(monday + timedelta(days=offset), 18, 30),
        )
    if pieces:
        join_two(actor, week, at(friday, 16, 45))
        join_sheet(actor, week, at(friday, 16, 50))
    week.refresh_from_db()
    hours = demo_hours(learner, monday, learner.chance.choice(PRACTICE_MINUTES))
    save_hours(actor=actor, week=week, hours=hours, version=week.version, now=at(friday, 17))
    week.refresh_from_db()
    submit_week(actor=actor, week=week, version=week.version, now=at(friday, 17, 30))
    week.refresh_from_db()
    return week


def demo_audience(kind: str, weekday: int) -> Audience:
    """What was practised on a Monday is opened to the employer."""
    return Audience.EMPLOYER if kind == EntryKind.PRACTICE and weekday == 0 else Audience.TRAINING


def demo_hours(learner: Learner, monday: date, minutes: int) -> WrittenHours:
    """The same share of the minutes on each of five days, and two hours for the livret."""
    practice = learner.enrolment.practice_id
    share, rest = divmod(minutes, DAYS_A_WEEK)
    days = tuple(
        WrittenDay(
            monday + timedelta(days=number),
            DayKind.WORKED,
            share + (0 if number else rest),
            practice,
        )
        for number in range(DAYS_A_WEEK)
    )
    return WrittenHours(days, logbook=120)


def write_livret(
    learner: Learner, trainer: Membership, today: date, *, silent: int = 0, pieces: bool
) -> None:
    """Past weeks: nearly all signed, the last one waits, now and then one is missing.

    Nothing is written in the last `silent` ones. `pieces`: the one that waits has pieces joined.
    """
    competencies = list(
        Competency.objects.filter(block__qualification=learner.enrolment.qualification)
    )
    mondays = past_mondays(learner.enrolment.cohort.starts_on, today)
    for monday in mondays[: len(mondays) - silent]:
        if learner.chance.random() < 0.08 and monday != mondays[-1]:
            continue
        last = monday == mondays[-1]
        week = write_week(learner, monday, competencies, pieces=pieces and last)
        if not last:
            sign_week(
                actor=trainer,
                week=week,
                version=week.version,
                now=at(monday + timedelta(days=7), 9),
            )

"""A livret being written, through the services."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count

from assessments.queries import questions_asked
from assessments.services import submit_quiz
from curricula.models import Competency
from portfolio.enums import DayKind
from portfolio.models import LogbookWeek
from portfolio.rules.entry import WrittenEntry
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.services import add_entry, open_week, sign_week, submit_week
from tests.factories.assessments import (
    Desk,
    grade_factory,
    handed_in_factory,
    learner_of,
)
from training.models import Enrolment
from training.services import read_lesson

numbers = count(1)
AT = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
DAY = date(2027, 3, 4)
A_DAY = 420  # minutes
TEXT = "J’ai préparé la salle et le dossier, puis installé trois personnes."


def competencies_of(enrolment: Enrolment) -> list[Competency]:
    """In the order of their codes."""
    found = Competency.objects.filter(block__qualification=enrolment.qualification)
    return list(found.order_by("order"))


def written_in(iso_year: int, iso_week: int) -> datetime:
    """When a week is written unless a test says so: its Friday, or `AT` if that is sooner."""
    friday = date.fromisocalendar(iso_year, iso_week, 5)
    return min(AT, datetime(friday.year, friday.month, friday.day, 17, tzinfo=UTC))


def week_factory(
    enrolment: Enrolment, iso_year: int = 2027, iso_week: int = 9, now: datetime | None = None
) -> LogbookWeek:
    return open_week(
        actor=learner_of(enrolment),
        enrolment=enrolment,
        iso_year=iso_year,
        iso_week=iso_week,
        now=now or written_in(iso_year, iso_week),
    )


def entry_factory(week: LogbookWeek, **fields):
    """A situation of Monday with the first competency."""
    competencies = fields.pop("competencies", None)
    return add_entry(
        actor=learner_of(week.enrolment),
        week=week,
        form_key=fields.pop("form_key", f"situation-{next(numbers)}"),
        now=fields.pop("now", None) or written_in(week.iso_year, week.iso_week),
        written=written_factory(
            competencies_of(week.enrolment)[:1] if competencies is None else competencies,
            **{"day": date.fromisocalendar(week.iso_year, week.iso_week, 1), **fields},
        ),
    )


def written_factory(competencies: Iterable[Competency] = (), **fields) -> WrittenEntry:
    """What a learner types: a practice of Monday, unless said otherwise."""
    claims = dict.fromkeys(competency.pk for competency in competencies)
    return WrittenEntry(
        **{"day": date(2027, 3, 1), "kind": "practice", "text": TEXT, "claims": claims, **fields}
    )


def hours_factory(week: LogbookWeek, minutes: int) -> WrittenHours:
    """Minutes at the main practice, the first days of the week first, 7 hours a day at most."""
    monday, days = date.fromisocalendar(week.iso_year, week.iso_week, 1), []
    while minutes > 0:
        day, practice = monday + timedelta(days=len(days)), week.enrolment.practice_id
        days.append(WrittenDay(day, DayKind.WORKED, min(minutes, A_DAY), practice))
        minutes -= A_DAY
    return WrittenHours(tuple(days))


def submitted_week_factory(
    enrolment: Enrolment,
    minutes: int = 0,
    now: datetime | None = None,
    iso_year: int = 2027,
    iso_week: int = 9,
    **entry,
) -> LogbookWeek:
    now = now or written_in(iso_year, iso_week)
    week = week_factory(enrolment, iso_year, iso_week, now=now)
    entry_factory(week, now=now, **entry)
    week.refresh_from_db()
    return submit_week(
        actor=learner_of(enrolment),
        week=week,
        version=week.version,
        hours=hours_factory(week, minutes),
        now=now,
    )


def signed_week_factory(desk: Desk, enrolment: Enrolment | None = None, **fields) -> LogbookWeek:
    week = submitted_week_factory(enrolment or desk.enrolment, **fields)
    sign_week(actor=desk.trainer, week=week, version=week.version, now=AT)
    week.refresh_from_db()
    return week


def completed_module_factory(desk: Desk, enrolment: Enrolment | None = None) -> None:
    """Everything that a module attestation asks, done through the services."""
    enrolment = enrolment or desk.enrolment
    learner = learner_of(enrolment)
    for lesson in desk.module.lessons.all():
        read_lesson(actor=learner, enrolment=enrolment, module=desk.module, lesson=lesson, now=AT)
    asked = questions_asked(desk.module)
    submit_quiz(
        actor=learner,
        enrolment=enrolment,
        module=desk.module,
        answers={q["id"]: [c["id"] for c in q["choices"] if c["correct"]] for q in asked},
        form_key=f"quiz-{next(numbers)}",
        now=AT,
    )
    grade_factory(desk, handed_in_factory(desk, enrolment), 3)

"""What an employer answers, in tests."""

from datetime import date, datetime, time

from people.models import Membership
from portfolio.models import LogbookEntry, LogbookWeek, PracticeAnswer, PracticeLink
from portfolio.queries.practice import practice_week
from portfolio.queries.practice_subject import door_of, entry_subject
from portfolio.rules.practice import Answer
from portfolio.services import (
    answer_by_link,
    answer_entry,
    answer_week,
    name_substitute,
    send_link,
)
from portfolio.services.practice_link import Addressee
from tests.factories.portfolio import hours_factory, submitted_week_factory
from training.models import Enrolment, PracticeAgreement
from training.rules.timetable import Slot
from training.services.convention import sign_agreement, write_agreement

ANAIS = Addressee("Dr Anaïs Essai", "anais@cabinet.example")


def shared_week(enrolment: Enrolment, minutes: int = 840, **entry) -> LogbookWeek:
    """Handed in, with hours and a situation opened to the employer."""
    return submitted_week_factory(enrolment, minutes, **{"audience": "employer", **entry})


def answers(
    actor: Membership, week: LogbookWeek, now: datetime, kind: str = "confirmed", **changes
) -> PracticeAnswer:
    wanted = {
        "answer": Answer(kind), "seen": practice_week(week, actor.organisation).seen,
        "form_key": f"reponse-{week.pk}-{kind}", "now": now,
    }  # fmt: skip
    return answer_week(actor=actor, week=week, **wanted | changes)


def answers_entry(
    actor: Membership, entry: LogbookEntry, now: datetime, kind: str = "confirmed", **changes
) -> PracticeAnswer:
    wanted = {
        "answer": Answer(kind), "seen": entry_subject(entry).seen,
        "form_key": f"situation-{entry.pk}-{kind}", "now": now,
    }  # fmt: skip
    return answer_entry(actor=actor, entry=entry, **wanted | changes)


def sends(
    actor: Membership, week: LogbookWeek, now: datetime, **changes
) -> tuple[PracticeLink, str]:
    wanted = {
        "practice": week.enrolment.practice, "entry": None, "to": ANAIS,
        "form_key": "un-lien", "now": now,
    }  # fmt: skip
    return send_link(actor=actor, week=week, **wanted | changes)


def comes_by(token, now, name="Anaïs Essai", kind="confirmed", **changes) -> PracticeAnswer:
    """Open the link and sign what it shows."""
    door = door_of(token, now)
    wanted = {
        "link": door.link, "name": name, "answer": Answer(kind), "now": now,
        "seen": door.subject.seen if door.subject else "",
    }  # fmt: skip
    return answer_by_link(**wanted | changes)


def names(actor: Membership, now: datetime, **changes):
    wanted = {
        "member": None, "name": "Dr Noé Essai", "email": "noe@cabinet.example",
        "first_day": date(2027, 3, 4), "last_day": date(2027, 3, 17),
        "form_key": "un-remplacant", "now": now,
    }  # fmt: skip
    return name_substitute(actor=actor, **wanted | changes)


__all__ = [
    "ANAIS",
    "answers",
    "answers_entry",
    "comes_by",
    "hours_factory",
    "names",
    "sends",
    "shared_week",
]


def agree(world, now: datetime) -> PracticeAgreement:
    """The agreement with the main practice, from Monday 1 March 2027, signed by all three:
    Monday and Friday, seven hours each.
    """
    slots = [Slot(day, time(9), time(16)) for day in (1, 5)]
    made = write_agreement(
        actor=world.lead, enrolment=world.enrolment, since=date(2027, 3, 1), slots=slots,
        objective="Essai.", delegated=[], seen=0, now=now,
    )  # fmt: skip
    for actor in (world.lead, world.learner, world.employer):
        sign_agreement(actor=actor, agreement=made, now=now)
    return made

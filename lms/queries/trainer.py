"""What waits for a trainer, and what they recorded."""

from dataclasses import dataclass
from datetime import datetime

from assessments.queries import waiting_submissions
from lms.queries.waiting import entries
from lms.sentences import amount, sentence
from people.models import Membership
from portfolio.queries import waiting_weeks
from portfolio.rules.weeks import IsoWeek, week_label
from training.models import TrainingSession
from training.queries.calendar import NextSession, next_session
from training.queries.roll_call import own_calls
from training.queries.sessions import session_list
from training.queries.waiting import waiting_for

SHOWN = 20
SESSIONS = 5


@dataclass(frozen=True)
class Waiting:
    """A synthesis to mark, a week to sign, or what else waits of a kind."""

    since: datetime
    who: str
    what: str
    url: str
    action: str
    late: bool = False


@dataclass(frozen=True)
class TrainerHome:
    """`more`: how many syntheses and weeks are not in the list."""

    waiting: list[Waiting]
    more: int
    to_mark: int
    to_sign: int
    sessions: list[TrainingSession]
    next_session: NextSession | None
    to_call: list[TrainingSession]

    @property
    def heading(self) -> str:
        parts = (
            amount(self.to_mark, "synthèse à corriger", "synthèses à corriger", True),
            amount(self.to_sign, "semaine à viser", "semaines à viser", True),
        )
        return sentence(parts, "Rien n’attend votre correction ni votre visa.")


def trainer_home(actor: Membership, now: datetime) -> TrainerHome:
    """All kinds in one list, oldest first."""
    submissions, weeks = waiting_submissions(actor), waiting_weeks(actor)
    found = sorted([*_to_mark(submissions), *_to_sign(weeks)], key=lambda item: item.since)[:SHOWN]
    to_mark, to_sign = submissions.count(), weeks.count()
    others = [
        Waiting(one.since, one.title, one.note, one.url, one.action, one.late)
        for one in entries(actor, waiting_for(actor, now))
    ]
    return TrainerHome(
        waiting=sorted([*found, *others], key=lambda item: item.since),
        more=to_mark + to_sign - len(found),
        to_mark=to_mark,
        to_sign=to_sign,
        sessions=list(session_list(actor)[:SESSIONS]),
        next_session=next_session(actor, now),
        to_call=list(own_calls(actor, now)),
    )


def _to_mark(submissions) -> list[Waiting]:
    found = submissions.select_related("enrolment__learner", "assignment").defer("text")
    return [
        Waiting(
            since=submission.submitted_at,
            who=str(submission.enrolment.learner),
            what=f"Écrit de synthèse « {submission.assignment.title} »",
            url=f"/a-corriger/{submission.pk}/",
            action="Corriger",
        )
        for submission in found[:SHOWN]
    ]


def _to_sign(weeks) -> list[Waiting]:
    return [
        Waiting(
            since=week.submitted_at,
            who=str(week.enrolment.learner),
            what=f"Livret, semaine {week_label(IsoWeek(week.iso_year, week.iso_week))}",
            url=f"/livrets/{week.pk}/",
            action="Viser",
        )
        for week in weeks.select_related("enrolment__learner")[:SHOWN]
    ]

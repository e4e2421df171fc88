"""What waits for a trainer, and what they recorded."""

from dataclasses import dataclass
from datetime import datetime

from assessments.queries import waiting_submissions
from lms.sentences import amount, sentence
from people.models import Membership
from portfolio.queries import waiting_weeks
from portfolio.rules.weeks import IsoWeek, week_label
from training.models import TrainingSession
from training.queries.calendar import NextSession, next_session
from training.queries.roll_call import own_calls
from training.queries.sessions import session_list

SHOWN = 20
SESSIONS = 5


@dataclass(frozen=True)
class Waiting:
    """A synthesis to mark or a week to sign."""

    since: datetime
    who: str
    what: str
    url: str
    action: str


@dataclass(frozen=True)
class TrainerHome:
    waiting: list[Waiting]
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

    @property
    def more(self) -> int:
        return self.to_mark + self.to_sign - len(self.waiting)


def trainer_home(actor: Membership, now: datetime) -> TrainerHome:
    """Both kinds in one list, oldest first."""
    submissions, weeks = waiting_submissions(actor), waiting_weeks(actor)
    found = [*_to_mark(submissions), *_to_sign(weeks)]
    return TrainerHome(
        waiting=sorted(found, key=lambda item: item.since)[:SHOWN],
        to_mark=submissions.count(),
        to_sign=weeks.count(),
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

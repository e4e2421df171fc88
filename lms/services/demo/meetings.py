"""One assistant of the demo is accompanied: a visit that they read, an interview still a draft."""

from datetime import date, datetime, timedelta

from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership
from portfolio.enums import ActionOwner, MeetingKind, MeetingState, VisitHalf
from portfolio.rules.meeting import WrittenMinutes
from portfolio.rules.weeks import FRIDAY
from portfolio.services.follow_up import WrittenAction, agree_action
from portfolio.services.meeting import advance_meeting, note_meeting
from training.models import Enrolment

VISIT = (
    "Un poste de travail à part, sans armoire qui ferme (démonstration).",
    "Bon accueil de l’équipe ; les rôles à l’accueil sont encore à dire (démonstration).",
    "Les dossiers du lendemain sont prêts chaque soir (démonstration).",
)
INTERVIEW = ("À l’aise au cabinet depuis quelques semaines (démonstration).", "", "")
GROUP = (
    "Chacun a dit comment se passe la préparation des dossiers (démonstration).",
    "Le manque de place : à porter aux cabinets (démonstration).",
    "Une liste du soir, la même chaque jour (démonstration).",
)
ACTION = "Demander au cabinet une armoire qui ferme (démonstration)."
VISITED, MET, TALKED, DUE = 14, 7, 2, 10  # days before today, and after it


def weekday_before(today: date, days: int, first: date) -> date:
    """The last day from Monday to Friday that many days ago, none before the cohort began."""
    day = today - timedelta(days=days)
    return max(day - timedelta(days=max(0, day.weekday() - FRIDAY)), first)


def accompany(cast: Cast, enrolment: Enrolment, today: date, now: datetime) -> None:
    """What a companion noted of one person and of the group."""
    companion = Membership.objects.get(
        organisation=cast.lead.organisation, role=Role.COMPANION, until=None
    )

    def note(kind: MeetingKind, texts: tuple[str, str, str], before: int, diffuse: bool) -> None:
        group, visit = kind == MeetingKind.GROUP, kind == MeetingKind.VISIT
        held_on = weekday_before(today, before, enrolment.cohort.starts_on)
        meeting = note_meeting(
            actor=companion, about=enrolment.cohort if group else enrolment, kind=kind, now=now,
            written=WrittenMinutes(
                held_on, *texts, practice=enrolment.practice_id if visit else None,
                half=VisitHalf.MORNING if visit else "",
            ),
            form_key=f"demo-rencontre-{kind}",
        )  # fmt: skip
        if diffuse:
            for state in (MeetingState.VALIDATED, MeetingState.DIFFUSED):
                meeting = advance_meeting(
                    actor=companion, meeting=meeting, state=state, version=meeting.version, now=now
                )
        if visit:
            agreed = WrittenAction(ACTION, ActionOwner.LEARNER, None, today + timedelta(days=DUE))
            agree_action(
                actor=companion, meeting=meeting, written=agreed, form_key="demo-action", now=now
            )

    note(MeetingKind.VISIT, VISIT, VISITED, diffuse=True)
    note(MeetingKind.GROUP, GROUP, MET, diffuse=True)
    note(MeetingKind.INTERVIEW, INTERVIEW, TALKED, diffuse=False)

"""One assistant of the demo takes stock: a bilan d’activité read, a personal one with its plan."""

from datetime import date, datetime, timedelta

from lms.services.demo.cast import Cast
from lms.services.demo.meetings import weekday_before
from people.enums import Role
from people.models import Membership
from portfolio.enums import ActionOwner, Audience, Heading, MeetingKind, MeetingState
from portfolio.rules.bilan import WrittenReview
from portfolio.rules.meeting import WrittenMinutes
from portfolio.services.bilan import begin_review, hand_in_review, read_review
from portfolio.services.follow_up import WrittenAction
from portfolio.services.meeting import advance_meeting, note_meeting
from portfolio.services.personal import (
    begin_plan,
    link_interview,
    plan_action,
    share_personal,
    write_personal,
)
from training.models import Enrolment

WORDS = (
    "J’ai tenu l’accueil, préparé les dossiers et suivi les comptes rendus (démonstration).",
    "À annoncer ce que je fais, et à demander avant de décider (démonstration).",
    "Un temps fixe avec le médecin chaque matin (démonstration).",
)
ALONE: dict[str, str] = {
    Heading.EXPERIENCES: "Six ans d’accueil dans un commerce, puis le cabinet (démonstration).",
    Heading.STRENGTHS: "Le calme quand la salle est pleine (démonstration).",
    Heading.BRAKES: "Peu à l’aise avec les tableaux de chiffres (démonstration).",
    Heading.WANTS: "Rester au cabinet et y prendre plus de place (démonstration).",
}
PROJECT = "Devenir la référente de l’organisation du cabinet (démonstration)."
MINUTES = ("Chaque expérience expliquée, ce qui les relie (démonstration).", "", "")
ACTION = "Demander une formation aux tableaux de suivi (démonstration)."
READ = "Un bilan clair : gardez ce temps du matin (démonstration)."
MET, DUE = 5, 30  # days before today, and after it


def take_stock(cast: Cast, enrolment: Enrolment, today: date, now: datetime) -> None:
    """Both balance sheets of one person, open to the training body."""
    learner = Membership.objects.get(user=enrolment.learner, role=Role.LEARNER)
    written = WrittenReview(
        enrolment.practice_id, enrolment.cohort.starts_on, today, Audience.TRAINING, *WORDS
    )
    review = begin_review(
        actor=learner, enrolment=enrolment, written=written, form_key="demo-bilan", now=now
    )
    review = hand_in_review(actor=learner, review=review, version=review.version, now=now)
    read_review(actor=cast.trainer, review=review, comment=READ, version=review.version, now=now)
    plan(cast, learner, enrolment, today, now)


def plan(cast: Cast, learner: Membership, enrolment: Enrolment, today: date, now: datetime) -> None:
    """Alone, an interview, a project, and one action."""
    row = write_personal(actor=learner, enrolment=enrolment, texts=ALONE, version=0, now=now)
    row = share_personal(
        actor=learner, review=row, audience=Audience.TRAINING, version=row.version, now=now
    )
    met = weekday_before(today, MET, enrolment.cohort.starts_on)
    meeting = note_meeting(
        actor=cast.lead, about=enrolment, kind=MeetingKind.INTERVIEW, now=now,
        written=WrittenMinutes(met, *MINUTES), form_key="demo-entretien-bilan",
    )  # fmt: skip
    for state in (MeetingState.VALIDATED, MeetingState.DIFFUSED):
        meeting = advance_meeting(
            actor=cast.lead, meeting=meeting, state=state, version=meeting.version, now=now
        )
    row = link_interview(actor=cast.lead, review=row, meeting=meeting, version=row.version, now=now)
    texts: dict[str, str] = {Heading.PROJECT: PROJECT}
    row = write_personal(
        actor=learner, enrolment=enrolment, texts=texts, version=row.version, now=now
    )
    row = begin_plan(actor=learner, review=row, version=row.version, now=now)
    agreed = WrittenAction(ACTION, ActionOwner.LEARNER, None, today + timedelta(days=DUE))
    plan_action(actor=learner, review=row, written=agreed, form_key="demo-plan", now=now)

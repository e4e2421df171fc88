"""The agreement of the first assistant of the demo: written, signed, a follow-up to come."""

from datetime import date, datetime, time, timedelta

from curricula.models import Mission
from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership
from training.models import Enrolment
from training.rules.timetable import Slot
from training.services.convention import note_step, sign_agreement, write_agreement

DELEGATED = 12
NEXT_MEETING = timedelta(days=21)


def agree(cast: Cast, enrolment: Enrolment, today: date, now: datetime) -> None:
    """Three full days and a morning at the practice, from today on."""
    hours = ((time(8, 30), time(12, 30)), (time(13, 30), time(18)))
    slots = [Slot(day, start, end) for day in (3, 4, 5) for start, end in hours]
    agreement = write_agreement(
        actor=cast.lead, enrolment=enrolment, since=today, slots=[*slots, Slot(6, *hours[0])],
        objective="Tenir l’accueil et préparer les dossiers de la journée (démonstration).",
        delegated=Mission.objects.filter(established=True)[:DELEGATED], seen=0, now=now,
    )  # fmt: skip
    note_step(
        actor=cast.lead, enrolment=enrolment, step="letter", done_on=today,
        note="Responsabilités de chacun envoyées au cabinet (démonstration).",
        form_key=f"demo-courrier-{enrolment.pk}", now=now,
    )  # fmt: skip
    companions = Membership.objects.filter(organisation=cast.lead.organisation, until=None)
    if companion := companions.filter(role=Role.COMPANION).first():
        note_step(
            actor=companion, enrolment=enrolment, step="follow_up", done_on=today + NEXT_MEETING,
            note="Rendez-vous de suivi au cabinet (démonstration).",
            form_key=f"demo-suivi-{enrolment.pk}", now=now,
        )  # fmt: skip
    members = Membership.objects.filter(organisation=enrolment.practice, until=None)
    employer = members.filter(role=Role.EMPLOYER).first()
    learner = members.filter(role=Role.LEARNER, user=enrolment.learner).first()
    for actor in filter(None, (cast.lead, employer, learner)):
        sign_agreement(actor=actor, agreement=agreement, now=now)

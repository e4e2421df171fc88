"""Agreements of the demo: one signed with a follow-up to come; two of a shared post, apart."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from curricula.models import Mission
from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership, Organisation
from training.models import Enrolment, PracticeAgreement, SharedPost
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
    _sign(cast, agreement, now)


def agree_with_both(
    cast: Cast, enrolments: Iterable[Enrolment], today: date, now: datetime
) -> None:
    """Each practice of the shared post has its days; the second one has not signed yet."""
    posts = SharedPost.objects.filter(enrolment__in=list(enrolments))
    for post in posts.select_related("enrolment__practice", "practice"):
        _agree_on_days(cast, post.enrolment, post.enrolment.practice, (3, 4, 5), today, now)
        _agree_on_days(cast, post.enrolment, post.practice, (1, 2), today, now)


def _agree_on_days(
    cast: Cast,
    enrolment: Enrolment,
    practice: Organisation,
    days: Iterable[int],
    today: date,
    now: datetime,
) -> None:
    hours = ((time(9), time(12)), (time(13), time(17)))
    agreement = write_agreement(
        actor=cast.lead, enrolment=enrolment, practice=practice, since=today, seen=0, now=now,
        slots=[Slot(day, start, end) for day in days for start, end in hours],
        objective=f"Tenir l’accueil chez {practice} (démonstration).",
        delegated=Mission.objects.filter(established=True)[min(days) :: DELEGATED],
    )  # fmt: skip
    _sign(cast, agreement, now)


def _sign(cast: Cast, agreement: PracticeAgreement, now: datetime) -> None:
    """Those of the three parties who have an account."""
    members = Membership.objects.filter(until=None).order_by("pk")
    employer = members.filter(organisation=agreement.practice, role=Role.EMPLOYER).first()
    learner = members.filter(user=agreement.enrolment.learner, role=Role.LEARNER).first()
    for actor in filter(None, (cast.lead, employer, learner)):
        sign_agreement(actor=actor, agreement=agreement, now=now)

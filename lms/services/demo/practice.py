"""The practice of the first learners answers their weeks; a link waits, a substitute is named."""

from datetime import datetime, timedelta

from django.utils import timezone

from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership
from portfolio.enums import AnswerKind, Prepared
from portfolio.queries.entry import shared_entries
from portfolio.queries.practice import for_practice, weeks_of_practice
from portfolio.queries.practice_subject import entry_subject
from portfolio.rules.practice import Answer
from portfolio.services import answer_entry, confirm_weeks, name_substitute, send_link
from portfolio.services.practice_link import Addressee
from training.models import Enrolment

LEFT_TO_SIGN = 3
AMENDED = Answer(
    AnswerKind.CONFIRMED, "Courrier parti le jour même.", Prepared.AMENDED,
    "J’ai raccourci la conclusion.",
)  # fmt: skip
NOT_SEEN = Answer(AnswerKind.NOT_SEEN, "J’étais en visite ce jour-là.")
DOCTOR = Addressee("Dr Démo Remplaçante", "remplacante@livret.example")


def answer_livrets(cast: Cast, enrolment: Enrolment, now: datetime) -> None:
    """Weeks confirmed but the last ones, two situations answered, a link for the last week."""
    employer = Membership.objects.filter(
        organisation=enrolment.practice, role=Role.EMPLOYER
    ).first()
    if employer is None:
        return
    weeks = list(weeks_of_practice(employer).order_by("iso_year", "iso_week", "pk"))
    signed = for_practice(weeks[:-LEFT_TO_SIGN], enrolment.practice)
    confirm_weeks(actor=employer, seen=[one.seen for one in signed], form_key="demo", now=now)
    for answer, entry in zip((AMENDED, NOT_SEEN), shared_entries(employer), strict=False):
        answer_entry(
            actor=employer, entry=entry, answer=answer, seen=entry_subject(entry).seen,
            form_key=f"demo-situation-{entry.pk}", now=now,
        )  # fmt: skip
    today = timezone.localdate(now)
    name_substitute(
        actor=employer, member=None, name=DOCTOR.name, email=DOCTOR.email, first_day=today,
        last_day=today + timedelta(days=13), form_key="demo-remplacante", now=now,
    )  # fmt: skip
    own = [week for week in weeks if week.enrolment_id == enrolment.pk]
    for week in own[-1:]:
        send_link(
            actor=cast.trainer, week=week, practice=enrolment.practice, entry=None, to=DOCTOR,
            form_key="demo-lien", now=now,
        )  # fmt: skip

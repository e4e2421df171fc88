"""Weeks of the livret in the demo: a closed one reopened, corrections that wait and that hold."""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership
from portfolio.enums import WeekState
from portfolio.models import LogbookWeek
from portfolio.queries.amendment import amended_of, signature_of
from portfolio.queries.hours import hours_of
from portfolio.queries.window import late_learners
from portfolio.rules.amendment import last_day_to_amend
from portfolio.services import amend_entry, amend_hours, reopen_week
from training.models import Enrolment

MORE = 30  # minutes


def reopen_one(cast: Cast, enrolments: list[Enrolment], today: date, now: datetime) -> None:
    """The newest closed week of the first person who has one."""
    closed = [week for late in late_learners(enrolments, today) for week in late.closed]
    if closed:
        reopen_week(
            actor=cast.lead, enrolment=closed[0].enrolment, week=closed[0].week,
            reason="Panne de connexion au cabinet (démonstration).", now=now,
        )  # fmt: skip


def correct_two(cast: Cast, first: Enrolment, today: date, now: datetime) -> None:
    """The hours of a signed week are asked to be corrected; a situation of another one was."""
    weeks = [week for week in signed_weeks(first) if may_change(week, today)]
    if not weeks:
        return
    newest, *others = weeks
    learner = Membership.objects.get(
        user=first.learner, organisation=first.practice, role=Role.LEARNER
    )
    hours = hours_of(newest)
    monday, *rest = hours.days
    longer = replace(hours, days=(monday._replace(minutes=monday.minutes + MORE), *rest))
    amend_hours(
        actor=learner, week=newest, hours=longer, version=newest.version,
        reason="La réunion du lundi soir manquait (démonstration).",
        form_key=f"demo-heures-{newest.pk}", now=now,
    )  # fmt: skip
    for week in others[:1]:
        entry = week.entries.earliest("pk")
        before = amended_of(entry)
        amended = replace(before, text=f"{before.text} (Précision ajoutée après le visa.)")
        amend_entry(
            actor=cast.trainer, entry=entry, amended=amended, version=week.version,
            reason="Précision donnée en visite (démonstration).",
            form_key=f"demo-texte-{week.pk}", now=now,
        )  # fmt: skip


def signed_weeks(enrolment: Enrolment) -> list[LogbookWeek]:
    """The newest first."""
    return list(enrolment.logbook_weeks.filter(state=WeekState.SIGNED))


def may_change(week: LogbookWeek, today: date) -> bool:
    """Whether a correction is still taken."""
    return today <= last_day_to_amend(timezone.localdate(signature_of(week).at))

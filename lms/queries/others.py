"""Home pages of companions, funders and administrators: short, for what exists."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from lms.queries.cohort import CohortLine, cohort_lines, running_cohorts
from lms.queries.waiting import Entry, entries
from lms.sentences import amount, sentence
from people.models import Membership, User
from portfolio.enums import WeekState
from portfolio.models import LogbookWeek
from portfolio.queries.waiting import WAITING_READERS
from portfolio.queries.week_facts import week_facts, with_week_facts
from portfolio.rules.due import weeks_due
from portfolio.rules.weeks import IsoWeek, week_of
from records.models import Invitation
from training.models import Enrolment
from training.queries.waiting import waiting_for

ABSENT_SHOWN = 20


@dataclass(frozen=True)
class CompanionHome:
    cohorts: list[CohortLine]
    week: IsoWeek
    absent: list[Enrolment]
    absent_count: int
    waiting: list[Entry]

    @property
    def heading(self) -> str:
        part = amount(
            self.absent_count,
            "personne n’a pas remis la semaine dernière",
            "personnes n’ont pas remis la semaine dernière",
            True,
        )
        return sentence([part], "Chacun a remis sa semaine dernière.")


def companion_home(actor: Membership, now: datetime, today: date) -> CompanionHome:
    week = week_of(today - timedelta(days=7))
    absent = without_week(actor, week)
    return CompanionHome(
        cohorts=cohort_lines(running_cohorts(actor, today), today),
        week=week,
        absent=absent[:ABSENT_SHOWN],
        absent_count=len(absent),
        waiting=entries(actor, waiting_for(actor, now, WAITING_READERS)),
    )


def without_week(actor: Membership, week: IsoWeek) -> list[Enrolment]:
    """Those of whom a week is due (`weeks_due`) and who have not handed it in; one query."""
    handed_in = LogbookWeek.objects.filter(
        enrolment=OuterRef("pk"), iso_year=week.year, iso_week=week.number
    ).exclude(state=WeekState.DRAFT)
    found = (
        Enrolment.objects.visible_to(actor)
        .for_screen()
        .filter(cohort__starts_on__lte=week.day(6), cohort__ends_on__gte=week.monday)
        .filter(~Exists(handed_in))
        .order_by("learner__last_name", "learner__first_name", "pk")
    )
    every = list(with_week_facts(found))
    facts = week_facts(every)
    return [one for one in every if week in weeks_due(facts[one.pk].keeping, week)]


def funder_sentence(count: int) -> str:
    part = amount(count, "personne financée", "personnes financées", True)
    return sentence([part], "Aucune personne n’est encore financée par votre organisme.")


@dataclass(frozen=True)
class AdminHome:
    users: int
    invitations: int

    @property
    def heading(self) -> str:
        parts = (
            amount(self.users, "compte", "comptes"),
            amount(self.invitations, "invitation ouverte", "invitations ouvertes", True),
        )
        return sentence(parts, "Aucun compte.")


def admin_home(actor: Membership, now: datetime) -> AdminHome:
    waiting = Invitation.objects.visible_to(actor).unanswered().filter(expires_at__gt=now)
    return AdminHome(users=User.objects.filter(is_active=True).count(), invitations=waiting.count())

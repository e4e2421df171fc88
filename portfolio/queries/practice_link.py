"""Links of a week, and those who may receive one."""

from datetime import date

from django.db.models import QuerySet

from people.enums import Role
from people.models import Membership, Organisation
from portfolio.enums import Audience
from portfolio.models import LogbookEntry, LogbookWeek, PracticeLink, PracticeSubstitute
from portfolio.queries.hours import practices_of_week
from portfolio.rules.weeks import IsoWeek
from records.queries.invitations import token_hash


def link_of(token: str) -> PracticeLink | None:
    """What a token opens or has opened; None when it is not known. One query."""
    rows = PracticeLink.objects.select_related(
        "practice", "entry", "substitute", "made_by__user", "made_by__organisation",
        "week__enrolment__learner", "week__enrolment__cohort",
    )  # fmt: skip
    return rows.filter(token_hash=token_hash(token)).first()


def links_of(week: LogbookWeek, actor: Membership) -> QuerySet[PracticeLink]:
    """Those sent for a week and its situations, the newest first; one query."""
    found = PracticeLink.objects.visible_to(actor).filter(week=week)
    return found.select_related("practice", "entry", "made_by__user").order_by("-pk")


def practices_to_ask(week: LogbookWeek) -> list[Organisation]:
    """Those noted in the days of a week, then those that employ in it; three queries."""
    noted = [day.practice for day in week.days.select_related("practice") if day.practice]
    employing = practices_of_week(week.enrolment, IsoWeek(week.iso_year, week.iso_week))
    return list(dict.fromkeys([*noted, *employing]))


def shared_of(week: LogbookWeek) -> list[LogbookEntry]:
    """The situations of a week opened to an employer, with their practice; one query."""
    opened = week.entries.filter(audience=Audience.EMPLOYER)
    return list(opened.select_related("practice").order_by("day", "pk"))


def substitutes_by_link(practices: list[Organisation], day: date) -> QuerySet[PracticeSubstitute]:
    """Those without an account who may sign on a day for one of the practices; one query."""
    found = PracticeSubstitute.objects.in_force(day).filter(practice__in=practices, member=None)
    return found.select_related("practice").order_by("name", "pk")


def colleagues(actor: Membership, today: date) -> QuerySet[Membership]:
    """The other employers of one’s practice; one query."""
    found = Membership.objects.active(today).filter(
        organisation=actor.organisation_id, role=Role.EMPLOYER
    )
    return found.exclude(user=actor.user_id).select_related("user").order_by("user__last_name")


def substitutes_of(actor: Membership) -> QuerySet[PracticeSubstitute]:
    """Those of one’s practice, the latest first; one query."""
    found = PracticeSubstitute.objects.visible_to(actor)
    return found.select_related("named_by__user")

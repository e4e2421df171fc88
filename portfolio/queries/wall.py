"""The wall of a cohort, and what its author said of sharing a situation."""

from datetime import date, datetime, time

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from curricula.enums import Domain
from people.enums import Role
from people.models import Membership
from portfolio.enums import SHARED_KINDS, Axis, SharingAct
from portfolio.models import LogbookEntry, SharingFact, WallCopy
from portfolio.models.entry import LogbookEntryQuerySet
from portfolio.models.wall import WallCopyQuerySet
from training.enums import Situation
from training.models import Cohort, Enrolment

FOR_A_DAY = 10


def wall_cohorts(actor: Membership) -> list[Cohort]:
    """The cohorts whose wall the actor reads; one query."""
    if actor.role == Role.LEARNER:
        own = Enrolment.objects.visible_to(actor).exclude(situation=Situation.LEFT)
        return list(Cohort.objects.filter(pk__in=own.values("cohort")))
    return list(Cohort.objects.visible_to(actor))


def wall(actor: Membership, cohort: Cohort, *, kind: str = "", theme: str = "") -> WallCopyQuerySet:
    """What stands on the wall of a cohort, newest first; `theme`: an axis or a mission domain."""
    found = WallCopy.objects.visible_to(actor).filter(cohort=cohort)
    if kind in SHARED_KINDS:
        found = found.filter(kind=kind)
    if theme in Axis.values:
        found = found.filter(**{f"axis_{theme}": True})
    elif theme in Domain.values:
        through = WallCopy.missions.through.objects.filter(mission__domain=theme)
        found = found.filter(pk__in=through.values("wallcopy"))
    return found.for_screen()


def wall_since(actor: Membership, cohort: Cohort, since: date) -> list[WallCopy]:
    """What came on the wall since a Paris day: of this a group may speak freely; one query."""
    start = timezone.make_aware(datetime.combine(since, time.min))
    found = wall(actor, cohort).filter(consent__noted_at__gte=start)
    return list(found.prefetch_related(None)[:FOR_A_DAY])


def sharable(actor: Membership) -> LogbookEntryQuerySet:
    """The good practices and obstacles that the actor reads, with who wrote them."""
    found = LogbookEntry.objects.visible_to(actor).filter(kind__in=SHARED_KINDS)
    return found.select_related("week__enrolment__learner", "week__enrolment__cohort", "practice")


def facts_of(actor: Membership, entry: LogbookEntry) -> list[SharingFact]:
    """What was noted of sharing a situation, the oldest first; one query."""
    found = SharingFact.objects.visible_to(actor).filter(entry=entry)
    return list(found.select_related("noted_by__user"))


def asked_of(actor: Membership, cohort: Cohort) -> list[LogbookEntry]:
    """The situations that somebody asks the actor to share, not answered yet; one query."""
    if actor.role != Role.LEARNER:
        return []
    facts = SharingFact.objects.filter(entry=OuterRef("pk")).order_by("-number").values("act")
    own = sharable(actor).filter(week__enrolment__cohort=cohort)
    return list(own.annotate(state=Subquery(facts[:1])).filter(state=SharingAct.ASKED))

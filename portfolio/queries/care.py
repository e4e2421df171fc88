"""Whose livret waits, since when, and what was done for them; a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from people.models import Membership
from portfolio.models import CareFact, LogbookWeek
from portfolio.queries.week_facts import week_facts, with_week_facts
from portfolio.rules.care import missed_in_a_row, needs_help
from portfolio.rules.due import Keeping
from portfolio.rules.weeks import IsoWeek, week_label
from training.enums import Situation
from training.models import Enrolment
from training.models.enrolment import EnrolmentQuerySet


class Kept(NamedTuple):
    """When somebody keeps a livret, the weeks they handed in, and when they did so last."""

    keeping: Keeping
    handed_in: set[IsoWeek]
    last: datetime | None = None


@dataclass(frozen=True)
class Late:
    """Somebody with weeks missed in a row, oldest first, and the last act noted for them."""

    enrolment: Enrolment
    missed: list[IsoWeek]
    last: CareFact | None

    @property
    def needs_help(self) -> bool:
        return needs_help(len(self.missed))

    @property
    def since(self) -> str:
        return week_label(self.missed[0])


def running(enrolments: EnrolmentQuerySet, today: date) -> EnrolmentQuerySet:
    """Of these, those who keep a livret now: active, in a cohort that has begun and not ended."""
    return enrolments.filter(
        situation=Situation.ACTIVE, cohort__starts_on__lte=today, cohort__ends_on__gte=today
    )


def kept_by(enrolments: Iterable[Enrolment]) -> dict[int, Kept]:
    """By enrolment, loaded with its cohort; two queries, one after `with_week_facts`."""
    facts = week_facts(enrolments)
    handed_in: dict[int, set[IsoWeek]] = defaultdict(set)
    weeks = LogbookWeek.objects.filter(enrolment__in=facts, submitted_at__isnull=False)
    last: dict[int, datetime] = {}
    for row in weeks.order_by("submitted_at"):
        handed_in[row.enrolment_id].add(IsoWeek(row.iso_year, row.iso_week))
        if row.submitted_at:
            last[row.enrolment_id] = row.submitted_at
    return {pk: Kept(told.keeping, handed_in[pk], last.get(pk)) for pk, told in facts.items()}


def last_acts(enrolments: Iterable[int]) -> dict[int, CareFact]:
    """The last act noted for each; one query."""
    facts = CareFact.objects.filter(enrolment__in=list(enrolments)).order_by("number")
    return {fact.enrolment_id: fact for fact in facts.select_related("noted_by__user")}


def late_ones(enrolments: Iterable[Enrolment], kept: Mapping[int, Kept], today: date) -> list[Late]:
    """Those of these with a week missed, the longest stretch first; one query."""
    by_pk = {one.pk: one for one in enrolments}
    missed = {
        pk: weeks
        for pk in by_pk
        if (weeks := missed_in_a_row(kept[pk].keeping, kept[pk].handed_in, today))
    }
    acts = last_acts(missed)
    found = [Late(by_pk[pk], weeks, acts.get(pk)) for pk, weeks in missed.items()]
    return sorted(found, key=lambda late: (-len(late.missed), str(late.enrolment.learner)))


def late_logbooks(actor: Membership, today: date) -> list[Late]:
    """The late livrets that the actor may care for, the longest stretch first; three queries."""
    seen = running(Enrolment.objects.visible_to(actor), today)
    rows = seen.exclude(learner=actor.user_id).select_related("learner", "practice", "cohort")
    others = list(with_week_facts(rows))
    return late_ones(others, kept_by(others), today)

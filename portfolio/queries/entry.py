"""Situations of the livret: what completes one, and earlier ones to take up again."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from curricula.models import Mission
from people.models import Membership
from portfolio.enums import COUNTING_AUDIENCES, Audience
from portfolio.models import LogbookEntry
from portfolio.models.entry import LogbookEntryQuerySet
from portfolio.queries.practice import answers_read
from portfolio.rules.logbook import EntryFacts
from portfolio.rules.weeks import IsoWeek
from training.models import Enrolment
from training.queries.convention import delegated_on

TO_TAKE_UP = 5


def facts_of(entries: Iterable[LogbookEntry]) -> list[EntryFacts]:
    """What `missing_to_submit` wants to know of situations loaded with their claims."""
    return [
        EntryFacts(
            entry.text,
            len(entry.claims.all()),
            entry.audience in COUNTING_AUDIENCES,
            entry.to_reread,
        )
        for entry in entries
    ]


class Circle(NamedTuple):
    """Readers in words, and how many situations they will read."""

    words: str
    situations: int


def circles(entries: Iterable[LogbookEntry]) -> list[Circle]:
    """How many situations were opened to each circle, the narrowest first."""
    found = Counter(entry.audience for entry in entries)
    return [Circle(one.label.lower(), found[one]) for one in Audience if found[one]]


def missions_to_tick(entry: LogbookEntry) -> list[tuple[str, list[Mission]]]:
    """Missions that the practice of a situation delegated on its day, then those out of bounds.

    Without an agreement that held then, nobody has said which are which. Constant queries.
    """
    every = list(Mission.objects.all())
    given = delegated_on(entry.week.enrolment, entry.day, entry.practice)
    if given is None:
        return [("Missions : aucune convention signée ne disait ce jour-là lesquelles", every)]
    return [
        ("Missions déléguées ce jour-là", [m for m in every if m.pk in given]),
        ("Autres missions, hors limites ce jour-là", [m for m in every if m.pk not in given]),
    ]


def earlier_entries(enrolment: Enrolment, week: IsoWeek) -> list[LogbookEntry]:
    """The newest situations from before a week, to take one up again; one query."""
    before = LogbookEntry.objects.filter(week__enrolment=enrolment, day__lt=week.monday)
    return list(before.order_by("-day", "-pk")[:TO_TAKE_UP])


def entry_to_take_up(enrolment: Enrolment, asked: str) -> LogbookEntry | None:
    """The situation of one's own that ?reprendre= names; none if it names nothing or another's."""
    if not asked.isdecimal():
        return None
    own = LogbookEntry.objects.filter(week__enrolment=enrolment, pk=min(int(asked), 2**62))
    return own.prefetch_related("claims", "missions").first()


def shared_entries(actor: Membership) -> LogbookEntryQuerySet:
    """What an employer reads of the livrets of their practice, the newest first; six queries."""
    found = LogbookEntry.objects.visible_to(actor).select_related(
        "week__enrolment__learner", "practice"
    )
    return found.with_links().prefetch_related(answers_read(actor)).order_by("-day", "-pk")

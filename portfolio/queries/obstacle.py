"""Obstacles by practice and by kind, and what became of each; a constant number of queries."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, Prefetch, Q, Subquery, prefetch_related_objects

from people.models import Membership, Organisation
from portfolio.enums import EntryKind, ObstacleAct, ObstacleKind
from portfolio.models import LogbookEntry, ObstacleFact
from portfolio.models.entry import LogbookEntryQuerySet
from portfolio.rules.obstacle import TOLD, Life, life_of

COLUMNS = (
    "Promotion", "Nom", "Prénom", "Cabinet", "Jour", "Ce qui empêche", "État", "Signalé le",
    "Porté à", "Porté le", "Clos le", "Jours",
)  # fmt: skip
KEPT = timedelta(days=365)  # how long a closed one stays in the list, « choix de l’organisme »
UNSHOWN = ("context", "result", "learnt", "feeling")
KINDS = (*ObstacleKind.values, "")
KIND_WORDS = (*ObstacleKind.labels, "à préciser")


@dataclass(frozen=True)
class Obstacle:
    """A situation that kept somebody from working, and where it stands on a day."""

    entry: LogbookEntry
    today: date

    @cached_property
    def facts(self) -> list[ObstacleFact]:
        """As `load_facts` brought them, the oldest first."""
        return list(getattr(self.entry, "followed", ()))

    @cached_property
    def life(self) -> Life:
        return life_of(self.entry.day, self.facts)

    @property
    def days(self) -> int:
        return self.life.days(self.today)


class CountLine(NamedTuple):
    """A practice, its obstacles in the order of `KINDS`, and all of them."""

    practice: Organisation
    counts: list[int]
    total: int

    @property
    def named(self) -> Iterator[tuple[str, int]]:
        """Each count with the words of its kind."""
        return zip(KIND_WORDS, self.counts, strict=True)


def load_facts(entries: Sequence[LogbookEntry]) -> None:
    """Give each of these obstacles what was noted of it; one query, none without any."""
    facts = ObstacleFact.objects.select_related("noted_by__user")
    prefetch_related_objects(entries, Prefetch("obstacle_facts", facts, to_attr="followed"))


def readable_obstacles(actor: Membership) -> LogbookEntryQuerySet:
    """Those whose situation the actor reads, with who met them and where."""
    found = LogbookEntry.objects.visible_to(actor).filter(kind=EntryKind.OBSTACLE)
    return found.select_related("week__enrolment__learner", "week__enrolment__cohort", "practice")


def obstacles(actor: Membership, today: date) -> list[Obstacle]:
    """Those the actor reads: open ones first, the longest open first, then the newest; two queries.

    All that are open, and those met or closed since `KEPT` days: the list does not grow with the
    years. What an author keeps for themselves is in no list and no count.
    """
    since = today - KEPT
    acts = ObstacleFact.objects.filter(entry=OuterRef("pk")).exclude(act=ObstacleAct.SORTED)
    last = acts.order_by("-number")
    told = readable_obstacles(actor).annotate(
        last_act=Subquery(last.values("act")[:1]), last_on=Subquery(last.values("on")[:1])
    )
    is_open = Q(last_act=None) | ~Q(last_act__in=TOLD)
    told = told.filter(is_open | Q(day__gte=since) | Q(last_on__gte=since))
    rows: list[LogbookEntry] = list(told.defer(*UNSHOWN).order_by("-day", "-pk"))
    load_facts(rows)
    found = [Obstacle(entry, today) for entry in rows]
    return sorted(found, key=lambda one: (not one.life.is_open, -one.days * one.life.is_open))


def chosen(
    found: Iterable[Obstacle], *, state: str | None, kind: str | None, practice: int | None
) -> list[Obstacle]:
    """Those in a state (« ouverts » for any open one), of a kind, at a practice; None: any."""
    return [
        one
        for one in found
        if (state is None or (one.life.is_open if state == "ouverts" else one.life.state == state))
        and (kind is None or one.life.kind == kind)
        and (practice is None or one.entry.practice_id == practice)
    ]


def practices_of(found: Iterable[Obstacle]) -> list[tuple[int, str]]:
    """The practices where they were met, by name."""
    named = {one.entry.practice_id: str(one.entry.practice) for one in found}
    return sorted(named.items(), key=lambda item: (item[1], item[0]))


def count_table(found: Iterable[Obstacle]) -> list[CountLine]:
    """How many of each kind at each practice, the practice with most first."""
    practices: dict[int, Organisation] = {}
    counts: Counter[tuple[int, str]] = Counter()
    for one in found:
        practices[one.entry.practice_id] = one.entry.practice
        counts[one.entry.practice_id, one.life.kind] += 1
    lines = []
    for pk, practice in practices.items():
        by_kind = [counts[pk, kind] for kind in KINDS]
        lines.append(CountLine(practice, by_kind, sum(by_kind)))
    return sorted(lines, key=lambda line: (-line.total, str(line.practice), line.practice.pk))


def obstacle_rows(found: Iterable[Obstacle]) -> Iterator[tuple[object, ...]]:
    """As `COLUMNS` say; what the situations tell is not in them (« choix de l’organisme »)."""
    return (_row(one) for one in found)


def _row(one: Obstacle) -> tuple[object, ...]:
    enrolment, life = one.entry.week.enrolment, one.life
    return (
        enrolment.cohort.title, enrolment.learner.last_name, enrolment.learner.first_name,
        str(one.entry.practice), one.entry.day, life.kind_words, life.state.label, life.since,
        life.whom, life.taken_on, life.ended, one.days,
    )  # fmt: skip

"""Balance sheets of activity: their figures, and what a page of one shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from people.models import Membership
from portfolio.enums import (
    Audience,
    DayKind,
    EntryKind,
    ObstacleKind,
    ObstacleState,
    ReviewState,
    WeekState,
)
from portfolio.models import ActivityReview, LogbookEntry, LogbookWeek, ReviewEvent, WeekDay
from portfolio.queries.obstacle import UNSHOWN, Obstacle, load_facts
from portfolio.rules.bilan import (
    Named,
    Situation,
    can_show,
    is_counted,
    tally,
    weeks_of_period,
)
from portfolio.rules.weeks import FRIDAY, IsoWeek
from training.models import Enrolment

HANDED_IN = (WeekState.SUBMITTED, WeekState.SIGNED)


def review_figures(review: ActivityReview, today: date) -> dict[str, Any]:
    """What a livret says of a placement, as plain values; a constant number of queries.

    Situations are those that every reader of the balance sheet reads (`is_counted`); hours are
    minutes at this practice, in the weeks handed in; `today` is a Europe/Paris day.
    """
    return figures_of([review], today)[review.pk]


def figures_of(reviews: Sequence[ActivityReview], today: date) -> dict[int, dict[str, Any]]:
    """`review_figures` of several of one livret, by review, for as many queries as of one."""
    if not reviews:
        return {}
    entries = _entries(reviews)
    load_facts([one for one in entries if one.kind == EntryKind.OBSTACLE])
    weeks = LogbookWeek.objects.filter(enrolment=reviews[0].enrolment, state__in=HANDED_IN)
    loaded = list(weeks.prefetch_related(Prefetch("days", WeekDay.objects.all())))
    return {
        one.pk: _figures(one, [entry for entry in entries if _is_of(entry, one)], loaded, today)
        for one in reviews
    }


def _figures(
    review: ActivityReview, entries: list[LogbookEntry], weeks: list[LogbookWeek], today: date
) -> dict[str, Any]:
    counted = [one for one in entries if is_counted(one.audience, one.week.state, review.audience)]
    minutes = _minutes(review, weeks)
    touched = {one.week_id for one in counted} | set(minutes)
    signed = {week.pk for week in weeks if week.state == WeekState.SIGNED} & touched
    return {
        "as_of": today.isoformat(),
        "weeks": {
            "period": weeks_of_period(review.first, review.last),
            "handed_in": len(touched),
            "signed": len(signed),
        },
        "minutes": {
            "signed": sum(some for pk, some in minutes.items() if pk in signed),
            "waiting": sum(some for pk, some in minutes.items() if pk not in signed),
        },
        **tally([_situation(one) for one in counted]),
        "obstacles": _obstacles(counted, today),
    }


def unread_in(review: ActivityReview) -> int:
    """Situations of the period, in weeks handed in, that the readers chosen do not read."""
    entries = _entries([review])
    return sum(not is_counted(one.audience, one.week.state, review.audience) for one in entries)


def _entries(reviews: Sequence[ActivityReview]) -> list[LogbookEntry]:
    """Situations of the periods of these, at their practices, in weeks handed in."""
    periods = [
        Q(practice=one.practice_id, day__gte=one.first, day__lte=one.last) for one in reviews
    ]
    found = LogbookEntry.objects.filter(
        reduce(or_, periods), week__enrolment=reviews[0].enrolment, week__state__in=HANDED_IN
    )
    found = found.defer("text", *UNSHOWN).select_related("week")
    return list(found.prefetch_related("missions", "claims__competency"))


def _is_of(entry: LogbookEntry, review: ActivityReview) -> bool:
    return entry.practice_id == review.practice_id and review.first <= entry.day <= review.last


def _situation(entry: LogbookEntry) -> Situation:
    claims = entry.claims.all() if can_show(entry.audience) else ()
    return Situation(
        entry.pk,
        entry.kind,
        entry.week.state == WeekState.SIGNED,
        tuple(Named(one.code, one.text) for one in entry.missions.all()),
        tuple(Named(one.competency.code, one.competency.text) for one in claims),
    )


def _minutes(review: ActivityReview, weeks: Iterable[LogbookWeek]) -> dict[int, int]:
    """Minutes at the practice by week; the one sum of a week without days is of the main one."""
    found = {}
    main = review.practice_id == review.enrolment.practice_id
    for week in weeks:
        days = [day for day in week.days.all() if day.kind == DayKind.WORKED]
        here = [
            day.minutes
            for day in days
            if day.practice_id == review.practice_id and review.first <= day.day <= review.last
        ]
        friday = IsoWeek(week.iso_year, week.iso_week).day(FRIDAY)
        if here:
            found[week.pk] = sum(here)
        elif main and not days and week.practice_minutes and review.first <= friday <= review.last:
            found[week.pk] = week.practice_minutes
    return found


def _obstacles(counted: Iterable[LogbookEntry], today: date) -> list[dict[str, Any]]:
    met = [one for one in counted if one.kind == EntryKind.OBSTACLE]
    return [
        {
            "entry": one.entry.pk,
            "day": one.entry.day.isoformat(),
            "kind": one.life.kind,
            "state": one.life.state.value,
            "days": one.days,
        }
        for one in (Obstacle(entry, today) for entry in met)
    ]


@dataclass(frozen=True)
class Link:
    """A situation that the reader opens: its day, and where."""

    day: date
    url: str


@dataclass(frozen=True)
class Met:
    """A mission or a competency with its situations: all that were counted, some to open."""

    code: str
    text: str
    count: int
    links: list[Link]
    shown: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class MetObstacle:
    kind: str
    state: str
    days: int
    is_open: bool
    link: Link | None


@dataclass(frozen=True)
class ReviewPage:
    """A balance sheet as one reader sees it; `unread` is for its author, while it is a draft."""

    review: ActivityReview
    figures: dict[str, Any]
    as_of: date
    kinds: list[tuple[str, int]]
    missions: list[Met]
    competencies: list[Met]
    obstacles: list[MetObstacle]
    events: list[ReviewEvent]
    unread: int

    @property
    def waiting_weeks(self) -> int:
        """Handed in, and not signed."""
        weeks = self.figures["weeks"]
        return weeks["handed_in"] - weeks["signed"]


def review_page(actor: Membership, review: ActivityReview, today: date) -> ReviewPage:
    """All that its page and its PDF show; a constant number of queries.

    The figures of a draft are those of the day; of one handed in, those that were frozen. A
    situation is linked as long as its reader still reads it.
    """
    figures = review.figures or review_figures(review, today)
    links = _links(actor, figures)
    open_states = {ObstacleState.RAISED, ObstacleState.TAKEN, ObstacleState.AGAIN}
    return ReviewPage(
        review,
        figures,
        date.fromisoformat(figures["as_of"]),
        [(EntryKind(kind).label, count) for kind, count in figures["situations"]],
        [_met(one, links) for one in figures["missions"]],
        [_met(one, links) for one in figures["competencies"]],
        [
            MetObstacle(
                ObstacleKind(one["kind"]).label if one["kind"] else "à préciser",
                ObstacleState(one["state"]).label,
                one["days"],
                one["state"] in open_states,
                links.get(one["entry"]),
            )
            for one in figures["obstacles"]
        ],
        list(review.events.select_related("actor__user")),
        unread_in(review) if review.is_draft else 0,
    )


def _met(one: dict[str, Any], links: dict[int, Link]) -> Met:
    found = [links[pk] for pk in one["entries"] if pk in links]
    more = {name: one[name] for name in ("shown", "waiting") if name in one}
    return Met(one["code"], one["text"], len(one["entries"]), found, **more)


def _links(actor: Membership, figures: dict[str, Any]) -> dict[int, Link]:
    named = {pk for part in ("missions", "competencies") for one in figures[part]
             for pk in one["entries"]}  # fmt: skip
    named |= {one["entry"] for one in figures["obstacles"]}
    if not named:
        return {}
    rows = LogbookEntry.objects.visible_to(actor).filter(pk__in=named).select_related("week")
    return {one.pk: Link(one.day, _address(actor, one)) for one in rows}


def _address(actor: Membership, entry: LogbookEntry) -> str:
    week = entry.week
    if actor.role == Role.LEARNER:
        page = reverse("portfolio:week", args=[week.iso_year, week.iso_week])
        return f"{page}?inscription={week.enrolment_id}#situation-{entry.pk}"
    if actor.role == Role.EMPLOYER:
        return reverse("portfolio:answer_entry", args=[entry.pk])
    return f"{reverse('portfolio:read_week', args=[week.pk])}#situation-{entry.pk}"


def reviews_of(actor: Membership, enrolment: Enrolment) -> list[ActivityReview]:
    """Those of a person that the actor reads, the newest period first; one query."""
    found = ActivityReview.objects.visible_to(actor).for_screen()
    return list(found.filter(enrolment=enrolment))


def last_words(enrolment: Enrolment) -> dict[int, ActivityReview]:
    """By practice, the newest version that was handed in; one query."""
    rows = enrolment.activity_reviews.exclude(state=ReviewState.DRAFT).order_by("number")
    return {row.practice_id: row for row in rows}


def review_document(page: ReviewPage) -> dict[str, Any]:
    """A balance sheet as plain values, for its PDF."""
    review = page.review
    enrolment = review.enrolment
    return {
        "learner": str(enrolment.learner),
        "training_body": str(enrolment.cohort.organisation),
        "cohort": enrolment.cohort.title,
        "practice": str(review.practice),
        "number": review.number,
        "state": review.get_state_display(),
        "readers": Audience(review.audience).label.lower(),
        "first": review.first.isoformat(),
        "last": review.last.isoformat(),
        "as_of": page.figures["as_of"],
        "weeks": page.figures["weeks"],
        "minutes": page.figures["minutes"],
        "situations": [[label, count] for label, count in page.kinds],
        "missions": [[f"{one.code} {one.text}", one.count] for one in page.missions],
        "competencies": [
            [f"{one.code} {one.text}", one.shown, one.waiting] for one in page.competencies
        ],
        "obstacles": [[one.kind, one.state, one.days, one.is_open] for one in page.obstacles],
        "did": review.did, "learnt": review.learnt, "change": review.change,
        "readings": [
            [str(event.actor.user), timezone.localdate(event.at).isoformat(), event.comment]
            for event in page.events
            if event.state == ReviewState.READ
        ],
    }  # fmt: skip

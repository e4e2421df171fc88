"""What a planner starts from: what is left to plan, the half-days, who and what is free."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Q, QuerySet
from django.utils import timezone

from curricula.enums import BudgetCategory, Mastery
from curricula.models import Module
from people.enums import Role
from people.models import Membership
from training.enums import SessionState
from training.models import (
    ClosedPeriod,
    Cohort,
    CohortPhase,
    Room,
    TrainingSession,
)
from training.queries.agreed_week import practice_weeks
from training.queries.trainer_week import availability_of
from training.rules.availability import ALWAYS
from training.rules.holidays import public_holidays
from training.rules.planner import (
    PLANNED_CATEGORIES,
    ModuleNeed,
    Proposal,
    Resource,
    clashes,
    practice_halves,
    propose,
)
from training.rules.rhythm import Half, Phase, half_days
from training.rules.session import session_minutes


@dataclass(frozen=True)
class PlanLine:
    """One module: what the track asks in sessions, what already has a date, what is left."""

    module: Module
    asked: int
    dated: int
    left: int
    missing: int


@dataclass(frozen=True)
class AtPractice:
    """How many agreements are signed with practices, and what of the proposal falls on them."""

    agreed: int
    sessions: int
    people: int


@dataclass(frozen=True)
class CohortPlan:
    """What the planner proposes for a cohort, and against what; minutes everywhere.

    `mark` names all that was seen: the same facts have the same mark.
    """

    cohort: Cohort
    phases: list[CohortPhase]
    proposal: Proposal
    lines: list[PlanLine]
    distance: int
    work: int
    undivided: bool
    at_practice: AtPractice
    mark: str

    @property
    def total(self) -> int:
        return self.cohort.track_version.minutes

    @property
    def dated(self) -> int:
        return sum(line.dated for line in self.lines)

    @property
    def complete(self) -> bool:
        return bool(self.proposal.places)

    @property
    def last_day(self) -> date | None:
        return max((place.day for place in self.proposal.places), default=None)


def trainers_of(actor: Membership, today: date) -> QuerySet[Membership]:
    """Those of the actor's training body who teach, by name; each person once.

    Whoever leads may teach as well; a person who is a trainer too is named as a trainer.
    """
    ours = Membership.objects.visible_to(actor).active(today)
    ours = ours.filter(organisation_id=actor.organisation_id)
    trainers = ours.filter(role=Role.TRAINER)
    also = ours.filter(role=Role.LEAD).exclude(user__in=trainers.values("user"))
    return (
        ours.filter(Q(pk__in=trainers.values("pk")) | Q(pk__in=also.values("pk")))
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def holidays_shown(today: date) -> list[tuple[date, str]]:
    """The public holidays of this year and the next that are still to come."""
    both = {**public_holidays(today.year), **public_holidays(today.year + 1)}
    return [(day, name) for day, name in sorted(both.items()) if day >= today]


def standing_sessions() -> QuerySet[TrainingSession]:
    """Sessions that take their hours: all but those cancelled."""
    return TrainingSession.objects.exclude(state=SessionState.CANCELLED)


def cohort_plan(
    actor: Membership,
    cohort: Cohort,
    trainers: Sequence[Membership],
    rooms: Sequence[Room],
    now: datetime,
) -> CohortPlan:
    """The proposal for what has no date yet, from tomorrow on; a constant number of queries.

    A session kept for make-up takes its hours, and nothing of what the group is asked for.
    """
    sessions = list(standing_sessions().filter(cohort=cohort).select_related("module"))
    modules = _modules(cohort)
    group = [session for session in sessions if not session.make_up_only]
    needs = [_need(module, group) for module in modules]
    phases = list(CohortPhase.objects.visible_to(actor).filter(cohort=cohort))
    halves = _halves(cohort, [phase.rhythm for phase in phases], sessions, now)
    weeks = practice_weeks(cohort)
    proposal = propose(
        needs, halves, _trainers(cohort, trainers, now), _rooms(cohort, rooms, now),
        practice_halves(halves, weeks),
    )  # fmt: skip
    found = clashes(proposal.places, weeks)
    budgets = [budget for module in modules for budget in module.budgets.all()]
    return CohortPlan(
        cohort=cohort, phases=phases, proposal=proposal,
        lines=[_line(m, need, proposal) for m, need in zip(modules, needs, strict=True)],
        distance=_sum(budgets, BudgetCategory.DISTANCE), work=_sum(budgets, BudgetCategory.WORK),
        undivided=not budgets, mark=_mark(proposal, sessions, found),
        at_practice=AtPractice(
            sum(map(len, weeks.values())), len(found), len(frozenset().union(*found))),
    )  # fmt: skip


def _modules(cohort: Cohort) -> list[Module]:
    found = Module.objects.filter(track_version=cohort.track_version_id)
    return list(found.prefetch_related("budgets", "prerequisites").order_by("order", "pk"))


def _sum(budgets: Iterable, category: str) -> int:
    return sum(budget.minutes for budget in budgets if budget.category == category)


def _of(module: Module, sessions: Iterable[TrainingSession]) -> list[TrainingSession]:
    """The sessions of a module, whatever the version of the track they were planned in."""
    return [session for session in sessions if session.module.code == module.code]


def _need(module: Module, sessions: Iterable[TrainingSession]) -> ModuleNeed:
    mine, dated = _of(module, sessions), defaultdict[str, int](int)
    for session in mine:
        dated[session.category] += session_minutes(session.starts_at, session.ends_at)
    return ModuleNeed(
        module=module.pk,
        title=module.title,
        minutes={
            budget.category: max(0, budget.minutes - dated[budget.category])
            for budget in module.budgets.all()
            if budget.category in PLANNED_CATEGORIES
        },
        spacing_days=module.spacing_days,
        after=frozenset(
            one.required_id for one in module.prerequisites.all() if one.mastery != Mastery.ADVISED
        ),
        days=frozenset(timezone.localdate(session.starts_at) for session in mine),
    )


def _line(module: Module, need: ModuleNeed, proposal: Proposal) -> PlanLine:
    asked = sum(b.minutes for b in module.budgets.all() if b.category in PLANNED_CATEGORIES)
    missing = sum(one.minutes for one in proposal.missing if one.module == module.pk)
    return PlanLine(module, asked, asked - need.total, need.total, missing)


def _halves(
    cohort: Cohort, phases: Sequence[Phase], sessions: Sequence[TrainingSession], now: datetime
) -> list[Half]:
    """Open half-days from tomorrow on, without those on which the cohort already meets."""
    closed = [row.days for row in ClosedPeriod.objects.of(cohort)]
    found = half_days(phases, closed, timezone.localdate(now) + timedelta(days=1))
    taken = Resource(0, busy=tuple(local_hours(session) for session in sessions))
    return [half for half in found if taken.free(half)]


def local_hours(session: TrainingSession) -> tuple[date, int, int]:
    """The day of a session with its start and end in minutes of the clock in Paris."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return start.date(), start.hour * 60 + start.minute, end.hour * 60 + end.minute


def _trainers(cohort: Cohort, trainers: Sequence[Membership], now: datetime) -> list[Resource]:
    """In the order of their names; hours of every role they have count as taken."""
    if not trainers:
        return []
    users = [trainer.user_id for trainer in trainers]
    known = availability_of(cohort.organisation_id, users)
    busy = defaultdict[int, list[tuple[date, int, int]]](list)
    taught = standing_sessions().filter(trainer__user__in=users, ends_at__gt=now)
    for session in taught.select_related("trainer"):
        if session.trainer:
            busy[session.trainer.user_id].append(local_hours(session))
    return [Resource(t.pk, known.get(t.user_id, ALWAYS), tuple(busy[t.user_id])) for t in trainers]


def _rooms(cohort: Cohort, rooms: Sequence[Room], now: datetime) -> list[Resource]:
    """Rooms that hold the group, the smallest first; where none does, nobody meets on site."""
    if not rooms:
        return []
    busy = defaultdict[int | None, list[tuple[date, int, int]]](list)
    for session in standing_sessions().filter(room__in=rooms, ends_at__gt=now):
        busy[session.room_id].append(local_hours(session))
    people = cohort.enrolments.count()
    fitting = sorted(
        (r for r in rooms if r.seats >= people), key=lambda room: (room.seats, room.pk)
    )
    return [Resource(room.pk, busy=tuple(busy[room.pk])) for room in fitting] or [
        Resource(0, shut=True)
    ]


def _mark(
    proposal: Proposal, sessions: Iterable[TrainingSession], found: Iterable[frozenset[int]]
) -> str:
    seen = sorted((session.pk, session.version, session.state) for session in sessions)
    away = [sorted(who) for who in found]
    return sha256(repr((proposal.places, seen, away)).encode()).hexdigest()[:32]

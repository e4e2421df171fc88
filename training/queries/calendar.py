"""The calendar of a cohort and a person's own coming sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from people.enums import Role
from people.models import Membership, User
from records.rules.french import clock, day_and_month
from training.enums import ConflictKind, SessionState
from training.models import (
    ClosedPeriod,
    Cohort,
    CohortPhase,
    Enrolment,
    TrainingSession,
)
from training.queries.agreed_week import practice_weeks
from training.queries.group import groups
from training.queries.planning import local_hours, standing_sessions
from training.queries.trainer_week import availability_of
from training.rules.agreed_week import expected
from training.rules.availability import (
    ALWAYS,
    absences,
    away_text,
    not_given,
    not_given_text,
)
from training.rules.conflicts import Conflict, Meeting, conflicts
from training.rules.rhythm import closed_because
from training.rules.session import people_text

TO_COME = (SessionState.PLANNED, SessionState.ANNOUNCED)


@dataclass(frozen=True)
class ConflictLine:
    """A conflict in words, with the session that it stands against."""

    session: TrainingSession
    kind: ConflictKind
    text: str


@dataclass(frozen=True)
class CalendarPage:
    """The coming sessions of a cohort, and what stands in their way."""

    phases: list[CohortPhase]
    planned: int
    conflicts: list[ConflictLine]
    mark: str


def calendar_sessions(actor: Membership, cohort: Cohort) -> QuerySet[TrainingSession]:
    """Every session of a cohort that the actor may see, the first one first."""
    return (
        TrainingSession.objects.visible_to(actor)
        .filter(cohort=cohort)
        .select_related("module", "trainer__user", "room")
        .order_by("starts_at", "pk")
    )


def calendar_page(actor: Membership, cohort: Cohort, now: datetime) -> CalendarPage:
    planned = planned_sessions(cohort, now)
    return CalendarPage(
        phases=list(CohortPhase.objects.visible_to(actor).filter(cohort=cohort)),
        planned=len(planned),
        conflicts=cohort_conflicts(cohort, now),
        mark=mark_of(planned),
    )


def planned_sessions(cohort: Cohort, now: datetime) -> list[TrainingSession]:
    """Sessions that wait to be announced; one whose hour has passed does not."""
    found = cohort.sessions.filter(state=SessionState.PLANNED, starts_at__gt=now)
    return list(found.select_related("module", "trainer__user").order_by("starts_at", "pk"))


def mark_of(sessions: Iterable[TrainingSession]) -> str:
    """Names what a page showed: another session or version gives another mark."""
    seen = sorted((session.pk, session.version) for session in sessions)
    return sha256(repr(seen).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class PlannedMark:
    """How many sessions wait to be announced, and the mark of what they are."""

    count: int
    mark: str


def planned_mark(cohort: Cohort, now: datetime) -> PlannedMark:
    planned = planned_sessions(cohort, now)
    return PlannedMark(len(planned), mark_of(planned))


# --- Conflicts ------------------------------------------------------------------------------------


def cohort_conflicts(
    cohort: Cohort, now: datetime, only: TrainingSession | None = None
) -> list[ConflictLine]:
    """What stands in the way of the coming sessions of a cohort (or of one), in French.

    Looks at the sessions of the whole training body, in a constant number of queries. A timetable
    agreed with a practice is shown as a conflict; the lead may go on all the same.
    """
    coming = (
        standing_sessions()
        .filter(cohort__organisation=cohort.organisation_id, ends_at__gt=now)
        .select_related("cohort", "module", "trainer__user", "room")
    )
    if only is not None:
        coming = coming.filter(starts_at__lt=only.ends_at, ends_at__gt=only.starts_at)
    sessions = {session.pk: session for session in coming}
    people = {
        pk: frozenset(one.learner_id for one in group)
        for pk, group in groups(sessions.values()).items()
    }
    own = [s for s in sessions.values() if s.cohort_id == cohort.pk and s.state in TO_COME]
    if only is not None:
        own = [session for session in own if session.pk == only.pk]
    mine = {session.pk for session in own}
    others = [_meeting(s, people) for pk, s in sessions.items() if pk not in mine]
    found = conflicts(_dated(cohort, own, people), others)
    names = _names(found)
    return [
        ConflictLine(sessions[one.meeting], one.kind, _text(one, sessions, names)) for one in found
    ]


def _meeting(session: TrainingSession, people: dict[int, frozenset[int]]) -> Meeting:
    """A trainer is a person: two roles of one do not make them two."""
    return Meeting(
        session.pk, session.cohort_id, session.starts_at, session.ends_at,
        trainer=session.trainer.user_id if session.trainer else None, room=session.room_id,
        seats=session.room.seats if session.room else None,
        people=people[session.pk], whole=not session.make_up_only,
    )  # fmt: skip


def _dated(
    cohort: Cohort, sessions: Sequence[TrainingSession], people: dict[int, frozenset[int]]
) -> list[Meeting]:
    """The same, with what is known of their days: closed, trainer away or not to be had."""
    closed = [row.days for row in ClosedPeriod.objects.of(cohort)]
    users = {session.trainer.user_id for session in sessions if session.trainer}
    known = availability_of(cohort.organisation_id, users)
    weeks = practice_weeks(cohort)
    found = []
    for session in sessions:
        hours = local_hours(session)
        trainer = known.get(session.trainer.user_id, ALWAYS) if session.trainer else ALWAYS
        busy = expected(
            weeks, timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        )
        meeting = _meeting(session, people)
        if session.make_up_only:
            busy &= meeting.people
        found.append(
            replace(
                meeting,
                away=away_text(absences(trainer, *hours)),
                not_given=not_given_text(hours[0], not_given(trainer, *hours)),
                closed=closed_because(hours[0], closed),
                at_practice=busy,
            )
        )
    return found


def _names(found: Iterable[Conflict]) -> dict[int, str]:
    users = {user for one in found for user in one.people}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=users)}


def _text(one: Conflict, sessions: dict[int, TrainingSession], names: dict[int, str]) -> str:
    session = sessions[one.meeting]
    other = sessions.get(one.other) if one.other else None
    elsewhere = f"« {other.title} » ({other.cohort})" if other else ""
    if one.kind == ConflictKind.PRACTICE:
        return f"{people_text(sorted(names[pk] for pk in one.people))} : au cabinet à cette heure"
    if one.kind == ConflictKind.LEARNER:
        return f"{people_text(sorted(names[pk] for pk in one.people))} : aussi à {elsewhere}"
    return {
        ConflictKind.TRAINER: f"{session.trainer and session.trainer.user} : aussi à {elsewhere}",
        ConflictKind.ROOM: f"{session.room} : déjà prise par {elsewhere}",
        ConflictKind.GROUP: f"la promotion est aussi à {elsewhere}",
        ConflictKind.AWAY: f"{session.trainer and session.trainer.user} : {one.detail}",
        ConflictKind.NOT_GIVEN: f"{session.trainer and session.trainer.user} : {one.detail}",
        ConflictKind.CLOSED: f"jour fermé : {one.detail}",
        ConflictKind.SEATS: f"{session.room} : pas assez de places ({one.detail})",
    }[one.kind]


# --- A person's own -------------------------------------------------------------------------------


def own_sessions(actor: Membership) -> QuerySet[TrainingSession]:
    """Those that concern the actor as an assistant (docs/rules/attendance.md), or held by them."""
    found = TrainingSession.objects.visible_to(actor).exclude(state=SessionState.PLANNED)
    if actor.role != Role.LEARNER:
        found = found.filter(trainer__user=actor.user_id)
    return found.select_related("module", "cohort", "room", "trainer__user")


def agenda(actor: Membership, now: datetime) -> QuerySet[TrainingSession]:
    """Coming sessions, cancelled ones too, the first one first."""
    return own_sessions(actor).filter(ends_at__gt=now).order_by("starts_at", "pk")


@dataclass(frozen=True)
class NextSession:
    """The next session announced to a person, or the one that goes on now."""

    title: str
    starts_at: datetime
    ends_at: datetime
    room: str


def next_session(actor: Membership, now: datetime) -> NextSession | None:
    """That of the actor; one query."""
    found = agenda(actor, now).filter(state=SessionState.ANNOUNCED).first()
    if found is None:
        return None
    return NextSession(found.title, found.starts_at, found.ends_at, str(found.room or ""))


def with_next_session(enrolments: QuerySet[Enrolment], now: datetime) -> QuerySet[Enrolment]:
    """The next session that concerns each enrolment beside it: no query of its own."""
    told = TrainingSession.objects.filter(
        cohort=OuterRef("cohort"), state=SessionState.ANNOUNCED, ends_at__gt=now
    )
    own = {"person": OuterRef("pk")}
    coming = told.by_person().filter(**own).order_by("starts_at", "pk")
    wanted = {"title": "title", "starts": "starts_at", "ends": "ends_at", "room": "room__name"}
    return enrolments.annotate(
        **{f"next_{name}": Subquery(coming.values(field)[:1]) for name, field in wanted.items()}
    )


def next_of(enrolment: Enrolment) -> NextSession | None:
    """What `with_next_session` put beside an enrolment."""
    title, starts_at, ends_at, room = (
        getattr(enrolment, f"next_{name}") for name in ("title", "starts", "ends", "room")
    )
    return NextSession(title, starts_at, ends_at, room or "") if starts_at else None


def hours_text(starts_at: datetime, ends_at: datetime) -> str:
    """« mardi 2 mars, 9 h à 12 h 30 »"""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{day_and_month(start.date())}, {clock(start)} à {clock(end)}"


def clock_hours(start: datetime, end: datetime) -> tuple[date, str, str]:
    """The day in Paris, and both hours of the clock there."""
    begins, ends = timezone.localtime(start), timezone.localtime(end)
    return begins.date(), f"{begins:%H:%M}", f"{ends:%H:%M}"

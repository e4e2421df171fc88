"""Convocations: who would be convoked to which sessions, and who was."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from people.models import Membership
from records.rules.french import long_date
from training.enums import ConvocationState, SessionState
from training.models import (
    Cohort,
    Convocation,
    ConvocationSending,
    Enrolment,
    SituationChange,
    TrainingSession,
)
from training.permissions import CONVOCATION_ROLES
from training.queries.file_part import FilePart
from training.queries.group import groups
from training.rules.convocation import convocation_state
from training.rules.situation import Change


@dataclass(frozen=True)
class PlanLine:
    """A session with the people whom it concerns, by what becomes of each."""

    session: TrainingSession
    opening: bool
    people: dict[ConvocationState, list[Enrolment]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def to_send(self) -> list[Enrolment]:
        return self.people[ConvocationState.TO_SEND]

    @property
    def others(self) -> list[tuple[str, list[Enrolment]]]:
        """Those who are not convoked, under why."""
        states = (ConvocationState.SENT, ConvocationState.OUT)
        return [(one.label, self.people[one]) for one in states if self.people[one]]


@dataclass(frozen=True)
class ConvocationPlan:
    """What would be sent for the sessions chosen."""

    lines: list[PlanLine]

    @property
    def people(self) -> list[Enrolment]:
        """Who would receive a message, once each, by name."""
        found = {one.pk: one for line in self.lines for one in line.to_send}
        return sorted(found.values(), key=lambda one: (str(one.learner), one.pk))

    @property
    def mark(self) -> str:
        """Names what the page showed: another person, session or version gives another mark."""
        seen = [
            (line.session.pk, line.session.version, one.pk)
            for line in self.lines
            for one in line.to_send
        ]
        return sha256(repr(sorted(seen)).encode()).hexdigest()[:32]


def coming_sessions(cohort: Cohort, now: datetime) -> QuerySet[TrainingSession]:
    """Announced sessions that have not begun, the first one first."""
    found = cohort.sessions.filter(state=SessionState.ANNOUNCED, starts_at__gt=now)
    return found.select_related("module", "trainer__user", "room").order_by("starts_at", "pk")


def convocation_plan(cohort: Cohort, chosen: Collection[int], now: datetime) -> ConvocationPlan:
    """Who would be convoked to the sessions chosen; eight queries, whatever their number."""
    sessions = [one for one in coming_sessions(cohort, now) if one.pk in chosen]
    first = cohort.sessions.filter(make_up_only=False).exclude(state=SessionState.CANCELLED)
    opening = first.order_by("starts_at", "pk").values_list("pk", flat=True).first()
    enrolments = cohort.enrolments.filter(learner__is_active=True).select_related("learner")
    people = sorted(enrolments, key=lambda one: (str(one.learner), one.pk))
    changes: dict[int, list[Change]] = defaultdict(list)
    for change in SituationChange.objects.filter(enrolment__cohort=cohort).order_by("number"):
        changes[change.enrolment_id].append(Change(change.since, change.situation))
    sent: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = Convocation.objects.filter(session__in=[one.pk for one in sessions])
    for key, session, version in rows.values_list("enrolment", "session", "version"):
        sent[key, session].add(version)
    lines, concerned = [], groups(sessions)
    for one in sessions:
        line = PlanLine(one, one.pk == opening)
        day = timezone.localdate(one.starts_at)
        group = {person.pk for person in concerned[one.pk]}
        for person in (person for person in people if person.pk in group):
            told = sent[person.pk, one.pk]
            state = convocation_state(day, one.version, changes[person.pk], told)
            line.people[state].append(person)
        lines.append(line)
    return ConvocationPlan(lines)


def sendings(cohort: Cohort) -> QuerySet[ConvocationSending]:
    """What was sent to a cohort, the newest first, with the people of each session."""
    return cohort.convocations.select_related("sent_by__user").prefetch_related(
        "convocations__enrolment__learner", "convocations__session"
    )


@dataclass(frozen=True)
class OwnConvocations:
    """Those of a person: to sessions ahead, the first one first, then the others, backwards."""

    coming: list[Convocation]
    past: list[Convocation]


def own_convocations(enrolment: Enrolment, now: datetime) -> OwnConvocations:
    """One query."""
    found = list(enrolment.convocations.select_related("session", "sending"))
    coming = [one for one in found if one.ends_at > now]
    return OwnConvocations(coming, [one for one in reversed(found) if one.ends_at <= now])


def convocations_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: how many, and when the last one was sent."""
    if actor.role not in CONVOCATION_ROLES:
        return None
    found = enrolment.convocations.aggregate(count=Count("pk"), last=Max("sending__sent_at"))
    state = "Aucune pour l’instant."
    if count := found["count"]:
        day = long_date(timezone.localdate(found["last"]))
        state = f"{count} convocation{'s' if count > 1 else ''}, la dernière envoyée le {day}."
    return FilePart("Convocations", state, reverse("training:convocations", args=[enrolment.pk]))

"""What the rows of a table of presences would note, as the sessions are now."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from records.rules.french import clock
from records.rules.patient_data import explain, find_identifiers
from training.enums import Presence, SessionState, Situation
from training.models import (
    Attendance,
    Cohort,
    Enrolment,
    HeldInterval,
    SituationChange,
    TrainingSession,
)
from training.rules.attendance import Mark, mark_problem, session_key
from training.rules.attendance_import import PresenceRow
from training.rules.roll_call import roll_call_problem
from training.rules.session import session_minutes
from training.rules.situation import Change, situation_on


@dataclass(frozen=True)
class Noted:
    """A row with the session and the person it is about, and what stood there before.

    `elsewhere`: what is wrong with it is that the person counts elsewhere at the same hours.
    """

    row: PresenceRow
    session: TrainingSession | None
    enrolment: Enrolment | None
    before: Mark | None
    elsewhere: bool = False

    @property
    def same(self) -> bool:
        return not self.row.problems and self.before == self.row.mark

    @property
    def good(self) -> bool:
        return not self.row.problems and not self.same

    @property
    def correction(self) -> bool:
        return self.good and self.before is not None


@dataclass(frozen=True)
class PresencePreview:
    lines: list[Noted]
    marks: dict[int, int]

    @property
    def good(self) -> list[Noted]:
        return [line for line in self.lines if line.good]

    @property
    def wrong(self) -> list[Noted]:
        return [line for line in self.lines if line.row.problems]

    @property
    def elsewhere(self) -> list[int]:
        """The numbers of the rows about somebody who counts elsewhere at the same hours."""
        return [line.row.number for line in self.lines if line.elsewhere]

    @property
    def same(self) -> int:
        return sum(line.same for line in self.lines)

    @property
    def corrections(self) -> int:
        return sum(line.correction for line in self.lines)

    @property
    def held(self) -> int:
        """How many sessions already held the rows that can be taken touch."""
        return sum(state == SessionState.HELD for state in self._touched.values())

    @property
    def to_hold(self) -> int:
        """How many sessions only announced they hold."""
        return len(self._touched) - self.held

    @property
    def _touched(self) -> dict[int, str]:
        return {line.session.pk: line.session.state for line in self.good if line.session}

    @property
    def mark(self) -> str:
        """Another presence or state of a session since then gives another mark."""
        seen = [
            [one.row.number, one.session.pk if one.session else 0, one.good, one.correction]
            for one in self.lines
        ]
        written = json.dumps([seen, sorted(self.marks.items())])
        return hashlib.sha256(written.encode()).hexdigest()[:32]


def presence_preview(cohort: Cohort, rows: Sequence[PresenceRow], now: datetime) -> PresencePreview:
    """What these rows would note in a cohort; five queries, whatever their number."""
    changes: dict[int, list[Change]] = {}
    for one in SituationChange.objects.filter(enrolment__cohort=cohort).order_by("number"):
        changes.setdefault(one.enrolment_id, []).append(Change(one.since, one.situation))
    sessions: dict[tuple, list[TrainingSession]] = {}
    for session in cohort.sessions.select_related("module"):
        start = timezone.localtime(session.starts_at)
        sessions.setdefault((start.date(), start.time()), []).append(session)
    people = {
        one.learner.email.lower(): one
        for one in Enrolment.objects.filter(cohort=cohort).select_related("learner")
    }
    standing: dict[tuple[int, int], Mark] = {}
    marks: dict[int, int] = {}
    for mark in Attendance.objects.filter(session__cohort=cohort).order_by("number"):
        standing[mark.session_id, mark.enrolment_id] = mark.mark
        marks[mark.session_id] = marks.get(mark.session_id, 0) + 1
    lines: list[Noted] = []
    for row in rows:
        person = people.get(row.email)
        out = _out(row.day, changes.get(person.pk, ())) if row.day and person else ""
        told = row.wrong(out) if out else row
        lines.append(_noted(told, sessions, person, standing, now))
    lines = nobody_twice(lines)
    touched = {line.session.pk for line in lines if line.session}
    return PresencePreview(lines, {pk: marks.get(pk, 0) for pk in touched})


def nobody_twice(lines: Sequence[Noted]) -> list[Noted]:
    """The same rows; one that puts somebody in two places at once is wrong. One query.

    Rows are taken in the order of their sessions, as the import does: a place that an earlier row
    leaves is free, one that it takes is not.
    """
    taken = _places(lines)
    told: dict[int, Noted] = {}
    for line in sorted((one for one in lines if one.good), key=_begins):
        assert line.session  # a good row has both
        assert line.enrolment
        places = taken.setdefault(line.enrolment.learner_id, {})
        key = session_key(line.session.pk, line.enrolment.pk)
        before = places.pop(key, None)
        if line.row.mark.presence != Presence.PRESENT:
            continue
        here = line.row.mark.attended(line.session.starts_at, line.session.ends_at)
        clash = next(
            (one for one in places.values() if one[0] < here[1] and here[0] < one[1]), None
        )
        if clash is None:
            places[key] = Place(*here, line.session.title)
            continue
        told[line.row.number] = replace(line, row=line.row.wrong(clash.problem), elsewhere=True)
        if before:
            places[key] = before
    return [told.get(line.row.number, line) for line in lines]


def _begins(line: Noted) -> datetime:
    assert line.session
    return line.session.starts_at


class Place(NamedTuple):
    """Where somebody is from when to when, by its title."""

    starts_at: datetime
    ends_at: datetime
    title: str

    @property
    def problem(self) -> str:
        start, end = (clock(timezone.localtime(at)) for at in self[:2])
        return (
            f"Déjà présent à une autre séance aux mêmes heures : « {self.title} », {start} à {end}."
        )


def _places(lines: Sequence[Noted]) -> dict[int, dict[str, Place]]:
    """Where these people are counted around these sessions, by learner and source; one query."""
    good = [(one.session, one.enrolment) for one in lines if one.good]
    sessions = [session for session, _ in good if session]
    if not sessions:
        return {}
    held = HeldInterval.objects.filter(
        learner__in={enrolment.learner_id for _, enrolment in good if enrolment},
        starts_at__lt=max(one.ends_at for one in sessions),
        ends_at__gt=min(one.starts_at for one in sessions),
    )
    found: dict[int, dict[str, Place]] = {}
    for one in held:
        place = Place(one.starts_at, one.ends_at, one.label)
        found.setdefault(one.learner_id, {})[one.source_key] = place
    return found


def _out(day: date, changes: Iterable[Change]) -> str:
    if situation_on(day, changes) == Situation.ACTIVE:
        return ""
    return "Cette personne ne suivait pas la formation ce jour-là (suspension ou départ)."


def _noted(
    row: PresenceRow,
    sessions: dict[tuple, list[TrainingSession]],
    person: Enrolment | None,
    standing: dict[tuple[int, int], Mark],
    now: datetime,
) -> Noted:
    found = [
        one for one in sessions.get((row.day, row.clock), ()) if one.state != SessionState.CANCELLED
    ]
    session = found[0] if len(found) == 1 else None
    before = standing.get((session.pk, person.pk)) if session and person else None
    problems = [*_problems(row, len(found), person)]
    if session:
        problems += _session_problems(row, session, before, now)
    return Noted(row.wrong(*problems), session, person, before)


def _problems(row: PresenceRow, found: int, person: Enrolment | None) -> list[str]:
    problems = []
    if row.day and row.clock and not found:
        problems.append("Aucune séance de la promotion ne commence à cette date et à cette heure.")
    if found > 1:
        problems.append("Plusieurs séances commencent à cette heure : notez celle-ci à la main.")
    if row.email and person is None:
        problems.append("Cette adresse n’est pas celle d’une personne de la promotion.")
    if findings := find_identifiers(row.reason):
        problems.append(explain(findings))
    return problems


def _session_problems(
    row: PresenceRow, session: TrainingSession, before: Mark | None, now: datetime
) -> list[str]:
    problems = []
    if session.state != SessionState.HELD and (
        problem := roll_call_problem(session.state, session.ends_at, now)
    ):
        problems.append(problem)
    length = session_minutes(session.starts_at, session.ends_at)
    if problem := mark_problem(length, row.mark):
        problems.append(problem)
    if before is not None and before != row.mark and not row.reason:
        problems.append("Autre chose est déjà noté : donnez le motif de la correction.")
    return problems

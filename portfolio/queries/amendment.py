"""Corrections of signed weeks, and when a week is locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from curricula.enums import Moment
from curricula.models import Competency, Mission
from people.models import Membership, Organisation
from portfolio.enums import Autonomy, Axis, ClaimedLevel, DayKind, WeekState
from portfolio.models import AmendmentAnswer, LogbookEntry, LogbookWeek, WeekAmendment, WeekEvent
from portfolio.models.amendment import WeekAmendmentQuerySet
from portfolio.permissions import can_answer_amendment, can_sign_week, can_write_week
from portfolio.queries.hours import hours_of
from portfolio.rules.amendment import (
    AMENDED_TEXTS,
    LABELS,
    REMOVED,
    WAITS,
    AmendedEntry,
    Change,
    hours_as_json,
    is_locked,
    last_day_to_amend,
    refusal_to_amend,
)
from records.rules.french import day_and_month, duration


def signature_of(row: LogbookWeek) -> WeekEvent:
    """The event that signed a week; it is signed once."""
    return row.events.get(state=WeekState.SIGNED)


def week_kept(row: LogbookWeek) -> dict[str, Any]:
    """The hours of a week as a correction keeps them; one query."""
    return hours_as_json(hours_of(row), row.practice_minutes)


def amended_of(entry: LogbookEntry) -> AmendedEntry:
    """What a correction may change of a situation, as it is stored."""
    return AmendedEntry(
        **{name: getattr(entry, name) for name in (*AMENDED_TEXTS, "moment", "autonomy")},
        claims={claim.competency_id: claim.level for claim in entry.claims.all()},
        axes=frozenset(str(axis) for axis in entry.axes),
        missions=frozenset(mission.pk for mission in entry.missions.all()),
    )


@dataclass(frozen=True)
class AmendmentLine:
    """A correction as a page shows it: what changes, and whether the reader may answer it."""

    amendment: WeekAmendment
    changes: list[Change]
    answerable: bool

    @property
    def answer(self) -> AmendmentAnswer | None:
        return getattr(self.amendment, "answer", None)

    @property
    def state(self) -> str:
        if not self.answer:
            return "en attente de réponse"
        if self.amendment.actor_id == self.answer.actor_id:
            return "faite"
        return "acceptée" if self.answer.accepted else "refusée"


@dataclass(frozen=True)
class Amendments:
    """The corrections of a signed week that somebody reads, and until when there may be more.

    `entries`: the situations that may be corrected; `open`: whether the reader may, today;
    `asked`: the situations of which a correction waits, None for the hours.
    """

    lines: list[AmendmentLine]
    last_day: date
    locked: bool
    open: bool
    entries: list[LogbookEntry]
    asked: frozenset[int | None] = frozenset()

    @property
    def hours_open(self) -> bool:
        """No correction of the hours waits."""
        return None not in self.asked

    @property
    def corrected(self) -> list[AmendmentLine]:
        """Those that hold, the newest first."""
        return [line for line in self.lines if line.answer and line.answer.accepted]


def amendments_of(
    actor: Membership, row: LogbookWeek | None, entries: Iterable[LogbookEntry], today: date
) -> Amendments | None:
    """Of a signed week, else None; at most six queries. `entries`: those that the actor reads."""
    if row is None or row.state != WeekState.SIGNED:
        return None
    found = amendment_lines(actor, WeekAmendment.objects.visible_to(actor).filter(week=row))
    signed_on = timezone.localdate(signature_of(row).at)
    last = last_day_to_amend(signed_on)
    asked = frozenset(row.amendments.filter(answer=None).values_list("entry", flat=True))
    may = can_write_week(actor, row.enrolment) or can_sign_week(actor, row.enrolment)
    return Amendments(
        lines=found,
        last_day=last,
        locked=is_locked(signed_on, bool(asked), today),
        open=may and today <= last,
        entries=[entry for entry in entries if entry.signed_by_somebody],
        asked=asked,
    )


def refusal_now(row: LogbookWeek, entry: LogbookEntry | None, today: date) -> str:
    """Why no correction of a signed week is taken now, of its hours or of a situation, in French.

    Empty if one is; two queries.
    """
    if refusal := refusal_to_amend(timezone.localdate(signature_of(row).at), today):
        return refusal
    return WAITS if row.amendments.filter(entry=entry, answer=None).exists() else ""


def amendment_lines(actor: Membership, rows: WeekAmendmentQuerySet) -> list[AmendmentLine]:
    """Corrections with what they change, the newest first; four queries."""
    every = list(
        rows.select_related(
            "week__enrolment__cohort", "week__enrolment__learner", "entry", "actor__user",
            "answer__actor__user",
        ).order_by("-pk")
    )  # fmt: skip
    names = names_in(every)
    return [
        AmendmentLine(
            one,
            changes_of(one, names),
            not hasattr(one, "answer") and can_answer_amendment(actor, one),
        )
        for one in every
    ]


def waiting_amendments(actor: Membership) -> WeekAmendmentQuerySet:
    """Corrections that the actor may answer, the oldest first."""
    return WeekAmendment.objects.answerable_by(actor).order_by("at", "pk")


class Names(NamedTuple):
    """What corrections keep by primary key, in words; competencies and missions with their code."""

    practices: dict[int, str]
    competencies: dict[int, str]
    missions: dict[int, str]


def names_in(every: list[WeekAmendment]) -> Names:
    """What the corrections name; three queries."""
    sides = [side for one in every for side in (one.before, one.after)]
    practices = {day[3] for side in sides for day in side.get("days", ()) if day[3]}
    claimed = {claim[0] for side in sides for claim in side.get("claims", ())}
    missions = {pk for side in sides for pk in side.get("missions", ())}
    return Names(
        dict(Organisation.objects.filter(pk__in=practices).values_list("pk", "name")),
        _named(Competency.objects.filter(pk__in=claimed)),
        _named(Mission.objects.filter(pk__in=missions)),
    )


def _named(rows: QuerySet[Any]) -> dict[int, str]:
    return {pk: f"{code} {text}" for pk, code, text in rows.values_list("pk", "code", "text")}


def changes_of(amendment: WeekAmendment, names: Names) -> list[Change]:
    """What is not the same before and after, in words; also what was taken out of both.

    Of several things said together, such as missions, only those that come or go.
    """
    before, after = (
        _said_of_entry(side, names) if amendment.entry_id else _said_of_hours(side, names.practices)
        for side in (amendment.before, amendment.after)
    )
    return [
        Change(name.partition("|")[2], _only(was, becomes), _only(becomes, was))
        for name in sorted({*before, *after})
        if (was := before.get(name, [])) != (becomes := after.get(name, [])) or was == [REMOVED]
    ]


def _only(words: list[str], others: list[str]) -> str:
    return " ; ".join(one for one in words if one not in others or one == REMOVED) or "rien"


def _said_of_entry(side: dict[str, Any], names: Names) -> dict[str, list[str]]:
    """Each thing with its words; the part before « | » sorts."""
    moment, autonomy = dict(Moment.choices), dict(Autonomy.choices)
    said = {f"{n}|{LABELS[name]}": [side[name]] for n, name in enumerate(AMENDED_TEXTS)}
    said["4|Moment"] = [moment.get(side.get("moment", ""), "")]
    said["5|Comment"] = [autonomy.get(side.get("autonomy", ""), "")]
    said["6|Cela touche"] = [Axis(axis).label for axis in side.get("axes", ())]
    said["7|Missions"] = [names.missions.get(pk, "") for pk in side.get("missions", ())]
    claims = [(names.competencies.get(pk, ""), level) for pk, level in side["claims"]]
    said["8|Compétences"] = [_claim(name, level) for name, level in claims]
    return {name: words for name, words in said.items() if any(words)}


def _claim(name: str, level: int | None) -> str:
    return name if level is None else f"{name} ({ClaimedLevel(level).label})"


def _said_of_hours(side: dict[str, Any], practices: dict[int, str]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for day, kind, minutes, practice in side["days"]:
        name = f"{day}|{day_and_month(date.fromisoformat(day)).capitalize()}"
        words = DayKind(kind).label
        if practice:
            words = f"{duration(minutes)}, {practices.get(practice, '')}"
        said.setdefault(name, []).append(words)
    for key, name in (
        ("practice", "Au cabinet, en tout"), ("logbook", "Pour le livret"),
        ("collective", "En groupe"),
    ):  # fmt: skip
        said[f"x{name}|{name}"] = [duration(side[key])]
    return said

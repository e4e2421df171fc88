"""Corrections of a signed week, and when it is locked (docs/rules/livret.md, « Corrections »)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.rules.logbook import MAX_TEXT
from records.rules.french import long_date

AMEND_DAYS = 28
MAX_REASON = 500
# What stands where a text named a patient.
REMOVED = "[retiré : nom d’un patient]"
WAITS = "Une correction attend déjà une réponse : attendez-la."
AMENDED_TEXTS = ("text", "context", "result", "learnt")
LABELS = {
    "text": "Ce qui s’est passé, ce que j’ai fait",
    "context": "Le contexte",
    "result": "Le résultat",
    "learnt": "Ce que j’ai appris",
}


@dataclass(frozen=True)
class AmendedEntry:
    """What a correction may change of a situation; claims as in `WrittenEntry`.

    What was felt, its readers, its day and its kind stay: nobody signed the first two. `missions`
    are primary keys.
    """

    text: str
    context: str = ""
    result: str = ""
    learnt: str = ""
    claims: Mapping[int, int | None] = field(default_factory=dict)
    moment: str = ""
    autonomy: str = ""
    axes: frozenset[str] = frozenset()
    missions: frozenset[int] = frozenset()

    @property
    def texts(self) -> list[str]:
        return [getattr(self, name) for name in AMENDED_TEXTS]


class Change(NamedTuple):
    """One thing that a correction changes, as it was and as it becomes, in words."""

    name: str
    before: str
    after: str


def last_day_to_amend(signed_on: date) -> date:
    """28 days after the signature, that day included (« choix de l’organisme »)."""
    return signed_on + timedelta(days=AMEND_DAYS)


def is_locked(signed_on: date, waiting: bool, today: date) -> bool:
    """A signed week is locked after its last day to amend, once nothing asked in time waits."""
    return today > last_day_to_amend(signed_on) and not waiting


def refusal_to_amend(signed_on: date, today: date) -> str:
    """Why no correction is taken any more, in French; empty if one is."""
    last = last_day_to_amend(signed_on)
    if today <= last:
        return ""
    return (
        f"Cette semaine est verrouillée : une correction se demandait jusqu’au {long_date(last)}, "
        f"{AMEND_DAYS} jours après le visa."
    )


def text_problem(amended: AmendedEntry) -> str:
    """Why the text of a correction cannot be kept, in French; empty if it can."""
    if not amended.text:
        return "Écrivez ce qui s’est passé : le texte est vide."
    if any(len(text) > MAX_TEXT for text in amended.texts):
        return f"Le texte dépasse {MAX_TEXT} caractères : raccourcissez-le."
    return ""


def hours_as_json(hours: WrittenHours, practice: int) -> dict[str, Any]:
    """Hours as a correction keeps them, in minutes; `practice` is the sum at the practices.

    A week from before the days has that sum and no day.
    """
    return {
        "days": [[day.day.isoformat(), day.kind, day.minutes, day.practice] for day in hours.days],
        "logbook": hours.logbook,
        "collective": hours.collective,
        "practice": practice,
    }


def hours_from_json(kept: Mapping[str, Any]) -> WrittenHours:
    """The inverse of `hours_as_json`."""
    days = tuple(
        WrittenDay(date.fromisoformat(day), kind, minutes, practice)
        for day, kind, minutes, practice in kept["days"]
    )
    return WrittenHours(days, kept["logbook"], kept["collective"])


def entry_as_json(amended: AmendedEntry) -> dict[str, Any]:
    """A situation as a correction keeps it; competencies and missions by primary key."""
    return {
        **{name: getattr(amended, name) for name in (*AMENDED_TEXTS, "moment", "autonomy")},
        "claims": sorted([pk, level] for pk, level in amended.claims.items()),
        "axes": sorted(amended.axes),
        "missions": sorted(amended.missions),
    }


def entry_from_json(kept: Mapping[str, Any], stored: AmendedEntry) -> AmendedEntry:
    """The inverse of `entry_as_json`; what the correction does not speak of is as stored.

    Corrections from before moment, autonomy, axes and missions were corrected do not have these.
    """
    said = {**entry_as_json(stored), **kept}
    return AmendedEntry(
        **{name: said[name] for name in (*AMENDED_TEXTS, "moment", "autonomy")},
        claims=dict(said["claims"]),
        axes=frozenset(said["axes"]),
        missions=frozenset(said["missions"]),
    )


def rewritten_texts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the texts that a correction of a situation changes."""
    return [name for name in AMENDED_TEXTS if before[name] and before[name] != after[name]]


def without_texts(kept: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """A situation as a correction keeps it, those of its texts that named a patient taken out."""
    gone = {name: REMOVED for name in names if kept[name]}
    return {**kept, **gone}


def levels_said(before: AmendedEntry, after: AmendedEntry) -> bool:
    """Whether a level is said anew: that is for the author of the situation alone."""
    return any(level != before.claims.get(pk) for pk, level in after.claims.items())


def is_as_kept(kept: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a situation is as a correction found it, as far as that was kept."""
    return all(value in (REMOVED, now[name]) for name, value in kept.items())

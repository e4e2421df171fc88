"""What a situation of the livret says, and when it can be kept (docs/rules/livret.md)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from curricula.enums import Moment
from portfolio.enums import (
    USUAL_AUDIENCE,
    Audience,
    Autonomy,
    Axis,
    ClaimedLevel,
    EntryKind,
)
from portfolio.rules.logbook import MAX_TEXT
from portfolio.rules.template import is_untouched

UNKNOWN_CHOICE = "Un des choix n’existe pas : rechargez la page."

TEXTS = ("text", "context", "result", "learnt", "feeling")


@dataclass(frozen=True)
class WrittenEntry:
    """What a person typed for a situation.

    `claims`: competencies by primary key, with the level said or None. `missions` and `practice`
    are primary keys; no practice is the main one. An empty audience is the usual one of the kind.
    """

    day: date
    kind: str
    text: str
    claims: Mapping[int, int | None] = field(default_factory=dict)
    context: str = ""
    result: str = ""
    learnt: str = ""
    feeling: str = ""
    moment: str = ""
    axes: frozenset[str] = frozenset()
    autonomy: str = ""
    audience: str = ""
    missions: frozenset[int] = frozenset()
    practice: int | None = None

    @property
    def texts(self) -> list[str]:
        """Everything that was typed, to be looked at by the patient-data guard."""
        return [getattr(self, name) for name in TEXTS]


def tidy(written: WrittenEntry) -> WrittenEntry:
    """The same without outer spaces, and with the usual audience where none was chosen."""
    usual = USUAL_AUDIENCE.get(EntryKind(written.kind)) if written.kind in EntryKind else None
    return replace(
        written,
        audience=written.audience or usual or "",
        **{name: getattr(written, name).strip() for name in TEXTS},
    )


def entry_problem(written: WrittenEntry, days: Collection[date]) -> str:
    """Why a situation cannot be kept, in French; empty if it can. `days`: those it may bear."""
    if not written.text:
        return "Écrivez ce qui s’est passé : le texte est vide."
    if is_untouched(written.text):
        return "C’est le modèle tel quel : complétez les « … » avec ce que vous avez fait."
    if any(len(text) > MAX_TEXT for text in written.texts):
        return f"Le texte dépasse {MAX_TEXT} caractères : raccourcissez-le."
    if written.kind not in EntryKind:
        return "Ce genre de situation n’existe pas."
    if written.day not in days:
        return "Ce jour n’est pas dans la semaine, ou n’est pas encore venu."
    if written.audience not in Audience or not choices_known(written):
        return UNKNOWN_CHOICE
    return ""


class Chosen(Protocol):
    """What is chosen of a situation."""

    @property
    def moment(self) -> str: ...

    @property
    def autonomy(self) -> str: ...

    @property
    def axes(self) -> frozenset[str]: ...

    @property
    def claims(self) -> Mapping[int, int | None]: ...


def choices_known(chosen: Chosen) -> bool:
    """Whether moment, autonomy, axes and levels are among those that there are."""
    return (
        chosen.moment in ("", *Moment)
        and chosen.autonomy in ("", *Autonomy)
        and all(axis in Axis for axis in chosen.axes)
        and all(level is None or level in ClaimedLevel for level in chosen.claims.values())
    )


class Described(Protocol):
    """What was said of a situation."""

    context: str
    result: str
    learnt: str


def to_complete(entry: Described, claimed: bool) -> list[str]:
    """What a situation written in one sentence still lacks; none of it is compulsory."""
    lacking = {
        "une compétence": claimed,
        "le contexte": entry.context,
        "le résultat": entry.result,
        "ce que vous avez appris": entry.learnt,
    }
    return [words for words, said in lacking.items() if not said]

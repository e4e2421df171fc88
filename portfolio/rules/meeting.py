"""What the minutes of a meeting hold, and on which day it was (document 000, lines 524 to 576)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from portfolio.enums import MeetingKind, VisitHalf
from portfolio.rules.logbook import MAX_TEXT

MAX_REASON = 500
MAX_ACTION = 300
LAST_DUE_DAYS = 730
PARTS = ("first", "second", "third")


class Section(NamedTuple):
    """A part of the minutes, with what it is about."""

    title: str
    about: str = ""


SECTIONS: dict[MeetingKind, tuple[Section, ...]] = {
    # Document 000, lines 538 to 542.
    MeetingKind.VISIT: (
        Section(
            "Locaux, poste de travail, moyens", "L’aménagement, ce qui manque pour travailler."
        ),
        Section(
            "Climat et relations",
            "Avec les collaborateurs du médecin, les patients en général, le médecin.",
        ),
        Section("Production", "Ce que la personne fait et produit, ce qui change."),
    ),
    # Document 000, line 528.
    MeetingKind.INTERVIEW: (
        Section("Situation professionnelle", "Où en est la personne, ce qui va et ne va pas."),
        Section("Emploi", "Ses contours, les conditions pour y réussir."),
        Section("Projet", "Ce que la personne veut pour la suite."),
    ),
    MeetingKind.CALL: (Section("Ce qui a été dit"),),
    # Document 000, lines 568 to 576.
    MeetingKind.GROUP: (
        Section("Échanges de pratiques et de vécu", "Sans nommer qui l’a dit : le groupe lit."),
        Section("Problèmes mis en débat", "À qui ils sont portés, ce qui peut les résoudre."),
        Section("Bonnes pratiques dégagées", "Ce qui a bien marché et peut servir à tous."),
    ),
}


@dataclass(frozen=True)
class WrittenMinutes:
    """What somebody typed of a meeting; `practice` and `half`: where and when a visit was.

    `half`: empty as long as it is not known.
    """

    held_on: date
    first: str
    second: str = ""
    third: str = ""
    practice: int | None = None
    half: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in PARTS)


def tidy_minutes(written: WrittenMinutes) -> WrittenMinutes:
    """Without outer spaces, line ends as one character."""
    texts = {name: getattr(written, name).replace("\r\n", "\n").strip() for name in PARTS}
    return replace(written, **texts)


def minutes_problem(kind: MeetingKind, texts: Iterable[str]) -> str:
    """Why minutes cannot be kept, in French; empty if they can."""
    written = list(texts)
    if not any(written):
        return "Écrivez au moins une partie du compte rendu."
    if any(len(text) > MAX_TEXT for text in written):
        return f"Une partie dépasse {MAX_TEXT} caractères : raccourcissez-la."
    if any(written[len(SECTIONS[kind]) :]):
        return "Une partie n’existe pas dans ce compte rendu : rechargez la page."
    return ""


def day_problem(held_on: date, first: date, today: date) -> str:
    """A meeting is noted once it was held, never before the person or the group began.

    `first`: the earlier of the day of enrolment and the first day of the cohort, so that somebody
    enrolled late keeps what happened before; a choice of ours. Days in Europe/Paris.
    """
    if held_on > today:
        return "Ce jour n’est pas encore venu : un compte rendu s’écrit après la rencontre."
    if held_on < first:
        return "Ce jour précède l’inscription et le début de la promotion."
    return ""


def half_problem(kind: MeetingKind, half: str) -> str:
    """A visit takes half a day (document 000, line 536); which one may wait to be known."""
    if not half:
        return ""
    if kind != MeetingKind.VISIT:
        return "Seule une visite a une demi-journée."
    return "" if half in VisitHalf.values else "Choisissez le matin ou l’après-midi."


def said_half_problem(kind: MeetingKind, said: str, half: str) -> str:
    """The same of a correction: a half that was `said` stays, one that was not is said once."""
    if said and half not in ("", said):
        return "La demi-journée de cette visite est déjà dite : elle ne change plus."
    return half_problem(kind, half)


def due_problem(due_on: date, held_on: date, today: date) -> str:
    """An action is due from the day of its meeting on, within two years (a choice of ours)."""
    if due_on < held_on:
        return "L’échéance précède la rencontre."
    if due_on > today + timedelta(days=LAST_DUE_DAYS):
        return "L’échéance est à plus de deux ans : vérifiez l’année."
    return ""


def is_late(due_on: date, done: bool, today: date) -> bool:
    """Open after its last day; on that day it is not late yet."""
    return not done and due_on < today

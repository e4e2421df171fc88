"""A personal and professional balance sheet, step by step. Worked tables: docs/rules/bilans.md.

Document 000, lines 1010 to 1018: alone, then an interview, strengths and brakes, a realistic
project, a plan of action, a presentation before the group. Its form is lost: headings and states
are « choix de l’organisme ».
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar

from portfolio.enums import Audience, Heading, PersonalStep
from portfolio.rules.logbook import MAX_TEXT

MAX_PRESENT = 300
MAX_SAID = 2000
# For whom it may be once it is shared; never for an employer or a funder.
SHARED_AUDIENCES = (Audience.SUPPORT, Audience.TRAINING)
STEPS = tuple(PersonalStep)
# What each step adds to write; what was written before is taken up again at any later step.
ADDED: dict[PersonalStep, tuple[Heading, ...]] = {
    PersonalStep.ALONE: (
        Heading.EXPERIENCES,
        Heading.STRENGTHS,
        Heading.BRAKES,
        Heading.LIKES,
        Heading.WANTS,
    ),
    PersonalStep.INTERVIEW: (),
    PersonalStep.PROJECT: (Heading.THREAD, Heading.PROJECT),
    PersonalStep.PLAN: (Heading.MEANS,),
    PersonalStep.PRESENTED: (),
}


class Written(Protocol):
    """What the rule of sight wants to know of a version of a heading."""

    @property
    def heading(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def written_at(self) -> datetime: ...


W = TypeVar("W", bound=Written)


class WrittenPresentation(NamedTuple):
    """What somebody noted of the presentation: its day, who was there, what was said back."""

    held_on: date
    present: str
    said_back: str


def headings_at(step: str) -> list[Heading]:
    """What may be written at a step, in the order of the steps."""
    reached = STEPS[: STEPS.index(PersonalStep(step)) + 1]
    return [heading for one in reached for heading in ADDED[one]]


def is_reached(step: str, wanted: PersonalStep) -> bool:
    return STEPS.index(PersonalStep(step)) >= STEPS.index(wanted)


def changed_texts(texts: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    """What was typed and differs from what is stored, tidied; the rest makes no version."""
    tidied = {name: text.replace("\r\n", "\n").strip() for name, text in texts.items()}
    return {name: text for name, text in tidied.items() if text != stored.get(name, "")}


def texts_problem(texts: Mapping[str, str], step: str) -> str:
    """Why what was typed cannot be kept, in French; empty if it can."""
    if not set(texts) <= set(headings_at(step)):
        return "Cette partie ne s’écrit pas à cette étape : rechargez la page."
    if any(len(text) > MAX_TEXT for text in texts.values()):
        return f"Une partie dépasse {MAX_TEXT} caractères : raccourcissez-la."
    return ""


def missing_to_share(texts: Mapping[str, str], audience: str) -> str:
    """Why it cannot be shared yet, in French: an audience, and something to speak of."""
    if audience not in SHARED_AUDIENCES:
        return "Choisissez qui lira ce bilan."
    if not any(texts.get(heading) for heading in ADDED[PersonalStep.ALONE]):
        return "Écrivez au moins une partie avant de partager."
    return ""


def missing_to_plan(texts: Mapping[str, str]) -> str:
    """A plan of action is drawn for a project that is written (document 000, line 1016)."""
    return "" if texts.get(Heading.PROJECT) else "Écrivez d’abord votre projet d’évolution."


def presentation_problem(
    written: WrittenPresentation, interview: date, actions: int, today: date
) -> str:
    """Why a presentation cannot be noted, in French; empty if it can.

    It shows the actions that carry the project (line 1018): there is one at least.
    """
    if not actions:
        return "Ajoutez d’abord une action au plan."
    if written.held_on > today:
        return "Ce jour n’est pas encore venu : la présentation se note après."
    if written.held_on < interview:
        return "Ce jour précède l’entretien."
    if not written.present or len(written.present) > MAX_PRESENT:
        return f"Dites devant qui, en {MAX_PRESENT} caractères au plus : des rôles suffisent."
    if len(written.said_back) > MAX_SAID:
        return f"Ce qui a été dit tient en {MAX_SAID} caractères."
    return ""


def newest(versions: Collection[W]) -> dict[str, W]:
    """By heading, the version that holds."""
    return {one.heading: one for one in sorted(versions, key=lambda one: one.number)}


def shown_versions(versions: Sequence[W], shared_at: datetime | None, own: bool) -> list[W]:
    """The versions that a reader sees, the newest of each heading first.

    Its author sees all. Nobody else ever sees what had been replaced before it was shared, nor
    anything of what is not shared.
    """
    if not own and shared_at is None:
        return []
    ordered = sorted(versions, key=lambda one: -one.number)
    if own:
        return ordered
    replaced = {
        (one.heading, one.number - 1)
        for one in versions
        if shared_at is not None and one.written_at <= shared_at
    }
    # A version that was replaced in time takes those before it along.
    last = {heading: max(n for h, n in replaced if h == heading) for heading, _ in replaced}
    return [one for one in ordered if one.number > last.get(one.heading, 0)]

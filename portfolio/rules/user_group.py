"""Groups of users: their dates, voices, needs and référents. Worked tables: docs/rules/groups.md.

Document 001: teams with the same software meet (line 1663), in groups by level (line 466), at
regular times « par exemple, tous les deux mois » on subjects that they chose before (line 1681);
needs go to the editor in a synthesis (line 1673). The rest is ours, « choix de l’organisme ».
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from portfolio.enums import NEED_TRANSITIONS, GroupKind, NeedState
from portfolio.rules.words import tidy_label

USUAL_WEEKS, FEWEST_WEEKS, MOST_WEEKS = 8, 1, 52
PROPOSED = 4
MAX_NAME, MAX_LINE, MAX_WORDS = 80, 200, 1000
OPEN_NEEDS = (NeedState.NOTED, NeedState.PASSED, NeedState.WORKING)
# Without these words a state says nothing: how it was solved, why it was set aside.
TOLD = (NeedState.SOLVED, NeedState.DROPPED)


@dataclass(frozen=True)
class GroupPace:
    """How often a group meets, from which day; `closed`: it takes part in nothing new."""

    weeks: int
    first_on: date
    closed: bool = False


@dataclass(frozen=True)
class NewNeedFact:
    """What becomes of a need."""

    state: str
    whom: str = ""
    note: str = ""


class Voice(Protocol):
    """What the rule wants to know of a voice, given or taken back."""

    @property
    def person_id(self) -> int: ...
    @property
    def given(self) -> bool: ...


class Stated(Protocol):
    @property
    def state(self) -> str: ...


class Named(Protocol):
    """A référent from a day on; without anybody, the practice has none from then on."""

    @property
    def since(self) -> date: ...


N = TypeVar("N", bound=Named)


def name_problem(kind: str, name: str) -> str:
    """Why a group cannot be opened under a name, in French; empty if it can."""
    if kind not in GroupKind:
        return "Choisissez ce qui réunit le groupe."
    return line_problem(name, "Le nom", MAX_NAME)


def line_problem(text: str, what: str, most: int = MAX_LINE) -> str:
    if not text:
        return f"{what} est vide."
    return f"{what} tient en {most} caractères." if len(text) > most else ""


def pace_problem(pace: GroupPace) -> str:
    """Why a rhythm cannot be kept, in French; empty if it can."""
    if not FEWEST_WEEKS <= pace.weeks <= MOST_WEEKS:
        return f"Le rythme est de {FEWEST_WEEKS} à {MOST_WEEKS} semaines."
    return ""


def proposed_dates(pace: GroupPace, today: date) -> list[date]:
    """The next days on which the group would meet, from today on; none once it is closed."""
    if pace.closed:
        return []
    step = timedelta(weeks=pace.weeks)
    passed = max(0, -((pace.first_on - today).days // step.days))
    first = pace.first_on + passed * step
    return [first + number * step for number in range(PROPOSED)]


def voices(votes: Iterable[Voice]) -> int:
    """Persons whose newest word, in the order given, is a voice: one each."""
    newest = {vote.person_id: vote.given for vote in votes}
    return sum(newest.values())


def need_state(facts: Sequence[Stated]) -> NeedState:
    """What the facts, in their order, say last."""
    return NeedState(facts[-1].state) if facts else NeedState.NOTED


def tidy_need_fact(new: NewNeedFact) -> NewNeedFact:
    """On one line each; to whom only where it was passed on."""
    whom = tidy_label(new.whom) if new.state == NeedState.PASSED else ""
    return NewNeedFact(new.state, whom, tidy_label(new.note))


def need_problem(new: NewNeedFact, state: NeedState) -> str:
    """Why something cannot be noted of a need, in French; empty if it can."""
    if new.state not in NEED_TRANSITIONS[state]:
        return "Cet état ne peut pas être noté maintenant : relisez ce qui a été noté."
    if new.state == NeedState.PASSED and not new.whom:
        return "Dites à qui vous l’avez transmis : un rôle suffit."
    if new.state in TOLD and not new.note:
        return "Dites comment, ou pourquoi, en une phrase."
    if len(new.whom) > MAX_LINE or len(new.note) > MAX_LINE:
        return f"Chaque précision tient en {MAX_LINE} caractères."
    return ""


def in_period(raised_on: date, last_on: date, state: NeedState, since: date, until: date) -> bool:
    """Whether a need belongs to a synthesis: open at its end, or ended within it.

    `state` and `last_on`: as of the end of the period.
    """
    return raised_on <= until and (state in OPEN_NEEDS or last_on >= since)


def period_problem(since: date, until: date, today: date) -> str:
    if since > until:
        return "Le premier jour est après le dernier."
    return "Le dernier jour n’est pas encore venu." if until > today else ""


def named_on(rows: Iterable[N], day: date) -> N | None:
    """The newest naming that holds on a day; rows in the order in which they were noted."""
    holding = [(row.since, number, row) for number, row in enumerate(rows) if row.since <= day]
    return max(holding, key=lambda one: one[:2])[2] if holding else None

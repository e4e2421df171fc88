"""A balance sheet of activity: what is counted, for whom. Worked tables: docs/rules/bilans.md.

Document 000, line 584, says when it is written and that there is one for each experience; its form
is lost. What is counted and the three headings are « choix de l’organisme ».
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from portfolio.enums import COUNTING_AUDIENCES, Audience, EntryKind, WeekState
from portfolio.rules.logbook import MAX_TEXT
from portfolio.rules.weeks import weeks_between

WORDS = ("did", "learnt", "change")
# For whom one may be: what is for oneself alone is a draft.
REVIEW_AUDIENCES = (Audience.SUPPORT, Audience.TRAINING, Audience.EMPLOYER)
LONGEST_DAYS = 1100
CIRCLES = tuple(Audience)


class Named(NamedTuple):
    """A mission or a competency, as it was called that day."""

    code: str
    text: str


@dataclass(frozen=True)
class Situation:
    """A situation that counts; `signed`: its week is. Competencies are those that may count."""

    pk: int
    kind: str
    signed: bool
    missions: tuple[Named, ...] = ()
    competencies: tuple[Named, ...] = ()


@dataclass(frozen=True)
class WrittenReview:
    """What somebody typed of a balance sheet of activity."""

    practice: int
    first: date
    last: date
    audience: str
    did: str = ""
    learnt: str = ""
    change: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in WORDS)


def tidy_review(written: WrittenReview) -> WrittenReview:
    """Without outer spaces, line ends as one character."""
    texts = {name: getattr(written, name).replace("\r\n", "\n").strip() for name in WORDS}
    return replace(written, **texts)


def is_counted(audience: str, state: str, readers: str) -> bool:
    """Whether a situation is counted in a balance sheet that is open to `readers`.

    Its week waits for a signature or has one, and its circle holds the readers: whoever reads the
    balance sheet reads each situation that is in its figures.
    """
    handed_in = state in (WeekState.SUBMITTED, WeekState.SIGNED)
    return handed_in and CIRCLES.index(Audience(audience)) >= CIRCLES.index(Audience(readers))


def can_show(audience: str) -> bool:
    """A competency counts only where the training body reads (docs/rules/livret.md, 4)."""
    return audience in COUNTING_AUDIENCES


def tally(situations: Sequence[Situation]) -> dict[str, Any]:
    """Situations by kind, missions and competencies with the situations that met them.

    The most frequent come first, then by code; each kind stands in the order of the livret.
    """
    kinds = Counter(one.kind for one in situations)
    return {
        "situations": [[kind.value, kinds[kind]] for kind in EntryKind if kinds[kind]],
        "missions": [
            {**named._asdict(), "entries": [one.pk for one in found]}
            for named, found in _by(situations, "missions")
        ],
        "competencies": [
            {
                **named._asdict(),
                "entries": [one.pk for one in found],
                "shown": sum(one.signed for one in found),
                "waiting": sum(not one.signed for one in found),
            }
            for named, found in _by(situations, "competencies")
        ],
    }


def _by(situations: Iterable[Situation], what: str) -> list[tuple[Named, list[Situation]]]:
    found: dict[Named, list[Situation]] = {}
    for one in situations:
        for named in getattr(one, what):
            found.setdefault(named, []).append(one)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def weeks_of_period(first: date, last: date) -> int:
    """How many ISO weeks a period touches."""
    return len(weeks_between(first, last))


def review_problem(written: WrittenReview, begun: date) -> tuple[str, str]:
    """Why a balance sheet cannot be kept, in French, and which part of it; both empty if it can.

    `begun`: the first day of the cohort, or of the enrolment if that is earlier.
    """
    if written.audience not in REVIEW_AUDIENCES:
        return "Choisissez qui lira ce bilan.", "audience"
    if written.last < written.first:
        return "Le dernier jour précède le premier.", "last"
    if written.first < begun:
        return "Le premier jour précède l’inscription et le début de la promotion.", "first"
    if (written.last - written.first).days > LONGEST_DAYS:
        return "Cette période dépasse trois ans : vérifiez les années.", "last"
    for field, text in zip(WORDS, written.texts, strict=True):
        if len(text) > MAX_TEXT:
            return f"Cette partie dépasse {MAX_TEXT} caractères : raccourcissez-la.", field
    return "", ""


def missing_to_hand_in(did: str, first: date, today: date) -> str:
    """What is still missing to hand in, in French; empty if nothing is."""
    if not did.strip():
        return "Écrivez d’abord ce que vous avez fait."
    if first > today:
        return "Cette période n’a pas commencé."
    return ""

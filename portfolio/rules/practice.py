"""What a practice may answer to a week or a situation. Worked tables: docs/rules/livret.md."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from portfolio.enums import AnswerKind, LinkState, Prepared, WeekState

# Choices of the training body.
LINK_LASTS = timedelta(days=14)
LINKS_A_DAY = 5
LINK_TOLD = timedelta(days=7)  # after that the use of a link is told to nobody any more
LONGEST_SUBSTITUTE = 366  # days
MAX_WORDS = 1000
MAX_NAME = 120


class PracticeDay(NamedTuple):
    """A day noted at a practice, in minutes, and whether it employs the learner on that day."""

    day: date
    minutes: int
    employed: bool = True


@dataclass(frozen=True)
class Answer:
    """What was chosen and typed. `prepared` and `amended`: of a situation only."""

    kind: str
    comment: str = ""
    prepared: str = ""
    amended: str = ""

    @property
    def texts(self) -> tuple[str, str]:
        """What the patient-data guard reads."""
        return (self.comment, self.amended)


def withdrawn(state: str) -> str:
    """Why a week takes no answer now, in French, or nothing: it must be handed in or signed."""
    if state == WeekState.RETURNED:
        return (
            "Cette semaine est renvoyée à son auteur, qui la complète : rien n’est à signer "
            "tant qu’elle n’est pas remise de nouveau."
        )
    if state == WeekState.DRAFT:
        return "Cette semaine n’est pas remise : rien n’est à signer."
    return ""


def week_problem(state: str, days: Iterable[PracticeDay], other: bool) -> str:
    """Why a practice may not answer a week, in French, or nothing.

    `days`: those noted at the practice; `other`: there is something else of it, a situation opened
    to it or a sum from before the days. The answer covers the days on which the practice employs.
    """
    if problem := withdrawn(state):
        return problem
    noted = list(days)
    if other or any(one.employed for one in noted):
        return ""
    if noted:
        return (
            "Le cabinet n’emploie pas cette personne les jours notés chez lui : il n’a rien à "
            "signer de cette semaine. Dites-le à l’organisme de formation."
        )
    return "Cette semaine n’a ni heures à votre cabinet, ni situation qui vous soit ouverte."


def entry_problem(state: str, shared: bool, employed: bool) -> str:
    """Why a practice may not answer a situation, in French, or nothing."""
    if problem := withdrawn(state):
        return problem
    if not shared:
        return "Son auteur n’ouvre plus cette situation à son employeur : elle n’est plus à signer."
    if not employed:
        return "Le cabinet n’emploie pas cette personne ce jour-là : il n’a rien à signer."
    return ""


def answer_problem(answer: Answer, of_an_entry: bool) -> str:
    """What is wrong with an answer, in French, or nothing.

    Words of what was changed go with « validé avec une modification », and with nothing else.
    """
    if answer.kind not in AnswerKind.values:
        return "Choisissez une réponse."
    if answer.prepared not in ("", *Prepared.values):
        return "Ce choix n’existe pas."
    if (answer.prepared or answer.amended) and not of_an_entry:
        return "Un travail préparé se valide dans une situation."
    if answer.prepared == Prepared.AMENDED and not answer.amended:
        return "Dites en une phrase ce que vous avez modifié, sans rien d’un patient."
    if answer.amended and answer.prepared != Prepared.AMENDED:
        return "Une modification est écrite : choisissez « validé avec une modification »."
    if any(len(text) > MAX_WORDS for text in answer.texts):
        return f"Ce texte dépasse {MAX_WORDS} caractères."
    return ""


def link_state(
    now: datetime, expires_at: datetime, used_at: datetime | None, revoked_at: datetime | None
) -> LinkState:
    """A link serves once, until it expires or is taken back."""
    if used_at:
        return LinkState.USED
    if revoked_at:
        return LinkState.REVOKED
    return LinkState.EXPIRED if now >= expires_at else LinkState.OPEN


def replaces_on(day: date, first: date, last: date) -> bool:
    """Whether a substitute may sign on a Europe/Paris day; both ends are included."""
    return first <= day <= last


def term_problem(first: date, last: date, today: date) -> str:
    """What is wrong with the dates of a substitute, in French, or nothing."""
    if last < first:
        return "Le dernier jour précède le premier."
    if last < today:
        return "Ces dates sont passées : un remplaçant se nomme d’avance."
    if (last - first).days >= LONGEST_SUBSTITUTE:
        return "Un remplaçant se nomme pour un an au plus."
    return ""


def addressee_lacks(name: str, email: str) -> dict[str, str]:
    """What is missing of somebody without an account, in French, by « name » and « email »."""
    found = {}
    if not name or len(name) > MAX_NAME:
        found["name"] = f"Écrivez le nom de cette personne, en {MAX_NAME} caractères au plus."
    if not email:
        found["email"] = "Écrivez l’adresse électronique de cette personne."
    return found


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for accents, capitals, hyphens, titles and order."""
    return _parts(one) == _parts(other)


TITLES = {"dr", "docteur", "docteure", "m", "mme", "monsieur", "madame", "pr", "professeur"}


def _parts(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalpha() else " " for c in plain if not unicodedata.combining(c))
    return sorted(part for part in letters.split() if part not in TITLES)

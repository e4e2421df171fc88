"""What of a livret is shown to a cohort, and by whose will. Worked tables: docs/rules/groups.md.

Document 000, line 572: the group is where one tells what « a bien marché » and draws « bonnes
pratiques » from it; line 570: obstacles are put in common. Consent and limits are ours.
"""

from collections.abc import Iterable
from typing import NamedTuple

from portfolio.enums import SHARED_KINDS, EntryKind, SharingAct, WeekState

MAX_REASON = 300
# What may follow; the empty state: nothing was said yet.
SHARING_STEPS: dict[str, tuple[SharingAct, ...]] = {
    "": (SharingAct.ASKED, SharingAct.CONSENTED),
    SharingAct.ASKED: (SharingAct.CONSENTED, SharingAct.REFUSED),
    SharingAct.REFUSED: (SharingAct.CONSENTED,),
    SharingAct.CONSENTED: (SharingAct.WITHDRAWN, SharingAct.REMOVED),
    SharingAct.WITHDRAWN: (SharingAct.CONSENTED,),
    SharingAct.REMOVED: (SharingAct.ASKED,),
}
HANDED_IN = (WeekState.SUBMITTED, WeekState.SIGNED)


class Shown(NamedTuple):
    """Which names its author lets the cohort read."""

    by_name: bool = False
    by_practice: bool = False


def may_be_shared(kind: str, week_state: str) -> bool:
    """A good practice or an obstacle of a week that is handed in."""
    return kind in SHARED_KINDS and week_state in HANDED_IN


def sharing_problem(act: str, state: str, kind: str, week_state: str) -> str:
    """Why something cannot be said of sharing a situation, in French; empty if it can."""
    if kind not in SHARED_KINDS:
        return "Seule une bonne pratique ou une situation d’empêchement se partage."
    if act not in SHARING_STEPS[state]:
        return "Cela ne peut pas être noté maintenant : relisez ce qui a été noté."
    if act == SharingAct.WITHDRAWN:
        return ""  # at any time
    if week_state not in HANDED_IN:
        return "La semaine n’est pas remise : le partage vient après."
    if act == SharingAct.ASKED and kind != EntryKind.GOOD_PRACTICE:
        return "Une situation d’empêchement se partage si son auteur le propose, sans demande."
    return ""


def naming_problem(texts: Iterable[str], author: str, practice: str, shown: Shown) -> str:
    """Why texts cannot be shown without a name, in French; empty if they can.

    `author`: a last name. Case and spaces do not matter; whole words alone count.
    """
    said = _words(" ".join(texts))
    if not shown.by_practice and _words(practice) in said:
        return "Le texte nomme le cabinet : partagez-le avec son nom, ou pas du tout."
    if not shown.by_name and _words(author) in said:
        return "Le texte vous nomme : partagez-le avec votre nom, ou pas du tout."
    return ""


def _words(text: str) -> str:
    plain = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return f" {' '.join(plain.split())} "

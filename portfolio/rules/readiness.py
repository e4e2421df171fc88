"""The checklist of a practice follows its obstacles. Worked tables: docs/rules/bilans.md.

The points are those of « Mon cabinet est-il prêt ? » (document 000, lines 774 to 777; document
001, lines 672 and 1587 to 2011). Which kind of obstacle touches which point is ours, « choix de
l’organisme ».
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portfolio.enums import ObstacleKind, ObstacleState, PointState

QUIET = "Un lieu où parler avec un patient sans être entendu."
CARD = (
    "Une carte professionnelle à son nom, si son travail en demande une. Le droit de l’assistant "
    "médical à une carte reste à vérifier."
)
DESK = "Un poste de travail à lui, relié à Internet, avec un lecteur de carte."
OWN_ACCESS = (
    "Un accès à lui aux logiciels dont son travail a besoin. La source parle d’outils régionaux "
    "d’alors (DPPR, SISRA)."
)
ORGANISATION = (
    "Nous avons décrit notre organisation : qui fait quoi, et comment l’information circule."
)
STOCK = "Nous avons fait la liste de nos postes, de nos logiciels et de notre réseau."
EXPECTED = "Chacun a dit ce qu’il attend."
SOFTWARE = "Quels sont les principaux logiciels utilisés par chacun ?"
CONNECTION = "Notre connexion internet est-elle de bonne qualité ? Le débit est-il suffisant ?"
SITES = "Sommes-nous organisés en un seul site ou plusieurs sites ?"
# A kind that nobody has said yet touches nothing.
TOUCHED: dict[ObstacleKind, tuple[str, ...]] = {
    ObstacleKind.PREMISES: (QUIET, DESK, SITES),
    ObstacleKind.EQUIPMENT: (DESK, STOCK, CONNECTION),
    ObstacleKind.SOFTWARE: (OWN_ACCESS, STOCK, SOFTWARE),
    ObstacleKind.ACCESS: (CARD, OWN_ACCESS, CONNECTION),
    ObstacleKind.RELATION: (EXPECTED,),
    ObstacleKind.UNDERSTANDING: (ORGANISATION, EXPECTED),
}


@dataclass(frozen=True)
class Point:
    """A point of the checklist: what the last visit said of it, and obstacles that touch it."""

    text: str
    checked: bool | None
    unsolved: int = 0
    solved: int = 0

    @property
    def state(self) -> PointState:
        """An obstacle that is not solved comes before what a visit said; once solved, it holds
        again what the visit said.
        """
        if self.unsolved:
            return PointState.AGAIN
        if self.checked is None:
            return PointState.UNSEEN
        return PointState.READY if self.checked else PointState.MISSING


def touched_by(kind: str) -> tuple[str, ...]:
    """The points that an obstacle of a kind touches."""
    return TOUCHED[ObstacleKind(kind)] if kind else ()


def points_of(
    texts: Iterable[str],
    checked: Mapping[str, bool],
    obstacles: Iterable[tuple[str, ObstacleState]],
) -> list[Point]:
    """Each point of the checklist with its state, in the order of the list.

    `checked`: what the last visit said of each point it saw; `obstacles`: kind and state of those
    met at the practice. Left without a solution is not solved.
    """
    unsolved: dict[str, int] = {}
    solved: dict[str, int] = {}
    for kind, state in obstacles:
        into = solved if state == ObstacleState.SOLVED else unsolved
        for text in touched_by(kind):
            into[text] = into.get(text, 0) + 1
    return [
        Point(text, checked.get(text), unsolved.get(text, 0), solved.get(text, 0)) for text in texts
    ]

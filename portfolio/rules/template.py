"""Models to begin a situation with: those of the site, and what an own one may hold.

They begin sentences as people of the trade write them. All of it is ours, « choix de
l’organisme »; no source gives one.
"""

from typing import NamedTuple

from portfolio.enums import EntryKind
from portfolio.rules.logbook import MAX_TEXT

MAX_NAME = 60
MAX_TEMPLATES = 30


class Starter(NamedTuple):
    """A model of the site: the kind of situation, its name, and the first words."""

    code: str
    kind: EntryKind
    name: str
    text: str


K = EntryKind
STARTERS = (
    Starter("accueil", K.PRACTICE, "Accueil avant la consultation",
            "Avant la consultation, j’ai accueilli … personnes et vérifié … dans leur dossier. "
            "J’ai installé … en salle, puis transmis au médecin …"),
    Starter("dossiers", K.PRACTICE, "Dossiers et rappels de dépistage",
            "J’ai repéré … dossiers où il manquait … J’ai mis à jour …, puis préparé … pour le "
            "médecin."),
    Starter("parcours", K.PRACTICE, "Rendez-vous chez un correspondant",
            "Le médecin m’a demandé d’organiser … J’ai appelé …, obtenu …, et noté … dans le "
            "dossier."),
    Starter("empeche", K.OBSTACLE, "Quelque chose m’a empêché de faire",
            "Je devais … Je n’ai pas pu parce que … (locaux, matériel, logiciel, accès, relation). "
            "En attendant, j’ai …"),
    Starter("imprevu", K.EVENT, "Un imprévu dans la journée",
            "Ce jour-là, … est arrivé. J’ai d’abord …, prévenu …, puis … La prochaine fois, …"),
    Starter("marche", K.GOOD_PRACTICE, "Ce qui marche chez nous",
            "Au cabinet, nous faisons maintenant … Avant, … Ce qui a changé : … D’autres peuvent "
            "le reprendre en commençant par …"),
    Starter("question", K.QUESTION, "Une question au groupe ou à la formation",
            "Je me demande si … Chez nous, … Comment faites-vous pour … ?"),
)  # fmt: skip


def starter_of(code: str) -> Starter | None:
    """The model of the site that a link names."""
    return next((one for one in STARTERS if one.code == code), None)


def is_untouched(text: str) -> bool:
    """Whether a text is a model of the site as it was given, with nothing written into it."""
    return any(" ".join(text.split()) == " ".join(one.text.split()) for one in STARTERS)


def template_problem(name: str, text: str, kept: int) -> str:
    """Why a model cannot be kept, in French; empty if it can. `kept`: how many there are."""
    if not name:
        return "Donnez un nom à ce modèle."
    if len(name) > MAX_NAME:
        return f"Le nom d’un modèle tient en {MAX_NAME} caractères."
    if not text:
        return "Un modèle a des premiers mots."
    if len(text) > MAX_TEXT:
        return f"Le texte dépasse {MAX_TEXT} caractères : raccourcissez-le."
    if kept >= MAX_TEMPLATES:
        return f"Vous gardez déjà {MAX_TEMPLATES} modèles : retirez-en un d’abord."
    return ""

"""Postal addresses: a number and a street, a street after « habite », a postcode and its town."""

import re
from collections.abc import Iterator

from records.rules.patient_data.finding import Spot
from records.rules.patient_data.words import words

# Ways that are nothing else in French, and those that are also ordinary words.
WAYS = (
    r"rue|r\.|avenue|aven\.|ave\.?|av\.?|boulevard|boul\.|blvd\.?|bld\.?|bvd\.?|bd\.?|bl\.|chemin"
    r"|chem\.?|che\.|ch\.|route|rte\.?|impasse|imp\.?|allees?|all\.|quai|square|sq\.|ruelle|montee"
    r"|faubourg|fbg\.?|fg\.?|esplanade|venelle|lotissement|lot\.|hameau|chaussee|rond[- ]point"
    r"|lieu[ -]dit"
)
WORDS = (
    r"place|pl\.|cours|passage|cour|voie|mail|cite|parc|clos|villa|residence|res\.|domaine|galerie"
    r"|porte|pont|promenade|sentier|traverse|parvis|carrefour|quartier|batiment|tour|zone"
)
OF = r"(?:de la|de l'|des|du|de|d'|la|les|le|l'|aux?|en)"
NAME = r"[^\W\d_][\w'.-]{0,30}"
CAPITAL = r"[A-ZÆŒ][\w'.-]{0,30}"
# At most five words: more names with capitals, or small words between them.
MORE = rf"(?:[ -]{{1,2}}(?:(?i:{OF})[ ']{{0,2}})?{CAPITAL}){{0,5}}"
NUMBER = r"(?<![\w.,/-])\d{1,4}(?:[ ,]{0,2}(?i:bis|ter|quater|[abcd])(?!\w))?"

STREET = re.compile(
    rf"{NUMBER}(?P<gap>[ ,]{{1,4}})(?i:{WAYS})[ ]{{1,2}}(?:(?i:{OF})[ ]{{0,2}}){{0,2}}"
    rf"(?P<name>{NAME}){MORE}"
)
STREET_OR_WORD = re.compile(
    rf"{NUMBER}[ ,]{{1,4}}(?i:{WORDS})[ ]{{1,2}}(?:(?i:{OF})[ ]{{0,2}}){{0,2}}{CAPITAL}{MORE}"
)
LIVES = re.compile(
    r"(?i:\b(?:habit(?:e|ent|ait|ant)|domicilie?e?s?|domicile|demeur(?:e|ant)|resid(?:e|ant|ait)"
    r"|adresses?|vit|vivant|log(?:e|ee|eant)|demenage|installee?)\b)"
    r"[^\d.;!?\n]{0,25}?(?<!\w)"
    rf"(?i:{WAYS}|{WORDS})[ ]{{1,2}}(?:(?i:{OF})[ ]{{0,2}}){{0,2}}{CAPITAL}{MORE}"
)
LIEU_DIT = re.compile(rf"(?i:\blieu[ -]dit)[ :«\"]{{1,3}}(?:(?i:{OF})[ ]{{0,2}})?{CAPITAL}{MORE}")
TOWN = re.compile(
    rf"(?<![\w.,/°-])(?:0[1-9]|[1-8]\d|9[0-8])\d{{3}}[ ,]{{1,3}}(?P<town>{CAPITAL}){MORE}"
)
TOWN_FIRST = re.compile(rf"(?<![\w'.-]){CAPITAL} {{0,2}}\((?:0[1-9]|[1-8]\d|9[0-8])\d{{3}}\)")
SMALL_TOWN = re.compile(
    r"(?i:\b(?:habite|domicilie?e?|demeurant|adresse|code postal)\b)[^\d.;!?\n]{0,25}"
    rf"(?:0[1-9]|[1-8]\d|9[0-8])\d{{3}}[ ,]{{1,3}}{NAME}"
)

# « Salle 12, allée centrale » : the number is that of something else, the way has no name.
OTHER_NUMBER = re.compile(
    r"(?i)\b(?:salle|bureau|box|page|p\.|chapitre|point|etape|bloc|semaine|groupe|lot|numero|no|poste"
    r"|activite|tache|mission|tableau|figure|annexe|ligne|lit|chambre|fiche|code|rncp|rs|article"
    r"|version|ticket|commande|facture|reference|dossier|lecon|module|total|environ|de|a|les|ces|nos)"
    r" {0,2}(?:n°? ?)?$"
)
NOT_A_NAME = words(
    "barree barre centrale central principale principal voisine voisin pietonne est etait"
    " etaient sont fermee ferme bloquee bloque verglacee verglace a ont avait en pour par qui"
    " que ou et sans avec bis encombree encombre inondee glissante bondee"
)
NOT_A_TOWN = words(
    "euros euro eur patients patientes habitants personnes km kg ml ui doses actes lignes le la"
    " les un une il elle nous on je j en et de du"
)
BEFORE = 20


def find_addresses(text: str) -> Iterator[Spot]:
    """Addresses in a text without accents, small and capital letters kept."""
    for match in STREET.finditer(text):
        comma, name = "," in match["gap"], match["name"]
        nameless = name.lower() in NOT_A_NAME and not name[0].isupper()
        if not nameless and not _numbers_something_else(text, match.start(), comma=comma):
            yield Spot(*match.span())
    for match in STREET_OR_WORD.finditer(text):
        if not _numbers_something_else(text, match.start(), comma=True):
            yield Spot(*match.span())
    for match in TOWN.finditer(text):
        known = match["town"].lower() not in NOT_A_TOWN
        if known and not _numbers_something_else(text, match.start(), comma=True):
            yield Spot(*match.span())
    for pattern in (LIVES, LIEU_DIT, TOWN_FIRST, SMALL_TOWN):
        yield from (Spot(*match.span()) for match in pattern.finditer(text))


def _numbers_something_else(text: str, place: int, *, comma: bool) -> bool:
    """« page 12 », « de 14 » : only read so where the way is not glued to the number."""
    return comma and bool(OTHER_NUMBER.search(text[max(0, place - BEFORE) : place]))

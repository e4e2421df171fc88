"""Names of people, and initials beside a date: the writer is asked, since staff may be named."""

import re
from collections.abc import Iterator

from records.rules.patient_data.dates import DAY_OF_YEAR
from records.rules.patient_data.finding import Spot
from records.rules.patient_data.words import (
    ABBREVIATIONS,
    CONDITIONS,
    OPENINGS,
    STAFF,
    VERB_ENDINGS,
    VERBS,
)

CAPITAL = r"[A-ZÆŒ][\w'-]{1,30}"
PARTICLES = r"(?:(?i:de la|de l'|de|du|des|d'|le|la|el|al|ben|van|von|da|dos)[ ']{0,2}){0,2}"
NAME = rf"{PARTICLES}{CAPITAL}(?:[ -]{{1,2}}{PARTICLES}{CAPITAL}){{0,3}}"
TITLE = r"(?:(?i:mmes?|mlles?|mrs?|monsieur|madame|mademoiselle|messieurs|mesdames)\.?|MM?\.|m\.)"
AND_TITLE = rf"(?:(?: et | ou |/){TITLE})?"

TITLED = re.compile(rf"\b{TITLE}{AND_TITLE} {{0,2}}(?P<name>{NAME})")
BARE_M = re.compile(rf"(?<![\w'.,-])(?<!taille )(?<!type )(?<!groupe )M {{1,2}}(?P<name>{NAME})")
HASTY = re.compile(
    r"\b(?:mme|mlle|mr|melle)\.? {1,2}(?P<name>[a-z][a-z-]{2,30})(?![\w'])", re.IGNORECASE
)
PATIENT = re.compile(
    r"\b(?i:patiente?s?|malade|famille|petite?|enfant|veuve|bebe|epoux|epouse|jeune)\b"
    r" {0,2}[:,]?(?: {0,2}(?:nommee?|appelee?|dite?|prenommee?))? {1,2}"
    rf"(?P<doctor>(?:(?i:le) )?(?:(?i:dr|docteur|pr|professeur))\.? )?(?P<name>{NAME})"
)
STAFF_BEFORE = re.compile(
    rf"(?<![a-z-]){STAFF}"
    r"(?: (?:du|de la|de l'|des|de|d'|d'en|au|a la|en) ?[a-z'-]{2,20}(?: [a-z'-]{2,20})?)?"
    r"(?: sociale?| medicale?s?| titulaire| principale?)? ?[,:(]? ?(?:et )?$"
)
STAFF_AFTER = re.compile(
    r"^ ?[,(] ?(?:(?:notre|nos|la|le|l'|ma|mon|une?|votre|leur|sa|son) ?)?"
    r"(?:nouvel(?:le)? |nouveau |ancien(?:ne)? )?"
    rf"{STAFF}(?: (?:du|de|des|d'|en|sociale?|medicale?)[^.;,)\n]{{0,40}})?(?:[,.;:)\n]|$)"
)
NOT_M_BEFORE = re.compile(r"(?:taille|vitamine|groupe|salle|option|point|lot|type|annexe|plan)s? $")

INITIALS_OF_TITLED = re.compile(
    r"\b(?:(?i:mme|mlle|mr|monsieur|madame|mademoiselle)\.?|M\.?|(?i:patiente?))"
    r" {1,2}(?P<letters>[A-Z](?:\.|\b)(?: ?-?[A-Z](?:\.|\b))?)(?![\w'])"
)
DOTTED = re.compile(
    r"(?<![\w.])(?P<letters>[A-Z]\.[ -]?[A-Z])(?:\.(?!\w)|(?![\w.]))(?! ?[A-Z][.\w])"
)
PAIR = re.compile(
    r"(?<![\w.-])(?P<letters>[A-Z]{2})(?=,? (?:vue?|revue?|venue?|recue?|accueillie?|revenue?)\b)"
)
DATE = re.compile(rf"(?<![\w/.,-])(?:{DAY_OF_YEAR})")
FAR = 60  # characters between initials and the date that says whose they are
AROUND = 60


def find_people(text: str) -> Iterator[Spot]:
    """People named in a text without accents, except those said to be of the staff."""
    small = text.lower()
    for match in TITLED.finditer(text):
        plain_m = match[0][:2] in {"M.", "m."}
        if plain_m and NOT_M_BEFORE.search(small[max(0, match.start() - 12) : match.start()]):
            continue
        if _names(match["name"], CONDITIONS) and not _of_staff(small, *match.span()):
            yield Spot(*match.span())
    for match in BARE_M.finditer(text):
        if _names(match["name"], CONDITIONS) and not _of_staff(small, *match.span()):
            yield Spot(*match.span())
    for match in HASTY.finditer(text):
        name = match["name"]
        if name.islower() and _hasty_name(name) and not _of_staff(small, *match.span()):
            yield Spot(*match.span())
    for match in PATIENT.finditer(text):
        first = match["name"].split()[0]
        acronym = first.isupper() and len(first) < 4
        if match["doctor"] or (_names(match["name"], CONDITIONS) and not acronym):
            yield Spot(*match.span())


def _names(name: str, nothing: frozenset[str]) -> bool:
    """« de La Tour », « d'Estrées », « De La Tour » name people; « Le Samu » does not."""
    first = re.split(r"[ ']", name.lower())[0]
    particle = name[0].islower() or (first in {"de", "du", "des", "d"} and first != name.lower())
    return particle or (first not in OPENINGS and first not in nothing)


def _hasty_name(word: str) -> bool:
    return (
        word not in OPENINGS and word not in VERBS and word not in CONDITIONS
        and not word.endswith(VERB_ENDINGS) and not re.fullmatch(STAFF, word)
    )  # fmt: skip


def _of_staff(small: str, start: int, end: int) -> bool:
    before = small[max(0, start - AROUND) : start]
    return bool(STAFF_BEFORE.search(before) or STAFF_AFTER.match(small[end : end + AROUND]))


def find_initials(text: str) -> Iterator[Spot]:
    """Initials with a date in the same line, at sixty characters at most."""
    for pattern in (INITIALS_OF_TITLED, DOTTED, PAIR):
        for match in pattern.finditer(text):
            letters = re.sub(r"[^a-z]", "", match["letters"].lower())
            if letters not in ABBREVIATIONS and _dated(text, *match.span()):
                yield Spot(*match.span())


def _dated(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - FAR) : start].rpartition("\n")[2]
    after = text[end : end + FAR].partition("\n")[0]
    return bool(DATE.search(before.lower()) or DATE.search(after.lower()))

"""Dates of birth, written in any way, whole or in part."""

import re
from collections.abc import Iterator

from records.rules.patient_data.dates import (
    DAY_AND_MONTH,
    MONTH_AND_YEAR,
    WHOLE,
    YEAR,
    YEAR4,
    YEAR_IN_WORDS,
)
from records.rules.patient_data.finding import Spot

LINK = (
    r"(?:le|la|l'|du|un|une|en|au|a|est|etait|de|d'|mois|courant|vers|date|jour|patiente?|exacte?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|fin|debut|mi|in|on)"
)
LINKED = rf"(?:[\s:=,(\[\"'«»/|-]|{LINK}(?![a-z])){{0,12}}"

LABEL = re.compile(
    r"(?:dates?(?: de)? nais(?:s(?:ance)?)?\b\.?|naissance\b|naiss\b\.?|d\.?[ .]?d\.?[ .]?n\b\.?"
    r"|anniversaire\b|vue? le jour\b|venue?s? au monde\b|naquit\b|dob\b)"
    rf"{LINKED}(?:{WHOLE}|{DAY_AND_MONTH}|{YEAR_IN_WORDS}|{YEAR4})"
)
BORN = r"nee?s?(?:\(e?s?\)|[-./·]es?)?(?:[-./·]s)?(?![a-z'])"
THEN = (
    rf"[\s:,(-]{{1,3}}(?:(?:a|au|aux|en|dans|pres de|sous x)\b[^\d.;:!?\n]{{1,40}}?[ ,(])?{LINKED}"
)
BIRTH = re.compile(rf"{BORN}{THEN}(?:{WHOLE}|{DAY_AND_MONTH}|(?:{YEAR_IN_WORDS}))")
BIRTH_YEAR = re.compile(
    rf"{BORN} (?:(?:a|au|aux) [^\d.;:!?\n,]{{1,40}}? )?(?:en|vers|debut|fin|dans les annees|l'an)"
    rf" {{1,2}}(?:l'an |{MONTH_AND_YEAR}|{YEAR})"
)
# In the text as typed: « née Martin le … », not « je ne les vois le … ».
MAIDEN_NAME = re.compile(
    rf"(?i:{BORN}) [A-Z][\w'-]{{1,30}}(?:[ -][A-Z][\w'-]{{1,30}})?,? ?(?:le|en|\()"
    rf" {{0,2}}(?i:{WHOLE}|{DAY_AND_MONTH})"
)

# « Un réseau né en 2019 », « une idée née le 3 mars »: things are born too.
THINGS = re.compile(
    r"\b(?:idees?|projets?|associations?|cabinets?|maisons?|reseaux?|dispositifs?|metiers?"
    r"|fonctions?|conventions?|groupes?|collaborations?|habitudes?|initiatives?|partenariats?"
    r"|structures?|outils?|logiciels?|lois?|equipes?|ateliers?|demarches?|centres?|cpts|msp"
    r"|protocoles?|postes?|branches?|profession|reunions?|fiches?|affiches?|besoins?|conflits?"
    r"|questions?|envies?|syndicats?|formations?)\b"
)
PEOPLE = re.compile(
    r"\b(?:patiente?s?|homme|femme|dame|monsieur|madame|mme|mlle|enfant|bebe|fille|fils|garcon"
    r"|il|elle|personne)\b"
)
BEFORE = 60


def find_births(text: str) -> Iterator[Spot]:
    """Births in a text without accents; a thing that is « née » is none."""
    small = text.lower()
    for match in LABEL.finditer(small):
        if _starts_a_word(small, match.start()):
            yield Spot(*match.span())
    for pattern, read in ((BIRTH, small), (BIRTH_YEAR, small), (MAIDEN_NAME, text)):
        for match in pattern.finditer(read):
            if _starts_a_word(small, match.start()) and not _of_a_thing(small, match.start()):
                yield Spot(*match.span())


def _starts_a_word(text: str, place: int) -> bool:
    """Also refuses « nouveau-né »: what follows says when it was seen."""
    return place == 0 or not (text[place - 1].isalnum() or text[place - 1] == "-")


def _of_a_thing(text: str, place: int) -> bool:
    before = re.split(r"[.;!?\n]", text[max(0, place - BEFORE) : place])[-1]
    things = list(THINGS.finditer(before))
    return bool(things) and not PEOPLE.search(before, things[-1].end())

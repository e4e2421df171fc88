"""Durations, days, hours, the time left and elision as French writes them; no locale needed."""

import re
import unicodedata
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
WRITTEN = re.compile(r"(?:([0-9]{1,4})h([0-9]{1,2})?(?:mn|min)?|([0-9]{1,6})(?:mn|min))")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)


VOWELS = frozenset("aeiouœæ")


def elided(word: str, name: object) -> str:
    """« d’Inès », « de Paul », « qu’Omar »: a word ending in e, and the name that follows it.

    Before a vowel, with or without an accent, and before Y and a consonant. Nobody knows from its
    letters whether an H is aspirated: « de » stays. Worked table: docs/rules/french.md.
    """
    written = str(name)
    first, second = (*_base_letters(written[:2]), "", "")[:2]
    if first in VOWELS or (first == "y" and second.isalpha() and second not in VOWELS):
        return f"{word[:-1]}’{written}"
    return f"{word} {written}"


def unbroken(text: str) -> str:
    """The same text: no line breaks before « : ; ? ! », in guillemets nor in a length « 4 h 30 ».

    A space that is there becomes a no-break one; none is added, so a clock or an address stays.
    """
    return re.sub(r" (?=[:;?!»])|(?<=«) |(?<=[0-9]) (?=h\b)|(?<=[0-9] h) (?=[0-9])", "\u00a0", text)


def _base_letters(text: str) -> list[str]:
    """Each letter in lower case, without its accent."""
    return [unicodedata.normalize("NFD", letter)[:1].casefold() for letter in text]


def duration(minutes: int) -> str:
    """198 h 30, 45 min, 0 h; a deficit keeps its sign."""
    sign = "− " if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    if not rest:
        return f"{sign}{hours} h"
    return f"{sign}{hours} h {rest:02}" if hours else f"{sign}{rest} min"


def parse_duration(text: str) -> int | None:
    """Minutes of « 22 h », « 1 h 30 », « 1h30 » or « 45 min »; None for anything else.

    A number alone could be hours or minutes: it says nothing.
    """
    found = WRITTEN.fullmatch("".join(text.casefold().split()))
    if not found:
        return None
    hours, rest, alone = (int(part or 0) for part in found.groups())
    return alone or (hours * 60 + rest if rest < 60 else None)


def day_number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def day_and_month(day: date) -> str:
    """lundi 1er mars"""
    return f"{DAYS[day.weekday()]} {day_number(day)} {MONTHS[day.month - 1]}"


def long_date(day: date) -> str:
    """lundi 23 novembre 2026"""
    return f"{day_and_month(day)} {day.year}"


def short_date(day: date) -> str:
    """lun. 23 nov."""
    return f"{SHORT_DAYS[day.weekday()]} {day_number(day)} {SHORT_MONTHS[day.month - 1]}"


def clock(moment: datetime | time) -> str:
    """14 h 32, 18 h"""
    return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"


def remaining(months: int, days: int) -> str:
    """« 8 mois », « 12 jours », « 1 jour »: the time left, in the unit one thinks in."""
    if months >= 2:
        return f"{months} mois"
    return f"{days} jour{'s' if days > 1 else ''}"


def months_between(start: date, end: date) -> int:
    """Whole months from a day to another; negative when the end comes first."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (1 if end.day < start.day else 0)


def countdown(day: date, today: date) -> str:
    """« dans 8 mois », « aujourd’hui », « dépassé depuis 12 jours »."""
    if day == today:
        return "aujourd’hui"
    first, last = sorted((day, today))
    left = remaining(months_between(first, last), (last - first).days)
    return f"dans {left}" if day > today else f"dépassé depuis {left}"

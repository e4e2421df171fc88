"""Sentences that say the state of things: « Une semaine à écrire, deux leçons à lire. » Pure."""

from collections.abc import Iterable
from datetime import date

WORDS = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def amount(number: int, one: str, many: str, feminine: bool = False) -> str:
    """« une semaine à écrire », « deux semaines à écrire », « 14 semaines à écrire », « »."""
    if number <= 0:
        return ""
    if number == 1:
        return f"{'une' if feminine else 'un'} {one}"
    return f"{WORDS[number] if number < len(WORDS) else number} {many}"


def sentence(parts: Iterable[str], nothing: str) -> str:
    """The parts that exist, joined by commas, with a capital and a full stop."""
    found = [part for part in parts if part]
    if not found:
        return nothing
    text = ", ".join(found)
    return f"{text[0].upper()}{text[1:]}."


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

"""Sentences that say the state of things: « Une semaine à écrire, deux leçons à lire. » Pure."""

from collections.abc import Iterable

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

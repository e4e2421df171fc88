"""A text as the patterns read it: without accents, with ordinary digits, spaces and dashes."""

import unicodedata
from dataclasses import dataclass

APOSTROPHES = "’‘ʼ`´′"


@dataclass(frozen=True)
class Bare:
    """The text to search, and where each of its characters stood (`None`: at the same place)."""

    text: str
    places: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in the original text of a span found in this one."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def bare(text: str) -> Bare:
    """Each visible character as one plain character; marks that show nothing are left out."""
    if text.isascii():
        return Bare(text.replace("\t", " "))
    table = {character: _plain(character) for character in set(text)}
    if all(table.values()):
        return Bare(text.translate({ord(one): plain for one, plain in table.items()}))
    places = [place for place, character in enumerate(text) if table[character]]
    return Bare("".join(table[character] for character in text), places)


def _plain(character: str) -> str:
    """One plain character, or nothing for an accent on its own and for an invisible mark."""
    if character.isascii():
        return " " if character == "\t" else character
    if character in APOSTROPHES:
        return "'"
    if character == "\N{SOFT HYPHEN}":
        return ""
    match unicodedata.category(character):
        case "Mn" | "Cf":
            return ""
        case "Zs":
            return " "
        case "Pd":
            return "-"
        case "Nd":
            return str(unicodedata.digit(character))
    wide = unicodedata.normalize("NFKD", character)
    return wide[0] if len(wide) == 1 or unicodedata.combining(wide[1]) else character

"""Names that somebody gives, wherever they stand: what the guard did not know as a name."""

import re
import unicodedata
from collections.abc import Iterable

from records.enums import IdentifierKind
from records.rules.patient_data.finding import Finding
from records.rules.patient_data.text import bare

SHORTEST = 2  # letters of a name: one letter would stand everywhere
LIGATURES = {"œ": "(?:œ|oe)", "æ": "(?:æ|ae)"}
LETTER = r"[^\W\d_]"


def tidy_names(lines: Iterable[str]) -> tuple[str, ...]:
    """The names of a list, one a line: no bullet, no outer space, nothing that is too short."""
    names = (" ".join(line.split()).strip(" -–•*") for line in lines)
    return tuple(dict.fromkeys(name for name in names if _letters(name) >= SHORTEST))


def find_given(text: str, names: Iterable[str]) -> list[Finding]:
    """Where the names stand as whole words, in the order of the text; case and accents apart.

    The parts of a name may be joined by spaces, line ends or hyphens; « œ » is also « oe ».
    """
    plain = bare(text)
    found = [
        Finding(IdentifierKind.PERSON, start, _with_its_accent(text, end))
        for name in names
        for match in _pattern(name).finditer(plain.text)
        for start, end in [plain.span(*match.span())]
    ]
    return sorted(found, key=lambda one: (one.start, one.end))


def _pattern(name: str) -> re.Pattern[str]:
    parts = [part for part in re.split(r"[\s-]+", bare(name).text.lower()) if part]
    joined = r"[\s-]+".join(_either(part) for part in parts)
    return re.compile(rf"(?<!{LETTER}){joined}(?!{LETTER})", re.IGNORECASE)


def _either(part: str) -> str:
    """A part of a name, whether its ligatures are written as one letter or as two."""
    written = re.escape(part.replace("œ", "oe").replace("æ", "ae"))
    return written.replace("oe", LIGATURES["œ"]).replace("ae", LIGATURES["æ"])


def _with_its_accent(text: str, end: int) -> int:
    """An accent that is written on its own goes with the letter before it."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _letters(name: str) -> int:
    return sum(character.isalpha() for character in name)

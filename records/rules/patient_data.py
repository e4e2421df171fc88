"""What would let somebody recognise a patient, found in free text (first version of the guard).

Professional secrecy covers all that is known of a patient (Code de la santé publique, L1110-4);
Livret keeps none of it. Looked for: social security numbers with a valid key, telephone numbers
and e-mail addresses. Dates, hours, amounts, short numbers (3646) and reference codes are left be.
"""

import re
import unicodedata
from dataclasses import dataclass

from stdnum.fr import nir

from records.enums import IdentifierKind

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
GAP = r"[ .\-_·]{0,3}"  # what people put between groups of digits; never a new line

NIR = re.compile(
    rf"(?<!\d)(?=([1-9](?:{GAP}\d){{4}}{GAP}(?:\d{GAP}\d|2{GAP}[AB])(?:{GAP}\d){{8}})(?!\d))",
    re.IGNORECASE,
)
# Ten digits in the groups in which they are written in France, with the same sign between pairs:
# « 04 12 2026 15 h » and « 08.00 12.00 14.00 » stay dates and hours. A slash only separates pairs.
PHONE_GROUPS = (
    rf"0[1-9]{GAP}\d\d(?P<gap>{GAP})\d\d(?:(?P=gap)\d\d){{2}}",
    r"0[1-9](?: ?/ ?\d\d){4}",
    rf"0[1-9]{GAP}\d\d{GAP}\d{{3}}{GAP}\d{{3}}",
    rf"0[1-9]\d\d{GAP}\d{{3}}{GAP}\d{{3}}",
    rf"0[1-9]{GAP}\d{{4}}{GAP}\d{{4}}",
    rf"0{GAP}[1-9]\d\d{GAP}\d{{3}}{GAP}\d{{3}}",
    rf"0{GAP}[1-9](?P<after_zero>{GAP})\d\d(?:(?P=after_zero)\d\d){{3}}",
)
PHONE = re.compile(rf"(?<!\d)(?<!\d[,\-/])(?:{'|'.join(PHONE_GROUPS)})(?!\d)")
# Any country after a « + », France after 00.
FOREIGN_PHONE = re.compile(
    rf"(?:\+{GAP}[1-9]\d{{0,2}}|(?<!\d)00{GAP}33)(?:{GAP}\(0\))?(?:{GAP}\d){{7,12}}(?!\d)"
)
EMAIL = re.compile(r"[\w.%+'-] {0,2}@ {0,2}[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")


@dataclass(frozen=True)
class Finding:
    """An identifier and where it stands in the text."""

    kind: IdentifierKind
    start: int
    end: int


def _plain(text: str) -> str:
    """The same text, place for place, with ordinary digits, spaces, dashes and « @ »."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    if character.isascii():
        return " " if character == "\t" else character
    if character in INVISIBLE or unicodedata.category(character) == "Zs":
        return " "
    if unicodedata.category(character) == "Pd":
        return "-"
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    wide = unicodedata.normalize("NFKC", character)
    return wide if len(wide) == 1 else character


def _has_valid_key(candidate: str) -> bool:
    """Key of the NIR: 97 less the first thirteen digits modulo 97 (2A counts 19, 2B 18).

    Every first digit but 0 and every month code are accepted: provisional numbers and births
    abroad or of unknown month use other values than 1, 2 and 01 to 12.
    """
    return nir.is_valid(re.sub(r"[^0-9A-Z]", "", candidate.upper()))


def find_identifiers(text: str) -> list[Finding]:
    """The identifiers in a text, in the order in which they stand."""
    plain = _plain(text)
    found = [
        Finding(IdentifierKind.NIR, *match.span(1))
        for match in NIR.finditer(plain)
        if _has_valid_key(match[1])
    ]
    for kind, pattern in (
        (IdentifierKind.PHONE, PHONE),
        (IdentifierKind.PHONE, FOREIGN_PHONE),
        (IdentifierKind.EMAIL, EMAIL),
    ):
        found += [Finding(kind, *match.span()) for match in pattern.finditer(plain)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def explain(findings: list[Finding]) -> str:
    """What to tell the person who wrote the text: the kinds and why, never the values."""
    kinds = list(dict.fromkeys(finding.kind.label for finding in findings))
    if not kinds:
        return ""
    listed = " et ".join([", ".join(kinds[:-1]), kinds[-1]] if kinds[1:] else kinds)
    remove = "retirez-les" if kinds[1:] else "retirez-la" if "une " in kinds[0] else "retirez-le"
    return (
        f"Ce texte contient {listed}. Le livret ne garde rien qui fasse reconnaître un patient : "
        f"{remove}, puis enregistrez."
    )

"""Social security numbers, telephone numbers and e-mail addresses."""

import re
from collections.abc import Iterator

from stdnum.fr import nir

from records.rules.patient_data.finding import Spot

GAP = r"[ .\-_·]{0,3}"  # what people put between groups of digits; never a new line
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1

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
EMAIL = re.compile(
    r"[\w.%+'-](?: {0,2}@ {0,2}| ?[\[(](?:at|arobase)[\])] ?| arobase )"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24}",
    re.IGNORECASE,
)
LOCAL_PART_END = re.compile(r"[\w.%+'-]*$")


def find_nirs(text: str) -> Iterator[Spot]:
    """Numbers of the right shape whose key is right."""
    return (Spot(*match.span(1)) for match in NIR.finditer(text) if _has_valid_key(match[1]))


def _has_valid_key(candidate: str) -> bool:
    """Key of the NIR: 97 less the first thirteen digits modulo 97 (2A counts 19, 2B 18).

    Every first digit but 0 and every month code are accepted: provisional numbers and births
    abroad or of unknown month use other values than 1, 2 and 01 to 12.
    """
    number = "".join(filter(str.isalnum, candidate.upper()))
    body = int(number[:13].replace("2A", "19").replace("2B", "18"))
    return int(number[13:]) == 97 - body % 97 and nir.is_valid(number)


def find_phones(text: str) -> Iterator[Spot]:
    for pattern in (PHONE, FOREIGN_PHONE):
        yield from (Spot(*match.span()) for match in pattern.finditer(text))


def find_emails(text: str) -> Iterator[Spot]:
    """From the first letter of the name to the end of the domain."""
    for match in EMAIL.finditer(text):
        before = text[max(0, match.start() - LONGEST_LOCAL_PART) : match.start()]
        local = LOCAL_PART_END.search(before)
        yield Spot(match.start() - (len(local[0]) if local else 0), match.end())

"""Measures the guard on what was set aside before it was written (`held_out/`).

Each identifying template is filled eight times, with people and addresses that turn, so that the
figures are the same at each run.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from records.enums import IdentifierKind
from records.rules.patient_data import find_identifiers

HELD_OUT = Path(__file__).parent / "held_out"
FILLINGS = 8
STRONG = ("nir", "phone", "email", "birth", "address")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A text and the kind that it holds."""

    kind: IdentifierKind
    template: str
    text: str


def lines(name: str) -> list[str]:
    read = (HELD_OUT / name).read_text().splitlines()
    return [line for line in read if line and not line.startswith("#")]


def ordinary() -> list[str]:
    return lines("ordinary.txt")


def cases() -> list[Case]:
    people = [line.split("\t") for line in lines("people.txt")]
    places = [line.split("\t") for line in lines("addresses.txt")]
    made = []
    for number, line in enumerate(lines("identifying.txt")):
        kind, template = line.split("\t")
        for turn in range(FILLINGS):
            at = number * FILLINGS + turn
            person = people[at % len(people)]
            place = person[2:5] if turn % 2 else places[(at // 2) % len(places)]
            values = _values(person, place)
            text = re.sub(r"{(\w+)}", lambda found, values=values: values[found[1]], template)
            made.append(Case(IdentifierKind(kind), template, text))
    return made


def _values(person: list[str], place: list[str]) -> dict[str, str]:
    first, last, *_, phone, email, nir, born_iso = person
    address, postcode, city = place
    born = date.fromisoformat(born_iso)
    day = "1er" if born.day == 1 else str(born.day)
    month = MONTHS[born.month - 1]
    pairs = re.findall("..", phone)
    groups = [nir[:1], nir[1:3], nir[3:5], nir[5:7], nir[7:10], nir[10:13], nir[13:]]
    return {
        "first": first, "last": last, "last_lower": last.lower(), "last_capitals": last.upper(),
        "first_initial": first[0], "initial": last[0],
        "nir": " ".join(groups), "nir_tight": nir, "nir_dots": ".".join(groups),
        "nir_dashes": "-".join(groups),
        "phone": " ".join(pairs), "phone_tight": phone, "phone_dots": ".".join(pairs),
        "phone_dashes": "-".join(pairs), "phone_slashes": "/".join(pairs),
        "phone_international": f"+33 {phone[1]} {' '.join(pairs[1:])}",
        "phone_international_tight": f"+33{phone[1:]}",
        "email": email, "email_capitals": email.upper(), "email_spaced": email.replace("@", " @ "),
        "address": address, "address_lower": address.lower(), "address_capitals": address.upper(),
        "postcode": postcode, "city": city,
        "dob_words": f"{day} {month} {born.year}", "dob_slash": f"{born:%d/%m/%Y}",
        "dob_dots": f"{born:%d.%m.%Y}", "dob_dashes": f"{born:%d-%m-%Y}",
        "dob_short_slash": f"{born:%d/%m/%y}", "dob_short_dots": f"{born:%d.%m.%y}",
        "dob_iso": born_iso, "dob_compact": f"{born:%d%m%Y}", "dob_year": str(born.year),
        "dob_month_year": f"{month} {born.year}", "dob_day_month": f"{day} {month}",
        "dob_abbreviated": f"{day} {month[:4].rstrip('i')}. {born.year}",
        "session_day": f"{born:%d/%m}", "session_words": f"{day} {month}",
    }  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """What came out, by kind: how many texts, how many found (any kind), how many of that kind."""

    texts: Counter[str]
    caught: Counter[str]
    named_right: Counter[str]
    confusion: Counter[tuple[str, str]]
    missed: list[Case]
    wrong: list[tuple[str, list[str]]]
    ordinary: int

    @property
    def strong_recall(self) -> float:
        return sum(self.caught[kind] for kind in STRONG) / sum(self.texts[kind] for kind in STRONG)

    @property
    def false_positives(self) -> float:
        return len(self.wrong) / self.ordinary


def measure() -> Figures:
    """A strong identifier counts as caught only if the text is refused outright."""
    texts, caught, right = Counter[str](), Counter[str](), Counter[str]()
    confusion, missed = Counter[tuple[str, str]](), []
    for case in cases():
        texts[case.kind] += 1
        found = find_identifiers(case.text)
        kinds = {finding.kind for finding in found}
        refused = any(finding.strength == "refuse" for finding in found)
        stopped = refused if case.kind in STRONG else bool(found)
        caught[case.kind] += stopped
        right[case.kind] += case.kind in kinds
        confusion.update((case.kind, kind) for kind in kinds or {"rien"})
        if not stopped:
            missed.append(case)
    wrong = [
        (text, [finding.kind for finding in found])
        for text in ordinary()
        if (found := find_identifiers(text))
    ]
    return Figures(texts, caught, right, confusion, missed, wrong, len(ordinary()))

"""What the two files of France compétences have in common: number, dates, head of a fiche."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from curricula.rules.package import BlockRow, Problem, Reading, ReferencePackage

STATUS = (
    "Lu dans un fichier de France compétences déposé sur ce site. Font foi la fiche en ligne et le "
    "référentiel du certificateur."
)
TAKE_ONE = "en tirer une avec la commande extract_fiche."
_NUMBER = re.compile(r"(RNCP|RS)?\s*(\d{1,6})", re.IGNORECASE)


def fiche_number(text: str) -> str:
    """« 40913 », « rncp 40913 » → « RNCP40913 »; nothing when it is no number of a fiche."""
    found = _NUMBER.fullmatch(text.strip())
    return f"{(found[1] or 'RNCP').upper()}{found[2]}" if found else ""


def is_bad_number(text: str) -> bool:
    """Something is written that is no number; nothing means « the only fiche there is »."""
    return bool(text.strip()) and not fiche_number(text)


def no_number(text: str) -> Reading:
    """The answer to something that is no number of a fiche."""
    reason = f"« {text[:20]} » n’est pas un numéro de fiche : écrire RNCP et un nombre."
    return nothing("numéro", reason)


def nothing(place: str, reason: str) -> Reading:
    return Reading(None, (Problem(place, reason),))


def day(text: str) -> date | None:
    """Dates are written 31/12/2030 or 2030-12-31."""
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip()[:10], shape).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def fiche_package(
    number: str,
    title: str,
    blocks: Iterable[BlockRow],
    *,
    decided: str,
    begins: str,
    ends: str,
    certifier: str = "",
    field_of_work: str = "",
) -> tuple[ReferencePackage, list[Problem]]:
    """The reference of a fiche; its version is the day of the decision, as the file has no other.

    It claims to be official, so that nobody publishes it before having verified it.
    """
    remarks = [
        Problem(name, f"« {text[:30]} » n’est pas une date.", blocking=False)
        for name, text in (("décision", decided), ("effet", begins), ("échéance", ends))
        if text.strip() and day(text) is None
    ]
    start = day(decided) or day(begins)
    if start is None:
        reason = "aucune date de décision ni d’effet : la version est « 1 »."
        remarks.append(Problem("fiche", reason, blocking=False))
    package = ReferencePackage(
        code=number.lower(),
        version=start.isoformat() if start else "1",
        title=title,
        official=True,
        status_note=STATUS,
        source=f"France compétences, fiche {number}",
        field_of_work=field_of_work,
        certifier=certifier,
        valid_from=day(begins) or day(decided),
        valid_until=day(ends),
        blocks=tuple(blocks),
    )
    return package, remarks

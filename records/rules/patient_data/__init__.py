"""What would let somebody recognise a patient, found in free text (second version of the guard).

Professional secrecy covers all that is known of a patient (Code de la santé publique, L1110-4);
Livret keeps none of it. Refused: social security numbers with a valid key, telephone numbers,
e-mail addresses, dates of birth, postal addresses. Asked: names with a title, initials with a date.
Figures and residual risk: docs/rules/patient-data.md.
"""

from collections.abc import Callable, Iterator

from records.enums import IdentifierKind, Strength
from records.rules.patient_data.addresses import find_addresses
from records.rules.patient_data.birth import find_births
from records.rules.patient_data.finding import Finding, Spot
from records.rules.patient_data.numbers import find_emails, find_nirs, find_phones
from records.rules.patient_data.people import find_initials, find_people
from records.rules.patient_data.telling import explain
from records.rules.patient_data.text import bare

__all__ = [
    "LONGEST",
    "TOO_LONG",
    "Finding",
    "beside_staff",
    "explain",
    "find_identifiers",
    "kinds_of",
    "not_on_a_proof",
    "problem_of",
]

LONGEST = 200_000  # characters of one text; more is refused before it is read

TOO_LONG = f"Ce texte est trop long : {LONGEST} caractères au plus. Coupez-le en plusieurs."
# Fields that name staff or a place hold these.
OF_STAFF = frozenset({IdentifierKind.PERSON, IdentifierKind.INITIALS, IdentifierKind.ADDRESS})
# A signed sheet, an agreement or a paper of absence names its learner, a doctor, a practice, with
# dates, addresses and telephones; it needs no social security number.
NOT_ON_A_PROOF = frozenset({IdentifierKind.NIR})

DETECTORS: tuple[tuple[IdentifierKind, Callable[[str], Iterator[Spot]]], ...] = (
    (IdentifierKind.NIR, find_nirs),
    (IdentifierKind.PHONE, find_phones),
    (IdentifierKind.EMAIL, find_emails),
    (IdentifierKind.BIRTH, find_births),
    (IdentifierKind.ADDRESS, find_addresses),
    (IdentifierKind.PERSON, find_people),
    (IdentifierKind.INITIALS, find_initials),
)


def find_identifiers(text: str) -> list[Finding]:
    """The identifiers in a text, in the order in which they stand; one of a kind at a place.

    Time grows with the length of the text and no faster: every pattern is bounded.
    """
    plain = bare(text)
    found: list[Finding] = []
    for kind, find in DETECTORS:
        reached = 0
        for spot in sorted(find(plain.text)):
            if spot.start >= reached:
                found.append(Finding(kind, *plain.span(*spot)))
            elif spot.end > reached:
                found[-1] = Finding(kind, found[-1].start, plain.span(*spot)[1])
            reached = max(reached, spot.end)
    return sorted(_told_once(found), key=lambda finding: (finding.start, finding.end))


def _told_once(found: list[Finding]) -> list[Finding]:
    """Without the telephone numbers that are part of a social security number."""
    nirs = [one for one in found if one.kind == IdentifierKind.NIR]
    if not nirs:
        return found
    inside = {place for one in nirs for place in range(one.start, one.end)}
    return [one for one in found if one.kind != IdentifierKind.PHONE or one.start not in inside]


def kinds_of(findings: list[Finding], strength: Strength | None = None) -> list[IdentifierKind]:
    """The kinds found, each once, in the order in which they stand; of one strength if asked."""
    return list(dict.fromkeys(one.kind for one in findings if strength in (None, one.strength)))


def beside_staff(findings: list[Finding]) -> list[Finding]:
    """What stays to refuse in a field that names staff or a place."""
    return [one for one in findings if one.kind not in OF_STAFF]


def not_on_a_proof(findings: list[Finding]) -> list[Finding]:
    """What stays to refuse on a signed sheet, an agreement or a paper of absence."""
    return [one for one in findings if one.kind in NOT_ON_A_PROOF]


def problem_of(text: str, *, read: Callable[[list[Finding]], str] = explain) -> str:
    """Why a text cannot be kept, in French; empty if it can. Too long: refused unread."""
    return TOO_LONG if len(text) > LONGEST else read(find_identifiers(text))

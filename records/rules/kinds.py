"""How each kind of document is called in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from records.enums import DocumentKind


@dataclass(frozen=True)
class KindWords:
    """French words of a kind: « attestation », « l’attestation », « cette attestation »."""

    name: str
    the: str
    this: str
    feminine: bool = False

    @property
    def revoked(self) -> str:
        return "révoquée" if self.feminine else "révoqué"

    @property
    def issued(self) -> str:
        return "délivrée" if self.feminine else "délivré"

    @property
    def it(self) -> str:
        return "elle" if self.feminine else "il"


KIND_WORDS: Mapping[str, KindWords] = {
    DocumentKind.MODULE_ATTESTATION: KindWords(
        "attestation", "l’attestation", "cette attestation", feminine=True
    ),
    DocumentKind.CERTIFICATE: KindWords("certificat", "le certificat", "ce certificat"),
    DocumentKind.HOURS_STATEMENT: KindWords("relevé", "le relevé", "ce relevé"),
    DocumentKind.ATTENDANCE_SHEET: KindWords(
        "feuille", "la feuille", "cette feuille", feminine=True
    ),
    DocumentKind.TRAINING_AGREEMENT: KindWords(
        "convention", "la convention", "cette convention", feminine=True
    ),
}

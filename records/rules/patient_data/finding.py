"""What a detector says of a text."""

from dataclasses import dataclass
from typing import NamedTuple

from records.enums import IdentifierKind, Strength

# A name may be that of a colleague, so the writer is asked; the others are of no use in a livret.
ASKED = frozenset({IdentifierKind.PERSON, IdentifierKind.INITIALS})


class Spot(NamedTuple):
    """A span of the text that was searched."""

    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """An identifier, where it stands in the text, and whether it may be confirmed."""

    kind: IdentifierKind
    start: int
    end: int

    @property
    def strength(self) -> Strength:
        """« refuse », or « ask »: kept if the writer confirms that it is no patient."""
        return Strength.ASK if self.kind in ASKED else Strength.REFUSE

"""A part of the file of an enrolment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from people.models import Membership
from training.models import Enrolment


@dataclass(frozen=True)
class FilePart:
    """A line of the file: what it is, where it stands in words, whether something is missing."""

    title: str
    state: str
    url: str
    missing: bool = False


# A part is None for an actor who has nothing to see or do there. `today` is a Europe/Paris date.
PartReader = Callable[[Membership, Enrolment, date], FilePart | None]

"""The words of the lessons, for any member."""

from dataclasses import dataclass

from curricula.queries import definitions
from curricula.rules.search import sorting_key
from people.models import Membership
from training.queries import open_lessons


@dataclass(frozen=True)
class Word:
    """A definition; `url` is empty where the person may not open its lesson."""

    term: str
    text: str
    source: str
    lesson: str
    url: str

    @property
    def letter(self) -> str:
        """The first letter without article or accent; « 0-9 » for the rest."""
        first = sorting_key(self.term)[:1].upper()
        return first if first.isalpha() else "0-9"


def words(actor: Membership) -> list[Word]:
    """Every definition in alphabetical order, with the lesson it comes from; two queries."""
    lessons = open_lessons(actor)
    return [
        Word(
            term=entry.title,
            text=entry.text,
            source=entry.source,
            lesson=entry.lesson.title if entry.lesson else "",
            url=lessons.get(entry.lesson_id or 0, ""),
        )
        for entry in definitions()
    ]

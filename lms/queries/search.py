"""What a member finds in lessons, definitions and missions."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.text import slugify

from curricula.enums import SearchKind
from curricula.models import SearchEntry
from curricula.queries import entries_for, search_entries
from curricula.rules.search import extract, marked, other_tries, query_stems, vocabulary
from people.models import Membership
from training.queries import open_lessons

PAGE = 20

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Found:
    """One result: texts in pieces, each with whether it is a word that was looked for."""

    kind: str
    title: Pieces
    text: Pieces
    url: str


@dataclass(frozen=True)
class Results:
    """A page of results; `meant` is False when the query has no word to look for.

    `tries`: when nothing is found, other queries that find something.
    """

    meant: bool
    page: Page
    found: list[Found]
    tries: list[str]

    @property
    def count(self) -> int:
        return self.page.paginator.count


def results(actor: Membership, query: str, number: str | None) -> Results:
    """What the actor may open and what holds every word asked for; three queries.

    At most ten more, however much there is, when nothing is found.
    """
    stems = query_stems(query)
    lessons = open_lessons(actor) if stems else {}
    page = Paginator(search_entries(stems, list(lessons)), PAGE).get_page(number)
    found = [
        Found(
            kind=entry.get_kind_display(),
            title=list(marked(entry.title, stems)),
            text=list(marked(extract(entry.text, stems), stems)),
            url=_address(entry, lessons),
        )
        for entry in page
    ]
    tries = _tries(query, list(lessons)) if stems and not found else []
    return Results(bool(stems), page, found, tries)


def _tries(query: str, lessons: list[int]) -> list[str]:
    """Other queries that find something among what the actor may open."""
    texts = entries_for(lessons).values_list("title", "text")
    words = vocabulary(part for pair in texts for part in pair)
    return [
        one
        for one in other_tries(query, words)
        if search_entries(query_stems(one), lessons).exists()
    ]


def _address(entry: SearchEntry, lessons: dict[int, str]) -> str:
    if entry.mission:
        return f"{reverse('lms:missions')}#{entry.mission.code}"
    if entry.kind == SearchKind.DEFINITION:
        place = f"#definition-{slugify(entry.title)}"
        return lessons.get(entry.lesson_id or 0, reverse("lms:glossary")) + place
    return lessons[entry.lesson_id or 0]

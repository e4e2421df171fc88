"""Keeps what can be found like the lessons and missions it comes from."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.contrib.typed_table_block.blocks import TypedTable

from curricula.enums import SearchKind
from curricula.models import LessonPage, Mission, SearchEntry
from curricula.rules.search import column

# Parts of a block that are no text of the lesson.
NOT_TEXT = {"status", "date", "ordered"}
REFUSED = "Non établie comme autorisée : ne peut pas être déléguée."


@dataclass(frozen=True)
class Wanted:
    """An entry as its lesson or its mission asks for it."""

    key: str
    kind: SearchKind
    title: str
    text: str
    source: str = ""
    lesson_id: int | None = None
    mission_id: int | None = None

    @property
    def values(self) -> dict[str, Any]:
        words = {
            "title_stems": column(self.title),
            "stems": column(f"{self.title} {self.text}"),
        }
        return {**asdict(self), **words}


@transaction.atomic
def index_lesson(*, lesson: LessonPage) -> bool:
    """Bring the entries of one lesson to its published text; True if something changed."""
    wanted = list(_of_lesson(lesson)) if lesson.live else []
    return _bring_to(SearchEntry.objects.filter(lesson=lesson), wanted)


@transaction.atomic
def index_all() -> bool:
    """Bring every entry to what the site holds; True if something changed."""
    lessons = (part for page in LessonPage.objects.live() for part in _of_lesson(page))
    missions = (_of_mission(mission) for mission in Mission.objects.all())
    return _bring_to(SearchEntry.objects.all(), [*lessons, *missions])


def _bring_to(known: QuerySet[SearchEntry], wanted: Iterable[Wanted]) -> bool:
    entries = {entry.key: entry for entry in known}
    changed, new = False, []
    for want in wanted:
        values = want.values
        entry = entries.pop(want.key, None)
        if entry is None:
            new.append(SearchEntry(**values))
        elif any(getattr(entry, name) != value for name, value in values.items()):
            SearchEntry.objects.filter(pk=entry.pk).update(**values)
            changed = True
    SearchEntry.objects.bulk_create(new)
    if entries:
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries.values()]).delete()
    return bool(changed or new or entries)


def _of_mission(mission: Mission) -> Wanted:
    doubt = "" if mission.established else REFUSED
    parts = [f"Mission {mission.code} de l’enquête.", doubt or mission.note]
    return Wanted(
        key=f"mission:{mission.pk}",
        kind=SearchKind.MISSION,
        title=_clean(mission.text),
        text=_clean(" ".join(filter(None, parts))),
        mission_id=mission.pk,
    )


def _of_lesson(lesson: LessonPage) -> Iterator[Wanted]:
    questions = lesson.inline_questions
    parts = [lesson.summary]
    for block in lesson.body:
        if block.block_type == "question":
            parts += [questions[block.value].text] if block.value in questions else []
        else:
            parts += _texts(block.value)
    yield Wanted(
        key=f"lesson:{lesson.pk}",
        kind=SearchKind.LESSON,
        title=_clean(lesson.title),
        text=_clean(" ".join(_sentence(part) for part in parts)),
        lesson_id=lesson.pk,
    )
    definitions = [block.value for block in lesson.body if block.block_type == "definition"]
    for rank, value in enumerate(definitions, start=1):
        yield Wanted(
            key=f"definition:{lesson.pk}:{rank}",
            kind=SearchKind.DEFINITION,
            title=_clean(value["term"]),
            text=_clean(value["text"]),
            source=_clean(value["source"] or ""),
            lesson_id=lesson.pk,
        )


def _texts(value: Any) -> Iterator[str]:
    """Every text of a block, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, TypedTable):
        headings = [column["heading"] for column in value.columns]
        yield from _texts([value.caption, headings, [row["values"] for row in value.row_data]])
    elif hasattr(value, "items"):
        for name, part in value.items():
            if name not in NOT_TEXT:
                yield from _texts(part)
    elif hasattr(value, "__iter__"):
        for part in value:
            yield from _texts(part)


def _sentence(part: str) -> str:
    """Headings and list items have no full stop; side by side with others they need one."""
    part = part.strip()
    return part if part.endswith((".", "!", "?", ":", ";", "»", "…")) or not part else f"{part}."


def _clean(text: str) -> str:
    """One form of each letter, one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())

"""What is found in lessons, definitions and missions."""

from collections.abc import Collection

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from curricula.enums import SearchKind
from curricula.models import SearchEntry
from curricula.rules.search import sorting_key


def definitions() -> list[SearchEntry]:
    """The glossary: every definition of a published lesson in alphabetical order; one query."""
    found = SearchEntry.objects.filter(kind=SearchKind.DEFINITION).select_related("lesson")
    return sorted(
        found.defer("lesson__body"), key=lambda entry: (sorting_key(entry.title), entry.pk)
    )


def entries_for(lessons: Collection[int]) -> QuerySet[SearchEntry]:
    """Of lessons only those named by `lessons`; definitions and missions are for any member."""
    return SearchEntry.objects.filter(~Q(kind=SearchKind.LESSON) | Q(lesson__in=lessons))


def search_entries(stems: Collection[str], lessons: Collection[int]) -> QuerySet[SearchEntry]:
    """Entries that hold every stem, those with it in their title first (see `entries_for`)."""
    if not stems:
        return SearchEntry.objects.none()
    found = entries_for(lessons)
    score: Case | Value | object = Value(0)
    for stem in stems:
        found = found.filter(stems__contains=f" {stem} ")
        score = score + Case(  # type: ignore[operator]
            When(title_stems__contains=f" {stem} ", then=1),
            default=0,
            output_field=IntegerField(),
        )
    return (
        found.annotate(in_title=score)
        .select_related("mission")
        .order_by("-in_title", "kind", "title", "pk")
    )

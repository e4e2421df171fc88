"""What is found in lessons, definitions and missions."""

from collections.abc import Collection

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from curricula.models import SearchEntry


def search_entries(stems: Collection[str], lessons: Collection[int]) -> QuerySet[SearchEntry]:
    """Entries that hold every stem, those with it in their title first.

    Of lessons and their definitions only those named by `lessons`; missions are for anybody.
    """
    if not stems:
        return SearchEntry.objects.none()
    found = SearchEntry.objects.filter(Q(mission__isnull=False) | Q(lesson__in=lessons))
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

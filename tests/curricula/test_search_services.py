import pytest
from django.db import IntegrityError, transaction

from curricula.enums import SearchKind
from curricula.models import LessonPage, Mission, SearchEntry
from curricula.queries import search_entries
from curricula.rules.content import NOT_ESTABLISHED
from curricula.rules.search import query_stems
from curricula.services.search import index_all, index_lesson
from tests.factories import lesson_factory


def keys(query: str, lessons=()) -> list[str]:
    return [entry.key for entry in search_entries(query_stems(query), list(lessons))]


def own(lesson) -> set[str]:
    return set(lesson.search_entries.values_list("title", flat=True))


def test_content_is_found_once_it_is_loaded(loaded):
    kinds = SearchEntry.objects.values_list("kind", flat=True)
    assert list(kinds).count(SearchKind.LESSON) == LessonPage.objects.live().count() == 31
    assert list(kinds).count(SearchKind.MISSION) == 69
    assert list(kinds).count(SearchKind.DEFINITION) > 10


def test_second_index_changes_nothing(loaded):
    assert index_all() is False


def test_singular_finds_plural_on_every_database(loaded):
    singular, plural = keys("ordonnance"), keys("ORDONNANCES")
    assert singular == plural
    codes = {f"mission:{Mission.objects.get(code=code).pk}" for code in ("T11", "T41")}
    assert codes <= set(singular)


def test_title_comes_before_text(loaded):
    lesson = LessonPage.objects.get(code="L02")
    found = keys("secret professionnel", LessonPage.objects.values_list("pk", flat=True))
    assert found[0] == f"definition:{lesson.pk}:1"
    assert found[1] == f"lesson:{lesson.pk}"


def test_every_word_must_be_found(loaded):
    assert len(keys("dossier")) > len(keys("dossier administratif")) > 0
    assert keys("dossier zzz") == []


def test_lessons_that_are_not_named_are_not_found(loaded):
    lesson = LessonPage.objects.get(code="L02")
    everything = [lesson.pk, LessonPage.objects.get(code="L01").pk]
    assert f"lesson:{lesson.pk}" in keys("secret", everything)
    assert not any(key.startswith("lesson:") for key in keys("secret dossier"))
    assert f"lesson:{lesson.pk}" not in keys("secret", everything[1:])


def test_mission_that_is_not_established_says_so(loaded):
    refused = SearchEntry.objects.filter(text__contains="ne peut pas être déléguée")
    assert {entry.mission.code for entry in refused} == set(NOT_ESTABLISHED)


def test_lesson_is_found_when_it_is_published_and_not_when_it_is_taken_offline(db):
    lesson = lesson_factory(title="Les ordonnances")
    assert own(lesson) == set()
    lesson.body = [("definition", {"term": "Ordonnance", "text": "Un écrit.", "source": ""})]
    lesson.save_revision().publish()
    assert own(lesson) == {"Les ordonnances", "Ordonnance"}
    lesson.title, lesson.body = "Les écrits", [("text", "Autre chose.")]
    revision = lesson.save_revision()
    assert own(lesson) == {"Les ordonnances", "Ordonnance"}
    revision.publish()
    assert own(lesson) == {"Les écrits"}
    lesson.refresh_from_db()
    lesson.unpublish()
    assert own(lesson) == set()


def test_draft_is_not_found(db):
    lesson = lesson_factory(live=False)
    assert index_lesson(lesson=lesson) is False
    assert own(lesson) == set()


def test_entry_goes_with_its_lesson(db):
    lesson = lesson_factory()
    index_lesson(lesson=lesson)
    LessonPage.objects.get(pk=lesson.pk).delete()
    assert not SearchEntry.objects.filter(kind=SearchKind.LESSON, title=lesson.title).exists()


@pytest.mark.parametrize("both", [True, False])
def test_entry_comes_from_one_thing(loaded, both):
    entry = SearchEntry(kind=SearchKind.LESSON, key="essai", title="x", title_stems="", stems="")
    if both:
        entry.lesson, entry.mission = LessonPage.objects.first(), Mission.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()

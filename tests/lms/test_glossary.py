"""The glossary: every word that a published lesson defines, for any member."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.enums import Role
from tests.factories import lesson_factory, module_factory


def define(lesson, *terms: str) -> None:
    lesson.body = [
        ("definition", {"term": term, "text": f"Ce qu’est {term}.", "source": "Document 002"})
        for term in terms
    ]
    lesson.save_revision().publish()


@pytest.fixture
def lessons(site):
    own = site.modules[0].lessons.first()
    define(own, "Écrit", "zèbre")
    other = module_factory(title="Ailleurs").lessons.first()
    define(other, "Dossier", "<b>gras</b>", "Écrit")
    return own, other


@pytest.fixture
def page(signed_in):
    return lambda actor: signed_in(actor).get("/glossaire/")


def test_words_stand_in_alphabetical_order_without_regard_to_accents(site, lessons, page):
    words = page(site.learner).context["words"]
    assert [word.term for word in words] == ["<b>gras</b>", "Dossier", "Écrit", "Écrit", "zèbre"]
    assert [word.letter for word in words] == ["0-9", "D", "E", "E", "Z"]


def test_a_word_links_to_a_lesson_that_the_person_may_open_only(site, lessons, page):
    links = {(word.term, bool(word.url)) for word in page(site.learner).context["words"]}
    assert ("zèbre", True) in links
    assert ("Dossier", False) in links


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.FUNDER, Role.JUROR])
def test_others_read_the_words_and_open_no_lesson(site, lessons, page, role):
    words = page(site.member(role)).context["words"]
    assert len(words) == 5
    assert not any(word.url for word in words)


def test_definition_carries_its_source_and_is_escaped(site, lessons, page):
    text = page(site.learner).content.decode()
    assert "Source : Thèse d’A. Lebec, Université de Lille." in text
    assert "&lt;b&gt;gras&lt;/b&gt;" in text
    assert text.count('id="definition-ecrit"') == 1


def test_word_of_a_lesson_offline_is_not_there(site, lessons, page):
    for lesson in lessons:
        lesson.unpublish()
    assert "Aucun mot pour l’instant" in page(site.learner).content.decode()


def test_glossary_costs_the_same_with_many_lessons(site, lessons, page):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(site.learner)
        return len(queries)

    cost()
    few = cost()
    for rank in range(30):
        define(lesson_factory(), f"mot {rank}")
    assert cost() == few

"""Search: who finds what, in which order, at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curricula.models import ModuleLesson
from curricula.services.search import index_all
from people.enums import STAFF_ROLES, Role
from people.models import Membership
from tests.factories import lesson_factory, membership_factory, module_factory
from training.queries import open_lessons
from training.queries.lesson import module_for

HOSTILE = [
    "x" * 1_000_000,
    "é" * 300_000,
    "' OR 1=1 --",
    '"; DROP TABLE curricula_searchentry; --',
    "%",
    "%%%_%",
    "\\",
    "(a+)+$ [",
    "\x00leçon\x00",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "مرحبا 你好 🧵",
]


@pytest.fixture
def lessons(site):
    """A lesson of the learner's own track, one of another track, one of no track."""
    texts = {"own": site.modules[0].lessons.first()}
    other = module_factory(title="Ailleurs").lessons.first()
    texts["other"] = other
    texts["alone"] = lesson_factory()
    for name, lesson in texts.items():
        lesson.title = f"Les ordonnances {name}"
        lesson.body = [
            ("definition", {"term": f"Ordonnance {name}", "text": "Écrit du médecin."}),
            ("text", "Le médecin signe. " * 30 + "Puis on classe <b>l’agrafe</b>."),
        ]
        lesson.save_revision().publish()
    return texts


@pytest.fixture
def look(signed_in):
    def go(actor, query, **more):
        response = signed_in(actor).get("/recherche/", {"q": query, **more})
        assert response.status_code == 200
        return response

    return go


def titles(response) -> list[str]:
    found = response.context["results"].found
    return ["".join(piece for piece, _ in one.title) for one in found]


def test_learner_finds_the_lessons_of_their_own_track_only(site, lessons, look):
    found = titles(look(site.learner, "ordonnance"))
    assert [title for title in found if title.startswith("Les")] == ["Les ordonnances own"]
    assert set(found) >= {"Ordonnance own", "Ordonnance other", "Ordonnance alone"}


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_training_body_finds_every_lesson_of_a_module(site, lessons, look, role):
    found = titles(look(site.member(role), "ordonnances"))
    pages = {title for title in found if title.startswith("Les")}
    assert pages == {"Les ordonnances own", "Les ordonnances other"}


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.FUNDER, Role.JUROR])
def test_others_find_no_lesson_and_are_told_nothing_of_it(site, lessons, look, role):
    response = look(site.member(role), "agrafe")
    assert titles(response) == []
    assert "classe" not in response.content.decode()


@pytest.mark.parametrize("role", Role)
def test_every_result_can_be_opened(site, lessons, look, client, role):
    response = look(site.member(role), "ordonnance")
    for found in response.context["results"].found:
        assert client.get(found.url).status_code == 200


def test_lesson_that_is_offline_is_not_found(site, lessons, look):
    lessons["own"].unpublish()
    assert not [title for title in titles(look(site.learner, "ordonnance")) if "own" in title]


def test_lessons_that_open_are_those_of_the_lesson_view(site, lessons):
    """`open_lessons` is the twin of `module_for`."""
    membership_factory(Role.LEARNER)
    places = ModuleLesson.objects.filter(lesson__live=True)
    for actor in Membership.objects.all():
        expected = {p.lesson_id for p in places if module_for(actor, p.module_id)}
        assert open_lessons(actor).keys() == expected, actor


def test_words_found_are_marked_and_the_rest_is_escaped(site, lessons, look):
    text = look(site.learner, "agrafes").content.decode()
    assert "<mark>agrafe</mark>" in text
    assert "&lt;b&gt;l’<mark>agrafe</mark>&lt;/b&gt;" in text


@pytest.mark.parametrize("name", ["own", "other"])
def test_definition_leads_to_its_lesson_or_to_the_glossary(site, lessons, look, client, name):
    results = look(site.learner, f"ordonnance {name}").context["results"]
    anchor = f"#definition-ordonnance-{name}"
    found = next(found for found in results.found if found.url.endswith(anchor))
    assert found.url.startswith("/glossaire/") == (name == "other")
    assert f'id="{anchor[1:]}"' in client.get(found.url).content.decode()


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_breaks_nothing(site, lessons, look, query):
    response = look(site.learner, query, page="-1")
    text = response.content.decode()
    assert "<script>alert" not in text
    assert len(text) < 60_000


def test_empty_states_help(site, look):
    assert "Rien ne correspond" in look(site.learner, "zzzz").content.decode()
    assert "trop courants" in look(site.learner, "le la").content.decode()
    assert "Rien ne correspond" not in look(site.learner, "").content.decode()


def tries(response) -> list[str]:
    return response.context["results"].tries


def test_nothing_asked_says_how_to_begin(site, look):
    text = look(site.learner, "").content.decode()
    assert 'href="?q=ordonnance"' in text


def test_nothing_found_leads_to_words_that_find_something(site, lessons, look):
    response = look(site.learner, "ordonance agraffe")
    assert tries(response) == ["ordonance agrafe", "ordonance", "agrafe"]
    text = response.content.decode()
    assert 'href="?q=agrafe"' in text
    for other in tries(response):
        assert titles(look(site.learner, other))


def test_words_of_lessons_that_one_may_not_open_are_not_suggested(site, lessons, look):
    assert tries(look(site.learner, "agraffe")) == ["agrafe"]
    assert tries(look(site.member(Role.EMPLOYER), "agraffe")) == []


@pytest.mark.parametrize(("role", "said"), [(Role.LEARNER, 1), (Role.EMPLOYER, 0), (Role.LEAD, 0)])
def test_only_learners_are_told_of_other_tracks(site, look, role, said):
    actor = site.learner if role == Role.LEARNER else site.member(role)
    text = look(actor, "zzzz").content.decode()
    assert text.count("Les leçons d’un autre parcours ne se cherchent pas") == said


def test_pages_hold_twenty_and_keep_the_query(site, look):
    module = site.modules[1]
    for order in range(3, 28):
        lesson = lesson_factory(title=f"Trombone {order}")
        ModuleLesson.objects.create(module=module, lesson=lesson, order=order)
    index_all()
    first = look(site.learner, "trombones")
    assert len(titles(first)) == 20
    assert 'href="?q=trombones&amp;page=2"' in first.content.decode()
    second = look(site.learner, "trombones", page=2)
    assert len(titles(second)) == 5
    assert not set(titles(first)) & set(titles(second))


def test_search_costs_the_same_with_many_lessons(site, lessons, look):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            look(site.learner, "médecin")
        return len(queries)

    cost()
    one = cost()
    for order in range(3, 33):
        lesson = lesson_factory(title=f"Le médecin {order}")
        ModuleLesson.objects.create(module=site.modules[1], lesson=lesson, order=order)
    index_all()
    assert cost() == one

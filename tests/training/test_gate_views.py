import pytest

from people.enums import Role
from tests.factories import membership_factory, module_factory, prerequisite_factory
from tests.training.web import queries_of
from training.models import GateWaiver, LessonRead


@pytest.fixture
def later(world):
    module = module_factory(world.module.track_version, title="Plus tard")
    prerequisite_factory(module, world.module)
    return module


def lesson_of(module) -> str:
    return f"/parcours/lecons/{module.pk}/{module.lessons.first().slug}/"


def test_lesson_of_a_closed_module_shows_what_is_missing(world, later, sign_in):
    page = sign_in(world.learner).get(lesson_of(later)).content.decode()
    assert "pas encore ouvert" in page
    assert f"/parcours/modules/{world.module.pk}/quiz/" in page
    assert "J’ai lu" not in page


def test_reading_a_closed_lesson_by_post_is_refused(world, later, sign_in):
    answer = sign_in(world.learner).post(f"{lesson_of(later)}lu/", follow=True)
    assert "À réussir d’abord : le quiz" in answer.content.decode()
    assert LessonRead.objects.count() == 0


def test_trainer_reads_the_lessons_of_every_module(world, later, sign_in):
    assert "J’ai lu" not in sign_in(world.trainer).get(lesson_of(later)).content.decode()
    assert "pas encore ouvert" not in sign_in(world.trainer).get(lesson_of(later)).content.decode()


@pytest.mark.parametrize("what", ["quiz", "synthese"])
def test_evaluations_of_a_closed_module_are_refused(world, later, sign_in, what):
    client, url = sign_in(world.learner), f"/parcours/modules/{later.pk}/{what}/"
    assert "pas encore ouvert" in client.get(url).content.decode()
    answer = client.post(url, {"text": "Un texte", "act": "remettre", "version": 0})
    assert (answer.status_code, "pas encore ouvert" in answer.content.decode()) == (403, True)


def test_trainer_opens_a_module_and_the_learner_reads_why(world, later, sign_in):
    url = f"/modules-ouverts/{world.enrolment.pk}/"
    form = {"module": later.pk, "reason": "Déjà pratiqué au cabinet."}
    assert sign_in(world.trainer).post(url, form).url == url
    assert GateWaiver.objects.get().reason == "Déjà pratiqué au cabinet."
    page = sign_in(world.learner).get(f"/parcours/modules/{later.pk}/").content.decode()
    assert "Déjà pratiqué au cabinet." in page


def test_opening_without_a_reason_keeps_the_choice(world, later, sign_in):
    answer = sign_in(world.trainer).post(
        f"/modules-ouverts/{world.enrolment.pk}/", {"module": later.pk, "reason": ""}
    )
    assert f'value="{later.pk}" selected' in answer.content.decode()


def test_trainer_of_another_body_does_not_find_the_person(world, sign_in):
    other = membership_factory(Role.TRAINER)
    answer = sign_in(other).get(f"/modules-ouverts/{world.enrolment.pk}/")
    assert answer.status_code == 404


def test_track_page_costs_the_same_with_many_prerequisites(world, later, sign_in):
    client = sign_in(world.learner)
    queries_of(client, "/parcours/")
    one = queries_of(client, "/parcours/")
    for _ in range(5):
        module = module_factory(world.module.track_version)
        prerequisite_factory(module, world.module)
        prerequisite_factory(module, later)
    assert queries_of(client, "/parcours/") == one

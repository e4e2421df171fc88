from tests.factories import cohort_factory, enrolment_factory, module_factory
from tests.training.web import lesson_path, queries_of
from training.models import LessonRead
from training.queries import hours_totals


def test_reading_goes_to_the_next_lesson_then_to_the_module(world, sign_in):
    client = sign_in(world.learner)
    first = client.post(lesson_path(world) + "lu/")
    assert first.url == lesson_path(world, 1)
    last = client.post(lesson_path(world, 1) + "lu/")
    assert last.url == f"/parcours/modules/{world.module.pk}/"
    assert hours_totals([world.enrolment.pk])[world.enrolment.pk].pending == 40


def test_double_click_reads_once(world, sign_in):
    client = sign_in(world.learner)
    for _ in range(2):
        assert client.post(lesson_path(world) + "lu/").status_code == 302
    assert LessonRead.objects.count() == 1


def test_lesson_says_what_was_read_and_offers_no_second_reading(full, sign_in):
    page = sign_in(full.learner).get(lesson_path(full)).content.decode()
    assert "Lue le jeudi 4 mars 2027." in page
    assert "J’ai lu, suivant" not in page


def test_trainer_looks_without_reading(world, sign_in):
    client = sign_in(world.trainer)
    assert "J’ai lu, suivant" not in client.get(lesson_path(world)).content.decode()
    assert client.post(lesson_path(world) + "lu/").status_code == 403


def test_reading_names_a_membership_of_ones_own(world, sign_in):
    client = sign_in(world.learner)
    response = client.post(lesson_path(world) + "lu/", {"adhesion": world.trainer.pk})
    assert response.status_code == 403
    assert LessonRead.objects.count() == 0


def test_lesson_follows_the_enrolment_of_its_track(world, sign_in):
    other = module_factory()
    enrolment_factory(cohort_factory(track_version=other.track_version), world.enrolment.learner)
    client = sign_in(world.learner)
    path = f"/parcours/lecons/{other.pk}/{other.lessons.first().slug}/"
    client.post(path + "lu/")
    assert LessonRead.objects.get().enrolment.track_version == other.track_version


def test_unknown_lesson_is_nowhere(world, sign_in):
    assert sign_in(world.learner).get(f"{lesson_path(world)[:-1]}-x/").status_code == 404


def test_lesson_costs_the_same_with_many_lessons(world, sign_in):
    big = module_factory(world.module.track_version, lessons=12)
    client = sign_in(world.learner)
    path = f"/parcours/lecons/{big.pk}/{big.lessons.first().slug}/"
    client.get(path)
    counts = [queries_of(client, p) for p in (lesson_path(world), path)]
    assert counts[0] == counts[1]
    assert counts[0] <= 13

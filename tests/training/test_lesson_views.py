from curricula.models import LessonPage
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


def test_a_draft_is_never_seen_by_who_learns(world, sign_in):
    lesson = world.lessons[0]
    before = lesson.title
    lesson.title = "Brouillon secret"
    lesson.save_revision()
    page = sign_in(world.learner).get(lesson_path(world)).content.decode()
    assert before in page
    assert "Brouillon secret" not in page


def withdraw(lesson):
    """Published once, then taken off the site."""
    lesson.save_revision().publish()
    LessonPage.objects.get(pk=lesson.pk).unpublish()


def test_a_lesson_withdrawn_says_so_and_keeps_the_hours(full, sign_in):
    withdraw(full.lessons[0])
    client = sign_in(full.learner)
    response = client.get(lesson_path(full))
    assert response.url == f"/parcours/modules/{full.module.pk}/"
    page = client.get(response.url).content.decode()
    assert "Cette leçon a été retirée du site." in page
    assert "Vous l’aviez lue : ses heures restent comptées." in page
    assert hours_totals([full.enrolment.pk])[full.enrolment.pk].pending == 20
    assert client.post(lesson_path(full) + "lu/").status_code == 404


def test_a_lesson_withdrawn_that_nobody_read_is_no_longer_asked(world, sign_in):
    withdraw(world.lessons[1])
    module = f"/parcours/modules/{world.module.pk}/"
    page = sign_in(world.learner).get(module).content.decode()
    assert f"« {world.lessons[1].title} ». Elle n’est plus demandée." in page
    assert "Vous l’aviez lue" not in page
    seen_by_staff = sign_in(world.trainer).get(module).content.decode()
    assert "Leçon retirée du site" in seen_by_staff


def test_a_lesson_that_was_never_published_is_nowhere(world, sign_in):
    LessonPage.objects.filter(pk=world.lessons[1].pk).update(live=False, first_published_at=None)
    client = sign_in(world.learner)
    assert client.get(lesson_path(world, 1)).status_code == 404
    page = client.get(f"/parcours/modules/{world.module.pk}/").content.decode()
    assert world.lessons[1].title not in page


def test_a_lesson_withdrawn_is_nowhere_for_a_stranger(world, sign_in):
    withdraw(world.lessons[0])
    assert sign_in(world.stranger).get(lesson_path(world)).status_code == 404


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

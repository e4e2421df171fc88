import pytest

from people.enums import Role
from tests.factories import enrolment_factory, membership_factory
from tests.factories.versions import add_lesson, module_of, newer_version
from tests.training.web import queries_of
from training.models import EnrolmentMove
from training.services import move_cohort, read_lesson


@pytest.fixture
def newer(world):
    version = newer_version(world.cohort.track_version)
    add_lesson(module_of(version, world.module), title="Le secret partagé")
    return version


@pytest.fixture
def path(world, newer):
    return f"/promotions/{world.cohort.pk}/changer-de-version/{newer.number}/"


@pytest.fixture
def data(world, newer):
    return {
        "enrolments": [world.enrolment.pk],
        "reason": "Une leçon s’ajoute.",
        "seen": world.cohort.track_version_id,
        "newest": newer.number,
    }


def test_newer_versions_are_offered_and_only_they(world, newer, path, sign_in):
    choose = f"/promotions/{world.cohort.pk}/changer-de-version/"
    page = sign_in(world.lead).get(choose).content.decode()
    assert path in page
    assert f"{choose}{world.cohort.track_version.number}/" not in page


def test_without_a_newer_version_the_page_says_so(world, sign_in):
    choose = f"/promotions/{world.cohort.pk}/changer-de-version/"
    page = sign_in(world.lead).get(choose).content.decode()
    assert "Tout le monde suit la version la plus récente" in page


def test_the_difference_is_shown_before_anybody_moves(world, newer, path, sign_in, now):
    read_lesson(
        actor=world.learner, enrolment=world.enrolment, module=world.module,
        lesson=world.lessons[0], now=now,
    )  # fmt: skip
    page = sign_in(world.lead).get(path).content.decode()
    added = module_of(newer, world.module).module_lessons.last().lesson
    assert added.code in page
    assert '<span class="mot-cle">modifié</span>' in page
    assert str(world.enrolment.learner) in page
    assert '<td role="cell" data-nom="Gardé">1 leçon</td>' in page
    assert '<td role="cell" data-nom="Nouveau à faire">1 leçon</td>' in page
    assert not EnrolmentMove.objects.exists()


def test_confirming_twice_moves_once_and_the_learner_reads_why(world, path, data, sign_in):
    client = sign_in(world.lead)
    for _ in range(2):
        assert client.post(path, data).url == f"/promotions/{world.cohort.pk}/"
    move = EnrolmentMove.objects.get()
    track = sign_in(world.learner).get("/parcours/").content.decode()
    assert "Votre parcours suit maintenant la version 2 (depuis le " in track
    assert "motif : Une leçon s’ajoute.)" in track
    link = f"/parcours/changements/{move.pk}/"
    assert link in track
    assert "De la version 1 à la version 2" in client.get(link).content.decode()


def test_a_stale_form_moves_nobody_keeps_the_reason_and_can_be_sent_again(
    world, newer, path, data, sign_in
):
    newer_version(newer)
    client = sign_in(world.lead)
    stale = client.post(path, data)
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Une leçon s’ajoute." in page
    assert 'name="newest" value="3"' in page
    assert not EnrolmentMove.objects.exists()
    assert client.post(path, data | {"newest": 3}).status_code == 302


def test_without_a_reason_nobody_moves(world, path, data, sign_in):
    answer = sign_in(world.lead).post(path, data | {"reason": ""})
    assert answer.status_code == 422
    assert not EnrolmentMove.objects.exists()


def test_the_cohort_of_another_body_does_not_exist(world, path, data, sign_in):
    client = sign_in(membership_factory(Role.LEAD))
    assert client.get(path).status_code == client.post(path, data).status_code == 404


def test_a_colleague_who_does_not_lead_is_refused(world, path, sign_in):
    assert sign_in(world.trainer).get(path).status_code == 403


def test_the_page_costs_the_same_with_thirty_learners(world, path, sign_in):
    for _ in range(2):
        enrolment_factory(world.cohort)
    client = sign_in(world.lead)
    three = queries_of(client, path)
    for _ in range(27):
        enrolment_factory(world.cohort)
    assert queries_of(client, path) == three


def test_a_move_costs_the_same_with_thirty_learners(
    world, newer, data, now, django_assert_num_queries
):
    others = [enrolment_factory(world.cohort) for _ in range(32)]
    third = newer_version(newer)
    same = {"actor": world.lead, "cohort": world.cohort, "newest": 3, "reason": "Essai", "now": now}
    old = world.cohort.track_version_id
    with django_assert_num_queries(21):
        move_cohort(version=newer, enrolments=others[:3], seen=old, **same)
    with django_assert_num_queries(21):
        move_cohort(version=third, enrolments=others[3:], seen=newer.pk, **same)


def test_somebody_else_does_not_read_the_move_of_a_learner(world, path, data, sign_in):
    sign_in(world.lead).post(path, data)
    link = f"/parcours/changements/{EnrolmentMove.objects.get().pk}/"
    assert sign_in(world.stranger).get(link).status_code == 404

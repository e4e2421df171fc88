"""Who sees what, what a post answers, and what a screen costs."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from people.enums import OrganisationKind, Role
from people.models import Organisation
from tests.factories import (
    cohort_factory,
    enrolment_factory,
    membership_factory,
    module_factory,
    organisation_factory,
    user_factory,
)
from training.models import Cohort, Enrolment, LessonRead, TrainingSession
from training.queries import hours_totals
from training.services import post_practice, read_lesson, record_session

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def sign_in(client):
    def go(membership):
        client.force_login(membership.user)
        return client

    return go


@pytest.fixture
def full(world, session_form, now):
    """The world with a session, a lesson read and a week of practice."""
    session = record_session(**session_form)
    read_lesson(
        actor=world.learner,
        enrolment=world.enrolment,
        module=world.module,
        lesson=world.lessons[0],
        now=now,
    )
    post_practice(
        actor=world.trainer,
        enrolment=world.enrolment,
        minutes=1680,
        occurred_on=now.date(),
        label="Semaine 9 de 2027",
        source_key="portfolio.week:1:v1",
        now=now,
    )
    world.session = session
    world.funder = membership_factory(Role.FUNDER)
    return world


def lesson_path(world, number=0):
    return f"/parcours/lecons/{world.module.pk}/{world.lessons[number].slug}/"


PEOPLE = (
    "learner", "trainer", "companion", "lead", "employer", "stranger", "other_trainer", "funder"
)  # fmt: skip
MATRIX = {
    "lesson": (200, 200, 200, 200, 404, 404, 200, 404),
    "hours": (200, 200, 200, 200, 200, 404, 404, 404),
    "export": (200, 200, 200, 200, 200, 404, 404, 404),
    "overview": (302, 200, 200, 200, 200, 200, 200, 200),
    "sessions": (404, 200, 200, 200, 404, 404, 200, 404),
    "session": (200, 200, 200, 200, 404, 404, 404, 404),
    "session_new": (404, 200, 403, 200, 404, 404, 404, 404),
    "cohort_new": (404, 403, 403, 200, 404, 404, 403, 404),
    "enrol": (404, 403, 403, 200, 404, 404, 403, 404),
    "practice_new": (404, 403, 403, 200, 404, 404, 403, 404),
}


def paths(world):
    return {
        "lesson": lesson_path(world),
        "hours": f"/heures/{world.enrolment.pk}/",
        "export": f"/heures/{world.enrolment.pk}/export/csv/",
        "overview": "/heures/",
        "sessions": "/seances/",
        "session": f"/seances/{world.session.pk}/",
        "session_new": f"/seances/nouvelle/?promotion={world.cohort.pk}",
        "cohort_new": "/promotions/nouvelle/",
        "enrol": f"/promotions/{world.cohort.pk}/inscrire/",
        "practice_new": "/cabinets/nouveau/",
    }


@pytest.mark.parametrize("screen", MATRIX)
def test_each_screen_is_open_to_those_it_is_for(full, sign_in, screen):
    path = paths(full)[screen]
    answers = tuple(sign_in(getattr(full, who)).get(path).status_code for who in PEOPLE)
    assert dict(zip(PEOPLE, answers, strict=True)) == dict(zip(PEOPLE, MATRIX[screen], strict=True))


@pytest.mark.parametrize("screen", MATRIX)
def test_nobody_sees_a_screen_without_signing_in(full, client, screen):
    response = client.get(paths(full)[screen])
    assert response.url.startswith("/connexion/")


# --- Lessons


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


def test_lesson_costs_the_same_with_many_lessons(world, sign_in, django_assert_max_num_queries):
    big = module_factory(world.module.track_version, lessons=12)
    client = sign_in(world.learner)
    path = f"/parcours/lecons/{big.pk}/{big.lessons.first().slug}/"
    client.get(path)
    counts = [queries_of(client, p) for p in (lesson_path(world), path)]
    assert counts[0] == counts[1]
    assert counts[0] <= 13


def queries_of(client, path) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


# --- Hours


def test_every_total_opens_to_its_lines(full, sign_in):
    page = sign_in(full.learner).get(f"/heures/{full.enrolment.pk}/").content.decode()
    for words in ("3 h 30 acceptées", "20 min en attente", "Semaine 9 de 2027", "28 h"):
        assert words in page
    assert f'href="/seances/{full.session.pk}/"' in page


def test_export_neutralises_formulas(world, session_form, sign_in):
    record_session(**session_form | {"title": "=1+1"})
    client = sign_in(world.lead)
    response = client.get(f"/heures/{world.enrolment.pk}/export/csv/")
    assert "'=1+1" in response.content.decode("utf-8-sig")
    assert "attachment" in response["Content-Disposition"]
    book = client.get(f"/heures/{world.enrolment.pk}/export/xlsx/")
    assert book.content[:2] == b"PK"
    assert client.get(f"/heures/{world.enrolment.pk}/export/exe/").status_code == 404


def test_overview_costs_the_same_with_one_and_thirty(world, sign_in):
    client = sign_in(world.lead)
    client.get("/heures/")
    one = queries_of(client, "/heures/")
    for _ in range(29):
        enrolment_factory(world.cohort)
    assert queries_of(client, "/heures/") == one


def test_hours_cost_the_same_with_one_and_thirty_lines(world, session_form, sign_in):
    client = sign_in(world.learner)
    path = f"/heures/{world.enrolment.pk}/"
    record_session(**session_form)
    client.get(path)
    one = queries_of(client, path)
    for day in range(1, 30):
        start = datetime(2027, 1, day, 8, tzinfo=UTC)
        times = {"starts_at": start, "ends_at": start.replace(hour=11), "form_key": f"k{day}"}
        record_session(**session_form | times)
    assert queries_of(client, path) == one


# --- Sessions


@pytest.fixture
def posted(world) -> dict:
    return {
        "module": world.module.pk,
        "title": "Le secret au quotidien",
        "day": "2026-03-02",
        "start": "09:00",
        "end": "12:30",
        "present": [world.enrolment.pk],
        "form_key": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "adhesion": world.trainer.pk,
    }


def send(client, world, data):
    return client.post(f"/seances/nouvelle/?promotion={world.cohort.pk}", data)


def test_session_form_ticks_everybody(world, sign_in):
    page = sign_in(world.trainer).get("/seances/nouvelle/", follow=True)
    assert page.context["form"]["present"].initial == [world.enrolment]
    assert 'name="form_key"' in page.content.decode()


def test_trainer_chooses_among_several_cohorts(world, sign_in):
    cohort_factory(world.body)
    page = sign_in(world.trainer).get("/seances/nouvelle/").content.decode()
    assert f'href="?promotion={world.cohort.pk}"' in page


@pytest.mark.parametrize("chosen", ["999999", "abc", "-1"])
def test_unknown_cohort_is_nowhere(world, sign_in, chosen):
    path = f"/seances/nouvelle/?promotion={chosen}"
    assert sign_in(world.trainer).get(path).status_code == 404


def test_session_is_recorded_and_told(world, sign_in, posted):
    client = sign_in(world.trainer)
    response = send(client, world, posted)
    session = TrainingSession.objects.get()
    assert response.url == f"/seances/{session.pk}/"
    assert session.starts_at == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    page = client.get(response.url).content.decode()
    assert "Séance enregistrée : « Le secret au quotidien », 1 personne présente." in page


def test_double_submit_makes_one_session(world, sign_in, posted):
    client = sign_in(world.trainer)
    assert send(client, world, posted).url == send(client, world, posted).url
    assert TrainingSession.objects.count() == 1
    assert hours_totals([world.enrolment.pk])[world.enrolment.pk].accepted == 210


def test_overlap_names_the_person_and_keeps_the_text(world, sign_in, posted):
    client = sign_in(world.trainer)
    send(client, world, posted)
    second = posted | {"form_key": "0f8fad5b-d9cb-469f-a165-70867728950f", "title": "Autre sujet"}
    page = send(client, world, second)
    assert page.status_code == 200
    assert str(world.enrolment.learner) in page.content.decode()
    assert 'value="Autre sujet"' in page.content.decode()
    assert TrainingSession.objects.count() == 1


BAD = {
    "wrong type": {"day": "hier", "start": "neuf heures"},
    "no title": {"title": "  "},
    "oversize": {"title": "a" * 201},
    "another module": {"module": 999999},
    "a stranger ticked": {"present": [999999]},
    "nobody": {"present": []},
    "no key": {"form_key": "pas-un-jeton"},
    "end before start": {"end": "08:00"},
    "an hour that never was": {"day": "2026-03-29", "start": "02:30", "end": "04:00"},
    "a telephone number": {"title": "Appeler le 06 12 34 56 78"},
    "in the future": {"day": "2999-01-01"},
}


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD)
def test_bad_session_is_refused_with_a_reason(world, sign_in, posted, wrong):
    page = send(sign_in(world.trainer), world, posted | wrong)
    assert page.status_code == 200
    assert "Rien n’est enregistré pour l’instant" in page.content.decode()
    assert TrainingSession.objects.count() == 0


def test_hostile_title_is_shown_escaped(world, sign_in, posted):
    client = sign_in(world.trainer)
    send(client, world, posted | {"title": HOSTILE})
    page = client.get("/seances/").content.decode()
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_companion_records_nothing(world, sign_in, posted):
    assert send(sign_in(world.companion), world, posted).status_code == 403


def test_trainer_of_another_body_finds_nothing(world, sign_in, posted):
    data = posted | {"adhesion": world.other_trainer.pk}
    assert send(sign_in(world.other_trainer), world, data).status_code == 404


def test_learner_sees_only_themselves_in_a_session(full, sign_in):
    absent = enrolment_factory(full.cohort)
    page = sign_in(full.learner).get(f"/seances/{full.session.pk}/").content.decode()
    assert str(absent.learner) not in page
    assert str(full.enrolment.learner) in page


def test_sessions_cost_the_same_with_one_and_many(world, session_form, sign_in):
    client = sign_in(world.trainer)
    record_session(**session_form)
    client.get("/seances/")
    one = queries_of(client, "/seances/")
    for day in range(1, 30):
        start = datetime(2027, 1, day, 8, tzinfo=UTC)
        times = {"starts_at": start, "ends_at": start.replace(hour=11), "form_key": f"k{day}"}
        record_session(**session_form | times)
    assert queries_of(client, "/seances/") == one


# --- Cohorts, enrolment, practices


@pytest.fixture
def assistant(world):
    return membership_factory(Role.LEARNER, user=user_factory("Zoé", "Libre"))


def test_lead_opens_a_cohort_and_goes_on_to_enrol(world, sign_in):
    data = {
        "title": "Lyon, automne 2027",
        "track_version": world.cohort.track_version_id,
        "starts_on": "2027-09-01",
        "ends_on": "2028-06-30",
    }
    client = sign_in(world.lead)
    urls = {client.post("/promotions/nouvelle/", data).url for _ in range(2)}
    made = Cohort.objects.get(title="Lyon, automne 2027")
    assert urls == {f"/promotions/{made.pk}/inscrire/"}
    wrong = client.post("/promotions/nouvelle/", data | {"ends_on": "2027-01-01", "title": "X"})
    assert "La fin prévue doit venir après le début." in wrong.content.decode()


def test_lead_enrols_an_assistant(world, sign_in, assistant):
    client = sign_in(world.lead)
    path = f"/promotions/{world.cohort.pk}/inscrire/"
    assert "Zoé Libre" in client.get(path, {"recherche": "libre"}).content.decode()
    assert "Personne ne correspond" in client.get(path, {"recherche": "zzz"}).content.decode()
    data = {"assistant": assistant.pk, "recruited_on": timezone.localdate().isoformat()}
    for _ in range(2):
        assert client.post(path, data).url == path
    made = Enrolment.objects.get(learner=assistant.user)
    assert (made.practice, made.funder) == (assistant.organisation, None)


def test_bad_enrolment_is_refused_with_a_reason(world, sign_in, assistant):
    client = sign_in(world.lead)
    path = f"/promotions/{world.cohort.pk}/inscrire/"
    for wrong in ({"assistant": "x"}, {"assistant": world.trainer.pk}, {"recruited_on": "jadis"}):
        data = {"assistant": assistant.pk, "recruited_on": "2027-01-04"} | wrong
        page = client.post(path, data)
        assert "Rien n’est enregistré pour l’instant" in page.content.decode()
    assert Enrolment.objects.count() == 1


def test_enrolment_screen_costs_the_same_with_one_and_many(world, sign_in, assistant):
    client = sign_in(world.lead)
    path = f"/promotions/{world.cohort.pk}/inscrire/"
    client.get(path)
    one = queries_of(client, path)
    for _ in range(15):
        membership_factory(Role.LEARNER)
    assert queries_of(client, path) == one


def test_practice_is_created_once(world, sign_in):
    client = sign_in(world.lead)
    data = {"name": "Cabinet des Tilleuls", "city": "Lyon"}
    urls = {client.post("/cabinets/nouveau/", data).url for _ in range(2)}
    made = Organisation.objects.get(name="Cabinet des Tilleuls")
    assert urls == {f"/invitations/nouvelle/?organisation={made.pk}"}
    assert made.kind == OrganisationKind.PRACTICE


def test_practice_needs_a_name(world, sign_in):
    page = sign_in(world.lead).post("/cabinets/nouveau/", {"name": " "})
    assert page.status_code == 200
    assert not Organisation.objects.filter(name="").exists()
    assert organisation_factory(OrganisationKind.PRACTICE).pk

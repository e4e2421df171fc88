from datetime import UTC, datetime

import pytest

from tests.factories import cohort_factory, enrolment_factory
from tests.training.web import queries_of
from training.enums import Situation
from training.models import Enrolment, TrainingSession
from training.queries import hours_totals
from training.services import record_session

HOSTILE = "<script>alert(1)</script>"


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


def test_who_is_suspended_today_is_named_so(world, sign_in):
    away = enrolment_factory(cohort=world.cohort)
    Enrolment.objects.filter(pk=away.pk).update(situation=Situation.SUSPENDED)
    page = sign_in(world.trainer).get("/seances/nouvelle/", follow=True)
    assert set(page.context["form"]["present"].initial) == {world.enrolment, away}
    assert f"{away.learner} (formation suspendue)" in page.content.decode()


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
    record_session(close_anyway=True, **session_form)
    client.get("/seances/")
    one = queries_of(client, "/seances/")
    for day in range(1, 30):
        start = datetime(2027, 1, day, 8, tzinfo=UTC)
        times = {"starts_at": start, "ends_at": start.replace(hour=11), "form_key": f"k{day}"}
        record_session(close_anyway=True, **session_form | times)
    assert queries_of(client, "/seances/") == one

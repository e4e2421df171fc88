"""Sessions of one module, closer than planned."""

from datetime import date, timedelta

import pytest

from people.enums import Role
from tests.factories import membership_factory
from tests.training.tables import rows
from training.models import ClosedPeriod, TrainingSession
from training.rules.spacing import too_close
from training.services import SessionToConfirm, record_session


@pytest.mark.parametrize(
    ("case", "planned", "day", "others", "found"),
    rows("gates.md", "Too close"),
    ids=lambda v: v[:30],
)
def test_spacing_follows_the_table(case, planned, day, others, found):
    days = [date.fromisoformat(other) for other in others.split(", ") if other]
    expected = date.fromisoformat(found) if found else None
    assert too_close(date.fromisoformat(day), days, int(planned)) == expected


@pytest.fixture
def later(world, session_form) -> dict:
    """A session the day after one that is recorded, in a module that asks for a week."""
    world.module.spacing_days = 7
    world.module.save()
    session_form["starts_at"] -= timedelta(days=1)
    session_form["ends_at"] -= timedelta(days=1)
    record_session(**session_form)
    return session_form | {
        "starts_at": session_form["starts_at"] + timedelta(days=1),
        "ends_at": session_form["ends_at"] + timedelta(days=1),
        "form_key": "jeton-2",
    }


def test_session_too_close_is_told_and_not_recorded(later):
    with pytest.raises(SessionToConfirm, match=r"7 jours au moins.*1er mars 2027"):
        record_session(**later)
    assert TrainingSession.objects.count() == 1


def test_session_too_close_is_recorded_once_confirmed(later):
    assert record_session(**later, close_anyway=True).title == later["title"]
    assert TrainingSession.objects.count() == 2


@pytest.fixture
def closed(world, session_form) -> dict:
    """A session of a day on which the training body is closed."""
    day = session_form["starts_at"].date()
    ClosedPeriod.objects.create(
        organisation=world.body, kind="peak", label="Vaccinations", starts_on=day, ends_on=day
    )
    return session_form


def test_session_on_a_closed_day_is_told_and_recorded_once_confirmed(closed):
    with pytest.raises(
        SessionToConfirm, match=r"2 mars 2027 est un jour fermé : .*pointe.*Vaccinations"
    ):
        record_session(**closed)
    assert TrainingSession.objects.count() == 0
    assert record_session(**closed, close_anyway=True).title == closed["title"]


def test_session_on_a_public_holiday_is_told(session_form):
    shift = session_form["starts_at"].date() - date(2027, 1, 1)
    times = {name: session_form[name] - shift for name in ("starts_at", "ends_at")}
    with pytest.raises(SessionToConfirm, match=r"1er janvier 2027 est un jour fermé : jour férié"):
        record_session(**session_form | times)


def test_both_reasons_are_said_at_once(later, world):
    day = later["starts_at"].date()
    ClosedPeriod.objects.create(
        organisation=world.body, kind="holiday", label="Congés", starts_on=day, ends_on=day
    )
    with pytest.raises(SessionToConfirm, match=r"jour fermé : congés.*7 jours au moins"):
        record_session(**later)


def test_a_period_of_another_body_closes_nothing(closed):
    other = membership_factory(Role.LEAD).organisation
    ClosedPeriod.objects.update(organisation=other)
    assert record_session(**closed).title == closed["title"]


def test_the_screen_says_that_the_day_is_closed(world, sign_in):
    client, url = sign_in(world.trainer), f"/seances/nouvelle/?promotion={world.cohort.pk}"
    form = {
        "module": world.module.pk, "title": "Férié", "day": "2026-05-01", "start": "09:00",
        "end": "10:00", "present": [world.enrolment.pk],
        "form_key": "0f8fad5b-d9cb-469f-a165-70867728950e",
    }  # fmt: skip
    page = client.post(url, form).content.decode()
    assert "est un jour fermé" in page
    assert 'name="close_anyway"' in page
    assert client.post(url, form | {"close_anyway": "on"}).status_code == 302


def test_confirming_is_offered_only_when_it_is_too_close(world, later, sign_in):
    client, url = sign_in(world.trainer), f"/seances/nouvelle/?promotion={world.cohort.pk}"
    form = {
        "module": world.module.pk,
        "title": "Suite",
        "day": "2026-03-02",
        "start": "09:00",
        "end": "10:00",
        "present": [world.enrolment.pk],
        "form_key": "0f8fad5b-d9cb-469f-a165-70867728950e",
    }
    assert "Enregistrer quand même" not in client.get(url).content.decode()
    assert TrainingSession.objects.count() == 1
    world.module.spacing_days = 400
    world.module.save()
    page = client.post(url, form).content.decode()
    assert 'name="close_anyway"' in page
    assert 'value="Suite"' in page
    assert client.post(url, form | {"close_anyway": "on"}).status_code == 302
    assert TrainingSession.objects.count() == 2


def test_module_page_tells_the_planned_spacing(world, later, sign_in):
    page = sign_in(world.learner).get(f"/parcours/modules/{world.module.pk}/").content.decode()
    assert "Séances prévues à 7 jours au moins les unes des autres." in page

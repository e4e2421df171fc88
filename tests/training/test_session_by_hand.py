"""One session planned by hand: one test an outcome of the service, then its screen."""

from datetime import timedelta

import pytest

from curricula.enums import BudgetCategory
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from records.models import Message
from records.services import PatientData
from tests.factories import cohort_factory, membership_factory, module_factory
from tests.factories.calendar import MONDAY, coming_factory, room_factory
from tests.training.web import queries_of
from training.models import ClosedPeriod, TrainingSession
from training.rules.planner import category_problem
from training.services import InTheWay, NotOfTheBody, PlanRefused
from training.services.planning import plan_session

IN_PERSON, VIRTUAL, WORK = BudgetCategory.IN_PERSON, BudgetCategory.VIRTUAL, BudgetCategory.WORK


@pytest.mark.parametrize(
    ("category", "planned", "word"),
    [
        (IN_PERSON, {IN_PERSON, VIRTUAL}, ""),
        ("", set(), ""),
        ("", {IN_PERSON}, "présentiel"),
        (IN_PERSON, set(), "par catégorie"),
        (VIRTUAL, {IN_PERSON}, "présentiel"),
        (WORK, {WORK}, "aucune heure en séance"),
        (BudgetCategory.DISTANCE, {BudgetCategory.DISTANCE, IN_PERSON}, "présentiel"),
    ],
)
def test_a_session_has_a_category_that_its_module_plans(category, planned, word):
    problem = category_problem(category, planned)
    assert bool(problem) == bool(word)
    assert word in problem


@pytest.fixture
def given(ready, now):
    return {
        "actor": ready.lead, "cohort": ready.cohort, "module": ready.module,
        "category": IN_PERSON, "title": " Atelier  d’accueil ", "starts_at": MONDAY,
        "ends_at": MONDAY + timedelta(hours=2), "trainer": ready.trainer, "room": None,
        "form_key": "main-1", "now": now,
    }  # fmt: skip


def test_a_session_enters_the_project_and_nobody_is_told(ready, given):
    made = plan_session(**given)
    assert (made.state, made.title, made.version) == ("planned", "Atelier d’accueil", 1)
    assert Message.objects.count() == 0
    assert AuditEvent.objects.filter(verb="training.session.planned").count() == 1


def test_a_second_click_plans_nothing_more(ready, given):
    assert plan_session(**given) == plan_session(**given)
    assert TrainingSession.objects.count() == 1


def test_the_key_of_a_form_about_another_cohort_is_refused(ready, given):
    plan_session(**given)
    other = cohort_factory(organisation=ready.body, track_version=ready.cohort.track_version)
    with pytest.raises(StaleForm):
        plan_session(**given | {"cohort": other})
    assert TrainingSession.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ends_at": MONDAY}, PlanRefused),
        ({"ends_at": MONDAY - timedelta(hours=1)}, PlanRefused),
        ({"ends_at": MONDAY + timedelta(hours=13)}, PlanRefused),
        ({"starts_at": MONDAY - timedelta(days=700), "ends_at": MONDAY - timedelta(days=699)},
         PlanRefused),
        ({"category": VIRTUAL}, PlanRefused),
        ({"title": "Appeler 06 12 34 56 78"}, PatientData),
    ],
)  # fmt: skip
def test_a_session_that_cannot_be_is_refused_and_nothing_is_written(ready, given, changes, refusal):
    with pytest.raises(refusal):
        plan_session(**given | changes)
    assert TrainingSession.objects.count() == 0


def test_a_closed_day_is_refused(ready, given):
    ClosedPeriod.objects.create(
        organisation=ready.body, kind="holiday", label="Congés", starts_on=MONDAY.date(),
        ends_on=MONDAY.date(),
    )  # fmt: skip
    with pytest.raises(PlanRefused, match="Congés"):
        plan_session(**given)


def test_people_rooms_and_modules_of_elsewhere_are_refused(ready, given):
    with pytest.raises(NotOfTheBody):
        plan_session(**given | {"trainer": membership_factory(Role.TRAINER)})
    with pytest.raises(PlanRefused, match="parcours"):
        plan_session(**given | {"module": module_factory()})
    with pytest.raises(NotAllowed):
        plan_session(**given | {"actor": ready.trainer})
    assert TrainingSession.objects.count() == 0


def test_a_conflict_is_said_and_may_be_passed_over(ready, given):
    coming_factory(ready.cohort, ready.module, ready.trainer, state="announced")
    with pytest.raises(InTheWay):
        plan_session(**given)
    assert plan_session(**given, anyway=True).state == "planned"


@pytest.fixture
def typed(ready):
    day = MONDAY.date().isoformat()
    return {
        "module": ready.module.pk, "category": "in_person", "title": "Atelier", "day": day,
        "start": "09:00", "end": "11:00", "trainer": ready.trainer.pk, "room": "",
        "form_key": "00000000-0000-4000-8000-000000000031",
    }  # fmt: skip


def path_of(ready):
    return f"/promotions/{ready.cohort.pk}/calendrier/ajouter/"


def test_the_page_adds_a_session_and_shows_it_in_the_calendar(
    ready, sign_in, typed, now, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client = sign_in(ready.lead)
    answer = client.post(path_of(ready), typed, follow=True)
    assert answer.redirect_chain[-1][0] == f"/promotions/{ready.cohort.pk}/calendrier/"
    page = answer.content.decode()
    assert "Séance en projet : « Atelier »" in page
    client.post(path_of(ready), typed)
    assert TrainingSession.objects.count() == 1


def test_what_was_typed_comes_back_with_a_refusal(ready, sign_in, typed, now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    coming_factory(ready.cohort, ready.module, ready.trainer, state="announced")
    client = sign_in(ready.lead)
    answer = client.post(path_of(ready), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Atelier"' in page
    assert "Malgré les conflits" in page
    client.post(path_of(ready), typed | {"anyway": "on"})
    assert TrainingSession.objects.filter(title="Atelier").count() == 1


def test_the_page_costs_the_same_with_thirty_rooms(ready, sign_in):
    client = sign_in(ready.lead)
    queries_of(client, path_of(ready))
    one = queries_of(client, path_of(ready))
    for number in range(30):
        room_factory(ready.cohort, name=f"Salle {number}")
        module_factory(ready.cohort.track_version)
    assert queries_of(client, path_of(ready)) == one


def test_a_second_click_that_takes_a_session_out_says_that_it_is_gone(ready, sign_in):
    session = coming_factory(ready.cohort, ready.module)
    client, path = sign_in(ready.lead), f"/seances/{session.pk}/annuler/"
    sent = {"annulation-version": 1, "annulation-reason": "", "cohort": ready.cohort.pk}
    client.post(path, sent)
    answer = client.post(path, sent, follow=True)
    assert "n’est plus au projet" in answer.content.decode()
    assert client.post(path, sent | {"cohort": "x"}).status_code == 404

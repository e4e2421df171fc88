"""Sessions with the category in which their module plans hours."""

from datetime import date

import pytest

from curricula.enums import BudgetCategory
from tests.factories.curricula import budget_factory
from training.enums import HoursCategory
from training.models import HoursEntry, TrainingSession
from training.queries import cohort_hours, hours_detail, hours_totals, track_outline
from training.queries.hours_page import hours_page
from training.queries.totals import TotalsRow
from training.rules.hours import HoursTotals
from training.rules.totals import Five
from training.services import CategoryMissing, record_session

WORK = {"category": BudgetCategory.WORK, "tutor": "Dr Démo", "reflection": "Le soir, à part."}


def total(world) -> HoursTotals:
    return hours_totals([world.enrolment.pk])[world.enrolment.pk]


@pytest.fixture
def planned(world):
    """The module plans two hours in person and two at work; the version has its work frame."""
    budget_factory(world.module, in_person=120, work=120)
    version = world.module.track_version
    version.work_analysis = version.work_tutor = "Dit."
    version.work_reflection = version.work_evaluation = "Dit."
    version.save()
    return version


def test_module_without_a_plan_asks_for_no_category(session_form, world):
    session = record_session(**session_form, category=BudgetCategory.VIRTUAL)
    assert session.category == ""
    assert total(world) == HoursTotals(accepted=210)


@pytest.mark.parametrize("category", ["", "distance", "autre"])
def test_module_with_a_plan_asks_for_a_category(session_form, planned, category):
    with pytest.raises(CategoryMissing):
        record_session(**session_form, category=category)
    assert TrainingSession.objects.count() == 0


def test_minutes_beyond_the_plan_are_shown_and_do_not_count(session_form, world, planned):
    record_session(**session_form, category=BudgetCategory.IN_PERSON)
    assert HoursEntry.objects.get().minutes == 210
    assert total(world) == HoursTotals(accepted=120, beyond=90)
    row, *_ = hours_page(world.enrolment, date(2027, 3, 4)).categories
    assert row == TotalsRow("Présentiel", Five(120, 120, 210, 210, 120, beyond=90))


def test_category_that_is_not_planned_is_all_beyond(session_form, world, planned):
    record_session(**session_form, category=BudgetCategory.VIRTUAL)
    assert total(world) == HoursTotals(beyond=210)


def test_training_at_work_counts_with_its_conditions(session_form, world, planned):
    record_session(**session_form, **WORK)
    assert total(world) == HoursTotals(accepted=120, beyond=90)


@pytest.mark.parametrize("empty", ["tutor", "reflection"])
def test_training_at_work_without_a_condition_is_practice(session_form, world, planned, empty):
    record_session(**session_form, **WORK | {empty: " "})
    assert HoursEntry.objects.get().category == HoursCategory.PRACTICE
    assert total(world) == HoursTotals(practice=210)


def test_training_at_work_without_a_frame_is_practice(session_form, world, planned):
    planned.work_analysis = ""
    planned.save()
    record_session(**session_form, **WORK)
    assert total(world) == HoursTotals(practice=210)


def test_session_page_says_why_it_does_not_count(session_form, world, planned, sign_in):
    session = record_session(**session_form, **WORK | {"tutor": ""})
    page = sign_in(world.learner).get(f"/seances/{session.pk}/").content.decode()
    assert "Pourquoi hors compte" in page
    assert "Le formateur-tuteur n’est pas nommé." in page


def test_every_reading_of_the_hours_says_the_same(session_form, world, planned):
    record_session(**session_form, category=BudgetCategory.IN_PERSON)
    (outline,) = track_outline(world.enrolment)
    found = total(world)
    assert outline.hours == found
    assert hours_detail(world.enrolment).totals == found
    assert cohort_hours([world.cohort.pk]) == {world.cohort.pk: found}


def test_hours_page_shows_planned_and_done(session_form, world, planned, sign_in):
    record_session(**session_form, category=BudgetCategory.IN_PERSON)
    page = sign_in(world.learner).get(f"/heures/{world.enrolment.pk}/").content.decode()
    assert "Au-delà du prévu" in page
    assert "1 h 30 au-delà du prévu" in page.replace("\xa0", " ").replace("\u202f", " ")


def test_form_asks_for_the_category_where_hours_are_planned(world, planned, sign_in):
    url = f"/seances/nouvelle/?promotion={world.cohort.pk}"
    page = sign_in(world.trainer).get(url).content.decode()
    assert 'name="category"' in page
    assert 'name="tutor"' in page


def test_form_asks_for_no_category_where_nothing_is_planned(world, sign_in):
    url = f"/seances/nouvelle/?promotion={world.cohort.pk}"
    assert 'name="category"' not in sign_in(world.trainer).get(url).content.decode()


def test_missing_category_is_told_beside_its_field(world, planned, sign_in):
    form = {
        "module": world.module.pk,
        "title": "Atelier",
        "day": "2026-03-02",
        "start": "09:00",
        "end": "10:00",
        "present": [world.enrolment.pk],
        "form_key": "0f8fad5b-d9cb-469f-a165-70867728950e",
    }
    url = f"/seances/nouvelle/?promotion={world.cohort.pk}"
    answer = sign_in(world.trainer).post(url, form)
    assert answer.context["form"].errors["category"] == [CategoryMissing.message]

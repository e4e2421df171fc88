"""The window of a week on the screens, and the page where a lead reopens weeks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.models import LogbookEntry, LogbookWeek, WeekOpening
from portfolio.rules.weeks import IsoWeek, week_of
from portfolio.services import reopen_week
from records.rules.french import day_and_month, long_date
from tests.factories import enrolment_factory
from tests.factories.portfolio import TEXT, entry_factory, week_factory
from training.models import Cohort

LATE = reverse("portfolio:late_weeks")


@pytest.fixture
def today(world) -> date:
    """The cohort is in its twentieth week, whatever the day on which the tests run."""
    day = timezone.localdate()
    starts_on = week_of(day).monday - timedelta(weeks=19)
    Cohort.objects.update(starts_on=starts_on, ends_on=day + timedelta(days=200))
    world.enrolment.__class__.objects.update(
        enrolled_at=timezone.now() - timedelta(weeks=30), recruited_on=starts_on
    )
    world.cohort.refresh_from_db()
    world.enrolment.refresh_from_db()
    return day


def back(today: date, weeks: int) -> IsoWeek:
    return week_of(today - timedelta(weeks=weeks))


def address(week: IsoWeek) -> str:
    return reverse("portfolio:week", args=week)


@pytest.fixture
def closed(today) -> IsoWeek:
    """Closed, and may be reopened."""
    return back(today, 4)


@pytest.fixture
def learner(client, world):
    client.force_login(world.learner.user)
    return client


@pytest.fixture
def lead(client, world):
    client.force_login(world.lead.user)
    return client


def reopened(world, week, **change):
    return reopen_week(
        **{
            "actor": world.lead, "enrolment": world.enrolment, "week": week,
            "reason": "Retour de congé.", "now": timezone.now(), **change,
        }
    )  # fmt: skip


def key(world, week: IsoWeek) -> str:
    return f"{world.enrolment.pk}:{week.year}:{week.number}"


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_an_open_week_says_until_when(learner, today):
    week = back(today, 1)
    words = f"écrire jusqu’au {day_and_month(week.day(6) + timedelta(days=14))}"
    assert f"À {words}." in learner.get(address(week)).content.decode()
    assert words in learner.get("/livret/").content.decode()


def test_a_closed_week_says_since_when_and_whom_to_ask(learner, closed):
    page = learner.get(address(closed))
    body = page.content.decode()
    shut = day_and_month(closed.day(6) + timedelta(days=15))
    assert f"Fermée le {shut}\N{NO-BREAK SPACE}: demandez à votre responsable" in body.replace(
        " : ", "\N{NO-BREAK SPACE}: "
    )
    assert f"s’écrivait jusqu’au {long_date(closed.day(6) + timedelta(days=14))}" in body
    assert "Ajouter la situation" not in body


def test_a_week_of_long_ago_is_closed_for_good(learner, today):
    body = learner.get(address(back(today, 18))).content.decode()
    assert "Fermée définitivement" in body
    assert "Demandez à votre responsable" not in body


def test_a_reopened_week_says_by_whom_and_why(learner, world, closed):
    reopened(world, closed)
    body = learner.get(address(closed)).content.decode()
    assert f"par {world.lead.user}" in body
    assert "Retour de congé." in body
    assert "congé.." not in body
    assert "Ajouter la situation" in body


def test_a_situation_sent_too_late_is_shown_to_copy(learner, world, closed):
    form = {"day": closed.monday.isoformat(), "kind": "practice", "text": TEXT, "form_key": "a",
            "competencies": [world.competencies[0].pk]}  # fmt: skip
    body = learner.post(address(closed), form).content.decode()
    assert TEXT in body
    assert "Votre texte n’est pas enregistré" in body
    assert LogbookWeek.objects.count() == 0


@pytest.mark.parametrize("act", ["heures", "remettre"])
def test_hours_sent_too_late_are_shown_to_copy(learner, world, closed, act):
    typed = {f"minutes_{closed.monday}_{world.enrolment.practice_id}": "6 h 45", "version": 0}
    body = learner.post(address(closed), typed | {"acte": act}).content.decode()
    assert "Vos heures ne sont pas enregistrées" in body
    assert "6 h 45" in body
    assert LogbookWeek.objects.count() == 0


def test_a_situation_changed_too_late_keeps_what_was_typed(learner, world, closed):
    at = timezone.now() - timedelta(weeks=4)
    week = week_factory(world.enrolment, *closed, now=at)
    entry = entry_factory(week, now=at)
    url = reverse("portfolio:entry", args=[*closed, entry.pk])
    assert learner.get(url).url == address(closed)
    form = {"day": closed.monday.isoformat(), "kind": "practice", "text": "Plus tard.",
            "version": 1, "form_key": entry.form_key}  # fmt: skip
    body = learner.post(url, form).content.decode()
    assert "Plus tard." in body
    assert "s’écrivait jusqu’au" in body
    assert LogbookEntry.objects.get().text == TEXT


def test_the_lead_reopens_several_weeks_at_once(lead, world, today, closed):
    other = back(today, 5)
    form = {"weeks": [key(world, closed), key(world, other)], "reason": "Panne du site."}
    response = lead.post(LATE, form, follow=True)
    assert said(response)[0].startswith("2 semaines rouvertes jusqu’au ")
    assert WeekOpening.objects.count() == 2
    assert "rouverte jusqu’au" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": " "}, "Donnez la raison de la réouverture."),
        ({"reason": "Une personne, 06 12 34 56 78."}, "téléphone"),
        ({"weeks": []}, "Cochez les semaines à rouvrir."),
        ({"weeks": ["1:2:3"]}, "Une des semaines n’est plus fermée"),
    ],
)
def test_what_cannot_be_reopened_is_told_and_what_was_typed_stays(
    lead, world, closed, change, message
):
    form = {"weeks": [key(world, closed)], "reason": "Panne du site."} | change
    body = lead.post(LATE, form).content.decode()
    assert message in body
    assert form["reason"] in body
    assert WeekOpening.objects.count() == 0


def test_reopening_from_two_tabs_is_done_once(lead, world, closed):
    form = {"weeks": [key(world, closed)], "reason": "Panne du site."}
    lead.post(LATE, form)
    body = lead.post(LATE, form).content.decode()
    assert "Une des semaines n’est plus fermée" in body
    assert WeekOpening.objects.count() == 1


def test_the_file_leads_to_the_late_weeks_of_one_person(lead, world, today):
    other = enrolment_factory(world.cohort)
    url = f"{LATE}?inscription={world.enrolment.pk}"
    assert url in lead.get(reverse("training:file", args=[world.enrolment.pk])).content.decode()
    body = lead.get(url).content.decode()
    assert str(world.enrolment.learner) in body
    assert str(other.learner) not in body


@pytest.mark.parametrize("asked", ["", "abc", "0", "99999999999999999999999"])
def test_an_enrolment_that_is_not_theirs_does_not_exist(lead, today, asked):
    assert lead.get(f"{LATE}?inscription={asked}").status_code == 404


def test_the_cohort_asked_is_shown_alone(lead, world, today):
    body = lead.get(f"{LATE}?promotion={world.cohort.pk}").content.decode()
    assert str(world.enrolment.learner) in body
    assert lead.get(f"{LATE}?promotion=x").status_code == 200


@pytest.mark.parametrize("people", [1, 5])
def test_the_page_costs_the_same_with_more_people(
    lead, world, today, django_assert_num_queries, people
):
    for _ in range(people):
        enrolment_factory(world.cohort)
    with django_assert_num_queries(7):
        lead.get(LATE)

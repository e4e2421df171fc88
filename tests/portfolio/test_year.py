"""« Mon année »: every week with its state, hours and marks."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.enums import DayKind
from portfolio.queries import logbook_path
from portfolio.queries.year import year_of
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.rules.weeks import IsoWeek
from portfolio.services import save_hours
from tests.factories import enrolment_factory
from tests.factories.bilans import personal_factory, review_factory
from tests.factories.meetings import meeting_factory
from tests.factories.portfolio import (
    entry_factory,
    signed_week_factory,
    submitted_week_factory,
    week_factory,
)
from tests.training.web import queries_of
from training.models import Cohort, EmploymentContract


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def own(client, world):
    client.force_login(world.learner.user)
    return client


def year(world, now):
    today = now.date()
    path = logbook_path(world.enrolment, today)
    return year_of(world.learner, world.enrolment, path, today)


def of(found, number, iso_year=2027):
    return next(week for week in found.weeks if week.iso == IsoWeek(iso_year, number))


def contract(world, now, first, last=None) -> None:
    EmploymentContract.objects.create(
        enrolment=world.enrolment, number=1, starts_on=first, ends_on=last, weekly_minutes=2100,
        written_by=world.lead, written_at=now,
    )  # fmt: skip


def test_each_week_has_its_state_hours_situations_and_obstacles(world, now):
    signed_week_factory(world.desk, minutes=500, iso_week=7)
    entry_factory(week_factory(world.enrolment, iso_week=8), kind="obstacle", text="Pas de poste.")
    submitted_week_factory(world.enrolment, 420, iso_week=8)
    found = year(world, now)
    signed, waiting, current = of(found, 7), of(found, 8), of(found, 9)
    assert (signed.stitch, signed.minutes, signed.entries, signed.words) == (500, 500, 1, "visée")
    assert (waiting.stitch, waiting.entries, waiting.obstacles) == ("va", 2, 1)
    assert (current.current, current.stitch) == (True, "v")
    assert of(found, 6).stitch == 0
    assert of(found, 10).stitch == "v"


def test_a_week_of_leave_is_off(world, now):
    row = week_factory(world.enrolment, iso_week=8)
    days = (WrittenDay(date(2027, 2, 22), DayKind.LEAVE),)
    hours = WrittenHours(days, 0, 0)
    save_hours(actor=world.learner, week=row, hours=hours, version=row.version, now=now)
    found = of(year(world, now), 8)
    assert (found.off, found.stitch) == (True, "f")
    assert "sans travail au cabinet" in found.words


def test_week_53_and_the_change_of_year_come_once(world, now):
    Cohort.objects.update(starts_on=date(2026, 12, 7))
    world.enrolment.refresh_from_db()
    found = year(world, now)
    assert [week.iso for week in found.weeks[2:6]] == [
        IsoWeek(2026, 52), IsoWeek(2026, 53), IsoWeek(2027, 1), IsoWeek(2027, 2),
    ]  # fmt: skip
    assert of(found, 53, 2026).holidays == ["jour de l’an"]
    assert sum(len(month.weeks) for month in found.months) == len(found.weeks)


def test_the_contract_bounds_the_year_and_marks_it(world, now):
    starts_on = world.cohort.starts_on
    contract(world, now, date(starts_on.year, starts_on.month - 1, 3), date(2027, 3, 31))
    found = year(world, now)
    assert found.weeks[0].path is None
    assert found.weeks[0].words == "hors de la promotion"
    assert found.weeks[-1].words == "hors contrat"
    words = [mark.words for week in found.weeks for mark in week.marks]
    assert {"début du contrat", "fin du contrat", "début de la promotion"} <= set(words)


def test_meetings_reviews_and_the_presentation_are_marks_for_who_reads_them(world, now):
    meeting_factory(world.companion, world.enrolment, "visit", "diffused")
    meeting_factory(world.companion, world.cohort, "group", "diffused")
    meeting_factory(world.companion, world.enrolment, "call")  # a draft, not for the learner
    review_factory(world.enrolment, handed_in=True)
    personal_factory(world.enrolment, world.companion, "presented")
    words = [mark.words for mark in of(year(world, now), 9).marks]
    assert words == [
        "entretien", "regroupement", "visite", "présentation du projet", "bilan d’activité remis",
        "bilan personnel : seul", "bilan personnel : entretien",
        "bilan personnel : projet d’évolution", "bilan personnel : plan d’action",
    ]  # fmt: skip


def test_the_page_draws_it_and_says_it_in_a_table(own, world, now):
    signed_week_factory(world.desk, minutes=500, iso_week=7)
    text = own.get("/livret/annee/").content.decode()
    assert 'class="n3"' in text
    assert "8 h 20" in text
    assert 'href="/livret/2027/7/"' in text
    assert "cette semaine" in text
    assert 'href="/livret/2027/11/"' not in text
    assert 'href="/livret/annee/"' in own.get("/livret/").content.decode()


def test_one_of_several_trainings_is_chosen_and_another_s_does_not_exist(own, world):
    address = f"/livret/annee/?inscription={world.enrolment.pk}"
    text = own.get(address).content.decode()
    assert f"/livret/?inscription={world.enrolment.pk}" in text
    other = enrolment_factory(world.cohort)
    assert own.get(f"/livret/annee/?inscription={other.pk}").status_code == 404
    assert own.get("/livret/annee/?inscription=x").status_code == 404


def test_without_a_training_the_page_says_so(client, world):
    client.force_login(world.stranger.user)
    assert client.get("/livret/annee/").status_code == 200


def test_the_year_costs_the_same_with_more(own, world, now):
    signed_week_factory(world.desk, minutes=420, iso_week=7)
    meeting_factory(world.companion, world.enrolment, "call", "diffused")
    review_factory(world.enrolment, handed_in=True)
    first = queries_of(own, "/livret/annee/")
    for week in (5, 6, 8):
        signed_week_factory(world.desk, minutes=420, iso_week=week)
        meeting_factory(world.companion, world.enrolment, "call", "diffused")
        review_factory(world.enrolment, handed_in=True)
    assert queries_of(own, "/livret/annee/") == first


def test_what_was_written_after_the_end_is_of_the_year(world, now):
    Cohort.objects.update(ends_on=date(2027, 2, 14))
    world.enrolment.refresh_from_db()
    week_factory(world.enrolment, iso_week=8)
    found = year(world, now)
    assert [week.iso.number for week in found.weeks[-3:]] == [6, 7, 8]

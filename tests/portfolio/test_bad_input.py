"""What the clumsy and the unlucky send to a week: a clear message, nothing lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.enums import DayKind, WeekState
from portfolio.models import LogbookEntry, LogbookWeek
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.services import save_hours, sign_week
from portfolio.services.logbook import HoursRefused
from tests.factories.portfolio import TEXT, entry_factory, submitted_week_factory, week_factory
from tests.training.contracts import write
from training.models import HoursEntry
from training.services.situation import change_situation

EMOJI = "Accueil 😀👩‍⚕️ réussi, merci à toute l’équipe."
RIGHT_TO_LEFT = "Le patient dit « شكرا » puis \u202e s’en va."
MEGABYTE = "Une phrase de trop. " * 50_000


@pytest.fixture
def learner(client, world, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)
    client.force_login(world.learner.user)
    return client


def typed(world, text: str, day: date = date(2027, 3, 1), **fields) -> dict[str, object]:
    return {
        "day": day.isoformat(), "kind": "practice", "text": text, "form_key": f"{day} {text[:9]}",
        "competencies": [world.competencies[0].pk], **fields,
    }  # fmt: skip


def week_at(year: int, number: int) -> str:
    return reverse("portfolio:week", args=[year, number])


def test_a_megabyte_is_refused_with_its_limit_and_given_back(learner, world):
    response = learner.post(week_at(2027, 9), typed(world, MEGABYTE))
    form = response.context["entry_form"]
    assert "5000" in str(form.errors["text"])
    assert form["text"].value() == MEGABYTE
    assert not LogbookEntry.objects.exists()


@pytest.mark.parametrize("text", [EMOJI, RIGHT_TO_LEFT])
def test_emoji_and_right_to_left_text_are_kept_as_they_are(learner, world, text):
    learner.post(week_at(2027, 9), typed(world, text))
    assert LogbookEntry.objects.get().text == text
    page = learner.get(week_at(2027, 9)).content.decode()
    assert text in page


def test_week_53_holds_days_of_both_years(learner, world, now, monkeypatch):
    new_year = now.replace(year=2027, month=1, day=2)
    monkeypatch.setattr(timezone, "now", lambda: new_year)
    for day in (date(2026, 12, 31), date(2027, 1, 1)):
        learner.post(week_at(2026, 53), typed(world, f"{TEXT} Le {day.day}.", day))
    week = LogbookWeek.objects.get()
    assert (week.iso_year, week.iso_week) == (2026, 53)
    assert [entry.day.year for entry in week.entries.all()] == [2026, 2027]
    monkeypatch.setattr(timezone, "now", lambda: new_year + timedelta(days=3))
    refused = learner.post(week_at(2027, 1), typed(world, TEXT, date(2027, 1, 1)))
    assert "day" in refused.context["entry_form"].errors
    assert learner.get(week_at(2027, 53)).status_code == 404


def test_a_contract_that_ends_on_wednesday_leaves_its_days(world, now):
    write(world, now, starts_on=date(2026, 9, 1), ends_on=date(2027, 3, 3))
    week, place = week_factory(world.enrolment), world.enrolment.practice_id
    entry_factory(week)
    week.refresh_from_db()

    def worked(*days: int) -> WrittenHours:
        return WrittenHours(
            tuple(WrittenDay(date(2027, 3, day), DayKind.WORKED, 60, place) for day in days)
        )

    with pytest.raises(HoursRefused, match="contrat"):
        save_hours(
            actor=world.learner, week=week, hours=worked(3, 4), version=week.version, now=now
        )
    stored = save_hours(
        actor=world.learner, week=week, hours=worked(1, 3), version=week.version, now=now
    )
    assert stored.practice_minutes == 120
    assert week.entries.count() == 1


def test_the_week_of_somebody_who_left_is_still_signed_and_posted(world, now):
    week = submitted_week_factory(world.enrolment, minutes=420, now=now)
    change_situation(
        actor=world.lead, enrolment=world.enrolment, act="left", since=now.date(),
        why="personal", seen=0, now=now,
    )  # fmt: skip
    sign_week(actor=world.trainer, week=week, version=week.version, now=now + timedelta(days=1))
    week.refresh_from_db()
    assert week.state == WeekState.SIGNED
    assert HoursEntry.objects.get(source_key__startswith=f"portfolio.week:{week.pk}").minutes == 420

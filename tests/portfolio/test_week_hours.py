"""The hours of a week in the services and on the page."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.enums import OrganisationKind
from portfolio.enums import DayKind, WeekState
from portfolio.models import WeekDay
from portfolio.queries.hours import (
    hours_of,
    practices_of_week,
    unbounded_practices,
    week_hours,
)
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.rules.weeks import IsoWeek
from portfolio.services import HoursRefused, amend_hours, save_hours, sign_week, submit_week
from tests.factories import organisation_factory
from tests.factories.portfolio import entry_factory, week_factory
from tests.portfolio.practice import agree
from tests.training.contracts import share, write
from training.models import HoursEntry
from training.services.reading import BeyondAgreement

MONDAY, TUESDAY, THURSDAY = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 4)


@pytest.fixture
def week(world):
    return week_factory(world.enrolment)


@pytest.fixture
def agreement(world, now):
    """Monday and Friday, seven hours each, signed by all three."""
    return agree(world, now)


def at_work(world, *days: tuple[date, int]) -> WrittenHours:
    place = world.enrolment.practice_id
    return WrittenHours(tuple(WrittenDay(day, DayKind.WORKED, m, place) for day, m in days))


def save(world, week, hours, now):
    week.refresh_from_db()
    return save_hours(actor=world.learner, week=week, hours=hours, version=week.version, now=now)


def test_hours_are_stored_day_by_day_and_rewritten_whole(world, week, now):
    save(world, week, at_work(world, (MONDAY, 420), (TUESDAY, 60)), now)
    kept = WrittenHours(
        (*at_work(world, (MONDAY, 300)).days, WrittenDay(TUESDAY, DayKind.LEAVE)), 90, 30
    )
    stored = save(world, week, kept, now)
    assert hours_of(stored) == kept
    assert (stored.practice_minutes, stored.logbook_minutes) == (300, 90)


def test_the_same_hours_again_write_nothing(world, week, now):
    hours = at_work(world, (MONDAY, 420))
    first = save(world, week, hours, now)
    assert save(world, week, hours, now).version == first.version


def test_hours_at_a_practice_that_does_not_employ_are_refused(world, week, now):
    other = organisation_factory(OrganisationKind.PRACTICE)
    hours = WrittenHours((WrittenDay(MONDAY, DayKind.WORKED, 60, other.pk),))
    with pytest.raises(HoursRefused) as refusal:
        save(world, week, hours, now)
    assert refusal.value.message == "Lundi 1er mars : ce cabinet ne vous emploie pas ce jour-là."
    assert week.days.count() == 0


def test_hours_outside_the_contract_are_refused(world, week, now):
    write(world, now, starts_on=TUESDAY)
    with pytest.raises(HoursRefused) as refusal:
        save(world, week, at_work(world, (MONDAY, 60)), now)
    assert refusal.value.message == "Lundi 1er mars est hors de votre contrat de travail."


def test_hours_above_the_agreement_are_refused_and_the_others_kept(world, week, now, agreement):
    save(world, week, at_work(world, (MONDAY, 420)), now)
    with pytest.raises(BeyondAgreement):
        save(world, week, at_work(world, (MONDAY, 841)), now)
    week.refresh_from_db()
    assert week.practice_minutes == 420


def test_signing_posts_each_practice_once(world, week, now):
    other = organisation_factory(OrganisationKind.PRACTICE)
    share(world, other, now)
    hours = WrittenHours(
        (
            *at_work(world, (MONDAY, 240), (TUESDAY, 300)).days,
            WrittenDay(MONDAY, DayKind.WORKED, 180, other.pk),
        )
    )
    save(world, week, hours, now)
    entry_factory(week)
    week.refresh_from_db()
    row = submit_week(actor=world.learner, week=week, version=week.version, now=now)
    sign_week(actor=world.trainer, week=row, version=row.version, now=now)
    lines = HoursEntry.objects.order_by("minutes").values_list("minutes", "occurred_on", "label")
    name = "Livret, semaine du lundi 1er au vendredi 5 mars 2027"
    assert list(lines) == [
        (180, MONDAY, f"{name}, {other}"),
        (540, TUESDAY, f"{name}, {world.enrolment.practice}"),
    ]


def test_a_week_off_is_handed_in_without_a_situation(world, week, now):
    off = WrittenHours(tuple(WrittenDay(date(2027, 3, day), DayKind.LEAVE) for day in range(1, 6)))
    row = submit_week(actor=world.learner, week=week, version=1, hours=off, now=now)
    assert row.state == WeekState.SUBMITTED
    sign_week(actor=world.trainer, week=row, version=row.version, now=now)
    assert HoursEntry.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "worked", "minutes": 0},
        {"kind": "worked", "minutes": 1441},
        {"kind": "leave", "minutes": 60},
        {"kind": "sick", "minutes": 0},
    ],
)
def test_the_database_refuses_a_day_that_cannot_be(world, week, wrong):
    practice = world.enrolment.practice if wrong["kind"] == "worked" else None
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekDay.objects.create(week=week, day=MONDAY, practice=practice, **wrong)


@pytest.mark.parametrize("kind", ["worked", "leave"])
def test_the_database_refuses_a_day_twice(world, week, kind):
    practice = world.enrolment.practice if kind == "worked" else None
    day = {"week": week, "day": MONDAY, "kind": kind, "practice": practice}
    WeekDay.objects.create(**day, minutes=60 if practice else 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekDay.objects.create(**day, minutes=60 if practice else 0)


def test_the_form_proposes_what_was_agreed_up_to_today(world, now, agreement):
    write(world, now, weekly_minutes=2100)
    found = week_hours(
        world.enrolment,
        IsoWeek(2027, 9),
        [],
        world.enrolment.practices_on(THURSDAY),
        THURSDAY,
        False,
    )
    assert [sum(place.minutes for place in line.places) for line in found.days] == [420] + [0] * 5
    assert (found.noted, found.proposed, found.own_time) == (False, True, 1260)


def test_the_form_proposes_a_public_holiday_as_such(world, now, agreement):
    monday = date(2027, 3, 29)  # Easter Monday
    found = week_hours(
        world.enrolment, IsoWeek(2027, 13), [], world.enrolment.practices_on(monday), monday, False
    )
    assert (found.days[0].kind, found.days[0].holiday) == ("holiday", "lundi de Pâques")
    assert found.days[0].places[0].minutes == 0


def test_once_noted_the_form_shows_what_is_stored(world, week, now, agreement):
    row = save(world, week, at_work(world, (TUESDAY, 60)), now)
    found = week_hours(
        world.enrolment,
        IsoWeek(2027, 9),
        list(row.days.select_related("practice")),
        world.enrolment.practices_on(THURSDAY),
        THURSDAY,
        True,
    )
    assert [line.places[0].minutes for line in found.days] == [0, 60, 0, 0, 0, 0]
    assert found.noted
    assert not found.proposed


def test_a_week_of_one_sum_is_still_posted(world, now, week):
    entry_factory(week)
    type(week).objects.filter(pk=week.pk).update(practice_minutes=600)
    week.refresh_from_db()
    row = submit_week(actor=world.learner, week=week, version=week.version, now=now)
    sign_week(actor=world.trainer, week=row, version=row.version, now=now)
    line = HoursEntry.objects.get()
    assert (line.minutes, line.occurred_on) == (600, THURSDAY)


def test_a_week_of_one_sum_keeps_it_until_a_day_is_noted(world, now, week):
    type(week).objects.filter(pk=week.pk).update(practice_minutes=600)
    stored = save(world, week, WrittenHours(logbook=120), now)
    assert (stored.practice_minutes, stored.logbook_minutes) == (600, 120)
    assert save(world, week, at_work(world, (MONDAY, 60)), now).practice_minutes == 60


def test_the_practices_of_a_week_are_those_of_all_its_days(world, now):
    other = organisation_factory(OrganisationKind.PRACTICE)
    share(world, other, now, until=TUESDAY)
    assert practices_of_week(world.enrolment, IsoWeek(2027, 9)) == [world.enrolment.practice, other]
    assert practices_of_week(world.enrolment, IsoWeek(2027, 10)) == [world.enrolment.practice]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 3, 3), "2 jours de cette semaine sont encore à venir."),
        (date(2027, 3, 4), "1 jour de cette semaine est encore à venir."),
        (date(2027, 3, 5), ""),
        (date(2027, 3, 8), ""),
    ],
)
def test_who_hands_in_is_told_how_many_days_are_still_to_come(
    world, monkeypatch, sign_in, day, words
):
    at = datetime.combine(day, time(10), tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    entry_factory(week_factory(world.enrolment, now=at), now=at)
    text = sign_in(world.learner).get("/livret/2027/9/").content.decode()
    assert ("à venir. Une fois remise, la semaine ne change plus" in text) == bool(words)
    assert words in text


def test_hours_that_nothing_limits_are_said_to_their_author_and_to_who_signs(world, week, now):
    hours = week_hours(
        world.enrolment, IsoWeek(2027, 9), [], [world.enrolment.practice], THURSDAY, noted=False
    )
    assert hours.unbounded == [world.enrolment.practice]
    assert unbounded_practices(week) == [world.enrolment.practice]


def test_nothing_is_said_once_the_agreement_is_signed(world, week, agreement):
    assert unbounded_practices(week) == []
    hours = week_hours(
        world.enrolment, IsoWeek(2027, 9), [], [world.enrolment.practice], THURSDAY, noted=False
    )
    assert hours.unbounded == []


def test_a_correction_is_held_against_the_agreement_without_its_own_hours(
    world, week, now, agreement
):
    entry_factory(week)
    save(world, week, at_work(world, (MONDAY, 420)), now)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    week.refresh_from_db()
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    week.refresh_from_db()
    said = {"actor": world.trainer, "week": week, "reason": "Essai.", "version": week.version,
            "now": now}  # fmt: skip
    with pytest.raises(BeyondAgreement):
        amend_hours(hours=at_work(world, (MONDAY, 841)), form_key="a", **said)
    amend_hours(hours=at_work(world, (MONDAY, 840)), form_key="b", **said)
    week.refresh_from_db()
    assert week.practice_minutes == 840


def test_who_writes_and_who_signs_see_how_much_of_the_own_time_is_noted(
    client, world, week, now, agreement, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    write(world, now, weekly_minutes=2100)
    save(world, week, WrittenHours(at_work(world, (MONDAY, 60)).days, 90, 30), now)

    def page(actor, address: str) -> str:
        client.force_login(actor.user)
        return " ".join(client.get(address).content.decode().split())

    said = "Noté : 2 h, sur 21 h que laisse le contrat."
    own = reverse("portfolio:week", args=[2027, 9])
    assert said in page(world.learner, own)
    entry_factory(week)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    assert said in page(world.learner, own)
    assert said in page(world.trainer, reverse("portfolio:read_week", args=[week.pk]))

"""Last week's copy: what comes into a week, and what keeps it from being handed in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.enums import OrganisationKind
from people.services import NotAllowed, StaleForm
from portfolio.models import LogbookEntry, LogbookWeek, WeekCopy
from portfolio.queries.copy import last_week
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.rules.weeks import IsoWeek, week_of
from portfolio.services import (
    CopyRefused,
    WeekClosed,
    WeekIncomplete,
    WeekLocked,
    confirm_copy,
    copy_week,
    edit_entry,
    remove_entry,
    save_hours,
    submit_week,
)
from tests.factories import enrolment_factory, organisation_factory
from tests.factories.assessments import learner_of
from tests.factories.portfolio import entry_factory, hours_factory, week_factory, written_factory
from tests.portfolio.practice import agree
from tests.training.contracts import share, write
from tests.training.web import queries_of
from training.enums import SituationAct, SituationReason
from training.services.reading import BeyondAgreement
from training.services.situation import change_situation

WEEK = IsoWeek(2027, 9)
MONDAY = WEEK.monday
TEXT = "J’ai préparé les dossiers de la matinée."
PAGE = 16  # queries


def write_week(enrolment, number=8, days=2, year=2027, **entry):
    """A week with hours of its first days and a situation of Monday."""
    at = datetime.combine(date.fromisocalendar(year, number, 6), datetime.min.time(), UTC)
    week = week_factory(enrolment, year, number, now=at)
    entry_factory(week, text=TEXT, now=at, **entry)
    week.refresh_from_db()
    if days:
        hours = hours_factory(week, 420 * days)
        save_hours(
            actor=learner_of(enrolment), week=week, hours=hours, version=week.version, now=at
        )
    return week


@pytest.fixture
def source(world):
    return write_week(world.enrolment)


def offered(world, now, week=WEEK):
    return last_week(world.learner, world.enrolment, week, timezone.localdate(now))


def take(world, now, *, days=None, entries=None, actor=None, week=WEEK, **more):
    """Take up what is offered, or what is named."""
    last = offered(world, now, week)
    row = world.enrolment.logbook_weeks.filter(iso_year=week.year, iso_week=week.number).first()
    named = {
        "source": last.row.pk,
        "days": [one.key for one in last.days] if days is None else days,
        "entries": [one.key for one in last.entries] if entries is None else entries,
        "version": row.version if row else 0,
        "form_key": "une-reprise",
    }
    return copy_week(
        actor=actor or world.learner, enrolment=world.enrolment, week=week, now=now, **named | more
    )


def reasons(last) -> list[str]:
    return [one.refusal for one in (*last.days, *last.entries)]


# --- What comes -----------------------------------------------------------------------------------


def test_hours_and_situations_come_onto_the_same_days(world, source, now):
    made = take(world, now)
    assert (made.days, made.entries) == (2, 1)
    row = made.week
    assert list(row.days.values_list("day", "minutes")) == [
        (MONDAY, 420), (MONDAY + timedelta(days=1), 420),
    ]  # fmt: skip
    entry = row.entries.get()
    assert (entry.text, entry.day, entry.to_reread) == (TEXT, MONDAY, True)
    assert [claim.competency for claim in entry.claims.all()] == world.competencies[:1]
    assert source.entries.get().to_reread is False


def test_only_what_is_ticked_comes(world, source, now):
    made = take(world, now, days=[])
    assert (made.days, made.entries, made.week.days.count()) == (0, 1, 0)


def test_hours_noted_already_stay_and_the_others_join_them(world, source, now):
    week = week_factory(world.enrolment)
    hours = WrittenHours((WrittenDay(MONDAY, "leave"),), 60, 30)
    save_hours(actor=world.learner, week=week, hours=hours, version=1, now=now)
    last = offered(world, now)
    assert reasons(last) == ["ce jour est déjà noté", "", ""]
    made = take(world, now, days=[last.days[1].key], entries=[])
    kept = made.week
    assert list(kept.days.values_list("kind", flat=True)) == ["leave", "worked"]
    assert (kept.logbook_minutes, kept.collective_minutes) == (60, 30)


def test_the_newest_written_week_is_the_one(world, now):
    write_week(world.enrolment, 6, days=0)
    newest = write_week(world.enrolment, 7, days=0)
    week_factory(world.enrolment, 2027, 8)  # opened and left empty
    assert offered(world, now).row == newest


def test_over_the_turn_of_the_year(world):
    write_week(world.enrolment, 53, year=2026, days=0)
    now = datetime(2027, 1, 8, 9, tzinfo=UTC)
    made = take(world, now, week=IsoWeek(2027, 1))
    assert made.week.entries.get().day == date(2027, 1, 4)


def test_without_an_earlier_week_there_is_nothing(world, now):
    week_factory(world.enrolment, 2027, 8)
    assert offered(world, now) is None
    with pytest.raises(StaleForm):
        copy_week(
            actor=world.learner, enrolment=world.enrolment, week=WEEK, source=1, days=[],
            entries=[], version=0, form_key="x", now=now,
        )  # fmt: skip


# --- What does not --------------------------------------------------------------------------------


def test_days_to_come_do_not(world, now):
    source = write_week(world.enrolment, days=0)
    for weekday in (4, 5):
        entry_factory(source, day=IsoWeek(2027, 8).day(weekday), now=now)
    assert reasons(offered(world, now)) == [
        "", "ce jour n’est pas encore venu", "ce jour n’est pas encore venu",
    ]  # fmt: skip


def test_the_agreed_week_bounds_the_hours(world, source, now):
    agree(world, now)  # Monday and Friday, seven hours each, from Monday 1 March
    last = offered(world, now)
    assert reasons(last) == ["", "la convention ne prévoit pas ce jour-là", ""]
    with pytest.raises(CopyRefused, match="Mardi 2 mars"):
        take(world, now)
    assert take(world, now, days=[last.days[0].key]).days == 1


def test_another_practice_a_suspension_and_an_ended_contract_say_so(world, now):
    other = organisation_factory(OrganisationKind.PRACTICE)
    post = share(world, other, now, since=date(2027, 2, 1), until=date(2027, 2, 26))
    assert post
    write_week(world.enrolment, days=0, practice=other.pk)
    assert reasons(offered(world, now)) == ["ce cabinet ne vous emploie pas ce jour-là"]
    write(world, now, starts_on=date(2027, 1, 4), ends_on=date(2027, 2, 28))
    assert reasons(offered(world, now)) == ["ce jour est hors de votre contrat de travail"]
    change_situation(
        actor=world.lead, enrolment=world.enrolment, act=SituationAct.SUSPENDED,
        since=MONDAY, why=SituationReason.LEAVE, seen=0, now=now,
    )  # fmt: skip
    last = offered(world, now)
    assert reasons(last) == ["votre formation est suspendue ou finie ce jour-là"]
    assert not last.anything
    with pytest.raises(CopyRefused, match="suspendue"):
        take(world, now)
    assert LogbookEntry.objects.filter(week__iso_week=9).count() == 0


def test_a_text_with_a_name_is_taken_up_alone(world, now):
    week = week_factory(world.enrolment, 2027, 8)
    LogbookEntry.objects.filter(pk=entry_factory(week).pk).update(text="Avec Mme Morel, tout va.")
    assert "reprenez-la seule" in reasons(offered(world, now))[0]


def test_nothing_ticked_and_lines_that_are_not_there(world, source, now):
    with pytest.raises(CopyRefused, match="Cochez"):
        take(world, now, days=[], entries=[])
    with pytest.raises(StaleForm):
        take(world, now, days=["999999"])
    assert not WeekCopy.objects.exists()


def test_a_refusal_of_one_line_copies_none(world, source, now, monkeypatch):
    agree(world, now)
    source.days.update(minutes=900)  # 30 h, of 14 agreed
    monkeypatch.setattr("portfolio.queries.copy.parts_of", lambda enrolments: {})
    with pytest.raises(BeyondAgreement):
        take(world, now)
    assert not LogbookEntry.objects.filter(week__iso_week=9).exists()


# --- Once, and by whom ----------------------------------------------------------------------------


def test_a_double_click_copies_once(world, source, now):
    first = take(world, now)
    again = take(world, now, days=[], version=0)
    assert again == first
    assert first.week.entries.count() == 1


def test_two_tabs_the_second_is_shown_what_the_first_did(world, source, now):
    take(world, now, days=[])
    with pytest.raises(StaleForm):
        take(world, now, days=[], version=0, form_key="autre-onglet")
    assert LogbookEntry.objects.filter(week__iso_week=9).count() == 1


def test_a_key_of_another_week_is_refused(world, source, now):
    take(world, now)
    with pytest.raises(CopyRefused):
        take(world, now + timedelta(days=7), week=IsoWeek(2027, 10))


def test_nobody_else_copies(world, source, now):
    neighbour = learner_of(enrolment_factory(world.cohort))
    for actor in (world.trainer, world.lead, world.stranger, neighbour):
        with pytest.raises(NotAllowed):
            take(world, now, actor=actor)


def test_a_week_handed_in_or_closed_takes_nothing(world, source, now):
    with pytest.raises(WeekClosed):
        take(world, now + timedelta(days=30))
    week = week_factory(world.enrolment)
    entry_factory(week)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    with pytest.raises(WeekLocked):
        take(world, now)


@pytest.mark.parametrize("wrong", [{"days": 0, "entries": 0}, {"week": "source"}])
def test_the_database_refuses_a_copy_of_nothing_or_of_itself(world, source, now, wrong):
    week = source if wrong.pop("week", "") else week_factory(world.enrolment)
    counts = {"days": 1, "entries": 1, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekCopy.objects.create(
            week=week, source=source, form_key="x", actor=world.learner, at=now, **counts
        )


# --- Read again before handing in -----------------------------------------------------------------


@pytest.fixture
def copied(world, source, now) -> LogbookEntry:
    return take(world, now).week.entries.get()


def hand_in(world, now):
    week = LogbookWeek.objects.get(iso_week=9, enrolment=world.enrolment)
    return submit_week(actor=world.learner, week=week, version=week.version, now=now)


def test_a_copy_keeps_the_week_until_it_is_read_again(world, copied, now):
    with pytest.raises(WeekIncomplete, match="1 situation reprise"):
        hand_in(world, now)


@pytest.mark.parametrize("act", ["confirm", "edit", "remove"])
def test_confirming_changing_or_taking_out_lets_it_go(world, copied, now, act):
    said = {"actor": world.learner, "entry": copied, "version": copied.version, "now": now}
    if act == "confirm":
        confirm_copy(**said)
        confirm_copy(**said)  # twice is once
    elif act == "edit":
        edit_entry(written=written_factory(world.competencies[:1], text="Autre jour."), **said)
    else:
        remove_entry(**said)
        entry_factory(copied.week, now=now)
    assert hand_in(world, now).state == "submitted"


def test_only_its_author_confirms_and_as_it_was_read(world, copied, now):
    said = {"entry": copied, "now": now}
    with pytest.raises(NotAllowed):
        confirm_copy(actor=world.trainer, version=1, **said)
    with pytest.raises(StaleForm):
        confirm_copy(actor=world.learner, version=7, **said)
    copied.refresh_from_db()
    assert copied.to_reread


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def before(world, today):
    """Last week, with a situation of Monday."""
    iso = week_of(today - timedelta(days=7))
    return write_week(world.enrolment, iso.number, days=1, year=iso.year)


def address(today, end="reprendre/") -> str:
    year, number = week_of(today)
    return f"/livret/{year}/{number}/{end}"


def test_from_the_week_to_the_copy_and_back(client, world, today, before):
    client.force_login(world.learner.user)
    assert address(today) in client.get(address(today, "")).content.decode()
    page = client.get(address(today))
    last = page.context["last"]
    sent = {
        "source": last.row.pk, "version": page.context["version"],
        "form_key": page.context["form_key"], "entries": [last.entries[0].key],
        "days": [last.days[0].key],
    }  # fmt: skip
    for _ in range(2):  # a double click
        answer = client.post(address(today), sent)
        assert answer.url == address(today, "")
    week = client.get(address(today, "")).content.decode()
    assert "Reprise, à relire" in week
    assert "Relisez 1 situation reprise" in week
    entry = LogbookEntry.objects.get(to_reread=True)
    confirm = address(today, f"situations/{entry.pk}/relue/")
    assert client.get(confirm).status_code == 302
    client.post(confirm, {"version": entry.version})
    assert "Reprise, à relire" not in client.get(address(today, "")).content.decode()


def test_a_refused_page_keeps_what_was_ticked(client, world, today, before):
    client.force_login(world.learner.user)
    last = client.get(address(today)).context["last"]
    sent = {"source": last.row.pk, "version": 5, "form_key": "x", "days": [last.days[0].key]}
    answer = client.post(address(today), sent)
    assert f'value="{last.days[0].key}" checked' in answer.content.decode()
    sent["version"] = answer.context["version"]
    assert client.post(address(today), sent).url == address(today, "")


@pytest.mark.parametrize(
    "sent", [{}, {"days": "x"}, {"entries": "😀"}, {"source": "x"}, {"form_key": "x" * 99}]
)
def test_bad_input_copies_nothing(client, world, today, before, sent):
    client.force_login(world.learner.user)
    last = client.get(address(today)).context["last"]
    full = {"source": last.row.pk, "version": 0, "form_key": "x", "entries": [], **sent}
    answer = client.post(address(today), full)
    assert answer.status_code == 200
    assert "Rien n’est repris" in answer.content.decode()
    assert not WeekCopy.objects.exists()


def test_without_a_week_before_the_page_says_so(client, world, today):
    client.force_login(world.learner.user)
    assert "Rien à reprendre" in client.get(address(today)).content.decode()
    assert client.post(address(today), {}).status_code == 200


def test_a_week_that_is_not_written_leads_back(client, world, today, before):
    client.force_login(world.learner.user)
    year, number = week_of(today + timedelta(days=7))
    week = f"/livret/{year}/{number}/"
    assert client.get(f"{week}reprendre/").url == week
    assert client.get("/livret/1990/1/reprendre/").status_code == 404


@pytest.mark.parametrize("more", [0, 6])
def test_the_page_costs_the_same_with_more_situations(client, world, today, before, more):
    for _ in range(more):
        entry_factory(before, competencies=world.competencies, now=timezone.now())
    client.force_login(world.learner.user)
    assert queries_of(client, address(today)) == PAGE

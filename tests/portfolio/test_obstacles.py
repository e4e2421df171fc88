"""What becomes of an obstacle: facts, the board, the files."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.enums import Role
from people.services import NotAllowed, StaleForm
from portfolio.enums import EntryKind
from portfolio.models import LogbookEntry, ObstacleFact
from portfolio.queries.obstacle import chosen, count_table, obstacles
from portfolio.rules.obstacle import NewFact
from portfolio.rules.weeks import week_of
from portfolio.services import EntryRefused, edit_entry, remove_entry, return_week
from portfolio.services.obstacle import (
    FactRefused,
    NotAnObstacle,
    WeekNotHandedIn,
    note_obstacle,
)
from records.models import PatientDataConfirmation
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory
from tests.factories.portfolio import (
    entry_factory,
    submitted_week_factory,
    week_factory,
    written_factory,
)
from tests.training.web import queries_of
from training.models import Cohort

MET = date(2027, 3, 1)
TAKEN = NewFact("taken", "software", date(2027, 3, 2), "le médecin")
SOLVED = NewFact("solved", "software", date(2027, 3, 3), note="Le code est arrivé.")
BOARD, FILE, PAGE = 5, 5, 8  # queries
TEXT = "Pas de code pour ouvrir le logiciel."


def meet(enrolment, now, audience="support", **week) -> LogbookEntry:
    """An obstacle in a week handed in beside a practice."""
    row = week_factory(enrolment, now=now, **week)
    entry = entry_factory(row, kind="obstacle", text=TEXT, audience=audience, now=now)
    submitted_week_factory(enrolment, now=now, **week)
    return LogbookEntry.objects.get(pk=entry.pk)


@pytest.fixture
def entry(world, now):
    return meet(world.enrolment, now)


@pytest.fixture
def recent(world):
    """An obstacle of last week, for the screens, which know no other day than today."""
    today = timezone.localdate()
    Cohort.objects.update(starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=300))
    week = week_of(today - timedelta(days=7))
    world.enrolment.refresh_from_db()
    return meet(world.enrolment, timezone.now(), iso_year=week.year, iso_week=week.number)


@pytest.fixture
def signed_in(client):
    def sign_in(membership):
        client.force_login(membership.user)
        return client

    return sign_in


def note(actor, entry, now, new=TAKEN, seen=0, **more):
    return note_obstacle(actor=actor, entry=entry, new=new, seen=seen, now=now, **more)


def sent(new=TAKEN, seen=0, **more) -> dict:
    return {
        "act": new.act, "kind": new.kind, "on": new.on, "whom": new.whom, "note": new.note,
        "seen": seen, **more,
    }  # fmt: skip


def page(entry) -> str:
    return f"/empechements/{entry.pk}/"


def week_address(entry) -> str:
    return f"/livret/{entry.week.iso_year}/{entry.week.iso_week}/"


# --- Facts ----------------------------------------------------------------------------------------


def test_its_author_and_those_who_accompany_note_what_becomes_of_it(world, entry, now):
    note(world.learner, entry, now)
    note(world.companion, entry, now, SOLVED, seen=1)
    note(world.lead, entry, now, NewFact("again", "access", date(2027, 3, 4)), seen=2)
    assert list(entry.obstacle_facts.values_list("number", "act", "kind")) == [
        (1, "taken", "software"), (2, "solved", "software"), (3, "again", "access"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "who",
    ["trainer", "admin", "employer", "funder", "juror", "stranger", "other_lead", "other_employer"],
)
@pytest.mark.parametrize("audience", ["support", "employer"])
def test_nobody_else_notes_anything(world, now, who, audience):
    entry = meet(world.enrolment, now, audience)
    with pytest.raises(NotAllowed):
        note(getattr(world, who), entry, now)


def test_nobody_accompanies_themselves(world, entry, now):
    same = membership_factory(Role.LEAD, world.body, user=world.enrolment.learner)
    with pytest.raises(NotAllowed):
        note(same, entry, now)


def test_what_somebody_keeps_alone_is_theirs_to_follow(world, now):
    entry = meet(world.enrolment, now, "self")
    with pytest.raises(NotAllowed):
        note(world.companion, entry, now)
    assert note(world.learner, entry, now).number == 1


def test_the_same_fact_twice_is_noted_once(world, entry, now):
    first = note(world.learner, entry, now)
    assert note(world.learner, entry, now) == first
    assert ObstacleFact.objects.count() == 1


def test_two_tabs_the_second_reads_what_the_first_noted(world, entry, now):
    note(world.learner, entry, now)
    with pytest.raises(StaleForm):
        note(world.learner, entry, now, replace(TAKEN, whom="l’éditeur"))
    with pytest.raises(StaleForm):
        note(world.companion, entry, now)


def test_facts_come_after_the_week_is_handed_in(world, now):
    entry = entry_factory(week_factory(world.enrolment), kind="obstacle")
    with pytest.raises(WeekNotHandedIn):
        note(world.learner, entry, now)


def test_a_practice_is_no_obstacle(world, now):
    entry = submitted_week_factory(world.enrolment).entries.get()
    with pytest.raises(NotAnObstacle):
        note(world.learner, entry, now)


@pytest.mark.parametrize(
    "new",
    [
        replace(TAKEN, act="unknown"),
        replace(TAKEN, kind="unknown"),
        replace(TAKEN, whom=""),
        replace(TAKEN, on=MET - timedelta(days=1)),
        replace(TAKEN, on=date(2027, 12, 1)),
        replace(SOLVED, note=""),
    ],
)
def test_what_the_rule_refuses_is_not_stored(world, entry, now, new):
    with pytest.raises(FactRefused):
        note(world.learner, entry, now, new)
    assert not ObstacleFact.objects.exists()


def test_a_patient_is_not_named_and_a_colleague_is_confirmed(world, entry, now):
    with pytest.raises(PatientData):
        note(world.learner, entry, now, replace(TAKEN, whom="06 12 34 56 78"))
    named = replace(TAKEN, whom="Mme Morel")
    with pytest.raises(PatientData):
        note(world.learner, entry, now, named)
    made = note(world.learner, entry, now, named, confirmed="ma collègue de l’accueil")
    kept = PatientDataConfirmation.objects.get()
    assert kept.source_key == f"portfolio.obstacle:{made.pk}"


def test_an_obstacle_with_facts_stays_in_its_week_and_stays_one(world, entry, now):
    note(world.companion, entry, now)
    week = entry.week
    return_week(actor=world.trainer, week=week, version=week.version, comment="Précisez.", now=now)
    with pytest.raises(EntryRefused):
        remove_entry(actor=world.learner, entry=entry, version=1, now=now)
    change = {"actor": world.learner, "entry": entry, "version": 1, "now": now}
    with pytest.raises(EntryRefused):
        edit_entry(written=written_factory(kind=EntryKind.QUESTION), **change)
    kept = edit_entry(written=written_factory(kind="obstacle", audience="self"), **change)
    assert kept.obstacle_facts.count() == 1
    assert not ObstacleFact.objects.visible_to(world.companion).exists()
    assert ObstacleFact.objects.visible_to(world.learner).exists()


# --- The board ------------------------------------------------------------------------------------


def test_open_ones_come_first_the_longest_open_at_the_top(world, now):
    young = meet(world.enrolment, now)
    old = meet(enrolment_factory(world.cohort), now, iso_week=8)
    done = meet(enrolment_factory(world.cohort), now, iso_week=7)
    note(world.lead, done, now, SOLVED)
    found = obstacles(world.companion, now.date())
    assert [one.entry for one in found] == [old, young, done]
    assert [one.days for one in found] == [10, 3, 16]


def test_counts_hold_what_the_reader_reads_by_practice_and_kind(world, entry, now):
    other = enrolment_factory(world.cohort)
    note(world.learner, entry, now)
    meet(other, now)
    meet(enrolment_factory(world.cohort), now, "self")
    found = obstacles(world.lead, now.date())
    by_name = {line.practice: (line.counts, line.total) for line in count_table(found)}
    assert by_name == {
        entry.practice: ([0, 0, 1, 0, 0, 0, 0], 1),
        other.practice: ([0, 0, 0, 0, 0, 0, 1], 1),
    }
    assert obstacles(world.other_lead, now.date()) == []


@pytest.mark.parametrize(
    ("criteria", "many"),
    [
        ({"state": "ouverts"}, 1),
        ({"state": "solved"}, 1),
        ({"state": "taken"}, 0),
        ({"kind": "software"}, 1),
        ({"kind": ""}, 1),
        ({"practice": -1}, 0),
        ({}, 2),
    ],
)
def test_the_list_is_narrowed(world, entry, now, criteria, many):
    note(world.learner, entry, now, SOLVED)
    meet(enrolment_factory(world.cohort), now)
    found = obstacles(world.lead, now.date())
    every = {"state": None, "kind": None, "practice": None}
    assert len(chosen(found, **{**every, **criteria})) == many


@pytest.mark.parametrize(
    "query", ["?etat=x", "?genre=😀", "?cabinet=999", "?page=abc", f"?etat={'x' * 5000}"]
)
def test_a_wrong_filter_filters_nothing(world, entry, signed_in, query):
    assert TEXT in signed_in(world.lead).get(f"/empechements/{query}").content.decode()


def test_files_hold_the_same_rows_without_the_text_of_a_situation(world, entry, now, signed_in):
    note(world.learner, entry, now, replace(TAKEN, whom="=le médecin"))
    meet(enrolment_factory(world.cohort), now, "self")
    answer = signed_in(world.lead).get("/empechements/export/csv/?etat=ouverts")
    head, row = answer.content.decode("utf-8-sig").splitlines()
    assert head.count(";") == row.count(";") == 11
    assert ";logiciel;porté à quelqu’un;2027-03-01;'=le médecin;2027-03-02;;" in row
    assert TEXT not in row
    assert signed_in(world.lead).get("/empechements/export/xlsx/").content[:2] == b"PK"
    assert signed_in(world.lead).get("/empechements/export/pdf/").status_code == 404


@pytest.mark.parametrize("many", [1, 6])
def test_the_board_costs_the_same_with_more(world, entry, now, signed_in, many):
    for _ in range(many - 1):
        note(world.lead, meet(enrolment_factory(world.cohort), now), now)
    assert queries_of(signed_in(world.lead), "/empechements/") == BOARD
    assert queries_of(signed_in(world.lead), "/empechements/export/csv/") == FILE


def test_the_table_names_each_count_for_narrow_screens(world, recent, signed_in):
    text = signed_in(world.lead).get("/empechements/").content.decode()
    assert '<td role="cell" class="n" data-nom="Total"><b>1</b></td>' in text
    assert '<td role="cell" class="n" data-nom="À préciser"><span>1</span></td>' in text


def test_one_raised_again_today_is_open_since_today(world, recent, signed_in):
    today = timezone.localdate()
    note(world.learner, recent, timezone.now(), replace(SOLVED, on=today - timedelta(days=1)))
    note(world.learner, recent, timezone.now(), NewFact("again", "software", today), seen=1)
    assert "ouvert aujourd’hui." in signed_in(world.lead).get(page(recent)).content.decode()
    assert ">aujourd’hui</span>" in signed_in(world.lead).get("/empechements/").content.decode()


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 4])
def test_the_page_costs_the_same_with_more_facts(world, entry, now, signed_in, many):
    for seen in range(many):
        note(world.learner, entry, now, replace(TAKEN, whom=f"personne {seen}"), seen)
    assert queries_of(signed_in(world.companion), page(entry)) == PAGE


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("self", {"learner"}),
        ("support", {"learner", "companion", "lead"}),
        ("training", {"learner", "companion", "lead", "trainer", "admin"}),
        ("employer", {"learner", "companion", "lead", "trainer", "admin", "employer"}),
    ],
)
def test_who_reads_the_situation_reads_its_facts_and_nobody_else(
    world, now, signed_in, audience, readers
):
    entry = meet(world.enrolment, now, audience)
    note(world.learner, entry, now)
    everybody = (
        "learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror",
        "stranger", "other_lead", "other_trainer", "other_employer",
    )  # fmt: skip
    found = set()
    for who in everybody:
        answer = signed_in(getattr(world, who)).get(page(entry))
        if answer.status_code == 200:
            assert "Porté à : le médecin" in answer.content.decode()
            found.add(who)
    assert found == readers


def test_its_author_follows_it_from_the_livret(world, recent, signed_in):
    week = signed_in(world.learner).get(week_address(recent)).content.decode()
    assert f'href="{page(recent)}"' in week
    address = f"{page(recent)}noter/"
    for _ in range(2):  # a double click
        assert signed_in(world.learner).post(
            address, sent(replace(TAKEN, on=recent.day))
        ).url == page(recent)
    assert ObstacleFact.objects.count() == 1
    week = signed_in(world.learner).get(week_address(recent)).content.decode()
    assert "Porté à quelqu’un : le médecin" in week
    read = signed_in(world.lead).get(f"/livrets/{recent.week_id}/").content.decode()
    assert "Porté à quelqu’un : le médecin" in read


def test_a_stale_form_keeps_what_was_typed_and_can_be_sent_again(world, recent, signed_in):
    note(world.companion, recent, timezone.now(), replace(TAKEN, on=recent.day))
    address = f"{page(recent)}noter/"
    answer = signed_in(world.learner).post(address, sent(replace(SOLVED, on=recent.day)))
    assert "Le code est arrivé." in answer.content.decode()
    form = answer.context["form"]
    again = sent(replace(SOLVED, on=recent.day), seen=form["seen"].value())
    assert signed_in(world.learner).post(address, again).url == page(recent)
    assert ObstacleFact.objects.last().act == "solved"


def test_text_in_any_script_is_kept_and_not_run(world, recent, signed_in):
    new = replace(TAKEN, on=recent.day, whom="😀 مرحبا <b>gras</b>")
    signed_in(world.learner).post(f"{page(recent)}noter/", sent(new))
    assert ObstacleFact.objects.get().whom == new.whom
    assert "<b>gras</b>" not in signed_in(world.learner).get(page(recent)).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"note": "x" * 1_000_000},
        {"whom": "06 12 34 56 78"},
        {"on": "hier"},
        {"on": ""},
        {"act": ""},
        {"kind": ""},
        {"seen": "-1"},
        {"seen": "99999999999999999999"},
    ],
)
def test_a_wrong_form_says_so_and_stores_nothing(world, recent, signed_in, wrong):
    answer = signed_in(world.learner).post(
        f"{page(recent)}noter/", sent(replace(TAKEN, on=recent.day)) | wrong
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not ObstacleFact.objects.exists()


def test_a_draft_says_that_facts_come_later(world, signed_in):
    entry = entry_factory(week_factory(world.enrolment), kind="obstacle")
    address = f"{page(entry)}noter/"
    answer = signed_in(world.learner).post(address, sent()).content.decode()
    assert "n’est pas encore remise" in answer
    assert "le médecin" in answer
    assert signed_in(world.companion).get(page(entry)).status_code == 404
    assert signed_in(world.learner).get(address).url == page(entry)

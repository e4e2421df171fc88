from dataclasses import replace
from datetime import date, timedelta

import pytest

from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from portfolio.enums import WeekState
from portfolio.models import LogbookEntry, LogbookWeek
from portfolio.rules.hours import WrittenHours
from portfolio.services import (
    EntryRefused,
    WeekIncomplete,
    WeekLocked,
    WeekNotOpen,
    add_entry,
    edit_entry,
    open_week,
    remove_entry,
    save_hours,
    submit_week,
    write_entry,
    write_week,
)
from records.services import PatientData
from tests.factories import enrolment_factory
from tests.factories.portfolio import (
    TEXT,
    competencies_of,
    entry_factory,
    hours_factory,
    submitted_week_factory,
    week_factory,
    written_factory,
)

MONDAY = date(2027, 3, 1)


@pytest.fixture
def week(world):
    return week_factory(world.enrolment)


@pytest.fixture
def situation(world, now):
    """What a learner types for Monday."""
    return {"written": written_factory(world.competencies[:2]), "now": now}


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_open_week_is_created_once(world, now, week):
    again = open_week(
        actor=world.learner, enrolment=world.enrolment, iso_year=2027, iso_week=9, now=now
    )
    assert again == week
    assert verbs() == ["portfolio.week.opened"]


@pytest.mark.parametrize(
    ("year", "number", "message"),
    [
        (2027, 53, "Cette semaine n’existe pas."),
        (2027, 0, "Cette semaine n’existe pas."),
        (2026, 30, "Cette semaine précède le début de la promotion."),
        (2027, 10, "Cette semaine n’a pas commencé : elle s’ouvre le lundi 8 mars 2027."),
    ],
)
def test_open_week_outside_the_path_is_refused(world, now, year, number, message):
    with pytest.raises(WeekNotOpen) as refusal:
        open_week(
            actor=world.learner, enrolment=world.enrolment, iso_year=year, iso_week=number, now=now
        )
    assert refusal.value.message == message


def test_open_week_opens_week_53_of_a_long_year(world, now):
    week = open_week(
        actor=world.learner, enrolment=world.enrolment, iso_year=2026, iso_week=53,
        now=now.replace(month=1, day=17),
    )  # fmt: skip
    assert (week.iso_year, week.iso_week) == (2026, 53)


@pytest.mark.parametrize("who", ["trainer", "lead", "employer", "stranger", "companion"])
def test_open_week_is_the_learners_alone(world, now, who):
    with pytest.raises(NotAllowed):
        open_week(
            actor=getattr(world, who),
            enrolment=world.enrolment,
            iso_year=2027,
            iso_week=9,
            now=now,
        )


def test_add_entry_stores_it_and_advances_the_week(world, week, situation):
    entry = add_entry(actor=world.learner, week=week, form_key="a", **situation)
    week.refresh_from_db()
    assert (entry.day, entry.kind, entry.text, entry.version) == (MONDAY, "practice", TEXT, 1)
    assert set(entry.competencies.all()) == set(world.competencies[:2])
    assert week.version == 2
    assert verbs() == ["portfolio.week.opened", "portfolio.entry.added"]


def test_add_entry_twice_with_one_form_adds_it_once(world, week, situation):
    first = add_entry(actor=world.learner, week=week, form_key="a", **situation)
    second = add_entry(actor=world.learner, week=week, form_key="a", **situation)
    assert first == second
    assert LogbookEntry.objects.count() == 1


def test_add_entry_from_two_tabs_adds_both(world, week, situation):
    add_entry(actor=world.learner, week=week, form_key="a", **situation)
    add_entry(actor=world.learner, week=week, form_key="b", **situation)
    assert LogbookEntry.objects.count() == 2


def test_add_entry_with_the_form_of_another_week_is_refused(world, week, situation, now):
    other = week_factory(world.enrolment, iso_week=8)
    add_entry(actor=world.learner, week=week, form_key="a", **situation)
    with pytest.raises(EntryRefused):
        add_entry(actor=world.learner, week=other, form_key="a", **situation)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": "  \n"}, "Écrivez ce qui s’est passé : le texte est vide."),
        ({"text": "a" * 5001}, "Le texte dépasse 5000 caractères : raccourcissez-le."),
        ({"kind": "inconnu"}, "Ce genre de situation n’existe pas."),
        (
            {"day": date(2027, 2, 28)},
            "Ce jour n’est pas dans la semaine, ou n’est pas encore venu.",
        ),
        (
            {"day": date(2027, 3, 5)},
            "Ce jour n’est pas dans la semaine, ou n’est pas encore venu.",
        ),
    ],
)
def test_add_entry_refuses_what_cannot_be(world, week, situation, change, message):
    with pytest.raises(EntryRefused) as refusal:
        add_entry(
            actor=world.learner,
            week=week,
            written=replace(situation["written"], **change),
            form_key="a",
            now=situation["now"],
        )
    assert refusal.value.message == message
    assert LogbookEntry.objects.count() == 0


def test_add_entry_refuses_competencies_of_another_reference(world, week, situation):
    situation["written"] = written_factory(competencies_of(enrolment_factory())[:1])
    with pytest.raises(EntryRefused):
        add_entry(actor=world.learner, week=week, form_key="a", **situation)


@pytest.mark.parametrize(
    "identifier", ["06 12 34 56 78", "marie.durand@exemple.fr", "2 69 05 49 588 157 80"]
)
def test_add_entry_refuses_patient_data_without_repeating_it(world, week, situation, identifier):
    situation["written"] = written_factory(text=f"J’ai rappelé la personne, {identifier}.")
    with pytest.raises(PatientData) as refusal:
        add_entry(actor=world.learner, week=week, form_key="a", **situation)
    assert identifier not in refusal.value.message
    assert LogbookEntry.objects.count() == 0


def test_edit_entry_changes_what_was_seen(world, week, situation, now):
    entry = add_entry(actor=world.learner, week=week, form_key="a", **situation)
    changed = written_factory(world.competencies[2:3], text="Autre texte.")
    stored = edit_entry(actor=world.learner, entry=entry, version=1, written=changed, now=now)
    assert (stored.text, stored.version) == ("Autre texte.", 2)
    assert list(stored.competencies.all()) == world.competencies[2:3]


def test_edit_entry_of_a_stale_form_is_refused(world, week, situation, now):
    entry = add_entry(actor=world.learner, week=week, form_key="a", **situation)
    first, second = written_factory(text="Un."), written_factory(text="Deux.")
    edit_entry(actor=world.learner, entry=entry, version=1, written=first, now=now)
    with pytest.raises(StaleForm):
        edit_entry(actor=world.learner, entry=entry, version=1, written=second, now=now)
    entry.refresh_from_db()
    assert entry.text == "Un."


def test_remove_entry_once(world, week, situation, now):
    entry = add_entry(actor=world.learner, week=week, form_key="a", **situation)
    remove_entry(actor=world.learner, entry=entry, version=1, now=now)
    assert LogbookEntry.objects.count() == 0
    with pytest.raises(StaleForm):
        remove_entry(actor=world.learner, entry=entry, version=1, now=now)


def test_remove_entry_that_changed_is_refused(world, week, situation, now):
    entry = add_entry(actor=world.learner, week=week, form_key="a", **situation)
    edit_entry(actor=world.learner, entry=entry, version=1, **situation)
    with pytest.raises(StaleForm):
        remove_entry(actor=world.learner, entry=entry, version=1, now=now)


def test_save_hours_and_stale_version(world, week, now):
    save_hours(actor=world.learner, week=week, hours=hours_factory(week, 1500), version=1, now=now)
    week.refresh_from_db()
    assert (week.practice_minutes, week.version) == (1500, 2)
    with pytest.raises(StaleForm):
        save_hours(
            actor=world.learner, week=week, hours=hours_factory(week, 60), version=1, now=now
        )


def test_submit_week_without_situation_or_competency_is_refused(world, week, now):
    with pytest.raises(WeekIncomplete) as refusal:
        submit_week(actor=world.learner, week=week, version=1, now=now)
    assert refusal.value.missing == ["Écrivez au moins une situation, avec une compétence."]
    entry_factory(week, competencies=[])
    with pytest.raises(WeekIncomplete) as refusal:
        submit_week(actor=world.learner, week=week, version=2, now=now)
    assert refusal.value.missing == ["Cochez au moins une compétence dans une de vos situations."]


def test_submit_week_keeps_hours_and_says_who_and_when(world, week, now):
    entry_factory(week)
    stored = submit_week(
        actor=world.learner, week=week, version=2, hours=hours_factory(week, 420), now=now
    )
    assert (stored.state, stored.practice_minutes) == (WeekState.SUBMITTED, 420)
    assert stored.submitted_at == now
    event = stored.events.get()
    assert (event.state, event.actor, event.at) == (WeekState.SUBMITTED, world.learner, now)


def test_submit_week_seen_before_another_tab_wrote_is_refused(world, week, now):
    entry_factory(week)
    entry_factory(week)
    with pytest.raises(StaleForm):
        submit_week(
            actor=world.learner, week=week, version=2, hours=hours_factory(week, 60), now=now
        )
    week.refresh_from_db()
    assert (week.state, week.practice_minutes) == (WeekState.DRAFT, 0)


def test_submitted_week_is_locked(world, situation, now):
    week = submitted_week_factory(world.enrolment)
    entry = week.entries.get()
    acts = [
        lambda: add_entry(actor=world.learner, week=week, form_key="z", **situation),
        lambda: edit_entry(actor=world.learner, entry=entry, version=1, **situation),
        lambda: remove_entry(actor=world.learner, entry=entry, version=1, now=now),
        lambda: save_hours(
            actor=world.learner,
            week=week,
            hours=hours_factory(week, 1),
            version=week.version,
            now=now,
        ),
        lambda: submit_week(actor=world.learner, week=week, version=week.version, now=now),
    ]
    for act in acts:
        with pytest.raises(WeekLocked):
            act()


def test_write_entry_refused_leaves_no_week(world, situation):
    with pytest.raises(EntryRefused):
        write_entry(
            actor=world.learner,
            enrolment=world.enrolment,
            iso_year=2027,
            iso_week=9,
            form_key="a",
            written=written_factory(text=""),
            now=situation["now"],
        )
    assert LogbookWeek.objects.count() == 0


def test_write_week_of_a_week_not_stored_when_seen(world, now):
    fields = {"actor": world.learner, "enrolment": world.enrolment, "iso_year": 2027}
    fields |= {"iso_week": 9, "version": 0, "hand_in": False}
    week = write_week(hours=WrittenHours(logbook=120), now=now, **fields)
    assert week.logbook_minutes == 120
    with pytest.raises(StaleForm):
        write_week(hours=WrittenHours(), now=now + timedelta(minutes=1), **fields)

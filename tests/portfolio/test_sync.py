"""What a device sends of a livret, and what it keeps of it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from portfolio.models import LogbookEntry, LogbookWeek
from portfolio.rules.hours import WrittenHours
from portfolio.rules.sync import LONGEST_BATCH
from portfolio.rules.weeks import week_of
from portfolio.services import copy_week, edit_entry, remove_entry, write_week
from records.models import PatientDataConfirmation
from tests.factories import enrolment_factory, membership_factory
from tests.factories.portfolio import TEXT, entry_factory, week_factory, written_factory
from tests.training.web import queries_of
from training.models import Cohort

SYNC, DATA = reverse("portfolio:sync"), reverse("portfolio:offline_data")
PHONE = "La personne se rappelle au 06 12 34 56 78."
NAME = "Madame Durand est venue chercher son ordonnance."
DATA_QUERIES, AUTOSAVE_QUERIES = 16, 23


@pytest.fixture
def learner(client, world):
    client.force_login(world.learner.user)
    return client


@pytest.fixture
def stored(world, today) -> LogbookEntry:
    """A situation of this week, as the page stored it."""
    iso, now = week_of(today), timezone.now()
    return entry_factory(week_factory(world.enrolment, *iso, now=now), now=now)


def put(world, today, key="appareil-1", base=0, **values):
    iso = week_of(today)
    typed = {
        "day": iso.monday.isoformat(), "kind": "practice", "text": TEXT,
        "competencies": [str(world.competencies[0].pk)],
    }  # fmt: skip
    return {
        "act": "put", "form_key": key, "base": base, "year": iso.year, "week": iso.number,
        "values": typed | values,
    }  # fmt: skip


def remove(entry, base=None):
    return {
        "act": "remove", "form_key": entry.form_key, "base": base or entry.version,
        "year": entry.week.iso_year, "week": entry.week.iso_week,
    }  # fmt: skip


def send(client, world, *operations, person=None, **more):
    sent = {"person": person or world.learner.user_id, "operations": json.dumps(operations)}
    return client.post(SYNC, sent | more)


def answers(client, world, *operations) -> list[dict]:
    response = send(client, world, *operations)
    assert response.status_code == 200
    return response.json()["answers"]


def results(client, world, *operations) -> list[str]:
    return [answer["result"] for answer in answers(client, world, *operations)]


def test_a_new_situation_is_stored_with_all_that_completes_it(learner, world, today):
    pk = world.competencies[0].pk
    completed = {
        "context": "Au comptoir.", "result": "Rien n’a manqué.", "learnt": "Relire la liste.",
        "moment": "avant", "autonomy": "helped",
    }  # fmt: skip
    sent = {**completed, "axes": ["job"], f"level_{pk}": "2"}
    [answer] = answers(learner, world, put(world, today, **sent))
    entry, said = LogbookEntry.objects.get(), answer["now"]["values"]
    assert (answer["result"], answer["now"]["version"]) == ("stored", 1)
    assert (entry.text, entry.axis_job, entry.claims.get().level) == (TEXT, True, 2)
    assert {name: getattr(entry, name) for name in completed} == completed
    assert {name: said[name] for name in completed} == completed
    assert said[f"level_{pk}"] == 2


def test_the_same_operations_sent_twice_are_stored_once(learner, world, today):
    operations = [put(world, today), put(world, today, key="appareil-2", text="Autre chose.")]
    assert results(learner, world, *operations) == ["stored", "stored"]
    assert results(learner, world, *operations) == ["duplicate", "duplicate"]
    assert results(learner, world, operations[0], operations[0]) == ["duplicate", "duplicate"]
    assert LogbookEntry.objects.count() == 2
    assert set(LogbookEntry.objects.values_list("version", flat=True)) == {1}


def test_a_change_is_stored_and_sent_again_changes_nothing(learner, world, today, stored):
    change = put(world, today, stored.form_key, 1, text="Première ligne.\nDeuxième ligne.")
    assert results(learner, world, change) == ["stored"]
    assert results(learner, world, change) == ["duplicate"]
    stored.refresh_from_db()
    assert (stored.version, stored.text) == (2, "Première ligne.\nDeuxième ligne.")


def test_two_devices_with_different_situations_both_land(learner, world, today):
    first, second = put(world, today, "un"), put(world, today, "deux", text="De l’autre appareil.")
    assert results(learner, world, first) + results(learner, world, second) == ["stored"] * 2
    assert LogbookWeek.objects.get().entries.count() == 2


def test_two_devices_with_the_same_situation_are_in_conflict(learner, world, today, stored):
    first = put(world, today, stored.form_key, 1, text="De l’un.")
    second = put(world, today, stored.form_key, 1, text="De l’autre.")
    assert results(learner, world, first) == ["stored"]
    [answer] = answers(learner, world, second)
    assert (answer["result"], answer["now"]["values"]["text"]) == ("conflict", "De l’un.")
    assert answer["now"]["version"] == 2
    stored.refresh_from_db()
    assert stored.text == "De l’un."
    chosen = put(world, today, stored.form_key, 2, text="De l’un. De l’autre.")
    assert results(learner, world, chosen) == ["stored"]


def test_one_refused_operation_does_not_stop_the_others(learner, world, today):
    other = put(world, today, "bonne", text="Tout va bien ici.")
    sent = [put(world, today, "tel", text=PHONE), "du bruit", {"form_key": "x"}, other]
    found = answers(learner, world, *sent)
    assert [one["result"] for one in found] == ["refused", "refused", "refused", "stored"]
    assert (found[0]["field"], found[0]["form_key"]) == ("text", "tel")
    assert "téléphone" in found[0]["message"]
    assert "06 12" not in found[0]["message"]
    assert LogbookEntry.objects.get().form_key == "bonne"


def test_a_name_asks_for_a_reason(learner, world, today):
    [answer] = answers(learner, world, put(world, today, text=NAME))
    assert (answer["result"], LogbookEntry.objects.count()) == ("confirm", 0)
    said = {"text": NAME, "no_patient": "on", "no_patient_why": "la déléguée du laboratoire"}
    assert results(learner, world, put(world, today, **said)) == ["stored"]
    assert PatientDataConfirmation.objects.get().why == "la déléguée du laboratoire"


@pytest.mark.parametrize(
    "bad",
    [
        {"day": "2001-01-01"},
        {"day": ""},
        {"kind": "autre"},
        {"text": "  "},
        {"text": "x" * 5001},
        {"competencies": ["999999"]},
        {"missions": ["999999"]},
        {"audience": "tout-le-monde"},
        {"axes": ["rien"]},
        {"competencies": [{"a": 1}]},
    ],
)
def test_what_the_page_refuses_is_refused(learner, world, today, bad):
    [answer] = answers(learner, world, put(world, today, **bad))
    assert (answer["result"], bool(answer["message"])) == ("refused", True)
    assert LogbookWeek.objects.count() == 0


@pytest.mark.parametrize(
    "bad", [{"base": -1}, {"week": 54}, {"act": "x"}, {"form_key": "a b"}, {"form_key": "x" * 41},
            {"values": "texte"}, {"values": None}, {"year": "x"}],
)  # fmt: skip
def test_an_operation_that_makes_no_sense_is_refused(learner, world, today, bad):
    assert results(learner, world, put(world, today) | bad) == ["refused"]
    assert LogbookWeek.objects.count() == 0


def test_a_week_that_closed_meanwhile_is_refused_with_its_reason(learner, world, today):
    Cohort.objects.update(starts_on=today - timedelta(weeks=30))
    type(world.enrolment).objects.update(enrolled_at=timezone.now() - timedelta(weeks=30))
    past = week_of(today - timedelta(weeks=12))
    operation = put(world, today, day=past.monday.isoformat())
    [answer] = answers(learner, world, operation | {"year": past.year, "week": past.number})
    assert answer["result"] == "refused"
    assert "s’écrivait jusqu’au" in answer["message"]


def test_a_week_to_come_is_refused(learner, world, today):
    ahead = week_of(today + timedelta(weeks=1))
    operation = put(world, today, day=ahead.monday.isoformat())
    assert results(learner, world, operation | {"week": ahead.number, "year": ahead.year}) == [
        "refused"
    ]


def test_a_week_that_was_handed_in_is_refused(learner, world, today, stored):
    week = stored.week
    write_week(
        actor=world.learner, enrolment=world.enrolment, iso_year=week.iso_year,
        iso_week=week.iso_week, hours=WrittenHours(()), version=2, hand_in=True,
        now=timezone.now(),
    )  # fmt: skip
    [answer] = answers(learner, world, put(world, today, stored.form_key, 1, text="Trop tard."))
    assert (answer["result"], "remise" in answer["message"]) == ("refused", True)


def test_taking_out_twice_takes_out_once(learner, world, stored):
    assert results(learner, world, remove(stored)) == ["stored"]
    assert results(learner, world, remove(stored)) == ["duplicate"]
    assert LogbookEntry.objects.count() == 0


def test_what_changed_elsewhere_is_not_taken_out(learner, world, today, stored):
    change = written_factory(world.competencies[:1], day=stored.day, text="Plus récent.")
    edit_entry(actor=world.learner, entry=stored, written=change, version=1, now=timezone.now())
    [answer] = answers(learner, world, remove(stored, base=1))
    assert (answer["result"], answer["now"]["values"]["text"]) == ("conflict", "Plus récent.")
    assert LogbookEntry.objects.count() == 1


def test_what_was_taken_out_elsewhere_is_said_to_be_gone(learner, world, today, stored):
    remove_entry(actor=world.learner, entry=stored, version=1, now=timezone.now())
    change = put(world, today, stored.form_key, 1, text="Toujours là.")
    assert results(learner, world, change) == ["gone"]
    assert LogbookEntry.objects.count() == 0
    again = put(world, today, "nouvelle", text="Toujours là.")
    assert results(learner, world, again) == ["stored"]


def test_what_was_taken_out_while_its_answer_was_lost_does_not_come_back(learner, world, today):
    sent = put(world, today)
    assert results(learner, world, sent) == ["stored"]
    remove_entry(
        actor=world.learner, entry=LogbookEntry.objects.get(), version=1, now=timezone.now()
    )
    assert results(learner, world, sent) == ["gone"]
    assert not LogbookEntry.objects.exists()
    assert results(learner, world, put(world, today, key="appareil-2")) == ["stored"]


def test_a_key_of_somebody_else_opens_nothing(learner, world, today):
    other = enrolment_factory(cohort=world.cohort)
    iso, now = week_of(today), timezone.now()
    theirs = entry_factory(week_factory(other, *iso, now=now), now=now, text="À quelqu’un d’autre.")
    found = answers(
        learner, world, put(world, today, theirs.form_key), put(world, today, theirs.form_key, 1),
        remove(theirs),
    )  # fmt: skip
    assert [one["result"] for one in found] == ["refused", "gone", "duplicate"]
    assert "quelqu’un d’autre" not in json.dumps(found, ensure_ascii=False)
    theirs.refresh_from_db()
    assert (theirs.text, theirs.version) == ("À quelqu’un d’autre.", 1)


def test_situations_of_another_account_are_not_taken(learner, world, today):
    response = send(learner, world, put(world, today), person=world.stranger.user_id)
    assert (response.status_code, response.json()) == (409, {"error": "other_person"})
    assert LogbookWeek.objects.count() == 0


def test_an_expired_session_is_said_to_a_script(client, world, today):
    response = send(client, world, put(world, today))
    assert (response.status_code, response.json()) == (401, {"error": "signed_out"})
    assert client.get(DATA).status_code == 401
    assert LogbookWeek.objects.count() == 0


def test_a_lost_token_is_refused_and_a_new_one_is_given(world, today):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.learner.user)
    assert send(client, world, put(world, today)).status_code == 403
    told = client.get(reverse("lms:device")).json()
    assert told["person"] == str(world.learner.user_id)
    fresh = send(client, world, put(world, today), csrfmiddlewaretoken=told["csrf"])
    assert fresh.json()["answers"][0]["result"] == "stored"


@pytest.mark.parametrize("operations", ["[", "{}", "null", json.dumps([{}] * (LONGEST_BATCH + 1))])
def test_what_is_no_list_of_operations_is_refused(learner, world, operations):
    sent = {"person": world.learner.user_id, "operations": operations}
    assert learner.post(SYNC, sent).status_code == 400


def test_the_enrolment_named_is_ones_own(learner, world, today):
    other = enrolment_factory(cohort=world.cohort)
    sent = {"person": world.learner.user_id, "operations": json.dumps([put(world, today)])}
    assert learner.post(f"{SYNC}?inscription={other.pk}", sent).status_code == 404
    assert learner.post(f"{SYNC}?inscription={world.enrolment.pk}", sent).status_code == 200


def test_a_change_keeps_levels_missions_and_pieces(learner, world, today, stored):
    pk = world.competencies[0].pk
    [first] = answers(learner, world, put(world, today, stored.form_key, 1, **{f"level_{pk}": "3"}))
    values = first["now"]["values"] | {"text": "Le texte seul change."}
    plain = {name: value for name, value in values.items() if value is not None}
    assert results(learner, world, put(world, today, stored.form_key, 2) | {"values": plain}) == [
        "stored"
    ]
    assert stored.claims.get().level == 3


def test_a_device_keeps_the_weeks_that_may_be_written_and_four_to_come(learner, world, today):
    found = learner.get(DATA).json()
    begun = [week for week in found["weeks"] if week["days"][0]["day"] <= today.isoformat()]
    assert len(found["weeks"]) - len(begun) == 4
    assert found["weeks"][len(begun) - 1]["week"] == week_of(today).number
    assert all(week["until"] >= today.isoformat() for week in found["weeks"])
    assert (found["person"], found["enrolment"]) == (
        str(world.learner.user_id), world.enrolment.pk,
    )  # fmt: skip
    assert {c["pk"] for b in found["blocks"] for c in b["competencies"]} == {
        c.pk for c in world.competencies
    }


def test_a_device_keeps_its_own_situations_alone(learner, world, today, stored):
    other = enrolment_factory(cohort=world.cohort)
    iso, now = week_of(today), timezone.now()
    entry_factory(week_factory(other, *iso, now=now), now=now, text="À quelqu’un d’autre.")
    found = [one for week in learner.get(DATA).json()["weeks"] for one in week["situations"]]
    assert [(one["form_key"], one["version"]) for one in found] == [(stored.form_key, 1)]
    assert found[0]["values"]["text"] == TEXT


def test_many_situations_cost_no_more_queries(learner, world, today, stored):
    one = queries_of(learner, DATA)
    now = timezone.now()
    for number in range(6):
        entry_factory(stored.week, now=now, text=f"Situation {number}.")
    assert queries_of(learner, DATA) == one <= DATA_QUERIES


def test_a_text_saved_while_one_types_touches_nothing_else(learner, world, today, stored):
    links = list(stored.claims.values_list("pk", flat=True))
    typed = put(world, today, stored.form_key, stored.version, text=f"{TEXT} Et plus.")
    with CaptureQueriesContext(connection) as told:
        assert results(learner, world, typed) == ["stored"]
    assert len(told) <= AUTOSAVE_QUERIES
    assert list(stored.claims.values_list("pk", flat=True)) == links


def test_who_is_no_learner_has_nothing_to_send(client, world, today):
    for member in (world.trainer, world.employer):
        client.force_login(member.user)
        expected = 403 if member.role == Role.TRAINER else 404
        assert client.get(DATA).status_code == expected
        assert send(client, world, put(world, today)).status_code == expected


def test_a_learner_without_enrolment_has_nothing_to_keep(client, db):
    client.force_login(membership_factory(Role.LEARNER).user)
    assert client.get(DATA).status_code == 404
    assert client.post(SYNC, {"person": "1", "operations": "[]"}).status_code == 404


def test_a_situation_copied_from_the_week_before_is_stored_like_any(learner, world, today):
    """Its key is made of that of the copy and of the situation it comes from."""
    iso, now = week_of(today), timezone.now()
    before = week_of(iso.monday - timedelta(days=7))
    source = week_factory(world.enrolment, *before, now=now)
    old = entry_factory(source, now=now, day=before.monday)
    made = copy_week(
        actor=world.learner, enrolment=world.enrolment, week=iso, source=source.pk, days=(),
        entries=(str(old.pk),), version=0, form_key="une-reprise", now=now,
    )  # fmt: skip
    (copied,) = made.week.entries.all()
    (answer,) = answers(learner, world, put(world, today, copied.form_key, 1, text="Relue."))
    assert answer["result"] == "stored"
    copied.refresh_from_db()
    assert (copied.text, copied.to_reread) == ("Relue.", False)


def test_half_a_sign_stops_no_other_situation(learner, world, today):
    broken = put(world, today, "casse", text="Une phrase \ud800 cassée.")
    results = [one["result"] for one in answers(learner, world, broken, put(world, today))]
    assert results == ["stored", "stored"]
    assert LogbookEntry.objects.get(form_key="casse").text == "Une phrase ? cassée."


@pytest.mark.parametrize("sent", ["[" * 100_000, f"[{'9' * 5_000}]", '{"a": 1}'])
def test_what_no_page_sends_is_unreadable(learner, world, today, sent):
    form = {"person": world.learner.user_id, "operations": sent}
    assert learner.post(SYNC, form).status_code == 400

"""The screens of the calendar: what they show, what they refuse, what they cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import cohort_factory, enrolment_factory
from tests.factories.calendar import (
    away_factory,
    closure_factory,
    coming_factory,
    phase_factory,
    room_factory,
)
from tests.training.calendar import state_of
from tests.training.web import queries_of
from training.models import AgendaLink, ClosedPeriod, CohortPhase, Room, TrainingSession
from training.queries.agenda import token_of
from training.queries.calendar import planned_mark
from training.services import renew_agenda_link

FAR = 365 * 20  # views read the clock: these sessions are to come for a long time


@pytest.fixture
def lead(world, sign_in):
    return sign_in(world.lead)


@pytest.fixture
def calendar(world):
    return f"/promotions/{world.cohort.pk}/calendrier/"


@pytest.fixture
def long_track(ready):
    """A cohort that goes on for as long as these sessions are away."""
    today = timezone.localdate()
    ready.cohort.ends_on = today + timedelta(days=90)
    ready.cohort.save()
    ready.cohort.phases.update(starts_on=today, ends_on=today + timedelta(days=90))
    return ready


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- The calendar ---------------------------------------------------------------------------------


def test_an_empty_calendar_says_how_to_begin(lead, calendar):
    assert "Donnez d’abord les phases" in text(lead.get(calendar))


def test_a_learner_is_not_told_of_what_is_planned(world, sign_in):
    coming_factory(world.cohort, world.module, days=FAR, title="En projet")
    coming_factory(world.cohort, world.module, days=FAR + 1, title="Dite", state="announced")
    page = text(sign_in(world.learner).get("/agenda/"))
    assert ("Dite" in page, "En projet" in page) == (True, False)


def test_a_companion_reads_the_calendar_and_changes_nothing(world, sign_in, calendar):
    session = coming_factory(world.cohort, world.module, days=FAR)
    page = text(sign_in(world.companion).get(calendar))
    assert "en projet" in page
    assert f"/seances/{session.pk}/modifier/" not in page
    assert "Annoncer au groupe" not in page


def test_announcing_leads_back_to_the_calendar(world, lead, calendar, now):
    session = coming_factory(world.cohort, world.module, days=FAR)
    response = lead.post(f"{calendar}annoncer/", {"seen": planned_mark(world.cohort, now).mark})
    assert (response.status_code, response.url) == (302, calendar)
    assert state_of(session)[0] == "announced"


def test_a_calendar_that_changed_is_shown_with_what_was_typed(world, lead, calendar, now):
    session = coming_factory(world.cohort, world.module, days=FAR)
    response = lead.post(f"{calendar}annoncer/", {"seen": "ancien", "until": "2060-01-01"})
    page = text(response)
    assert response.status_code == 422
    assert "Le calendrier a changé" in page
    assert 'value="2060-01-01"' in page
    assert planned_mark(world.cohort, now).mark in page
    assert state_of(session) == ("planned", 1)


def test_a_conflict_is_shown_and_asked_about(world, lead, calendar, now):
    other = cohort_factory(world.body, world.cohort.track_version)
    coming_factory(other, world.module, world.trainer, days=FAR, title="Ailleurs")
    coming_factory(world.cohort, world.module, world.trainer, days=FAR)
    assert "aussi à « Ailleurs »" in text(lead.get(calendar))
    mark = planned_mark(world.cohort, now).mark
    assert "Malgré les conflits" in text(lead.post(f"{calendar}annoncer/", {"seen": mark}))
    done = lead.post(f"{calendar}annoncer/", {"seen": mark, "anyway": "on"})
    assert done.status_code == 302


# --- Phases and plan ------------------------------------------------------------------------------


def phase_typed(**changes):
    return {
        "kind": "initial", "starts_on": "2026-10-01", "ends_on": "2026-10-31", "weekdays": ["1"],
        "morning_start": "09:00", "morning_end": "12:30", **changes,
    }  # fmt: skip


def test_a_phase_is_added_then_taken_out(world, lead, calendar):
    assert lead.post(f"{calendar}phases/", phase_typed()).status_code == 302
    phase = CohortPhase.objects.get()
    assert "Lundi, 9 h à 12 h 30 : 3 h 30 par jour." in text(lead.get(f"{calendar}phases/"))
    for _ in range(2):
        assert lead.post(f"{calendar}phases/{phase.pk}/retirer/").status_code == 302
    assert CohortPhase.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"morning_end": ""}, "Il manque cette heure."),
        ({"starts_on": "2027-02-29"}, "date valide"),
        ({"ends_on": "2026-09-30"}, "La fin de la phase précède son début."),
        ({"morning_end": "08:00"}, "doit venir après son début"),
    ],
)
def test_a_phase_that_cannot_be_comes_back_with_what_was_typed(lead, calendar, typed, said):
    response = lead.post(f"{calendar}phases/", phase_typed(**typed))
    assert response.status_code == 422
    assert said in text(response)
    assert 'value="09:00"' in text(response)


def test_a_plan_is_seen_then_confirmed(long_track, lead, calendar):
    page = text(lead.get(f"{calendar}planifier/"))
    assert "Tout trouve sa place" in page
    assert TrainingSession.objects.count() == 0
    mark = page.split('name="seen" value="')[1].split('"')[0]
    for _ in range(2):
        assert lead.post(f"{calendar}planifier/", {"seen": mark}).url == calendar
    assert TrainingSession.objects.count() == 2
    assert "Toutes les heures de séance ont une date" in text(lead.get(f"{calendar}planifier/"))


def test_a_plan_that_misses_the_hours_shows_the_difference(long_track, lead, calendar):
    long_track.module.budgets.update(minutes=60 * 500)
    page = text(lead.get(f"{calendar}planifier/"))
    assert "aucune séance n’est proposée" in page
    assert "séances en projet</button>" not in page
    response = lead.post(f"{calendar}planifier/", {"seen": "autre"})
    assert response.status_code == 422
    assert TrainingSession.objects.count() == 0


def test_a_track_without_categories_says_so(world, lead, calendar):
    phase_factory(world.cohort)
    page = text(lead.get(f"{calendar}planifier/"))
    assert "ne prévoit pas ses heures par catégorie" in page


def test_a_plan_is_taken_out_as_a_whole(long_track, lead, calendar, now):
    coming_factory(long_track.cohort, long_track.module, days=FAR)
    mark = planned_mark(long_track.cohort, now).mark
    assert lead.post(f"{calendar}retirer/", {"seen": "autre"}).status_code == 302
    assert TrainingSession.objects.count() == 1
    lead.post(f"{calendar}retirer/", {"seen": mark})
    assert TrainingSession.objects.count() == 0


# --- One session ----------------------------------------------------------------------------------


def edited(session, **changes):
    return {
        "title": session.title, "day": "2060-03-03", "start": "09:00", "end": "12:00",
        "trainer": "", "room": "", "reason": "Neige.", "version": session.version, **changes,
    }  # fmt: skip


def test_a_session_is_changed_and_its_story_is_shown(world, lead):
    session = coming_factory(world.cohort, world.module, days=FAR, state="announced")
    path = f"/seances/{session.pk}/modifier/"
    assert lead.post(path, edited(session)).status_code == 302
    page = text(lead.get(path))
    assert "Motif : Neige." in page
    assert 'value="2060-03-03"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"end": "09:00"}, "d’une minute au moins"),
        ({"end": "08:00"}, "d’une minute au moins"),
        ({"day": "2059-02-29"}, "date valide"),
        ({"day": "2060-05-01"}, "jour férié"),
        ({"day": "2060-03-28", "start": "02:30"}, "Cette heure n’existe pas"),
        ({"day": "2060-10-31", "start": "02:30"}, "existe deux fois"),
        ({"reason": ""}, "Dites pourquoi la séance change."),
        ({"version": 7}, "Cette page a changé"),
    ],
)
def test_a_session_that_cannot_be_comes_back_with_what_was_typed(world, lead, typed, said):
    session = coming_factory(world.cohort, world.module, days=FAR, state="announced")
    response = lead.post(
        f"/seances/{session.pk}/modifier/", edited(session, title="Mon titre", **typed)
    )
    assert response.status_code == 422
    assert said in text(response)
    assert 'value="Mon titre"' in text(response)
    assert state_of(session) == ("announced", 1)


def test_a_stale_form_is_sent_again_with_the_version_of_now(world, lead):
    session = coming_factory(world.cohort, world.module, days=FAR, state="announced", version=3)
    path = f"/seances/{session.pk}/modifier/"
    page = text(lead.post(path, edited(session, version=2)))
    assert 'name="version" value="3"' in page


def test_a_session_is_cancelled_from_its_page(world, lead, calendar):
    session = coming_factory(world.cohort, world.module, days=FAR, state="announced")
    path = f"/seances/{session.pk}/annuler/"
    sent = {"annulation-version": 1, "annulation-reason": ""}
    refused = lead.post(path, sent)
    assert refused.status_code == 422
    assert "Dites pourquoi" in text(refused)
    assert lead.post(path, {**sent, "annulation-reason": "Neige."}).url == calendar
    assert state_of(session) == ("cancelled", 2)
    assert "Cette séance est annulée" in text(lead.get(f"/seances/{session.pk}/modifier/"))


def test_a_planned_session_is_taken_out_from_its_page(world, lead):
    session = coming_factory(world.cohort, world.module, days=FAR)
    lead.post(f"/seances/{session.pk}/annuler/", {"annulation-version": 1})
    assert TrainingSession.objects.count() == 0


# --- Rooms, closed periods, absences --------------------------------------------------------------


def test_settings_are_added_and_taken_out(world, lead):
    page = "/calendrier/reglages/"
    first = timezone.localdate() + timedelta(days=30)
    days = (first.isoformat(), (first + timedelta(days=4)).isoformat())
    sent = {
        "salles": {"salle-name": "Salle 1", "salle-seats": 8},
        "fermetures": {
            "fermeture-kind": "peak", "fermeture-label": "Vaccins",
            "fermeture-starts_on": days[0], "fermeture-ends_on": days[1],
        },
        "absences": {
            "absence-trainer": world.trainer.pk, "absence-starts_on": days[0],
            "absence-ends_on": days[1], "absence-part": "day",
        },
    }  # fmt: skip
    for kind, data in sent.items():
        assert lead.post(f"{page}{kind}/", data).url == page
    shown = text(lead.get(page))
    for said in ("Salle 1", "Vaccins", str(world.trainer.user)):
        assert said in shown
    room, closure = Room.objects.get(), ClosedPeriod.objects.get()
    away = world.trainer.days_away.get()
    for kind, row in (("salles", room), ("fermetures", closure), ("absences", away)):
        for _ in range(2):
            assert lead.post(f"{page}{kind}/{row.pk}/retirer/").url == page
    assert (Room.objects.count(), ClosedPeriod.objects.count()) == (0, 0)


def test_a_setting_refused_comes_back_with_what_was_typed(lead):
    sent = {
        "fermeture-kind": "peak", "fermeture-label": "Vaccins",
        "fermeture-starts_on": "2027-04-09", "fermeture-ends_on": "2027-04-05",
    }  # fmt: skip
    response = lead.post("/calendrier/reglages/fermetures/", sent)
    assert response.status_code == 422
    assert "Le dernier jour vient après le premier" in text(response)
    assert 'value="Vaccins"' in text(response)


def test_a_room_in_use_stays_and_says_why(world, lead):
    room = room_factory(world.cohort)
    coming_factory(world.cohort, world.module, room=room)
    response = lead.post(f"/calendrier/reglages/salles/{room.pk}/retirer/", follow=True)
    assert "sert à des séances" in text(response)
    assert Room.objects.count() == 1


def test_an_unknown_setting_does_not_exist(lead):
    assert lead.post("/calendrier/reglages/autre/").status_code == 404
    assert lead.post("/calendrier/reglages/autre/1/retirer/").status_code == 404


# --- The agenda -----------------------------------------------------------------------------------


def test_an_address_is_made_replaced_and_closed(world, sign_in, client):
    learner = sign_in(world.learner)
    assert "Créer mon adresse" in text(learner.get("/agenda/"))
    for _ in range(2):
        learner.post("/agenda/adresse/", {"number": "0"})
    first = f"/agenda/{token_of(AgendaLink.objects.get())}.ics"
    assert first in text(learner.get("/agenda/"))
    learner.post("/agenda/adresse/", {"number": "1"})
    second = f"/agenda/{token_of(AgendaLink.objects.get())}.ics"
    client.logout()
    response = client.get(second)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert client.get(first).status_code == 404
    sign_in(world.learner).post("/agenda/adresse/fermer/")
    assert client.get(second).status_code == 404


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "9" * 40, "3"])
def test_an_address_asked_for_with_nonsense_is_no_error(world, sign_in, number):
    response = sign_in(world.learner).post("/agenda/adresse/", {"number": number})
    assert response.status_code == 302


# --- What the screens cost ------------------------------------------------------------------------


def thirty(world, trainer):
    """Thirty more sessions with rooms, conflicts, people, closed days, absences."""
    other = cohort_factory(world.body, world.cohort.track_version)
    for number in range(30):
        learner = enrolment_factory(world.cohort).learner
        enrolment_factory(other, learner=learner)
        room = room_factory(world.cohort)
        for cohort in (world.cohort, other):
            coming_factory(cohort, world.module, trainer, days=FAR + number, room=room)
        coming_factory(world.cohort, world.module, trainer, days=FAR + number, state="announced")


def one_of_each(world):
    """What makes each query of a screen necessary: every kind of conflict, once."""
    closure_factory(world.cohort)
    away_factory(world.trainer)
    other = cohort_factory(world.body, world.cohort.track_version)
    enrolment_factory(other, learner=world.enrolment.learner)
    room = room_factory(world.cohort)
    for cohort in (world.cohort, other):
        coming_factory(cohort, world.module, world.trainer, days=FAR, room=room)
    coming_factory(world.cohort, world.module, world.trainer, days=FAR + 1, state="announced")


SCREENS = {
    "lead": ("{calendar}", "{calendar}planifier/", "{calendar}phases/", "/calendrier/reglages/"),
    "learner": ("/agenda/",),
    "trainer": ("/agenda/",),
}


@pytest.mark.parametrize(("who", "path"), [(w, p) for w in SCREENS for p in SCREENS[w]])
def test_a_screen_costs_the_same_with_thirty_rows(ready, sign_in, calendar, who, path):
    client, path = sign_in(getattr(ready, who)), path.format(calendar=calendar)
    one_of_each(ready)
    queries_of(client, path)
    one = queries_of(client, path)
    thirty(ready, ready.trainer)
    assert queries_of(client, path) == one


def test_a_feed_costs_the_same_with_thirty_sessions(ready, client, now):
    token = token_of(renew_agenda_link(actor=ready.learner, number=0, now=now))
    coming_factory(ready.cohort, ready.module, days=FAR, state="announced")
    one = queries_of(client, f"/agenda/{token}.ics")
    thirty(ready, ready.trainer)
    assert queries_of(client, f"/agenda/{token}.ics") == one
    assert client.get(f"/agenda/{token}.ics").content.count(b"BEGIN:VEVENT") == 31

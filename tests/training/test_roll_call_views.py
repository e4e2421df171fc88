"""The screens of attendance, as a browser posts to them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import enrolment_factory
from tests.factories.training import announced_factory
from tests.training.papers import pdf
from tests.training.web import queries_of
from training.enums import Presence, SessionState
from training.models import Arrival, Attendance, AttendanceContest, MakeUp, PresenceSignature
from training.queries.arrival import room_screen
from training.rules.attendance import Mark
from training.services import contest_mark, correct_marks, hold_session, name_make_up


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def at(monkeypatch):
    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


def called(*enrolments, seen=0, **changed):
    """What the form sends: everybody present unless said otherwise."""
    sent = {"seen": seen}
    for enrolment in enrolments:
        sent |= {f"p{enrolment.pk}": "present", f"r{enrolment.pk}": "", f"d{enrolment.pk}": ""}
    return sent | changed


def text(answer) -> str:
    return answer.content.decode()


def test_a_roll_call_is_one_form_with_everybody_present(world, announced, sign_in):
    page = text(sign_in(world.trainer).get(f"/seances/{announced.pk}/appel/"))
    [box] = re.findall(rf'<input[^>]*name="p{world.enrolment.pk}"[^>]*checked[^>]*>', page)
    assert 'value="present"' in box
    answer = sign_in(world.trainer).post(f"/seances/{announced.pk}/appel/", called(world.enrolment))
    assert answer.url == f"/seances/{announced.pk}/signatures/"
    announced.refresh_from_db()
    assert announced.state == SessionState.HELD


def test_exceptions_are_noted(world, announced, sign_in):
    absent = enrolment_factory(world.cohort)
    sent = called(world.enrolment, absent) | {
        f"p{absent.pk}": "absent", f"r{world.enrolment.pk}": "20", f"d{world.enrolment.pk}": "15",
    }  # fmt: skip
    sign_in(world.trainer).post(f"/seances/{announced.pk}/appel/", sent)
    marks = {row.enrolment: row.mark for row in announced.attendances.standing()}
    assert marks == {world.enrolment: Mark(late=20, early=15), absent: Mark(Presence.ABSENT)}


def test_minutes_that_cannot_be_are_told_with_the_name(world, announced, sign_in):
    sent = called(world.enrolment) | {f"r{world.enrolment.pk}": "210"}
    page = text(sign_in(world.trainer).post(f"/seances/{announced.pk}/appel/", sent))
    assert "Retard et départ font toute la séance" in page
    assert f"{world.enrolment.learner} : minutes de retard" in page
    assert 'value="210"' in page
    assert Attendance.objects.count() == 0


def test_before_the_last_quarter_the_page_takes_arrivals(world, announced, sign_in, at):
    at(announced.starts_at)
    client = sign_in(world.trainer)
    page = text(client.get(f"/seances/{announced.pk}/appel/"))
    assert "dans le dernier quart d’heure" in page
    assert "data-appel" not in page
    client.post(f"/seances/{announced.pk}/arrivee/", {"enrolment": world.enrolment.pk})
    assert Arrival.objects.get().noted_by == world.trainer
    refused = client.post(f"/seances/{announced.pk}/appel/", called(world.enrolment))
    assert "dans le dernier quart d’heure" in text(refused)
    assert Attendance.objects.count() == 0


def test_the_second_trainer_reads_who_was_first(world, announced, sign_in, now):
    hold_session(actor=world.lead, session=announced, marks={world.enrolment: Mark()}, now=now)
    page = text(sign_in(world.trainer).get(f"/seances/{announced.pk}/appel/"))
    assert "Corriger les présences" in page


def test_a_correction_without_its_reason_keeps_what_was_typed(world, held, sign_in):
    sent = called(world.enrolment, seen=1) | {f"r{world.enrolment.pk}": "20", "reason": ""}
    page = text(sign_in(world.trainer).post(f"/seances/{held.pk}/appel/", sent))
    assert "Dites pourquoi la présence est corrigée" in page
    assert 'value="20"' in page
    sent["reason"] = "Feuille relue"
    answer = sign_in(world.trainer).post(f"/seances/{held.pk}/appel/", sent, follow=True)
    assert "Présences enregistrées : 1." in text(answer)


def test_a_correction_from_an_older_page_is_refused(world, held, sign_in, now):
    correct_marks(
        actor=world.lead, session=held, marks={world.enrolment: Mark(late=5)}, seen=1,
        reason="Vu", now=now,
    )  # fmt: skip
    sent = called(world.enrolment, seen=1) | {f"r{world.enrolment.pk}": "20", "reason": "Relu"}
    page = text(sign_in(world.trainer).post(f"/seances/{held.pk}/appel/", sent))
    assert "notée depuis que vous avez ouvert la page" in page
    assert 'name="seen" value="2"' in page
    assert "noté : présent, 5 min de retard" in page
    assert 'value="20"' in page
    again = sent | {"seen": 2}
    sign_in(world.trainer).post(f"/seances/{held.pk}/appel/", again)
    assert held.attendances.standing().get().mark == Mark(late=20)


def test_the_second_of_two_trainers_at_once_keeps_what_they_typed(
    world, announced, sign_in, now, monkeypatch
):
    """The other roll call comes between the reading of the page and the writing."""
    monkeypatch.setattr("training.views.roll_call.hold_session", faster(world.lead))
    sent = called(world.enrolment) | {f"p{world.enrolment.pk}": "absent"}
    page = text(sign_in(world.trainer).post(f"/seances/{announced.pk}/appel/", sent))
    assert "L’appel est déjà fait, par" in page
    assert "Corriger les présences" in page
    assert 'name="seen" value="1"' in page
    [box] = re.findall(rf'<input[^>]*name="p{world.enrolment.pk}"[^>]*checked[^>]*>', page)
    assert 'value="absent"' in box
    assert announced.attendances.get().mark == Mark()


def faster(colleague):
    """The service, after a colleague has used it for the same session."""

    def call(**arguments):
        marks = dict.fromkeys(arguments["marks"], Mark())
        hold_session(**arguments | {"actor": colleague, "marks": marks})
        return hold_session(**arguments)

    return call


def test_a_make_up_session_expects_those_it_is_named_for(world, announced, sign_in, now):
    other = enrolment_factory(world.cohort)
    marks = {world.enrolment: Mark(Presence.ABSENT), other: Mark()}
    missed = hold_session(actor=world.trainer, session=announced, marks=marks, now=now)
    start = announced.starts_at + timedelta(days=1)
    make_up = announced_factory(
        world.cohort, world.module, starts_at=start, ends_at=start + timedelta(hours=2),
        make_up_only=True,
    )  # fmt: skip
    name_make_up(
        actor=world.trainer, enrolment=world.enrolment, missed=missed, session=make_up, now=now
    )
    page = text(sign_in(world.trainer).get(f"/seances/{make_up.pk}/appel/"))
    assert "Séance de rattrapage" in page
    sent = called(world.enrolment, other) | {f"p{other.pk}": ""}
    sign_in(world.trainer).post(f"/seances/{make_up.pk}/appel/", sent)
    assert [row.enrolment for row in make_up.attendances.all()] == [world.enrolment]


def test_the_code_is_on_the_screen_of_the_room_and_taken_on_a_phone(world, announced, sign_in, at):
    moment = announced.starts_at
    at(moment)
    figures = room_screen(announced, moment).code
    page = text(sign_in(world.trainer).get(f"/seances/{announced.pk}/code/"))
    part = sign_in(world.trainer).get(f"/seances/{announced.pk}/code/?partie")
    assert figures[:3] in page
    assert '<meta http-equiv="refresh" content="5">' in page
    assert ("<html" in text(part), part["Cache-Control"]) == (False, "no-store")
    client = sign_in(world.learner)
    # A time sent along with it is nobody's business.
    sent = {"code": f"{figures[:3]} {figures[3:]}", "arrived_at": "2027-03-02T07:00:00Z"}
    assert "Arrivée notée" in text(client.post("/presence/", sent, follow=True))
    assert "Déjà noté" in text(client.post("/presence/", sent, follow=True))
    assert Arrival.objects.get().arrived_at == moment
    trainer = sign_in(world.trainer)
    at(announced.ends_at)
    page = text(trainer.get(f"/seances/{announced.pk}/appel/"))
    assert "arrivée par code à 9 h" in page
    assert "notez absent qui n’est pas devant vous" in page


def test_a_dead_code_is_refused_on_the_page(world, announced, sign_in, at):
    code = room_screen(announced, announced.starts_at).code
    at(announced.starts_at + timedelta(minutes=2))
    page = text(sign_in(world.learner).post("/presence/", {"code": code}))
    assert "n’est plus" in page
    assert Arrival.objects.count() == 0


def test_outside_the_session_the_screen_shows_no_code(world, announced, sign_in, at):
    address = f"/seances/{announced.pk}/code/"
    at(announced.starts_at - timedelta(hours=1))
    page = text(sign_in(world.trainer).get(address))
    assert "Le code marche du début à la fin de la séance : de 9 h à 12 h 30" in page
    at(announced.ends_at)
    page = text(sign_in(world.trainer).get(address))
    assert "La séance est finie." in page
    assert "Le code marche" not in page


def test_a_learner_signs_and_contests_from_their_own_page(world, held, sign_in):
    mark = held.attendances.get()
    client = sign_in(world.learner)
    assert "Je signe" in text(client.get("/presences/"))
    client.post(f"/presences/{mark.pk}/signer/")
    assert PresenceSignature.objects.get().signed_by == world.learner
    page = text(client.get("/presences/"))
    assert "sur son propre appareil" in page
    assert "Je signe" not in page
    client.post(f"/presences/{mark.pk}/contester/", {"reason": "Je suis partie plus tôt."})
    assert "La réponse est attendue." in text(client.get("/presences/"))


def test_a_contest_is_answered_and_the_learner_reads_it(world, held, sign_in, now):
    contest_mark(
        actor=world.learner, attendance=held.attendances.get(), reason="Non, en retard.", now=now
    )
    client = sign_in(world.lead)
    assert "1 contestation de présence à traiter" in text(client.get("/seances/"))
    url = f"/contestations/{AttendanceContest.objects.get().pk}/"
    sent = {"outcome": "upheld", "presence": "present", "late": "15", "early": "", "words": "Oui."}
    assert client.post(url, sent).url == "/contestations/"
    page = text(sign_in(world.learner).get("/presences/"))
    assert "Contestation retenue" in page
    assert "15 min de retard" in page


def test_a_second_tab_reads_that_the_contest_is_made_or_answered(world, held, sign_in):
    mark = held.attendances.get()
    learner, mine = sign_in(world.learner), f"/presences/{mark.pk}/contester/"
    assert learner.post(mine, {"reason": "Non, en retard."}).status_code == 302
    again = learner.post(mine, {"reason": "J’étais là."})
    assert again.status_code == 409
    assert "est déjà contestée" in text(again)
    assert "J’étais là." in text(again)
    lead, url = sign_in(world.lead), f"/contestations/{AttendanceContest.objects.get().pk}/"
    sent = {"outcome": "rejected", "presence": "present", "words": "Non."}
    assert lead.post(url, sent).status_code == 302
    second = lead.post(url, sent | {"words": "Peut-être."})
    assert second.status_code == 409
    assert "a déjà sa réponse" in text(second)
    assert "Peut-être." in text(second)
    assert "gardé tel quel" not in text(second)


def test_an_answer_without_words_keeps_the_choice(world, held, sign_in, now):
    contest = contest_mark(
        actor=world.learner, attendance=held.attendances.get(), reason="Non.", now=now
    )
    sent = {"outcome": "rejected", "presence": "present", "words": ""}
    page = text(sign_in(world.lead).post(f"/contestations/{contest.pk}/", sent))
    assert 'value="rejected"' in page
    assert "Rien n’est enregistré" in page


def test_signatures_on_the_device_of_the_trainer(world, held, sign_in):
    client, mark = sign_in(world.trainer), held.attendances.get()
    client.post(f"/seances/{held.pk}/signer/", {"attendance": mark.pk})
    client.post(f"/seances/{held.pk}/signatures/", {"seen": 1})
    assert "Feuille : <b>complète</b>" in text(client.get(f"/seances/{held.pk}/signatures/"))


@pytest.mark.usefixtures("private_files")
def test_a_scan_and_a_document_are_handed_in(world, announced, sign_in, now):
    absent = enrolment_factory(world.cohort)
    marks = {world.enrolment: Mark(), absent: Mark(Presence.ABSENT)}
    hold_session(actor=world.trainer, session=announced, marks=marks, now=now)
    client, base = sign_in(world.trainer), f"/seances/{announced.pk}"
    sent = {"upload": pdf(), "signed": [world.enrolment.pk]}
    assert client.post(f"{base}/feuille/deposer/", sent).url == f"{base}/feuille/"
    page = text(client.get(f"{base}/feuille/"))
    assert "sur la feuille imprimée" in page
    key = "00000000-0000-4000-8000-000000000009"
    client.post(f"{base}/justificatif/{absent.pk}/", {"upload": pdf(), "form_key": key})
    assert "absence justifiée" in text(client.get(f"{base}/signatures/"))


def test_the_sheet_lists_the_sessions_of_its_half_day(world, announced, sign_in):
    late = announced.ends_at - timedelta(hours=1)
    second = announced_factory(world.cohort, world.module, starts_at=late, title="Unité 2")
    start = announced.starts_at + timedelta(hours=5)
    announced_factory(
        world.cohort, world.module, starts_at=start, ends_at=start + timedelta(hours=1),
        title="L’après-midi",
    )  # fmt: skip
    page = text(sign_in(world.companion).get(f"/seances/{second.pk}/feuille/"))
    assert "matin du mardi 2 mars 2027" in page
    assert (announced.title in page, "Unité 2" in page, "L’après-midi" in page) == (
        True, True, False,
    )  # fmt: skip


def test_debts_are_on_the_hours_and_a_make_up_is_named(world, announced, sign_in, now):
    marks = {world.enrolment: Mark(Presence.ABSENT)}
    missed = hold_session(actor=world.trainer, session=announced, marks=marks, now=now)
    hours = f"/heures/{world.enrolment.pk}/"
    assert "3 h 30 à rattraper" in text(sign_in(world.learner).get(hours))
    assert "3 h 30 à rattraper" in text(sign_in(world.lead).get(f"/promotions/{world.cohort.pk}/"))
    start = announced.starts_at + timedelta(days=1)
    make_up = announced_factory(
        world.cohort, world.module, starts_at=start, ends_at=start + timedelta(hours=2)
    )
    client = sign_in(world.trainer)
    sent = {"missed": missed.pk, "session": make_up.pk}
    assert client.post(f"{hours}rattrapages/", sent).url == f"{hours}rattrapages/"
    client.post(f"/rattrapages/{MakeUp.objects.get().pk}/retirer/")
    assert MakeUp.objects.get().withdrawn_by == world.trainer


def test_empty_pages_say_what_will_stand_there(world, sign_in):
    assert "Rien n’est noté encore" in text(sign_in(world.learner).get("/presences/"))
    assert "Aucune contestation n’attend" in text(sign_in(world.lead).get("/contestations/"))
    page = text(sign_in(world.lead).get(f"/heures/{world.enrolment.pk}/rattrapages/"))
    assert "Aucune heure manquée" in page


SCREENS = ("appel", "signatures", "feuille", "feuille/deposer", "code")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_costs_the_same_with_thirty_people(world, announced, sign_in, now, screen):
    client, url = sign_in(world.trainer), f"/seances/{announced.pk}/{screen}/"
    hold_session(actor=world.trainer, session=announced, marks={world.enrolment: Mark()}, now=now)
    queries_of(client, url)
    one = queries_of(client, url)
    marks = {enrolment_factory(world.cohort): Mark() for _ in range(29)}
    correct_marks(actor=world.trainer, session=announced, marks=marks, seen=1, reason="", now=now)
    assert queries_of(client, url) == one


def test_own_pages_cost_the_same_with_many_sessions(world, announced, sign_in, now):
    held = hold_session(
        actor=world.trainer, session=announced, marks={world.enrolment: Mark(late=5)}, now=now
    )
    client = sign_in(world.learner)
    hours = f"/heures/{world.enrolment.pk}/"
    for url in ("/presences/", hours):
        queries_of(client, url)
    before = [queries_of(client, url) for url in ("/presences/", hours)]
    for number in range(1, 16):
        start = held.starts_at - timedelta(days=number)
        session = announced_factory(
            world.cohort, world.module, starts_at=start, ends_at=start + timedelta(hours=1)
        )
        hold_session(
            actor=world.trainer, session=session, marks={world.enrolment: Mark(late=5)}, now=now
        )
    assert [queries_of(client, url) for url in ("/presences/", hours)] == before


def test_the_window_of_a_contest_is_said_to_be_a_choice_of_the_body(world, held, sign_in):
    mark = Attendance.objects.get(session=held)
    asked = text(sign_in(world.learner).get(f"/presences/{mark.pk}/contester/"))
    assert "(choix de l’organisme)" in asked
    listed = text(sign_in(world.trainer).get("/contestations/"))
    assert "Le délai pour contester est un choix de l’organisme." in listed

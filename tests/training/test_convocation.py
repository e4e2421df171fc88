"""Convocations: the table, one test an outcome, then their screens."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.enums import Role
from people.services import NotAllowed, StaleForm
from records.models import Message
from records.services import PatientData
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.calendar import coming_factory, room_factory
from tests.training.calendar import form as session_form
from tests.training.tables import rows
from tests.training.web import queries_of
from training.enums import ConvocationState
from training.models import Convocation, ConvocationSending
from training.queries.convocation import convocation_plan, own_convocations
from training.rules.convocation import convocation_state
from training.rules.situation import Change
from training.services import cancel_session, change_session
from training.services.convocation import (
    MAX_BRING,
    AlreadySent,
    BringTooLong,
    NobodyToConvoke,
    PlanMoved,
    convoke,
)
from training.services.situation import change_situation


@pytest.mark.parametrize(
    ("case", "changes", "sent", "expected"), rows("convocations.md", "Who is convoked")
)
def test_who_is_convoked_follows_the_table(case, changes, sent, expected):
    noted = [cell.strip(" `").split() for cell in changes.split(",") if cell]
    told = [int(version) for version in sent.split(",") if version]
    found = convocation_state(
        date(2027, 3, 15), 3, [Change(date(2027, 3, int(day)), kind) for day, kind in noted], told
    )
    assert found == ConvocationState(expected)


@pytest.fixture
def coming(world):
    """Monday 8 March 2027, 9 h to 12 h 30 in Paris, with a room and a trainer."""
    return coming_factory(
        world.cohort, world.module, trainer=world.trainer, state="announced",
        room=room_factory(world.cohort, name="Salle A"),
    )  # fmt: skip


def send(world, now, *sessions, key="jeton-1", **changes) -> ConvocationSending:
    keys = [one.pk for one in sessions]
    plan = convocation_plan(world.cohort, keys, now)
    given = {
        "actor": world.lead, "cohort": world.cohort, "sessions": keys,
        "people": [one.pk for one in plan.people], "bring": "Un ordinateur.", "seen": plan.mark,
        "form_key": key, "now": now,
    }  # fmt: skip
    return convoke(**given | changes)


def move(world, now, session):
    later = session.starts_at + timedelta(days=1), session.ends_at + timedelta(days=1)
    changed = session_form(session, starts_at=later[0], ends_at=later[1], reason="Neige.")
    return change_session(actor=world.lead, session=session, now=now, **changed)


def test_each_gets_one_message_for_all_their_sessions(world, now, coming):
    second = coming_factory(
        world.cohort, world.module, state="announced", days=1, category="virtual", title="Bilan"
    )
    other = enrolment_factory(world.cohort)
    made = send(world, now, second, coming)
    assert made.convocations.count() == 4
    assert Message.objects.count() == 2
    message = Message.objects.get(to=world.enrolment.learner.email)
    assert message.subject == "Convocation au début de la formation, le lundi 8 mars 2027"
    assert "- lundi 8 mars 2027, 9 h à 12 h 30 : Accueillir" in message.body
    assert f"Module : {world.module.title}\n  Lieu : Salle A" in message.body
    assert f"Formateur : {world.trainer.user}" in message.body
    assert "Lieu : à distance\n  Formateur : à préciser" in message.body
    assert "À apporter ou à savoir :\nUn ordinateur." in message.body
    assert f"/inscriptions/{world.enrolment.pk}/convocations/" in message.body
    assert [one.opening for one in own_convocations(other, now).coming] == [True, False]


def test_the_same_form_twice_sends_once_and_nobody_is_convoked_twice(world, now, coming):
    made = send(world, now, coming)
    people = [world.enrolment.pk]
    assert send(world, now, coming, people=people) == made
    for changes in ({"bring": "Un stylo."}, {"people": []}, {"sessions": []}):
        with pytest.raises(AlreadySent):
            send(world, now, coming, **{"people": people} | changes)
    with pytest.raises(NobodyToConvoke):
        send(world, now, coming, key="jeton-2")
    late = enrolment_factory(world.cohort)
    again = send(world, now, coming, key="jeton-3")
    assert [one.enrolment for one in again.convocations.all()] == [late]
    assert Message.objects.count() == 2


def test_a_session_that_moved_is_convoked_to_again(world, now, coming):
    send(world, now, coming)
    moved = move(world, now, coming)
    [first] = own_convocations(world.enrolment, now).coming
    assert (first.changed, first.starts_at) == (True, coming.starts_at)
    made = send(world, now, moved, key="jeton-2")
    assert [(one.version, one.changed) for one in made.convocations.all()] == [(2, False)]
    cancel_session(actor=world.lead, session=moved, version=2, reason="Neige.", now=now)
    found = own_convocations(world.enrolment, now).coming
    assert [(one.cancelled, one.changed) for one in found] == [(True, False)] * 2


def test_who_is_suspended_gone_or_without_an_account_is_not_convoked(world, now, coming):
    leaves, closed = enrolment_factory(world.cohort), enrolment_factory(world.cohort)
    closed.learner.is_active = False
    closed.learner.save()
    change_situation(
        actor=world.lead, enrolment=leaves, act="left", since=now.date(), why="personal", seen=0,
        now=now,
    )  # fmt: skip
    [line] = convocation_plan(world.cohort, [coming.pk], now).lines
    assert line.to_send == [world.enrolment]
    assert line.others == [("ne suit pas la formation ce jour-là", [leaves])]
    assert send(world, now, coming).convocations.count() == 1


def test_only_announced_sessions_ahead_of_the_cohort_are_convoked_to(world, now, coming):
    elsewhere = coming_factory(cohort_factory(), world.module, state="announced")
    planned = coming_factory(world.cohort, world.module, days=1)
    begun = coming_factory(world.cohort, world.module, state="announced", days=-4)
    with pytest.raises(NobodyToConvoke):
        send(world, now, elsewhere, planned, begun)
    assert ConvocationSending.objects.count() == 0


def test_people_are_chosen_among_those_shown(world, now, coming):
    other = enrolment_factory(world.cohort)
    made = send(world, now, coming, people=[other.pk, enrolment_factory().pk])
    assert [one.enrolment for one in made.convocations.all()] == [other]
    with pytest.raises(NobodyToConvoke):
        send(world, now, coming, key="jeton-2", people=[])


def test_what_changed_since_it_was_shown_is_not_sent(world, now, coming):
    seen = convocation_plan(world.cohort, [coming.pk], now).mark
    enrolment_factory(world.cohort)
    with pytest.raises(PlanMoved):
        send(world, now, coming, seen=seen)
    assert Message.objects.count() == 0


def test_a_text_that_cannot_be_and_the_key_of_another_cohort_are_refused(world, now, coming):
    for bring, refusal in (
        ("Appelez le 06 12 34 56 78", PatientData),
        ("x" * (MAX_BRING + 1), BringTooLong),
    ):
        with pytest.raises(refusal):
            send(world, now, coming, bring=bring)
    send(world, now, coming)
    with pytest.raises(StaleForm):
        send(world, now, cohort=cohort_factory(world.body))


def test_only_those_who_lead_this_body_convoke(world, now, coming):
    stranger = membership_factory(Role.LEAD)
    for actor in (world.trainer, world.learner, world.employer, stranger):
        with pytest.raises(NotAllowed):
            send(world, now, coming, actor=actor)


def test_the_database_refuses_a_second_convocation_to_a_version(world, now, coming):
    made = send(world, now, coming).convocations.get()
    again = Convocation.objects.get(pk=made.pk)
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Convocation.objects.update(ends_at=made.starts_at)


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture
def tomorrow(world):
    """A session announced for tomorrow, whatever today is."""
    start = timezone.now() + timedelta(days=1)
    session = coming_factory(world.cohort, world.module, state="announced")
    session.starts_at, session.ends_at = start, start + timedelta(hours=3)
    session.save()
    return session


def test_the_lead_chooses_reads_sends_and_each_reads_what_is_theirs(world, sign_in, tomorrow):
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/convocations/"
    assert "Aucune convocation" in client.get(path).content.decode()
    page = client.get(f"{path}nouvelle/", {"sessions": tomorrow.pk})
    assert "Qui serait convoqué" in page.content.decode()
    sent = {"sessions": tomorrow.pk, "bring": "Un stylo."} | {
        name: str(page.context["form"].initial[name]) for name in ("seen", "form_key")
    }
    assert client.post(f"{path}nouvelle/", sent).status_code == 422
    sent["people"] = world.enrolment.pk
    hidden = client.post(f"{path}nouvelle/", sent | {"bring": "06 12 34 56 78"})
    assert hidden.status_code == 422
    for _ in range(2):
        assert client.post(f"{path}nouvelle/", sent).url == path
    assert ConvocationSending.objects.count() == 1
    assert str(world.enrolment.learner) in client.get(path).content.decode()
    assert "Personne n’est à convoquer" in _chosen(client, path, tomorrow)
    own = f"/inscriptions/{world.enrolment.pk}/convocations/"
    parts = client.get(own.replace("convocations/", "")).context["parts"]
    [part] = [part for part in parts if part.title == "Convocations"]
    assert part.state.startswith("1 convocation, la dernière envoyée le ")
    assert "Un stylo." in sign_in(world.learner).get(own).content.decode()
    assert sign_in(world.employer).get(own).status_code == 404
    assert sign_in(world.stranger).get(own).status_code == 404
    trainer = sign_in(world.trainer)
    assert "Un stylo." in trainer.get(path).content.decode()
    assert trainer.get(f"{path}nouvelle/").status_code == 403


def _chosen(client, path, session) -> str:
    return client.get(f"{path}nouvelle/", {"sessions": session.pk}).content.decode()


def test_a_second_tab_is_told_and_may_confirm_what_is_shown_now(world, sign_in, tomorrow):
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/convocations/nouvelle/"
    page = client.get(path, {"sessions": tomorrow.pk})
    sent = {"sessions": tomorrow.pk, "people": world.enrolment.pk, "bring": "Un stylo."} | {
        name: str(page.context["form"].initial[name]) for name in ("seen", "form_key")
    }
    enrolment_factory(world.cohort)
    page = client.post(path, sent)
    assert page.status_code == 422
    assert "rien n’est envoyé" in page.content.decode()
    assert "Un stylo." in page.content.decode()
    again = sent | {"seen": page.context["form"]["seen"].value()}
    assert client.post(path, again).status_code == 302


def test_no_session_chosen_says_so_and_leads_to_the_list(world, sign_in, tomorrow):
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/convocations/nouvelle/"
    asked = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', text_of(client, path)))
    answer = client.get(path, {"choisi": asked["choisi"]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert '<a href="#id_sessions">Séances annoncées et à venir : Choisissez au moins' in page


def test_the_same_page_with_another_text_says_that_one_was_sent(world, sign_in, tomorrow):
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/convocations/nouvelle/"
    page = client.get(path, {"sessions": tomorrow.pk})
    sent = {"sessions": tomorrow.pk, "people": world.enrolment.pk, "bring": "Un stylo."} | {
        name: str(page.context["form"].initial[name]) for name in ("seen", "form_key")
    }
    assert client.post(path, sent).status_code == 302
    again = client.post(path, sent | {"bring": "Un ordinateur."})
    assert again.status_code == 422
    assert "a déjà envoyé une convocation" in again.content.decode()
    assert ConvocationSending.objects.count() == 1


def text_of(client, path) -> str:
    return client.get(path).content.decode()


def test_an_address_made_by_hand_is_refused_and_writes_nothing(world, sign_in, tomorrow):
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/convocations/nouvelle/"
    assert client.get(path, {"sessions": "x"}).status_code == 422
    gone = client.get(path, {"sessions": "9" * 30}).content.decode()
    assert "Voir qui serait" in gone
    assert "ne sont plus annoncées et à venir" in gone
    assert client.post(path, {"sessions": "²", "people": "x"}).status_code == 422
    assert client.post(path, {"sessions": tomorrow.pk, "people": "x"}).status_code == 422
    assert ConvocationSending.objects.count() == 0


def test_who_is_suspended_reads_that_they_are_not_expected(world, now, coming, sign_in):
    send(world, now, coming)
    world.enrolment.situation = "suspended"
    world.enrolment.save()
    page = sign_in(world.learner).get(f"/inscriptions/{world.enrolment.pk}/convocations/")
    assert "attendue à aucune séance" in page.content.decode()


def test_the_pages_cost_the_same_with_many_convocations(world, now, coming, sign_in, tomorrow):
    send(world, now, coming)
    client = sign_in(world.lead)
    cohort = f"/promotions/{world.cohort.pk}/convocations/"
    chosen = f"{cohort}nouvelle/?sessions={tomorrow.pk}"
    paths = (cohort, f"/inscriptions/{world.enrolment.pk}/convocations/", chosen)
    for path in paths:
        queries_of(client, path)
    before = [queries_of(client, path) for path in paths]
    for number in range(5):
        enrolment_factory(world.cohort)
        more = coming_factory(world.cohort, world.module, state="announced", days=number + 1)
        send(world, now, more, coming, key=f"plus-{number}")
    assert [queries_of(client, path) for path in paths] == before

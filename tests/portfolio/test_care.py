"""Help for somebody whose livret stays empty: the facts, the reminders, the screens."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.services.reminders import remind_everybody, send_digests_of_what_holds
from people.enums import Role
from people.services import NotAllowed, StaleForm
from portfolio.enums import CareAct
from portfolio.models import CareFact
from portfolio.queries.care import late_logbooks
from portfolio.queries.reminders import logbook_reminders
from portfolio.rules.weeks import week_label, week_of
from portfolio.services.care import ActNotNow, NoteTooLong, note_care
from records.enums import ReminderKind
from records.models import Message, Reminder
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory
from tests.factories.portfolio import submitted_week_factory
from tests.training.web import queries_of
from training.models import Enrolment

MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)
FRIDAY = datetime(2027, 3, 5, 9, tzinfo=UTC)
ENROLLED = datetime(2027, 2, 22, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def since_two_weeks(world):
    """Week 8 and week 9 of 2027 are the only ones that are over on Monday 8 March."""
    Enrolment.objects.update(enrolled_at=ENROLLED)


def note(actor, world, act, now, seen=0, text=""):
    return note_care(actor=actor, enrolment=world.enrolment, act=act, note=text, seen=seen, now=now)


def told(world, now) -> dict:
    return {one.key.split(":")[0]: one for one in logbook_reminders(world.body, now)}


def livret():
    return Reminder.objects.filter(kind=ReminderKind.LOGBOOK)


def whom(world, now, begins) -> set:
    found = logbook_reminders(world.body, now)
    return {one.user for one in found if one.key.startswith(f"{begins}:")}


# --- Facts ----------------------------------------------------------------------------------------


def test_an_offer_is_answered_and_the_talk_noted(world, now):
    note(world.companion, world, CareAct.OFFERED, now, text="Jeudi après la séance ?")
    note(world.learner, world, CareAct.WANTED, now, seen=1)
    note(world.trainer, world, CareAct.TALKED, now, seen=2)
    acts = list(world.enrolment.care_facts.values_list("number", "act"))
    assert acts == [(1, "offered"), (2, "wanted"), (3, "talked")]


def test_the_same_act_twice_is_noted_once(world, now):
    first = note(world.companion, world, CareAct.OFFERED, now)
    assert note(world.companion, world, CareAct.OFFERED, now) == first
    assert CareFact.objects.count() == 1


def test_two_who_offer_at_once_the_second_reads_the_first(world, now):
    note(world.companion, world, CareAct.OFFERED, now)
    with pytest.raises(StaleForm):
        note(world.trainer, world, CareAct.OFFERED, now)


@pytest.mark.parametrize("act", [CareAct.TALKED, "unknown", ""])
def test_an_act_that_does_not_come_now_is_refused(world, now, act):
    with pytest.raises(ActNotNow):
        note(world.companion, world, act, now)


def test_each_side_notes_its_own_acts(world, now):
    note(world.companion, world, CareAct.OFFERED, now)
    with pytest.raises(ActNotNow):
        note(world.companion, world, CareAct.DECLINED, now, seen=1)
    with pytest.raises(ActNotNow):
        note(world.learner, world, CareAct.TALKED, now, seen=1)


@pytest.mark.parametrize(
    "who", ["admin", "employer", "funder", "juror", "stranger", "other_trainer", "other_lead"]
)
def test_nobody_else_notes_anything(world, now, who):
    with pytest.raises(NotAllowed):
        note(getattr(world, who), world, CareAct.OFFERED, now)


def test_a_trainer_who_follows_the_training_does_not_care_for_themselves(world, now):
    same = membership_factory(Role.TRAINER, world.body, user=world.enrolment.learner)
    with pytest.raises(NotAllowed):
        note(same, world, CareAct.OFFERED, now)


def test_a_patient_is_not_named(world, now):
    with pytest.raises(PatientData):
        note(world.learner, world, CareAct.WANTED, now, text="À cause de 06 12 34 56 78.")
    assert CareFact.objects.count() == 0


def test_a_word_that_is_too_long_is_refused_and_not_cut(world, now):
    with pytest.raises(NoteTooLong, match="500 caractères"):
        note(world.learner, world, CareAct.WANTED, now, text="a" * 501)
    assert note(world.learner, world, CareAct.WANTED, now, text=" " + "a" * 500).note == "a" * 500


# --- Who is late ----------------------------------------------------------------------------------


def test_missed_weeks_are_listed_with_the_last_act(world, now):
    note(world.companion, world, CareAct.OFFERED, now)
    (late,) = late_logbooks(world.trainer, MONDAY.date())
    assert (late.enrolment, late.needs_help) == (world.enrolment, True)
    assert late.since == week_label(week_of(ENROLLED.date()))
    assert late.last.act == CareAct.OFFERED


def test_who_handed_in_last_week_is_not_late(world):
    submitted_week_factory(world.enrolment)
    assert late_logbooks(world.trainer, MONDAY.date()) == []


@pytest.mark.parametrize("who", ["other_trainer", "other_lead"])
def test_another_training_body_sees_none_of_them(world, who):
    assert late_logbooks(getattr(world, who), MONDAY.date()) == []


# --- Reminders ------------------------------------------------------------------------------------


def test_on_friday_the_week_to_hand_in_is_told_to_its_author(world):
    assert told(world, FRIDAY)["livret"].user == world.learner.user
    submitted_week_factory(world.enrolment)
    assert "livret" not in told(world, FRIDAY)


def test_on_monday_those_who_accompany_get_one_list(world):
    assert whom(world, MONDAY, "livrets-en-retard") == {
        world.trainer.user, world.companion.user, world.lead.user,
    }  # fmt: skip
    found = told(world, MONDAY)["livrets-en-retard"]
    assert str(world.enrolment.learner) in found.text
    assert found.text.endswith("Proposez votre aide.")


def test_nobody_gets_a_list_of_nobody(world):
    submitted_week_factory(world.enrolment)
    assert told(world, MONDAY) == {}


def test_help_is_told_once_a_stretch_of_missed_weeks(world):
    first = told(world, MONDAY)["livret-aide"]
    assert first.user == world.learner.user
    assert told(world, MONDAY + timedelta(days=7))["livret-aide"].key == first.key
    submitted_week_factory(world.enrolment, iso_week=10, now=MONDAY + timedelta(days=2))
    again = told(world, MONDAY + timedelta(days=21))["livret-aide"]
    assert again.key != first.key


def test_who_catches_up_is_not_told_of_what_is_left(world):
    Enrolment.objects.update(enrolled_at=datetime(2027, 2, 8, 8, tzinfo=UTC))
    before = MONDAY - timedelta(days=7)
    assert "livret-aide" in told(world, before)
    submitted_week_factory(world.enrolment, iso_week=6, now=before - timedelta(days=1))
    assert "livret-aide" not in told(world, before)
    assert "livret-aide" in told(world, MONDAY)


def test_an_offer_is_told_to_the_person_and_a_wish_to_those_who_accompany(world, now):
    note(world.companion, world, CareAct.OFFERED, now)
    assert whom(world, now, "aide") == {world.learner.user}
    note(world.learner, world, CareAct.WANTED, now, seen=1)
    assert whom(world, now, "aide") == {world.trainer.user, world.companion.user, world.lead.user}


def test_each_is_told_once_however_often_the_task_runs(world):
    remind_everybody(now=MONDAY)
    sent = Message.objects.count()
    assert sent == 4
    remind_everybody(now=MONDAY + timedelta(hours=1))
    send_digests_of_what_holds(now=MONDAY + timedelta(hours=2))
    assert (Message.objects.count(), livret().count()) == (sent, 4)


def test_at_night_nobody_is_woken_and_the_morning_digest_tells_it(world):
    night = MONDAY.replace(hour=1)
    remind_everybody(now=night)
    assert (Message.objects.count(), livret().count()) == (0, 4)
    send_digests_of_what_holds(now=MONDAY)
    assert Message.objects.count() == 4


@pytest.mark.parametrize("many", [1, 6])
def test_reminders_cost_the_same_with_more_people(world, django_assert_num_queries, many):
    for _ in range(many - 1):
        enrolment_factory(world.cohort)
    Enrolment.objects.update(enrolled_at=ENROLLED)
    with django_assert_num_queries(6):
        list(logbook_reminders(world.body, MONDAY))


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client):
    def sign_in(membership):
        client.force_login(membership.user)
        return client

    return sign_in


def test_help_goes_from_the_list_to_the_answer(world, signed_in):
    care, own = f"/livrets/en-retard/{world.enrolment.pk}/", "/livret/aide/"
    page = signed_in(world.companion).get(care)
    assert [value for value, _ in page.context["form"].fields["act"].choices] == ["offered"]
    sent = {"act": "offered", "note": "Appelez-moi.", "seen": 0}
    assert signed_in(world.companion).post(care, sent).url == care
    assert signed_in(world.companion).post(care, sent).url == care
    page = signed_in(world.learner).get(own)
    assert "Appelez-moi." in page.content.decode()
    assert signed_in(world.learner).post(own, {"act": "declined", "seen": 1}).url == own
    assert [fact.act for fact in CareFact.objects.all()] == ["offered", "declined"]


def test_a_stale_form_keeps_what_was_typed_and_can_be_sent_again(world, signed_in, now):
    care = f"/livrets/en-retard/{world.enrolment.pk}/"
    note(world.learner, world, CareAct.WANTED, now)
    sent = {"act": "offered", "note": "Mon mot.", "seen": 0}
    page = signed_in(world.companion).post(care, sent)
    assert "Mon mot." in page.content.decode()
    form = page.context["form"]
    again = {"act": "talked", "note": form["note"].value(), "seen": form["seen"].value()}
    assert signed_in(world.companion).post(care, again).url == care
    assert CareFact.objects.last().note == "Mon mot."


def test_an_answer_is_asked_for_and_text_in_any_script_is_kept(world, signed_in):
    own, written = "/livret/aide/", "😀 مرحبا <b>gras</b>"
    page = signed_in(world.learner).post(own, {"note": written, "seen": 0})
    assert page.context["form"].errors["act"] == ["Choisissez une réponse."]
    signed_in(world.learner).post(own, {"act": "wanted", "note": written, "seen": 0})
    assert CareFact.objects.get().note == written
    assert "<b>gras</b>" not in signed_in(world.learner).get(own).content.decode()


@pytest.mark.parametrize("many", [1, 6])
def test_the_list_costs_the_same_with_more_people(world, signed_in, many):
    for _ in range(many - 1):
        enrolment_factory(world.cohort)
    Enrolment.objects.update(enrolled_at=datetime(2026, 9, 1, 8, tzinfo=UTC))
    assert queries_of(signed_in(world.trainer), "/livrets/en-retard/") == 6

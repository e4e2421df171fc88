"""Assistance at a distance: one test an outcome, then its screens."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from curricula.models import ModuleLesson
from people.enums import Role
from people.models import Membership
from people.services import NotAllowed, StaleForm
from records.models import Message
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory, module_factory
from tests.factories.assessments import learner_of
from tests.factories.versions import module_of, newer_version
from tests.training.assistance import named, question, reply
from training.enums import EvaluationKind, HoursState, PromiseState
from training.models import AssistanceContact, AssistanceMessage, ModuleMessage
from training.queries.assistance import (
    assisted,
    contact_for,
    contacts_of,
    promises,
    thread,
    waiting_questions,
)
from training.queries.hours import hours_totals
from training.services import move_cohort, read_lesson, record_evaluation
from training.services.assistance import (
    MAX_TEXT,
    MAX_WORDS,
    ContactWrong,
    MessageMissing,
    NothingWaits,
    NotYourModule,
    PromiseWrong,
    SentBefore,
    WordsMissing,
    close_question,
)

# Two working days after the day of the tests, a Thursday.
MONDAY = date(2027, 3, 8)


def study(world, now):
    """Both lessons read, the quiz passed."""
    common = {"actor": world.learner, "enrolment": world.enrolment, "module": world.module}
    for lesson in world.lessons:
        read_lesson(**common, lesson=lesson, now=now)
    record_evaluation(**common, kind=EvaluationKind.QUIZ, source_key="quiz:1", now=now)


def counted(world) -> tuple[int, int]:
    totals = hours_totals([world.enrolment.pk])[world.enrolment.pk]
    return totals.accepted, totals.pending


def moved(world, now):
    """The cohort and its learner go on to a second version."""
    newer = newer_version(world.cohort.track_version)
    move_cohort(
        actor=world.lead, cohort=world.cohort, version=newer, enrolments=[world.enrolment],
        seen=world.cohort.track_version_id, newest=newer.number, reason="Essai.", now=now,
    )  # fmt: skip
    return newer


@pytest.fixture
def alone(world):
    """Nobody is named, nothing is written."""
    AssistanceContact.objects.all().delete()
    ModuleMessage.objects.all().delete()
    return world


def test_hours_wait_for_a_message_and_are_accepted_when_a_contact_of_the_module_writes(alone, now):
    study(alone, now)
    minutes = sum(lesson.minutes for lesson in alone.lessons)
    assert counted(alone) == (0, minutes)
    named(alone, now, module=module_factory(alone.module.track_version))
    assert counted(alone) == (0, minutes)
    named(alone, now, form_key="c-2")
    assert counted(alone) == (0, minutes)
    named(alone, now, form_key="c-3", module=alone.module)
    assert counted(alone) == (minutes, 0)
    named(alone, now, form_key="c-4", module=alone.module)
    assert alone.enrolment.hours_entries.filter(state=HoursState.ACCEPTED).count() == 2


def test_an_answer_is_assistance_given_a_question_is_not(alone, now):
    study(alone, now)
    made = question(alone, now)
    assert made.due_on is None
    assert counted(alone)[0] == 0
    reply(alone, now + timedelta(hours=1))
    assert counted(alone) == (sum(lesson.minutes for lesson in alone.lessons), 0)


def test_after_a_move_a_lesson_counts_in_the_module_where_it_stands_now(alone, now):
    old, lesson = alone.module, alone.lessons[0]
    beside = module_factory(old.track_version)
    common = {"actor": alone.learner, "enrolment": alone.enrolment, "now": now}
    read_lesson(**common, module=old, lesson=lesson)
    record_evaluation(**common, module=beside, kind=EvaluationKind.QUIZ, source_key="quiz:1")
    newer = moved(alone, now)
    places = ModuleLesson.objects.filter(module__track_version=newer)
    places.filter(lesson=lesson).update(module=module_of(newer, beside), order=9)
    alone.cohort.refresh_from_db()
    named(alone, now, module=module_of(newer, beside))
    assert counted(alone) == (lesson.minutes, 0)


def test_after_a_move_the_address_of_a_message_still_opens_its_thread(world, now, sign_in):
    made = question(world, now)
    newer = moved(world, now)
    world.enrolment.refresh_from_db()
    path = f"/inscriptions/{world.enrolment.pk}/assistance/{made.module_id}/"
    page = sign_in(world.trainer).get(path)
    assert page.context["thread"].module == module_of(newer, world.module)
    assert path in sign_in(world.trainer).get("/assistance/").content.decode()


def test_who_has_left_is_not_written_to_and_the_question_waits_in_the_list(world, now):
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=world.trainer.pk).update(until=yesterday)
    made = question(world, now)
    assert not Message.objects.exists()
    assert [one.message for one in waiting_questions(world.lead, now.date())] == [made]


def test_what_nobody_asked_for_is_no_answer(world, now):
    reply(world, now)
    question(world, now + timedelta(hours=1))
    reply(world, now + timedelta(hours=2), form_key="a-2")
    told = Message.objects.filter(to=world.enrolment.learner.email).order_by("pk")
    heads = [one.subject.split(" : ")[0] for one in told]
    assert heads == ["Un message de votre organisme", "Une réponse à votre question"]


def test_the_contact_of_the_module_comes_before_the_one_of_all(world, now):
    other = membership_factory(Role.TRAINER, world.body)
    mine = named(world, now, module=world.module, contact=other)
    found = contacts_of(world.cohort)
    assert contact_for(found, world.module.code) == mine
    assert contact_for(found, "autre").contact == world.trainer
    newer = named(world, now + timedelta(days=1), form_key="c-2", promised_days=5)
    assert contact_for(contacts_of(world.cohort), "autre") == newer


def test_who_enrols_later_is_assisted_too(world):
    late = enrolment_factory(world.cohort)
    assert assisted(late)(world.module.code)
    assert not assisted(enrolment_factory())(world.module.code)


def test_a_question_carries_the_promise_and_tells_the_contact_once(world, now):
    made = question(world, now)
    assert question(world, now) == made
    assert made.due_on == MONDAY
    told = Message.objects.get(key=f"training.assistance:{made.pk}")
    assert told.to == world.trainer.user.email
    assert "sigles" not in told.body
    assert f"/inscriptions/{world.enrolment.pk}/assistance/{world.module.pk}/" in told.body
    named(world, now, form_key="c-2", promised_days=9)
    made.refresh_from_db()
    assert made.due_on == MONDAY


def test_an_answer_tells_the_learner_and_ends_the_wait(world, now):
    question(world, now)
    today = now.date()
    assert [one.state for one in waiting_questions(world.lead, today)] == [PromiseState.WAITING]
    assert waiting_questions(world.other_trainer, today) == []
    made = reply(world, now + timedelta(hours=2))
    assert Message.objects.get(key=f"training.assistance:{made.pk}").to == world.learner.user.email
    assert waiting_questions(world.lead, today) == []
    assert promises(world.lead, now - timedelta(days=1), today) == {PromiseState.KEPT: 1}


def test_who_has_left_assists_nobody_and_the_one_named_before_holds_again(world, now):
    other = membership_factory(Role.TRAINER, world.body)
    named(world, now, contact=other)
    assert contact_for(contacts_of(world.cohort), "").contact == other
    other.user.is_active = False
    other.user.save()
    assert contact_for(contacts_of(world.cohort), "").contact == world.trainer
    world.trainer.until = timezone.localdate() - timedelta(days=1)
    world.trainer.save()
    assert contacts_of(world.cohort) == {}
    assert not assisted(world.enrolment)(world.module.code)


def test_a_thank_you_is_closed_without_an_answer_once(world, now):
    question(world, now, text="Merci !")
    close = {
        "actor": world.trainer, "enrolment": world.enrolment, "module": world.module, "now": now,
    }  # fmt: skip
    made = close_question(**close, form_key="x-1")
    assert close_question(**close, form_key="x-1") == made
    with pytest.raises(NothingWaits):
        close_question(**close, form_key="x-2")
    assert waiting_questions(world.lead, now.date()) == []
    assert not Message.objects.filter(key=f"training.assistance:{made.pk}").exists()


def test_the_same_form_with_another_text_is_not_taken_for_the_first(world, now, sign_in):
    question(world, now)
    with pytest.raises(SentBefore):
        question(world, now, text="Autre chose.")
    named(world, now)
    with pytest.raises(SentBefore):
        named(world, now, promised_days=4)
    client = sign_in(world.learner)
    path = f"/inscriptions/{world.enrolment.pk}/assistance/{world.module.pk}/"
    key = uuid4()
    client.post(path, {"text": "Une.", "form_key": key})
    page = client.post(path, {"text": "Deux.", "form_key": key})
    again = page.context["form"]["form_key"].value()
    assert str(again) != str(key)
    assert client.post(path, {"text": "Deux.", "form_key": again}).status_code == 302
    texts = AssistanceMessage.objects.values_list("text", flat=True)
    assert sorted(texts) == ["Deux.", "Où est la liste des sigles ?", "Une."]


def test_an_overdue_question_says_so(world, now):
    question(world, now)
    late = now.date() + timedelta(days=30)
    assert waiting_questions(world.lead, late)[0].state == PromiseState.OVERDUE


def test_what_was_said_stays_readable_after_the_module_is_gone(world, now):
    elsewhere = module_factory()
    old = module_factory(world.module.track_version)
    question(world, now, module=old)
    type(old).objects.filter(pk=old.pk).update(track_version=elsewhere.track_version)
    assert thread(world.enrolment, old.pk).messages
    assert thread(world.enrolment, elsewhere.pk) is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": " "}, MessageMissing),
        ({"text": "x" * (MAX_TEXT + 1)}, MessageMissing),
        ({"text": "Appelez le 06 12 34 56 78"}, PatientData),
    ],
)
def test_a_message_that_cannot_be_is_refused(world, now, changes, refusal):
    with pytest.raises(refusal):
        question(world, now, **changes)
    with pytest.raises(refusal):
        reply(world, now, **changes)
    assert not AssistanceMessage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"promised_days": 0}, PromiseWrong),
        ({"promised_days": 11}, PromiseWrong),
        ({"words": " "}, WordsMissing),
        ({"words": "x" * (MAX_WORDS + 1)}, WordsMissing),
        ({"words": "Appelez le 06 12 34 56 78"}, PatientData),
    ],
)
def test_a_contact_that_cannot_be_is_refused(world, now, changes, refusal):
    with pytest.raises(refusal):
        named(world, now, **changes)
    assert AssistanceContact.objects.count() == 1


def test_only_somebody_of_the_body_who_holds_sessions_is_a_contact(world, now):
    gone = membership_factory(Role.TRAINER, world.body)
    gone.until = now.date() - timedelta(days=1)
    gone.save()
    for contact in (world.companion, world.other_trainer, world.employer, gone):
        with pytest.raises(ContactWrong):
            named(world, now, contact=contact)


def test_other_peoples_modules_forms_and_threads_are_refused(world, now):
    elsewhere = module_factory()
    for act in (question, reply):
        with pytest.raises(NotYourModule):
            act(world, now, module=elsewhere)
    with pytest.raises(NotYourModule):
        named(world, now, module=elsewhere)
    mate = enrolment_factory(world.cohort)
    with pytest.raises(NotAllowed):
        question(world, now, enrolment=mate)
    for actor in (world.learner, world.companion, world.employer, world.other_trainer):
        with pytest.raises(NotAllowed):
            reply(world, now, actor=actor)
    with pytest.raises(NotAllowed):
        named(world, now, actor=world.trainer)
    question(world, now, form_key="same")
    with pytest.raises(StaleForm):
        question(world, now, form_key="same", enrolment=mate, actor=learner_of(mate))


def test_the_database_refuses_what_the_services_do(world, now):
    made, contact = question(world, now), AssistanceContact.objects.get()
    for rows, change in (
        (AssistanceMessage.objects.filter(pk=made.pk), {"text": ""}),
        (AssistanceMessage.objects.filter(pk=made.pk), {"kind": "answer"}),
        (AssistanceContact.objects.filter(pk=contact.pk), {"words": ""}),
        (AssistanceContact.objects.filter(pk=contact.pk), {"promised_days": 0}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_who_sees_a_message(world, now):
    made = question(world, now)
    seen = {
        actor: AssistanceMessage.objects.visible_to(actor).filter(pk=made.pk).exists()
        for actor in (world.learner, world.companion, world.employer, world.stranger)
    }
    assert list(seen.values()) == [True, True, False, False]


def test_the_promise_is_kept_by_the_day_in_paris(world):
    """23.30 UTC on Monday 1 March is Tuesday in Paris: two working days lead to Thursday."""
    made = question(world, datetime.fromisoformat("2027-03-01T23:30:00+00:00"))
    assert made.due_on.isoformat() == "2027-03-04"

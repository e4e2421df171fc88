"""A message of the contact to a whole cohort: distance hours of its module need one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from records.services import PatientData
from tests.factories import cohort_factory, enrolment_factory, membership_factory, module_factory
from tests.factories.assistance import contact_factory
from tests.factories.versions import module_of, newer_version
from tests.training.activity import sign, spend
from tests.training.assistance import named, reply, told
from tests.training.web import queries_of
from training.enums import ActivityKind, DistanceRule, EvaluationKind, HoursState, WaitingKind
from training.models import AssistanceContact, Cohort, HoursEntry, ModuleMessage
from training.queries.activity import lesson_times
from training.queries.assistance import assisted, modules_without_message, thread
from training.queries.waiting import waiting_for
from training.services import move_cohort, read_lesson, record_evaluation
from training.services.assistance import (
    MAX_TEXT,
    ContactMissing,
    MessageMissing,
    ModulesMissing,
    NotYourModule,
    SentBefore,
)


@pytest.fixture
def silent(world):
    """A contact of all modules is named and has written nowhere."""
    ModuleMessage.objects.all().delete()
    return world


def study(world, now, **who) -> int:
    """Both lessons read, the quiz passed; the minutes they declare."""
    common = {"actor": world.learner, "enrolment": world.enrolment, "module": world.module} | who
    for lesson in world.lessons:
        read_lesson(**common, lesson=lesson, now=now)
    key = f"quiz:{common['enrolment'].pk}"
    record_evaluation(**common, kind=EvaluationKind.QUIZ, source_key=key, now=now)
    return sum(lesson.minutes for lesson in world.lessons)


def accepted(world) -> int:
    rows = HoursEntry.objects.filter(enrolment=world.enrolment, state=HoursState.ACCEPTED)
    return sum(row.minutes for row in rows)


def test_a_contact_of_all_modules_accepts_no_hours_their_message_does(silent, now):
    minutes = study(silent, now)
    assert accepted(silent) == 0
    assert {line.why for line in lesson_times(silent.enrolment)} == {
        "attend le message de l’organisme dans ce module"
    }
    told(silent, now)
    assert accepted(silent) == minutes
    assert {line.why for line in lesson_times(silent.enrolment)} == {""}


def acts_at_once(world, now, rule, people) -> list[int]:
    """Queries of a message to the cohort, then of a contact named for the module."""
    found = []
    for act, more in ((told, {}), (named, {"module": world.module})):
        ModuleMessage.objects.all().delete()
        AssistanceContact.objects.exclude(module=None).delete()
        lines = HoursEntry.objects.filter(state=HoursState.ACCEPTED)
        lines.delete()
        with CaptureQueriesContext(connection) as queries:
            act(world, now, form_key=uuid4().hex, **more)
        found.append(len(queries))
        each = 2 if rule == DistanceRule.DECLARED else 1
        assert lines.count() == each * people
    return found


@pytest.mark.parametrize("rule", DistanceRule)
def test_it_costs_the_same_queries_for_six_learners_as_for_one(silent, now, rule):
    Cohort.objects.update(distance_rule=rule)
    silent.cohort.refresh_from_db()
    spent = []
    study(silent, now)
    spend(silent, now, 9)
    for people in (1, 6):
        for _ in range(people - 1):
            mate = enrolment_factory(silent.cohort)
            own = {"enrolment": mate, "actor": mate.learner.memberships.get()}
            study(silent, now, **own)
            sign(silent, now, ActivityKind.OPENED, **own)
            sign(silent, now + timedelta(minutes=9), **own)
        spent.append(acts_at_once(silent, now, rule, people))
    assert spent[0] == spent[1]


def test_a_message_in_one_module_says_nothing_of_another(silent, now):
    other = module_factory(silent.module.track_version)
    study(silent, now)
    told(silent, now, modules=[other])
    assert accepted(silent) == 0
    assert modules_without_message(silent.cohort) == [silent.module]


def test_what_was_accepted_before_stays(world, now):
    """The ledger is only added to: hours of a time without messages are not taken back."""
    minutes = study(world, now)
    ModuleMessage.objects.all().delete()
    assert accepted(world) == minutes
    assert {line.why for line in lesson_times(world.enrolment)} == {""}


def test_a_message_to_one_learner_does_for_them_alone(silent, now):
    mate = enrolment_factory(silent.cohort)
    minutes = study(silent, now)
    reply(silent, now, text="Bonjour, je suis votre contact.")
    assert accepted(silent) == minutes
    assert not assisted(mate)(silent.module.code)


def test_it_stands_in_each_thread_also_of_who_enrols_later(silent, now):
    made = told(silent, now)
    late = enrolment_factory(silent.cohort)
    elsewhere = enrolment_factory(cohort_factory(silent.body, silent.module.track_version))
    assert assisted(late)(silent.module.code)
    assert thread(late, silent.module.pk).all_said == made
    assert not assisted(elsewhere)(silent.module.code)
    assert thread(elsewhere, silent.module.pk).all_said == []


def test_it_goes_with_the_module_into_a_newer_version(silent, now):
    told(silent, now)
    newer = newer_version(silent.cohort.track_version)
    move_cohort(
        actor=silent.lead, cohort=silent.cohort, version=newer, enrolments=[silent.enrolment],
        seen=silent.cohort.track_version_id, newest=newer.number, reason="Essai.", now=now,
    )  # fmt: skip
    silent.cohort.refresh_from_db()
    silent.enrolment.refresh_from_db()
    found = thread(silent.enrolment, module_of(newer, silent.module).pk)
    assert [one.text for one in found.told] == ["Posez vos questions ici."]
    assert found.given
    assert modules_without_message(silent.cohort) == []


def test_it_holds_while_somebody_is_named(silent, now):
    told(silent, now)
    AssistanceContact.objects.all().delete()
    study(silent, now)
    assert accepted(silent) == 0
    assert not thread(silent.enrolment, silent.module.pk).given
    named(silent, now)
    assert accepted(silent) > 0


def test_the_same_form_twice_writes_once_and_another_text_is_told(silent, now):
    made = told(silent, now)
    assert told(silent, now) == made
    other = module_factory(silent.module.track_version)
    for changes in ({"text": "Autre."}, {"modules": [other]}, {"actor": silent.lead}):
        with pytest.raises(SentBefore):
            told(silent, now, **changes)
    assert ModuleMessage.objects.count() == 1
    assert AuditEvent.objects.filter(verb="training.assistance.told").count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": " "}, MessageMissing),
        ({"text": "x" * (MAX_TEXT + 1)}, MessageMissing),
        ({"text": "Appelez le 06 12 34 56 78"}, PatientData),
        ({"modules": []}, ModulesMissing),
    ],
)
def test_a_message_that_cannot_be_is_refused(silent, now, changes, refusal):
    with pytest.raises(refusal):
        told(silent, now, **changes)
    assert not ModuleMessage.objects.exists()


def test_who_may_write_where(silent, now):
    for actor in (
        silent.learner, silent.companion, silent.employer, silent.stranger, silent.other_trainer,
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            told(silent, now, actor=actor)
    with pytest.raises(NotYourModule):
        told(silent, now, modules=[silent.module, module_factory()])
    AssistanceContact.objects.all().delete()
    with pytest.raises(ContactMissing, match=silent.module.title):
        told(silent, now)
    assert not ModuleMessage.objects.exists()


def test_the_database_refuses_what_the_service_does(silent, now):
    made = told(silent, now)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        ModuleMessage.objects.filter(pk=made.pk).update(text="")
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_the_contact_writes_in_several_modules_on_screen(silent, now, sign_in):
    other = module_factory(silent.module.track_version)
    study(silent, now)
    path = f"/promotions/{silent.cohort.pk}/assistance/messages/"
    learner = f"/inscriptions/{silent.enrolment.pk}/assistance/"
    client = sign_in(silent.learner)
    assert "attendent un message de l’organisme" in client.get(learner).content.decode()
    assert client.get(path).status_code == 404
    client = sign_in(silent.trainer)
    form = client.get(path).context["form"]
    assert (form["modules"].value(), form["text"].value()) == (None, None)
    page = client.get(f"/promotions/{silent.cohort.pk}/").content.decode()
    assert "2 modules sans message de l’organisme" in page
    assert path in page
    data = {"modules": [silent.module.pk, other.pk], "text": "", "form_key": uuid4()}
    assert client.post(path, data).context["form"].errors
    assert client.post(path, data | {"text": "Bonjour à tous."}).url == path
    assert "Chaque module a son message" in client.get(path).content.decode()
    page = client.get(f"/promotions/{silent.cohort.pk}/").content.decode()
    assert "sans message de l’organisme" not in page
    client = sign_in(silent.learner)
    assert "attendent un message de l’organisme" not in client.get(learner).content.decode()
    thread_page = client.get(f"{learner}{silent.module.pk}/").content.decode()
    assert "Message à toute la promotion" in thread_page
    assert "Bonjour à tous." in thread_page


def test_forged_modules_and_cohorts_are_refused_on_screen(silent, sign_in):
    path = f"/promotions/{silent.cohort.pk}/assistance/messages/"
    data = {"modules": [module_factory().pk], "text": "Bonjour.", "form_key": uuid4()}
    assert sign_in(silent.trainer).post(path, data).context["form"].errors["modules"]
    assert sign_in(silent.other_trainer).post(path, data).status_code == 404
    assert not ModuleMessage.objects.exists()


def test_the_pages_cost_the_same_with_many_messages(silent, now, sign_in):
    client = sign_in(silent.lead)
    paths = [
        f"/promotions/{silent.cohort.pk}/assistance/messages/",
        f"/promotions/{silent.cohort.pk}/assistance/",
        f"/inscriptions/{silent.enrolment.pk}/assistance/",
    ]
    told(silent, now)
    for path in paths:
        queries_of(client, path)
    before = [queries_of(client, path) for path in paths]
    for number in range(10):
        module = module_factory(silent.module.track_version)
        told(silent, now + timedelta(days=number), form_key=f"n-{number}", modules=[module])
        contact_factory(silent.cohort, silent.trainer, module)
    assert [queries_of(client, path) for path in paths] == before


def waiting(actor, now) -> tuple[int, int] | None:
    """How many modules wait for a message of somebody, and the cohort that is opened."""
    found = {one.kind: one for one in waiting_for(actor, now)}
    one = found.get(WaitingKind.MODULE_MESSAGE)
    return (one.count, one.row) if one else None


def test_what_lacks_its_message_waits_of_the_contact_and_the_lead(silent, now, sign_in):
    other = module_factory(silent.module.track_version)
    own = (2, silent.cohort.pk)
    assert waiting(silent.lead, now) == waiting(silent.trainer, now) == own
    assert waiting(membership_factory(Role.TRAINER, silent.body), now) is None
    assert waiting(silent.other_trainer, now) is None
    page = sign_in(silent.lead).get("/accueil/").content.decode()
    assert "eux modules sans message de l’organisme" in page
    told(silent, now)
    assert waiting(silent.lead, now) == (1, silent.cohort.pk)
    named(silent, now, module=other)
    assert waiting(silent.lead, now) is None
    AssistanceContact.objects.filter(module=None).delete()
    assert waiting(silent.lead, now) == (1, silent.cohort.pk)


def test_a_module_without_a_lesson_waits_for_nothing(silent, now, sign_in):
    module_factory(silent.module.track_version, lessons=0)
    assert modules_without_message(silent.cohort) == [silent.module]
    assert waiting(silent.lead, now) == (1, silent.cohort.pk)
    page = sign_in(silent.lead).get(f"/promotions/{silent.cohort.pk}/").content.decode()
    assert "1 module sans message" in page
    silent.module.lessons.update(live=False)
    assert modules_without_message(silent.cohort) == []


def test_only_who_is_the_contact_now_is_told_what_waits(silent, now):
    other = membership_factory(Role.TRAINER, silent.body)
    named(silent, now, contact=other, form_key="c-2")
    assert waiting(silent.trainer, now) is None
    assert waiting(other, now) == (1, silent.cohort.pk)
    type(other.user).objects.filter(pk=other.user_id).update(is_active=False)
    assert waiting(silent.trainer, now) == (1, silent.cohort.pk)


def test_the_contact_of_one_module_is_not_told_of_the_others(silent, now):
    alone = membership_factory(Role.TRAINER, silent.body)
    module = module_factory(silent.module.track_version)
    named(silent, now, contact=alone, module=module, form_key="c-2")
    assert waiting(alone, now) is None
    assert waiting(silent.trainer, now) == (1, silent.cohort.pk)


@pytest.mark.parametrize(
    "change",
    [{"ends_on": date(2027, 3, 3)}, {"starts_on": date(2027, 3, 5)}],
    ids=["over", "to come"],
)
def test_a_cohort_that_does_not_run_waits_for_nothing(silent, now, change):
    type(silent.cohort).objects.update(**change)
    assert waiting(silent.lead, now) is None


def test_the_waiting_line_says_what_the_page_says(silent, now, sign_in):
    """The rule in the database and the one in Python, over all cases of contact and message."""
    beside = [module_factory(silent.module.track_version) for _ in range(3)]
    told(silent, now, modules=[silent.module, beside[0]])
    named(silent, now, module=beside[1])
    for _ in range(2):
        count, _ = waiting(silent.lead, now)
        given = assisted(silent.enrolment)
        alone = [one for one in (silent.module, *beside) if not given(one.code)]
        assert modules_without_message(silent.cohort) == alone
        assert count == len(alone)
        page = sign_in(silent.lead).get(f"/promotions/{silent.cohort.pk}/").content.decode()
        assert f"{count} module{'s' if count > 1 else ''} sans message" in page
        AssistanceContact.objects.filter(module=None).delete()

import pytest

from curricula.enums import Mastery
from people.models import AuditEvent
from people.services import NotAllowed
from records.services import PatientData
from tests.factories import module_factory, prerequisite_factory
from training.enums import EvaluationKind
from training.models import GateWaiver, LessonRead
from training.queries import gate_of
from training.services import (
    ModuleClosed,
    NotClosed,
    WaiverReasonMissing,
    open_module,
    read_lesson,
    record_evaluation,
)


@pytest.fixture
def later(world):
    """A module that asks for the quiz of the first one."""
    module = module_factory(world.module.track_version, title="Plus tard")
    prerequisite_factory(module, world.module)
    return module


def read(world, module, now):
    return read_lesson(
        actor=world.learner,
        enrolment=world.enrolment,
        module=module,
        lesson=module.lessons.first(),
        now=now,
    )


def passes(world, kind, now):
    record_evaluation(
        actor=world.learner,
        enrolment=world.enrolment,
        module=world.module,
        kind=kind,
        source_key=f"essai:{kind}",
        now=now,
    )


def waive(world, module, now, **fields):
    values = {"actor": world.trainer, "enrolment": world.enrolment, "module": module}
    return open_module(**values | {"reason": "Acquis au cabinet.", "now": now} | fields)


def test_lesson_of_a_closed_module_is_refused_with_what_is_missing(world, later, now):
    with pytest.raises(ModuleClosed) as refusal:
        read(world, later, now)
    assert refusal.value.message == (
        "Ce module n’est pas encore ouvert. À réussir d’abord : "
        f"le quiz du module « {world.module.title} »."
    )
    assert LessonRead.objects.count() == 0


def test_passing_the_quiz_opens_the_module(world, later, now):
    passes(world, EvaluationKind.QUIZ, now)
    assert read(world, later, now).module == later


def test_quiz_and_synthesis_are_both_asked(world, now):
    module = module_factory(world.module.track_version)
    prerequisite_factory(module, world.module, Mastery.ALL)
    passes(world, EvaluationKind.QUIZ, now)
    with pytest.raises(ModuleClosed, match="écrit de synthèse"):
        read(world, module, now)
    passes(world, EvaluationKind.SYNTHESIS, now)
    assert read(world, module, now)


def test_advice_closes_nothing(world, now):
    module = module_factory(world.module.track_version)
    prerequisite_factory(module, world.module, Mastery.ADVISED)
    assert read(world, module, now)
    assert [missing.module for missing in gate_of(world.enrolment, module).advised] == [
        world.module
    ]


def test_what_was_read_before_stays_read(world, now):
    module = module_factory(world.module.track_version)
    before = read(world, module, now)
    prerequisite_factory(module, world.module)
    assert read(world, module, now) == before


def test_trainer_opens_a_module_for_one_person(world, later, now):
    waiver = waive(world, later, now)
    assert read(world, later, now)
    event = AuditEvent.objects.get(verb="training.module.opened")
    assert (event.actor, event.object_id) == (world.trainer, str(waiver.pk))


def test_opening_twice_opens_once(world, later, now):
    assert waive(world, later, now) == waive(world, later, now, actor=world.lead)
    assert GateWaiver.objects.get().granted_by == world.trainer
    assert AuditEvent.objects.filter(verb="training.module.opened").count() == 1


@pytest.mark.parametrize("who", ["learner", "companion", "employer", "stranger", "other_trainer"])
def test_only_trainers_and_leads_of_the_body_open_a_module(world, later, now, who):
    with pytest.raises(NotAllowed):
        waive(world, later, now, actor=getattr(world, who))


def test_opening_asks_for_a_reason(world, later, now):
    with pytest.raises(WaiverReasonMissing):
        waive(world, later, now, reason="  ")


def test_reason_holds_no_identifier(world, later, now):
    with pytest.raises(PatientData):
        waive(world, later, now, reason="Voir le patient au 06 12 34 56 78")


def test_open_module_needs_no_opening(world, now):
    with pytest.raises(NotClosed):
        waive(world, world.module, now)
    with pytest.raises(NotClosed):
        waive(world, module_factory(), now)

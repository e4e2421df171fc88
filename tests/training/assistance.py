"""What is asked, answered and promised in the tests of assistance."""

from training.models import AssistanceContact, AssistanceMessage, ModuleMessage
from training.services.assistance import answer, ask, name_contact, write_to_cohort


def question(world, now, **changes) -> AssistanceMessage:
    return ask(**{
        "actor": world.learner, "enrolment": world.enrolment, "module": world.module,
        "text": "Où est la liste des sigles ?", "form_key": "q-1", "now": now,
    } | changes)  # fmt: skip


def reply(world, now, **changes) -> AssistanceMessage:
    return answer(**{
        "actor": world.trainer, "enrolment": world.enrolment, "module": world.module,
        "text": "Dans le glossaire.", "form_key": "a-1", "now": now,
    } | changes)  # fmt: skip


def named(world, now, **changes) -> AssistanceContact:
    return name_contact(**{
        "actor": world.lead, "cohort": world.cohort, "module": None, "contact": world.trainer,
        "promised_days": 2, "words": "Écrivez-moi ici.", "form_key": "c-1", "now": now,
    } | changes)  # fmt: skip


def told(world, now, **changes) -> list[ModuleMessage]:
    """The trainer writes to the cohort, in the module of the world."""
    return write_to_cohort(**{
        "actor": world.trainer, "cohort": world.cohort, "modules": [world.module],
        "text": "Posez vos questions ici.", "form_key": "t-1", "now": now,
    } | changes)  # fmt: skip

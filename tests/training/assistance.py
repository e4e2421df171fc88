"""What is asked, answered and promised in the tests of assistance."""

from training.models import AssistanceContact, AssistanceMessage
from training.services.assistance import answer, ask, name_contact


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

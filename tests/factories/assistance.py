from datetime import datetime
from itertools import count

from curricula.models import Module
from people.enums import Role
from people.models import Membership
from tests.factories.people import membership_factory
from training.models import AssistanceContact, Cohort, ModuleMessage

numbers = count(1)
OPENED = datetime.fromisoformat("2026-09-01T08:00:00+02:00")


def message_factory(cohort: Cohort, module: Module, contact: Membership) -> ModuleMessage:
    """What the contact wrote to the whole cohort in a module."""
    return ModuleMessage.objects.create(
        cohort=cohort, module=module, text="Posez vos questions ici.",
        form_key=f"message-{next(numbers)}", written_by=contact, written_at=OPENED,
    )  # fmt: skip


def contact_factory(
    cohort: Cohort, contact: Membership | None = None, module: Module | None = None
) -> AssistanceContact:
    """Somebody of the body answers within two working days, in a module or in all.

    Of all modules, they wrote in each that is there by now.
    """
    contact = contact or membership_factory(Role.TRAINER, cohort.organisation)
    if module is None:
        for one in cohort.track_version.modules.all():
            message_factory(cohort, one, contact)
    return AssistanceContact.objects.create(
        cohort=cohort, module=module, contact=contact, promised_days=2, words="Je réponds ici.",
        form_key=f"contact-{next(numbers)}", named_by=contact,
        named_at=OPENED,
    )  # fmt: skip

from datetime import datetime
from itertools import count

from curricula.models import Module
from people.enums import Role
from people.models import Membership
from tests.factories.people import membership_factory
from training.models import AssistanceContact, Cohort

numbers = count(1)


def contact_factory(
    cohort: Cohort, contact: Membership | None = None, module: Module | None = None
) -> AssistanceContact:
    """Somebody of the body answers within two working days, in a module or in all."""
    contact = contact or membership_factory(Role.TRAINER, cohort.organisation)
    return AssistanceContact.objects.create(
        cohort=cohort, module=module, contact=contact, promised_days=2, words="Je réponds ici.",
        form_key=f"contact-{next(numbers)}", named_by=contact,
        named_at=datetime.fromisoformat("2026-09-01T08:00:00+02:00"),
    )  # fmt: skip

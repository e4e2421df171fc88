"""What is agreed with both practices of a post, and a step noted with each."""

from datetime import time

from people.enums import Role
from tests.factories.site import NOW, TODAY, Site
from training.models import Enrolment
from training.rules.timetable import Slot
from training.services.convention import note_step, write_agreement


def agree(site: Site, enrolment: Enrolment) -> None:
    """The post is shared already; nobody has signed."""
    lead = site.staff[Role.LEAD]
    for day, practice in enumerate(enrolment.practices, start=1):
        write_agreement(
            actor=lead, enrolment=enrolment, practice=practice, since=TODAY, now=NOW, seen=0,
            slots=[Slot(day, time(9), time(12))], objective="Essai.", delegated=[],
        )  # fmt: skip
        note_step(
            actor=lead, enrolment=enrolment, practice=practice, step="letter", done_on=TODAY,
            note="", form_key=f"etape-matrice-{enrolment.pk}-{practice.pk}", now=NOW,
        )  # fmt: skip

"""An obstacle that its author opened to all its readers, and who it was taken to."""

from datetime import date

from portfolio.enums import EntryKind, WeekState
from portfolio.models import LogbookEntry, LogbookWeek
from portfolio.rules.obstacle import NewFact
from portfolio.services.obstacle import note_obstacle
from tests.factories.assessments import learner_of
from tests.factories.site import NOW
from training.models import Enrolment

MET = date(2027, 2, 2)


def meet_obstacle(enrolment: Enrolment) -> None:
    """In the fifth week, signed, opened to the employer; taken to the doctor."""
    week = LogbookWeek.objects.create(
        enrolment=enrolment, iso_year=2027, iso_week=5, state=WeekState.SIGNED, submitted_at=NOW
    )
    entry = LogbookEntry.objects.create(
        week=week, practice=enrolment.practice, day=MET, kind=EntryKind.OBSTACLE,
        text="Pas d’accès au logiciel.", form_key="empechement-matrice", audience="employer",
        written_at=NOW,
    )  # fmt: skip
    note_obstacle(
        actor=learner_of(enrolment), entry=entry, seen=0, now=NOW,
        new=NewFact("taken", "access", MET, "le médecin"),
    )  # fmt: skip

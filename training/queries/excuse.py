"""Papers that learners handed in for their absences."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from people.models import Membership
from training.models import AbsenceExcuse, Attendance, HandedExcuse
from training.rules.attendance import mark_words


@dataclass
class Papers:
    """Of one absence: what its learner handed in, and whether it has its document."""

    handed: list[HandedExcuse] = field(default_factory=list)
    kept: bool = False

    @property
    def waiting(self) -> bool:
        return any(not hasattr(one, "answer") for one in self.handed)


def papers_of(
    actor: Membership, marks: Collection[Attendance]
) -> defaultdict[tuple[int, int], Papers]:
    """By session and enrolment, those of the absences of a learner; two queries."""
    found: defaultdict[tuple[int, int], Papers] = defaultdict(Papers)
    sessions = {mark.session_id for mark in marks}
    handed = HandedExcuse.objects.visible_to(actor).filter(session__in=sessions)
    for one in handed.select_related("paper", "answer__answered_by__user"):
        found[one.session_id, one.enrolment_id].handed.append(one)
    enrolments = {mark.enrolment_id for mark in marks}
    kept = AbsenceExcuse.objects.filter(session__in=sessions, enrolment__in=enrolments)
    for key in kept.values_list("session_id", "enrolment_id"):
        found[key].kept = True
    return found


def handed_excuses(actor: Membership) -> QuerySet[HandedExcuse]:
    """Those of the training body, with everything that the list and the answer show."""
    return HandedExcuse.objects.visible_to(actor).select_related(
        "session__cohort", "enrolment__learner", "paper", "answer__answered_by__user"
    )


def has_paper() -> Exists:
    """Of rows of presence: whether the absence has its document."""
    kept = {"session": OuterRef("session"), "enrolment": OuterRef("enrolment")}
    return Exists(AbsenceExcuse.objects.filter(**kept))


def said_of(mark: Attendance) -> str:
    """What is noted, in French, of a row loaded alone; one query."""
    kept = AbsenceExcuse.objects.filter(session=mark.session_id, enrolment=mark.enrolment_id)
    return mark_words(mark.mark, kept.exists())

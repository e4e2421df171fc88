"""What the site notes of somebody at a lesson, by its own clock."""

from datetime import datetime

from django.db import transaction

from curricula.models import LessonPage, Module, ModuleLesson
from curricula.queries import media_title
from people.models import Membership
from people.services import NotAllowed, ServiceError
from training.enums import SIGNALS, ActivityKind, DistanceRule
from training.models import ActivityFact, Enrolment
from training.permissions import can_read_lesson
from training.queries.gate import gate_of
from training.rules.activity import gap_before, too_soon
from training.services.ledger import accept_distance


class NotMeasured(ServiceError):
    message = "Ce signe ne se note pas ici."


@transaction.atomic
def note_activity(
    *,
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    lesson: LessonPage,
    kind: str,
    media: str = "",
    now: datetime,
) -> ActivityFact | None:
    """A page of a lesson says that it was opened, or that somebody is still there.

    `media`: the key of the block that plays; one that the lesson does not have is left out.
    None where nothing is measured, or the sign comes too soon after the last fact. Time that comes
    after the quiz was passed is accepted at once. Raises NotMeasured for what a page does not say.
    """
    if not can_read_lesson(actor, enrolment):
        raise NotAllowed
    here = ModuleLesson.objects.filter(module=module, lesson=lesson, lesson__live=True)
    if kind not in SIGNALS or module.track_version_id != enrolment.track_version_id:
        raise NotMeasured
    if not (enrolment.follows and here.exists() and _may_read(enrolment, module, lesson)):
        raise NotMeasured
    title = media_title(lesson, media) if kind == ActivityKind.MEDIA else ""
    fact = add_fact(enrolment, module, lesson, ActivityKind(kind), now, title)
    if fact and fact.gap_seconds:
        _accept(actor, enrolment, module, lesson, now)
    return fact


def _may_read(enrolment: Enrolment, module: Module, lesson: LessonPage) -> bool:
    """The module is open, or the lesson was read before it was closed."""
    read = enrolment.readings.filter(lesson=lesson)
    return not gate_of(enrolment, module).closed or read.exists()


def _accept(
    actor: Membership, enrolment: Enrolment, module: Module, lesson: LessonPage, now: datetime
) -> None:
    """In the module of the page and in the one where the lesson was read, once it was."""
    reading = enrolment.readings.filter(lesson=lesson).select_related("module").first()
    if reading:
        for one in {module.code: module, reading.module.code: reading.module}.values():
            accept_distance(actor=actor, enrolment=enrolment, module=one, now=now)


def add_fact(
    enrolment: Enrolment,
    module: Module,
    lesson: LessonPage,
    kind: ActivityKind,
    now: datetime,
    media: str = "",
) -> ActivityFact | None:
    """Facts of one learner come one after the other, from whatever tab; used by `read_lesson`."""
    if enrolment.cohort.distance_rule == DistanceRule.DECLARED:
        return None
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    # The newest, even if it came while this one waited for the lock: no minute is counted twice.
    previous = enrolment.activity.order_by("-at", "-pk").values_list("at", flat=True).first()
    if too_soon(previous, kind, now):
        return None
    return ActivityFact.objects.create(
        enrolment=enrolment, module=module, lesson=lesson, kind=kind, at=now, media=media,
        gap_seconds=gap_before(previous, kind, now),
    )  # fmt: skip

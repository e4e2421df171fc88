"""Lessons read, evaluations done, practice signed: what they add to the hours."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from curricula.models import LessonPage, Module, ModuleLesson
from people.models import Membership, Organisation
from people.services import NotAllowed, ServiceError, audit
from records.rules.french import duration
from training.enums import ActivityKind, EvaluationKind, HoursCategory, HoursState
from training.models import Enrolment, EvaluationDone, HoursEntry, LessonRead
from training.permissions import can_post_practice, can_read_lesson, can_record_evaluation
from training.queries.agreed_week import parts_of
from training.queries.contract import shared_minutes
from training.queries.hours import standing
from training.rules.agreed_week import minutes_of_week, week_of
from training.rules.timetable import beyond_timetable, weekly_minutes
from training.services.activity import add_fact
from training.services.gate import check_open
from training.services.ledger import accept_distance, lesson_key, post


class NotInTrack(ServiceError):
    message = "Cela ne fait pas partie du parcours suivi."


class NotFollowed(ServiceError):
    message = (
        "Votre formation est suspendue ou terminée : la leçon reste ouverte, mais la lire "
        "n’ajoute pas d’heures. Parlez-en au responsable pédagogique."
    )


class BeyondAgreement(ServiceError):
    message = "Ces heures dépassent l’emploi du temps convenu avec le cabinet."


class NothingToPost(ServiceError):
    message = "Une durée est d’au moins une minute."


def _check_module(enrolment: Enrolment, module: Module) -> None:
    if module.track_version_id != enrolment.track_version_id:
        raise NotInTrack


@transaction.atomic
def read_lesson(
    *, actor: Membership, enrolment: Enrolment, module: Module, lesson: LessonPage, now: datetime
) -> LessonRead:
    """Note that a lesson was read, in its live revision; its declared duration waits.

    What counts of it is accepted when the quiz of the module is passed and assistance was given
    (D6313-3-1), at once if both already are. Reading again changes nothing, even if the module is
    closed.
    """
    if not can_read_lesson(actor, enrolment):
        raise NotAllowed
    _check_module(enrolment, module)
    if not (lesson.live and ModuleLesson.objects.filter(module=module, lesson=lesson).exists()):
        raise NotInTrack
    if known := enrolment.readings.filter(lesson=lesson).first():
        return known
    if not enrolment.follows:
        raise NotFollowed
    check_open(enrolment, module)
    reading, created = LessonRead.objects.get_or_create(
        enrolment=enrolment,
        lesson=lesson,
        defaults={"module": module, "revision_id": lesson.live_revision_id, "read_at": now},
    )
    if not created:
        return reading
    add_fact(enrolment, module, lesson, ActivityKind.READ, now)
    post(
        actor=actor, enrolment=enrolment, state=HoursState.SUBMITTED,
        source_key=lesson_key(reading), now=now, module=module, category=HoursCategory.DISTANCE,
        minutes=lesson.minutes, occurred_on=timezone.localdate(now), label=lesson.title[:200],
    )  # fmt: skip
    accept_distance(actor=actor, enrolment=enrolment, module=module, now=now)
    audit(actor, "training.lesson.read", reading, at=now, lesson=lesson.code)
    return reading


@transaction.atomic
def record_evaluation(
    *,
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    kind: EvaluationKind,
    source_key: str,
    now: datetime,
) -> EvaluationDone:
    """Note that an evaluation of a module was passed; a quiz accepts its distance minutes.

    What was handed in before a change of version may be marked after it.
    """
    if not can_record_evaluation(actor, enrolment):
        raise NotAllowed
    if not enrolment.moves.filter(from_version=module.track_version_id).exists():
        _check_module(enrolment, module)
    done, created = EvaluationDone.objects.get_or_create(
        source_key=source_key,
        defaults={"enrolment": enrolment, "module": module, "kind": kind, "done_at": now},
    )
    if created:
        accept_distance(actor=actor, enrolment=enrolment, module=module, now=now)
        audit(actor, "training.evaluation.done", done, at=now, kind=kind)
    return done


def check_practice_week(
    enrolment: Enrolment,
    day: date,
    minutes: int,
    source_keys: Collection[str] = (),
    practice: Organisation | None = None,
) -> None:
    """Refuse practice minutes that bring a week above what is agreed with the practices.

    That is the timetable of the main practice and, while others share the post, what their own
    agreements say, or their minutes a week (docs/rules/convention.md, 3). `source_keys` are what
    they come from: their own earlier versions are not counted twice. With `practice`, the minutes
    are all those of the week at that practice, and its own agreement bounds them too.
    Raises BeyondAgreement; without a signed agreement nothing is refused.
    """
    monday = day - timedelta(days=day.weekday())
    parts = parts_of([enrolment.pk]).get(enrolment.pk, [])
    agreed = {
        part.practice: found
        for part in parts
        if (found := minutes_of_week(part, monday)) is not None
    }
    if practice and (problem := beyond_timetable(minutes, agreed.get(practice.pk))):
        raise BeyondAgreement(f"Au-delà de la convention avec {practice} : {problem}")
    main = next((part for part in parts if part.practice == enrolment.practice_id), None)
    slots = week_of(main, day) if main else None
    if slots is None:
        return
    week = enrolment.hours_entries.filter(
        category=HoursCategory.PRACTICE, occurred_on__range=(monday, monday + timedelta(days=6))
    ).exclude(source_key__in=source_keys)
    of_main = agreed.get(enrolment.practice_id, weekly_minutes(slots))
    noted = minutes + (standing(week).aggregate(all=Sum("minutes"))["all"] or 0)
    shared = shared_minutes(enrolment, monday, agreed)
    if problem := beyond_timetable(noted, of_main + shared):
        within = f", avec le poste partagé ({duration(shared)})" if shared else ""
        raise BeyondAgreement(f"Au-delà de la convention du cabinet{within} : {problem}")


@transaction.atomic
def post_practice(
    *,
    actor: Membership,
    enrolment: Enrolment,
    minutes: int,
    occurred_on: date,
    label: str,
    source_key: str,
    now: datetime,
    practice: Organisation | None = None,
    version: int = 1,
) -> HoursEntry:
    """Post practice at work, signed: shown, « hors compte », never in the 115 or 380 hours.

    `practice`: where all of it was done, whose own agreement bounds it too. A further `version` of
    the same source stands in the place of those before; one of no minutes takes it out of account.
    """
    if not can_post_practice(actor, enrolment):
        raise NotAllowed
    if minutes < (1 if version == 1 else 0):
        raise NothingToPost
    if minutes:
        check_practice_week(enrolment, occurred_on, minutes, [source_key], practice)
    return post(
        actor=actor, enrolment=enrolment, state=HoursState.ACCEPTED, source_key=source_key,
        now=now, version=version, category=HoursCategory.PRACTICE, minutes=minutes,
        occurred_on=occurred_on, label=label[:200],
    )  # fmt: skip

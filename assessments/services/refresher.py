"""Reminders of quizzes to take again."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from assessments.models import QuizAttempt
from assessments.rules.refresher import refresher
from curricula.models import Module
from records.models import Message
from records.rules.french import long_date
from records.services import send_message
from training.enums import EvaluationKind, Situation
from training.models import EvaluationDone

# A reminder that could not leave for so long does not leave any more.
LATEST = timedelta(days=7)


@transaction.atomic
def remind_refreshers(*, now: datetime) -> int:
    """Write to those whose refresher has just come due, once each; returns how many."""
    sent = 0
    planned = Module.objects.filter(refresh_weeks__gt=0).values_list("refresh_weeks", flat=True)
    for weeks in planned.order_by().distinct():
        for done in _passed(weeks, now).select_related("module", "enrolment__learner"):
            sent += _remind(done, weeks, now)
    return sent


def _passed(weeks: int, now: datetime) -> QuerySet[EvaluationDone]:
    """Quizzes passed so long ago by who follows the training, with the module followed now."""
    followed = Module.objects.filter(
        track_version=OuterRef("enrolment__track_version"),
        code=OuterRef("module__code"),
        refresh_weeks=weeks,
    )
    earlier = EvaluationDone.objects.filter(
        enrolment=OuterRef("enrolment"),
        module__code=OuterRef("module__code"),
        kind=EvaluationKind.QUIZ,
        pk__lt=OuterRef("pk"),
    )
    return EvaluationDone.objects.filter(
        Exists(followed),
        ~Exists(earlier),
        kind=EvaluationKind.QUIZ,
        enrolment__learner__is_active=True,
        enrolment__situation=Situation.ACTIVE,
        done_at__gt=now - timedelta(weeks=weeks) - LATEST,
        done_at__lt=now - timedelta(weeks=weeks) + timedelta(days=1),
    ).annotate(followed=Subquery(followed.values("pk")[:1]))


def _remind(done: Any, weeks: int, now: datetime) -> bool:
    """`done` comes from `_passed`."""
    key = f"assessments.refresher:{done.pk}"
    attempts = QuizAttempt.objects.filter(
        enrolment=done.enrolment_id, module__code=done.module.code
    )
    last = attempts.order_by("-submitted_at").values_list("submitted_at", flat=True).first()
    last_on = timezone.localdate(last) if last else None
    found = refresher(timezone.localdate(done.done_at), weeks, last_on)
    if not (found and found.is_due(timezone.localdate(now))):
        return False
    if Message.objects.filter(key=key).exists():
        return False
    address = f"{settings.SITE_URL}/parcours/modules/{done.followed}/quiz/"
    send_message(
        key=key,
        to=done.enrolment.learner.email,
        subject=f"Rappel : {done.module.title}",
        body=(
            f"Bonjour,\n\nLe quiz du module « {done.module.title} » est à refaire depuis le "
            f"{long_date(found.due_on)}, pour ne pas oublier. Le résultat n’enlève rien de ce qui "
            f"est acquis.\n\n{address}\n"
        ),
        now=now,
    )
    return True

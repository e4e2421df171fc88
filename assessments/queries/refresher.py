"""The refreshers of a learner: quizzes passed that come back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from assessments.models import QuizAttempt
from assessments.rules.refresher import Refresher, refresher
from curricula.models import Module
from training.enums import EvaluationKind
from training.models import Enrolment, EvaluationDone


@dataclass(frozen=True)
class RefresherLine:
    """The refresher of a module, on the day it is looked at."""

    module: Module
    refresher: Refresher
    today: date

    @property
    def due(self) -> bool:
        return self.refresher.is_due(self.today)

    @property
    def url(self) -> str:
        return f"/parcours/modules/{self.module.pk}/quiz/"


def last_tries(enrolment: Enrolment, module: str) -> QuerySet[QuizAttempt, Any]:
    """When a learner last tried the quiz of the module with a row's code, for a `Subquery`."""
    attempts = QuizAttempt.objects.filter(enrolment=enrolment, module__code=OuterRef(module))
    return attempts.order_by("-submitted_at").values("submitted_at")[:1]


def refresher_line(
    module: Module, passed_at: datetime | None, last_try: datetime | None, today: date
) -> RefresherLine | None:
    """The refresher of a module whose quiz is passed; None where none is planned. No query."""
    if passed_at is None:
        return None
    tried_on = timezone.localdate(last_try) if last_try else None
    found = refresher(timezone.localdate(passed_at), module.refresh_weeks, tried_on)
    return RefresherLine(module, found, today) if found else None


def refresher_of(enrolment: Enrolment, module: Module, today: date) -> RefresherLine | None:
    """The refresher of one module for a learner. One query."""
    done = (
        EvaluationDone.objects.filter(
            enrolment=enrolment, module__code=module.code, kind=EvaluationKind.QUIZ
        )
        .order_by("pk")
        .annotate(last_try=Subquery(last_tries(enrolment, "module__code")))
        .values_list("done_at", "last_try")
        .first()
    )
    return refresher_line(module, *done, today) if done else None

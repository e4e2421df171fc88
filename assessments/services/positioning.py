"""The positioning quiz of a module: answered once, before the module is begun."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from assessments.models import PositioningAttempt
from assessments.permissions import can_answer_quiz
from assessments.queries.positioning import (
    begun_codes,
    positioning_attempts,
    positioning_questions,
)
from assessments.rules import quiz as rules
from assessments.services.errors import FormKeyUsed
from assessments.services.quiz import check_answers
from curricula.models import Module
from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from training.models import Enrolment
from training.services import NotInTrack
from training.services.entry import post_positioning_score


class AlreadyPositioned(ServiceError):
    message = (
        "Vous avez déjà répondu au quiz de positionnement de ce module. Vos premières réponses "
        "sont gardées ; celles-ci ne les remplacent pas."
    )


class AlreadyBegun(ServiceError):
    message = (
        "Ce module est commencé : son quiz de positionnement n’est plus proposé. "
        "Le quiz du module vous attend."
    )


@transaction.atomic
def submit_positioning(
    *,
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    answers: Mapping[int, Iterable[int] | Mapping[int, int] | str],
    form_key: str,
    seen: str,
    now: datetime,
) -> PositioningAttempt:
    """Keep the answers and post their score; the same form sent twice counts once.

    No evaluation is done by it, no hours are given. `seen` is the fingerprint of the questions
    shown. Raises AlreadyPositioned, AlreadyBegun, NoQuestion, QuestionsChanged, AnswersDoNotFit.
    """
    if not can_answer_quiz(actor, enrolment):
        raise NotAllowed
    if module.track_version_id != enrolment.track_version_id:
        raise NotInTrack
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if sent := PositioningAttempt.objects.filter(form_key=form_key).first():
        if (sent.enrolment_id, sent.module_id) != (enrolment.pk, module.pk):
            raise FormKeyUsed
        return sent
    if module.code in positioning_attempts(enrolment):
        raise AlreadyPositioned
    if module.code in begun_codes(enrolment):
        raise AlreadyBegun
    asked = positioning_questions(module)
    given = check_answers(asked, answers, seen)
    points, out_of, _ = rules.score(asked, given)
    attempt = PositioningAttempt.objects.create(
        enrolment=enrolment, module=module, form_key=form_key, asked=asked, answers=given,
        points=points, out_of=out_of, submitted_at=now,
    )  # fmt: skip
    audit(
        actor, "assessments.positioning.submitted", attempt, at=now, points=points, out_of=out_of
    )  # fmt: skip
    post_positioning_score(
        actor=actor, enrolment=enrolment, module=module, score=points, out_of=out_of,
        source_key=f"assessments.positioning:{attempt.pk}", now=now,
    )  # fmt: skip
    return attempt

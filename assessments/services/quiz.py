"""Attempts at quizzes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from assessments.models import QuizAttempt
from assessments.permissions import can_answer_quiz
from assessments.queries.quiz import questions_asked
from assessments.rules import quiz as rules
from assessments.services.errors import FormKeyUsed
from curricula.models import Module
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.enums import EvaluationKind
from training.models import Enrolment
from training.services import NotInTrack, check_open, record_evaluation


class NoQuestion(ServiceError):
    message = "Ce module n’a pas de question pour l’instant."


class AnswersDoNotFit(ServiceError):
    message = (
        "Une réponse ne fait pas partie du questionnaire. Rien n’est enregistré : "
        "vérifiez vos réponses, puis envoyez de nouveau."
    )


class QuestionsChanged(StaleForm):
    message = (
        "Les questions ont changé depuis que vous avez ouvert la page. Rien n’est enregistré : "
        "relisez-les, puis envoyez de nouveau."
    )


def check_answers(
    asked: Sequence[rules.Asked],
    answers: Mapping[int, Iterable[int] | Mapping[int, int] | str],
    seen: str,
) -> dict[str, rules.Given]:
    """The answers as they are kept, if they fit the questions asked and the page that showed them.

    Raises NoQuestion, QuestionsChanged, AnswersDoNotFit, PatientData.
    """
    if not asked:
        raise NoQuestion
    if seen and seen != rules.fingerprint(asked):
        raise QuestionsChanged
    given = {str(question): rules.kept(answer) for question, answer in answers.items()}
    if rules.answers_that_do_not_fit(asked, given):
        raise AnswersDoNotFit
    refuse_patient_data(*(answer for answer in given.values() if isinstance(answer, str)))
    return given


@transaction.atomic
def submit_quiz(
    *,
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    answers: Mapping[int, Iterable[int] | Mapping[int, int] | str],
    form_key: str,
    now: datetime,
    seen: str = "",
) -> QuizAttempt:
    """Keep an attempt with the questions as they were asked; the same form sent twice counts once.

    `seen` is the fingerprint of the questions shown; left empty it is not compared.
    """
    if not can_answer_quiz(actor, enrolment):
        raise NotAllowed
    if module.track_version_id != enrolment.track_version_id:
        raise NotInTrack
    if sent := QuizAttempt.objects.filter(form_key=form_key).first():
        return _same(sent, enrolment, module)
    check_open(enrolment, module)
    asked = questions_asked(module)
    given = check_answers(asked, answers, seen)
    score = rules.score(asked, given)
    attempt, created = QuizAttempt.objects.get_or_create(
        form_key=form_key,
        defaults={
            "enrolment": enrolment,
            "module": module,
            "asked": asked,
            "answers": given,
            "submitted_at": now,
            **score._asdict(),
        },
    )
    if not created:
        return _same(attempt, enrolment, module)
    audit(actor, "assessments.quiz.submitted", attempt, at=now, **score._asdict())
    if score.passed:
        _say_passed(actor, attempt, now)
    return attempt


def _say_passed(actor: Membership, attempt: QuizAttempt, now: datetime) -> None:
    record_evaluation(
        actor=actor,
        enrolment=attempt.enrolment,
        module=attempt.module,
        kind=EvaluationKind.QUIZ,
        source_key=f"assessments.quiz:{attempt.enrolment_id}:{attempt.module_id}",
        now=now,
    )


def _same(attempt: QuizAttempt, enrolment: Enrolment, module: Module) -> QuizAttempt:
    """The attempt already kept for this form, if it is this learner's at this quiz."""
    if (attempt.enrolment_id, attempt.module_id) != (enrolment.pk, module.pk):
        raise FormKeyUsed
    return attempt

"""The raw facts of a learner at a distance, with the quizzes that only this room knows."""

from collections.abc import Iterator

from assessments.models import QuizAttempt
from people.models import Membership
from training.models import Enrolment
from training.queries.activity import Said, fact_rows


def raw_facts(actor: Membership, enrolment: Enrolment) -> Iterator[tuple[object, ...]]:
    """Signs, readings, evaluations passed and quizzes failed, in their order, in local time.

    Rows are those of `fact_rows`; a quiz has no lesson and no seconds.
    """
    return fact_rows(enrolment, _failed(actor, enrolment))


def _failed(actor: Membership, enrolment: Enrolment) -> Iterator[Said]:
    """One that was passed is noted in `training` when it is."""
    tried = QuizAttempt.objects.visible_to(actor).filter(enrolment=enrolment, passed=False)
    rows = tried.order_by("submitted_at", "pk").values_list(
        "submitted_at", "module__title", "points", "out_of"
    )
    for at, module, points, out_of in rows:
        yield at, module, "", f"quiz non réussi ({points} sur {out_of})", "", ""

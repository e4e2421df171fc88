"""Signatures and a contest of the first learner, through the services."""

from datetime import timedelta

from people.enums import Role
from people.models import Membership
from training.enums import ContestOutcome
from training.models import Enrolment
from training.services import answer_contest, contest_mark, sign_presence, sign_sheet

UNSIGNED = 2  # the newest stay to be signed


def sign_and_contest(trainer: Membership, enrolment: Enrolment) -> None:
    """The learner signed all but the newest presences; the first was contested and answered."""
    learner = enrolment.learner.memberships.get(role=Role.LEARNER)
    marks = list(
        enrolment.attendances.attended()
        .select_related("session__cohort", "enrolment")
        .order_by("session__starts_at", "pk")
    )
    for mark in marks[: len(marks) - UNSIGNED]:
        at = mark.marked_at + timedelta(minutes=10)
        sign_presence(actor=learner, attendance=mark, now=at)
        seen = mark.session.attendances.count()
        sign_sheet(actor=trainer, session=mark.session, seen=seen, now=at)
    if marks:
        day_after = marks[0].marked_at + timedelta(days=1)
        contest = contest_mark(
            actor=learner, attendance=marks[0], reason="Je pensais être restée plus tard.",
            now=day_after,
        )  # fmt: skip
        answer_contest(
            actor=trainer, contest=contest, outcome=ContestOutcome.REJECTED, mark=None,
            words="La séance s’est bien terminée à l’heure prévue.", now=day_after,
        )  # fmt: skip

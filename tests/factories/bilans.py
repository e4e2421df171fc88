"""Balance sheets through the services."""

from datetime import date
from itertools import count
from typing import Any

from people.models import Membership
from portfolio.models import ActivityReview, PersonalReview
from portfolio.queries.personal import personal_of
from portfolio.rules.bilan import WrittenReview
from portfolio.rules.personal import WrittenPresentation
from portfolio.services.bilan import begin_review, hand_in_review
from portfolio.services.follow_up import WrittenAction
from portfolio.services.personal import (
    begin_plan,
    link_interview,
    note_presentation,
    plan_action,
    share_personal,
    write_personal,
)
from tests.factories.assessments import learner_of
from tests.factories.meetings import DUE, meeting_factory
from tests.factories.portfolio import AT
from training.models import Enrolment

numbers = count(1)
DID = "J’ai tenu l’accueil et préparé les dossiers."
STRENGTH = "Je garde mon calme."
STEPS = ("interview", "project", "plan", "presented")


def written_review(enrolment: Enrolment, **changes: Any) -> WrittenReview:
    return WrittenReview(
        **{
            "practice": enrolment.practice_id, "first": date(2026, 9, 1),
            "last": date(2027, 3, 31), "audience": "training", "did": DID, **changes,
        }
    )  # fmt: skip


def review_factory(
    enrolment: Enrolment, *, handed_in: bool = False, **changes: Any
) -> ActivityReview:
    """A balance sheet of the main practice: a draft, or handed in."""
    learner = learner_of(enrolment)
    made = begin_review(
        actor=learner, enrolment=enrolment, written=written_review(enrolment, **changes),
        form_key=f"bilan-{next(numbers)}", now=AT,
    )  # fmt: skip
    if handed_in:
        return hand_in_review(actor=learner, review=made, version=made.version, now=AT)
    return made


def personal_factory(
    enrolment: Enrolment, companion: Membership, step: str = "alone", audience: str = "support"
) -> PersonalReview:
    """A personal balance sheet, brought to a step."""
    learner = learner_of(enrolment)
    row = write_personal(
        actor=learner, enrolment=enrolment, texts={"strengths": STRENGTH}, version=0, now=AT
    )
    for one in STEPS[: STEPS.index(step) + 1] if step in STEPS else ():
        row = go_on(row, one, companion, audience)
    return row


def go_on(
    row: PersonalReview, step: str, companion: Membership, audience: str = "support"
) -> PersonalReview:
    """One step further."""
    enrolment = row.enrolment
    learner = learner_of(enrolment)
    seen = {"review": row, "version": row.version, "now": AT}
    if step == "interview":
        return share_personal(actor=learner, audience=audience, **seen)
    if step == "project":
        held = meeting_factory(companion, enrolment, state="diffused")
        return link_interview(actor=companion, meeting=held, **seen)
    if step == "plan":
        texts = {"project": "Devenir référente d’un cabinet."}
        row = write_personal(
            actor=learner, enrolment=enrolment, texts=texts, version=row.version, now=AT
        )
        return begin_plan(actor=learner, review=row, version=row.version, now=AT)
    plan_action(
        actor=learner, review=row, form_key=f"plan-{next(numbers)}", now=AT,
        written=WrittenAction("Visiter deux cabinets.", "learner", None, DUE),
    )  # fmt: skip
    note_presentation(
        actor=learner, review=row, form_key=f"oral-{next(numbers)}", now=AT,
        written=WrittenPresentation(date(2027, 3, 3), "le groupe", "Clair."),
    )  # fmt: skip
    found = personal_of(learner, enrolment)
    assert found is not None
    return found

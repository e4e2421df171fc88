"""Meetings of a person and of a group, through the services."""

from datetime import date
from itertools import count
from typing import Any

from people.models import Membership
from portfolio.models import FollowUp, Meeting
from portfolio.rules.meeting import WrittenMinutes
from portfolio.services.follow_up import WrittenAction, agree_action
from portfolio.services.meeting import advance_meeting, note_meeting
from tests.factories.portfolio import AT
from training.models import Cohort, Enrolment

numbers = count(1)
HELD = date(2027, 3, 2)
DUE = date(2027, 3, 11)
STEPS = ("validated", "diffused")
SEEN = "Le poste de travail est à part."


def minutes_factory(practice: int | None = None, **changes: Any) -> WrittenMinutes:
    return WrittenMinutes(**{"held_on": HELD, "first": SEEN, "practice": practice, **changes})


def meeting_factory(
    actor: Membership,
    about: Enrolment | Cohort,
    kind: str = "interview",
    state: str = "draft",
    **written: Any,
) -> Meeting:
    """A meeting of 2 March 2027, brought to a state."""
    practice = about.practice_id if kind == "visit" and isinstance(about, Enrolment) else None
    meeting = note_meeting(
        actor=actor, about=about, kind=kind, form_key=f"rencontre-{next(numbers)}", now=AT,
        written=minutes_factory(**{"practice": practice, **written}),
    )  # fmt: skip
    for step in STEPS[: STEPS.index(state) + 1] if state in STEPS else ():
        meeting = advance_meeting(
            actor=actor, meeting=meeting, state=step, version=meeting.version, now=AT
        )
    return meeting


def action_factory(actor: Membership, meeting: Meeting, **changes: Any) -> FollowUp:
    """An action of the person, or of the group."""
    owner = "learner" if meeting.enrolment_id else "group"
    written = WrittenAction("Demander une clé de l’armoire.", owner, None, DUE)
    return agree_action(
        actor=actor, meeting=meeting, form_key=f"action-{next(numbers)}", now=AT,
        written=written._replace(**changes),
    )  # fmt: skip

"""Where a lesson is between its first word and the readers. Table: tests/curricula."""

from dataclasses import dataclass
from enum import Enum

from curricula.enums import LessonState


class Review(Enum):
    """Whether the newest text is being read over."""

    NONE = "none"
    RUNNING = "running"
    RETURNED = "returned"


@dataclass(frozen=True)
class LessonFacts:
    """What the site knows of a lesson. `changed`: something written is not published."""

    live: bool
    was_live: bool
    changed: bool
    scheduled: bool
    review: Review = Review.NONE


REVIEWS = {Review.RUNNING: LessonState.REVIEW, Review.RETURNED: LessonState.TO_REWRITE}


def lesson_states(facts: LessonFacts) -> list[LessonState]:
    """What readers see first, then what waits.

    A text that has its date of publication is no longer « modifications non publiées », and a
    draft that nobody has read is only a draft.
    """
    if facts.live:
        states = [LessonState.PUBLISHED]
    else:
        states = [LessonState.WITHDRAWN if facts.was_live else LessonState.DRAFT]
    if facts.scheduled:
        states.append(LessonState.SCHEDULED)
    elif facts.live and facts.changed:
        states.append(LessonState.CHANGED)
    if facts.review in REVIEWS:
        states.append(REVIEWS[facts.review])
    return states

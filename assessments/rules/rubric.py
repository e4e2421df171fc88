"""How a piece of writing is graded with a rubric."""

from collections.abc import Iterable, Mapping

LEVELS = (0, 1, 2, 3)
TOP_LEVEL = LEVELS[-1]
PASS_PERCENT = 60
# From this level on a criterion shows the competencies tied to it.
SHOWN_FROM = 2

Scores = Mapping[int, int]


def criteria_without_score(criteria: Iterable[int], scores: Scores) -> list[int]:
    """A grade is valid when every criterion has a level: those that have none."""
    return [criterion for criterion in criteria if criterion not in scores]


def scores_that_do_not_fit(criteria: Iterable[int], scores: Scores) -> list[int]:
    """Scores of a criterion that the rubric does not hold, or outside the levels 0 to 3."""
    known = set(criteria)
    return [
        criterion
        for criterion, level in scores.items()
        if criterion not in known or type(level) is not int or level not in LEVELS
    ]


def points(scores: Scores) -> int:
    """The sum of the levels."""
    return sum(scores.values())


def maximum(criteria: int) -> int:
    """Every criterion at the top level."""
    return criteria * TOP_LEVEL


def passed(points_given: int, out_of: int) -> bool:
    """Passed from 60 % of the maximum on; below, a new version may be handed in."""
    return out_of > 0 and points_given * 100 >= PASS_PERCENT * out_of


def points_to_pass(out_of: int) -> int:
    """The fewest points that pass."""
    return -(-out_of * PASS_PERCENT // 100)

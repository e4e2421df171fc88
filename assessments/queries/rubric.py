"""What is known about a rubric that is in use."""

from assessments.models import GradeChange
from curricula.models import Rubric


def rubric_is_locked(rubric: Rubric) -> bool:
    """A rubric is locked at its first grade: from then on its criteria and levels stay."""
    return GradeChange.objects.filter(submission__assignment__rubric=rubric).exists()

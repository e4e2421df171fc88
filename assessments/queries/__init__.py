"""Reads of the room; the rooms above use these."""

from assessments.queries.quiz import questions_asked
from assessments.queries.results import (
    CriterionFact,
    ModuleResult,
    criterion_facts,
    module_results,
)
from assessments.queries.rubric import rubric_is_locked
from assessments.queries.submission import waiting_submissions

__all__ = [
    "CriterionFact",
    "ModuleResult",
    "criterion_facts",
    "module_results",
    "questions_asked",
    "rubric_is_locked",
    "waiting_submissions",
]

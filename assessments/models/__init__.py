from assessments.models.positioning import PositioningAttempt
from assessments.models.quiz import QuizAttempt
from assessments.models.submission import GradeChange, Submission

__all__ = ["GradeChange", "PositioningAttempt", "QuizAttempt", "Submission"]

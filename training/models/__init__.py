from training.models.cohort import Cohort
from training.models.enrolment import Enrolment
from training.models.gate import GateWaiver
from training.models.hours import HoursEntry
from training.models.interval import HeldInterval
from training.models.move import EnrolmentMove
from training.models.positioning import ExemptionDecision, Position, PriorResult
from training.models.reading import EvaluationDone, LessonRead
from training.models.session import Attendance, TrainingSession

__all__ = [
    "Attendance",
    "Cohort",
    "Enrolment",
    "EnrolmentMove",
    "EvaluationDone",
    "ExemptionDecision",
    "GateWaiver",
    "HeldInterval",
    "HoursEntry",
    "LessonRead",
    "Position",
    "PriorResult",
    "TrainingSession",
]

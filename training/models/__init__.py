from training.models.arrival import Arrival, RoomCodeTry
from training.models.cohort import Cohort
from training.models.contest import AttendanceContest, ContestAnswer
from training.models.enrolment import Enrolment
from training.models.gate import GateWaiver
from training.models.hours import HoursEntry
from training.models.interval import HeldInterval
from training.models.make_up import MakeUp
from training.models.move import EnrolmentMove
from training.models.reading import EvaluationDone, LessonRead
from training.models.session import Attendance, TrainingSession
from training.models.signature import AbsenceExcuse, PresenceSignature, SheetSignature

__all__ = [
    "AbsenceExcuse",
    "Arrival",
    "Attendance",
    "AttendanceContest",
    "Cohort",
    "ContestAnswer",
    "Enrolment",
    "EnrolmentMove",
    "EvaluationDone",
    "GateWaiver",
    "HeldInterval",
    "HoursEntry",
    "LessonRead",
    "MakeUp",
    "PresenceSignature",
    "RoomCodeTry",
    "SheetSignature",
    "TrainingSession",
]

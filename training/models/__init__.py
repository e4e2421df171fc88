from training.models.agenda import AgendaLink
from training.models.arrival import Arrival, RoomCodeTry
from training.models.away import TrainerAway
from training.models.change import SessionChange
from training.models.closure import ClosedPeriod
from training.models.cohort import Cohort
from training.models.contest import AttendanceContest, ContestAnswer
from training.models.convention import (
    AgreementFact,
    AgreementPaper,
    AgreementSignature,
    PracticeAgreement,
)
from training.models.document import EnrolmentDocument
from training.models.enrolment import Enrolment, SituationChange
from training.models.excuse import ExcuseAnswer, HandedExcuse
from training.models.gate import GateWaiver
from training.models.hours import HoursEntry
from training.models.interval import HeldInterval
from training.models.make_up import MakeUp
from training.models.move import EnrolmentMove
from training.models.phase import CohortPhase
from training.models.positioning import ExemptionDecision, Position, PriorResult
from training.models.reading import EvaluationDone, LessonRead
from training.models.rights import CheckedDiploma, ExternalCertificate, RegimeChoice
from training.models.room import Room
from training.models.session import Attendance, TrainingSession
from training.models.signature import AbsenceExcuse, PresenceSignature, SheetSignature
from training.models.welcome import WelcomePack, WelcomeReceipt

__all__ = [
    "AbsenceExcuse",
    "AgendaLink",
    "AgreementFact",
    "AgreementPaper",
    "AgreementSignature",
    "Arrival",
    "Attendance",
    "AttendanceContest",
    "CheckedDiploma",
    "ClosedPeriod",
    "Cohort",
    "CohortPhase",
    "ContestAnswer",
    "Enrolment",
    "EnrolmentDocument",
    "EnrolmentMove",
    "EvaluationDone",
    "ExcuseAnswer",
    "ExemptionDecision",
    "ExternalCertificate",
    "GateWaiver",
    "HandedExcuse",
    "HeldInterval",
    "HoursEntry",
    "LessonRead",
    "MakeUp",
    "Position",
    "PracticeAgreement",
    "PresenceSignature",
    "PriorResult",
    "RegimeChoice",
    "Room",
    "RoomCodeTry",
    "SessionChange",
    "SheetSignature",
    "SituationChange",
    "TrainerAway",
    "TrainingSession",
    "WelcomePack",
    "WelcomeReceipt",
]

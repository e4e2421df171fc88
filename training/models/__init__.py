from training.models.activity import ActivityFact
from training.models.agenda import AgendaLink
from training.models.arrival import Arrival, RoomCodeTry
from training.models.assistance import AssistanceContact, AssistanceMessage, ModuleMessage
from training.models.away import TrainerAway
from training.models.change import SessionChange
from training.models.closure import ClosedPeriod
from training.models.cohort import Cohort
from training.models.commitments import CommitmentAcceptance, Commitments
from training.models.contest import AttendanceContest, ContestAnswer
from training.models.contract import (
    EmploymentContract,
    NamedReferent,
    SharedPost,
    SharedPostEnd,
)
from training.models.convention import (
    AgreementFact,
    AgreementPaper,
    AgreementSignature,
    PracticeAgreement,
)
from training.models.convocation import Convocation, ConvocationSending
from training.models.document import EnrolmentDocument
from training.models.enrolment import Enrolment, SituationChange
from training.models.entry import EntryCheck, PositioningScore
from training.models.excuse import ExcuseAnswer, HandedExcuse
from training.models.gate import GateWaiver
from training.models.hours import HoursEntry
from training.models.induction import InductionDay, InductionNote
from training.models.interval import HeldInterval
from training.models.make_up import MakeUp
from training.models.move import EnrolmentMove
from training.models.needs import AdaptationFact, AdaptationTakenBack, NeedAnalysis, NeedExchange
from training.models.phase import CohortPhase
from training.models.positioning import ExemptionDecision, Position, PriorResult
from training.models.reading import EvaluationDone, LessonRead
from training.models.rights import CheckedDiploma, ExternalCertificate, RegimeChoice
from training.models.room import Room
from training.models.session import Attendance, TrainingSession
from training.models.signature import AbsenceExcuse, PresenceSignature, SheetSignature
from training.models.trainer_week import TrainerWeek
from training.models.training_agreement import TrainingTerms
from training.models.welcome import WelcomePack, WelcomeReceipt

__all__ = [
    "AbsenceExcuse",
    "ActivityFact",
    "AdaptationFact",
    "AdaptationTakenBack",
    "AgendaLink",
    "AgreementFact",
    "AgreementPaper",
    "AgreementSignature",
    "Arrival",
    "AssistanceContact",
    "AssistanceMessage",
    "Attendance",
    "AttendanceContest",
    "CheckedDiploma",
    "ClosedPeriod",
    "Cohort",
    "CohortPhase",
    "CommitmentAcceptance",
    "Commitments",
    "ContestAnswer",
    "Convocation",
    "ConvocationSending",
    "EmploymentContract",
    "Enrolment",
    "EnrolmentDocument",
    "EnrolmentMove",
    "EntryCheck",
    "EvaluationDone",
    "ExcuseAnswer",
    "ExemptionDecision",
    "ExternalCertificate",
    "GateWaiver",
    "HandedExcuse",
    "HeldInterval",
    "HoursEntry",
    "InductionDay",
    "InductionNote",
    "LessonRead",
    "MakeUp",
    "ModuleMessage",
    "NamedReferent",
    "NeedAnalysis",
    "NeedExchange",
    "Position",
    "PositioningScore",
    "PracticeAgreement",
    "PresenceSignature",
    "PriorResult",
    "RegimeChoice",
    "Room",
    "RoomCodeTry",
    "SessionChange",
    "SharedPost",
    "SharedPostEnd",
    "SheetSignature",
    "SituationChange",
    "TrainerAway",
    "TrainerWeek",
    "TrainingSession",
    "TrainingTerms",
    "WelcomePack",
    "WelcomeReceipt",
]

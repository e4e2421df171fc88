"""Words of learning in time."""

from django.db.models import IntegerChoices, TextChoices

from curricula.enums import BudgetCategory


class HoursCategory(TextChoices):
    SESSION = "session", "séance"
    DISTANCE = "distance", "à distance"
    PRACTICE = "practice", "pratique, hors compte"


# Practice at the workplace is shown but never counted in the 115 or 380 hours.
COUNTED_CATEGORIES = (HoursCategory.SESSION, HoursCategory.DISTANCE)


# Distance hours come from lessons read, never from a session.
SESSION_CATEGORIES = tuple(c for c in BudgetCategory if c != BudgetCategory.DISTANCE)


class HoursState(TextChoices):
    SUBMITTED = "submitted", "en attente"
    ACCEPTED = "accepted", "acceptées"


class SessionState(TextChoices):
    """A planned session is seen by the training body alone; an announced one by its group."""

    PLANNED = "planned", "en projet"
    ANNOUNCED = "announced", "annoncée"
    HELD = "held", "tenue"
    CANCELLED = "cancelled", "annulée"


SESSION_TRANSITIONS = {
    SessionState.PLANNED: {SessionState.ANNOUNCED, SessionState.CANCELLED},
    SessionState.ANNOUNCED: {SessionState.HELD, SessionState.CANCELLED},
    SessionState.HELD: set(),
    SessionState.CANCELLED: set(),
}


class Presence(TextChoices):
    PRESENT = "present", "présent"
    ABSENT = "absent", "absent"
    EXCUSED = "excused", "absence justifiée"


class SignatureMeans(TextChoices):
    """How a learner signed what was noted of them."""

    OWN_PHONE = "own", "sur son propre appareil"
    TRAINER_DEVICE = "device", "sur l’appareil du formateur"
    PAPER = "paper", "sur la feuille imprimée"


class ContestOutcome(TextChoices):
    UPHELD = "upheld", "retenue"
    REJECTED = "rejected", "non retenue"


class ExcuseOutcome(TextChoices):
    """What becomes of the paper that a learner handed in for an absence."""

    ACCEPTED = "accepted", "accepté"
    DECLINED = "declined", "refusé"


class PhaseKind(TextChoices):
    """The parts of the time of a cohort (document 000, lines 301-303)."""

    INITIAL = "initial", "formation initiale"
    ALTERNATING = "alternating", "alternance"
    PRODUCTION = "production", "production"
    EVALUATION = "evaluation", "évaluation"


class ClosureKind(TextChoices):
    """Why nothing is planned on some days."""

    HOLIDAY = "holiday", "congés"
    PEAK = "peak", "période de pointe des cabinets"


class SessionAct(TextChoices):
    """What became of a session since it was announced."""

    ANNOUNCED = "announced", "annoncée"
    MOVED = "moved", "déplacée ou changée"
    CANCELLED = "cancelled", "annulée"


class ConflictKind(TextChoices):
    """Why a session cannot be held as it is planned."""

    TRAINER = "trainer", "formateur"
    ROOM = "room", "salle"
    LEARNER = "learner", "assistant"
    GROUP = "group", "promotion"
    AWAY = "away", "absence du formateur"
    CLOSED = "closed", "jour fermé"
    SEATS = "seats", "places"
    PRACTICE = "practice", "cabinet"


class EvaluationKind(TextChoices):
    QUIZ = "quiz", "quiz"
    SYNTHESIS = "synthesis", "écrit de synthèse"


class ActionNature(TextChoices):
    """The natures of the ministry's model of the certificat de réalisation that a track can have.

    Source: docs/rules/documents.md.
    """

    TRAINING = "training", "action de formation"
    APPRENTICESHIP = "apprenticeship", "action de formation par apprentissage"


class PositionLevel(IntegerChoices):
    """Where somebody stands at entry; 1 and 2 are the levels of document 000 (lines 788-838)."""

    NOT_YET = 0, "pas encore"
    CARRIES_OUT = 1, "niveau 1 : exécute ce qui est demandé"
    ORGANISES = 2, "niveau 2 : organise et agit en autonomie"

    @property
    def short(self) -> str:
        return self.label.partition(" :")[0]


class PositionRater(TextChoices):
    """Who says it; neither ever writes over the other."""

    LEARNER = "learner", "assistant"
    TRAINER = "trainer", "formateur"


class PriorKind(TextChoices):
    DIPLOMA = "diploma", "diplôme ou titre"
    TRAINING = "training", "formation suivie"


class CarerDiploma(TextChoices):
    """Diplomas with which one may be an assistant without the CQP (arrêté of 7 November 2019)."""

    NURSE = "nurse", "diplôme d’État d’infirmier"
    CARE_ASSISTANT = "care", "diplôme d’État d’aide-soignant"
    CHILDCARE_ASSISTANT = "childcare", "diplôme d’État d’auxiliaire de puériculture"


class DiplomaSeen(TextChoices):
    """What was put before the eyes of who checked it."""

    ORIGINAL = "original", "l’original"
    CERTIFIED_COPY = "copy", "une copie certifiée"


class CertificateState(TextChoices):
    VALID = "valid", "valable"
    SOON = "soon", "expire bientôt"
    EXPIRED = "expired", "expiré"


class Situation(TextChoices):
    """Whether somebody follows the training."""

    ACTIVE = "active", "en formation"
    SUSPENDED = "suspended", "formation suspendue"
    LEFT = "left", "a quitté la formation"


class SituationAct(TextChoices):
    """What changes the situation of an enrolment, or its cohort."""

    SUSPENDED = "suspended", "suspension"
    RESUMED = "resumed", "reprise"
    LEFT = "left", "abandon"
    TRANSFERRED = "transferred", "changement de promotion"


# From which situations each act may be done, and to which it leads (None: the same).
SITUATION_ACTS = {
    SituationAct.SUSPENDED: ({Situation.ACTIVE}, Situation.SUSPENDED),
    SituationAct.RESUMED: ({Situation.SUSPENDED, Situation.LEFT}, Situation.ACTIVE),
    SituationAct.LEFT: ({Situation.ACTIVE, Situation.SUSPENDED}, Situation.LEFT),
    SituationAct.TRANSFERRED: ({Situation.ACTIVE, Situation.SUSPENDED}, None),
}


class SituationReason(TextChoices):
    """Why, in the words of the training body; never an illness."""

    CONTRACT = "contract", "fin ou changement du contrat de travail"
    LEAVE = "leave", "congé ou absence longue"
    ORGANISATION = "organisation", "organisation du cabinet"
    PERSONAL = "personal", "choix de la personne"
    OTHER = "other", "autre"


class AgreementStep(TextChoices):
    """How a partnership with a practice is made firm (document 000, lines 666-672)."""

    LETTER = "letter", "courrier préalable, responsabilités de chacun"
    VISIT = "visit", "visite du poste de travail"
    PLANNING = "planning", "accord sur un planning de travail"
    OBJECTIVE = "objective", "accord sur un objectif"
    SIGNATURES = "signatures", "convention signée par les trois parties"
    FOLLOW_UP = "follow_up", "calendrier des rendez-vous de suivi"
    FINAL = "final", "entretien final"


# Steps that somebody notes; the others are read from the agreement itself.
NOTED_STEPS = (
    AgreementStep.LETTER,
    AgreementStep.VISIT,
    AgreementStep.FOLLOW_UP,
    AgreementStep.FINAL,
)


class AgreementSide(TextChoices):
    PRACTICE = "practice", "le cabinet"
    BODY = "body", "l’organisme de formation"
    LEARNER = "learner", "l’assistant"

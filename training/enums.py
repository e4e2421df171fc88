"""Words of learning in time."""

from django.db.models import TextChoices

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


class EvaluationKind(TextChoices):
    QUIZ = "quiz", "quiz"
    SYNTHESIS = "synthesis", "écrit de synthèse"


class ActionNature(TextChoices):
    """The natures of the ministry's model of the certificat de réalisation that a track can have.

    Source: docs/rules/documents.md.
    """

    TRAINING = "training", "action de formation"
    APPRENTICESHIP = "apprenticeship", "action de formation par apprentissage"

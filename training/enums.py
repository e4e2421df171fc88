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


class EvaluationKind(TextChoices):
    QUIZ = "quiz", "quiz"
    SYNTHESIS = "synthesis", "écrit de synthèse"


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

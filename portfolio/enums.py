"""States and words of the livret and of what it proves."""

from django.db.models import TextChoices


class WeekState(TextChoices):
    DRAFT = "draft", "à écrire"
    SUBMITTED = "submitted", "remise"
    RETURNED = "returned", "à compléter"
    SIGNED = "signed", "visée"


WEEK_TRANSITIONS = {
    WeekState.DRAFT: {WeekState.SUBMITTED},
    WeekState.SUBMITTED: {WeekState.SIGNED, WeekState.RETURNED},
    WeekState.RETURNED: {WeekState.SUBMITTED},
    WeekState.SIGNED: set(),
}

WRITABLE_STATES = (WeekState.DRAFT, WeekState.RETURNED)


class EntryKind(TextChoices):
    PRACTICE = "practice", "Pratique"
    OBSTACLE = "obstacle", "Situation d’empêchement"
    EVENT = "event", "Événement"
    GOOD_PRACTICE = "good_practice", "Bonne pratique"


# How each kind is sewn on screen.
GESTURES = {
    EntryKind.PRACTICE: "pratique",
    EntryKind.OBSTACLE: "empechement",
    EntryKind.EVENT: "evenement",
    EntryKind.GOOD_PRACTICE: "bonne",
}


class FactKind(TextChoices):
    """What can show a competency."""

    SITUATION = "situation", "situation du livret"
    CRITERION = "criterion", "critère d’un écrit évalué"


class FactState(TextChoices):
    PENDING = "pending", "en attente"
    ACCEPTED = "accepted", "acceptée"


class CompetencyState(TextChoices):
    SHOWN = "shown", "montrée"
    STARTED = "started", "en cours"
    PENDING = "pending", "en attente"
    MISSING = "missing", "à montrer"

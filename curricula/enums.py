"""States and words of what must be learnt."""

from django.db.models import TextChoices


class VersionState(TextChoices):
    DRAFT = "draft", "brouillon"
    PUBLISHED = "published", "publiée"
    RETIRED = "retired", "retirée"


VERSION_TRANSITIONS = {
    VersionState.DRAFT: {VersionState.PUBLISHED},
    VersionState.PUBLISHED: {VersionState.RETIRED},
    VersionState.RETIRED: set(),
}


class RowChange(TextChoices):
    """What becomes of a row between two versions of a reference."""

    ADDED = "added", "ajoutée"
    REMOVED = "removed", "supprimée"
    MOVED = "moved", "déplacée"
    CHANGED = "changed", "modifiée"
    UNCHANGED = "unchanged", "inchangée"


class Domain(TextChoices):
    """The three mission domains (avenant n° 7, article 9-1)."""

    ADMINISTRATIVE = "administratif", "administratif"
    CONSULTATION = "consultation", "aide à la consultation"
    COORDINATION = "coordination", "organisation et coordination"


class Moment(TextChoices):
    BEFORE = "avant", "avant la consultation"
    DURING = "pendant", "pendant la consultation"
    AFTER = "apres", "après la consultation"


class FactStatus(TextChoices):
    """How sure a fact is."""

    VERIFIED = "verified", "vérifié"
    TO_CHECK = "to_check", "à vérifier"
    HISTORY = "history", "historique"

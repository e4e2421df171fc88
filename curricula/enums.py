"""States and words of what must be learnt."""

from django.db.models import IntegerChoices, TextChoices


class VersionState(TextChoices):
    DRAFT = "draft", "brouillon"
    PUBLISHED = "published", "publiée"
    RETIRED = "retired", "retirée"


VERSION_TRANSITIONS = {
    VersionState.DRAFT: {VersionState.PUBLISHED},
    VersionState.PUBLISHED: {VersionState.RETIRED},
    VersionState.RETIRED: set(),
}


class LessonState(TextChoices):
    """What a lesson says of itself to those who write; several at once are possible."""

    DRAFT = "draft", "brouillon"
    PUBLISHED = "published", "publiée"
    WITHDRAWN = "withdrawn", "retirée"
    CHANGED = "changed", "modifications non publiées"
    REVIEW = "review", "en relecture"
    TO_REWRITE = "to_rewrite", "à reprendre après relecture"
    SCHEDULED = "scheduled", "programmée"


class RowChange(TextChoices):
    """What becomes of a row between two versions of a reference."""

    ADDED = "added", "ajoutée"
    REMOVED = "removed", "supprimée"
    MOVED = "moved", "déplacée"
    CHANGED = "changed", "modifiée"
    UNCHANGED = "unchanged", "inchangée"


class ImportState(TextChoices):
    """The life of a file that holds a reference."""

    READING = "reading", "en lecture"
    SHOWN = "shown", "en aperçu"
    WRITING = "writing", "en cours d’enregistrement"
    WRITTEN = "written", "enregistré"
    UNREADABLE = "unreadable", "illisible"
    ABANDONED = "abandoned", "abandonné"


IMPORT_TRANSITIONS = {
    ImportState.READING: {ImportState.SHOWN, ImportState.UNREADABLE, ImportState.ABANDONED},
    # A preview that is out of date is shown anew.
    ImportState.SHOWN: {ImportState.WRITING, ImportState.ABANDONED},
    ImportState.WRITING: {ImportState.WRITTEN, ImportState.SHOWN},
    ImportState.WRITTEN: set(),
    ImportState.UNREADABLE: {ImportState.ABANDONED},
    ImportState.ABANDONED: set(),
}
# What the site does for each in a job, in this order; a job says how far it is.
IMPORT_STEPS = {
    ImportState.READING: ("Lire le fichier", "Comparer chaque ligne", "Garder l’aperçu"),
    ImportState.WRITING: ("Relire le fichier", "Enregistrer le brouillon, d’un seul coup"),
}


class Domain(TextChoices):
    """The three mission domains (avenant n° 7, article 9-1)."""

    ADMINISTRATIVE = "administratif", "administratif"
    CONSULTATION = "consultation", "aide à la consultation"
    COORDINATION = "coordination", "organisation et coordination"


class BudgetCategory(TextChoices):
    """How the hours of a module are spent."""

    IN_PERSON = "in_person", "présentiel"
    VIRTUAL = "virtual", "classe virtuelle"
    DISTANCE = "distance", "à distance"
    WORK = "work", "en situation de travail"
    EVALUATION = "evaluation", "évaluation"
    SUPPORT = "support", "livret et accompagnement"


class Mastery(TextChoices):
    """What a module asks of one that comes before it."""

    ADVISED = "advised", "conseillé avant"
    QUIZ = "quiz", "quiz réussi"
    ALL = "all", "quiz et écrit réussis"


class Moment(TextChoices):
    BEFORE = "avant", "avant la consultation"
    DURING = "pendant", "pendant la consultation"
    AFTER = "apres", "après la consultation"


class SearchKind(TextChoices):
    """What can be found; in this order among equals."""

    DEFINITION = "definition", "définition"
    LESSON = "lesson", "leçon"
    MISSION = "mission", "mission"


class MissionOrder(TextChoices):
    CODE = "code", "de T01 à T69"
    ESSENTIAL = "indispensable", "les plus indispensables d’abord"
    USEFUL = "utile", "les plus utiles d’abord"
    ACCESSORY = "accessoire", "les plus accessoires d’abord"


class FactStatus(TextChoices):
    """How sure a fact is."""

    VERIFIED = "verified", "vérifié"
    TO_CHECK = "to_check", "à vérifier"
    HISTORY = "history", "historique"


class QuestionKind(TextChoices):
    """How a question is answered; `rules/questions.py` says when an answer is right."""

    SINGLE = "single", "choix unique"
    MULTIPLE = "multiple", "choix multiple"
    TRUE_FALSE = "true_false", "vrai ou faux"
    MATCHING = "matching", "association"
    SHORT = "short", "réponse courte"
    NUMERIC = "numeric", "nombre"
    OPEN = "open", "réponse libre"


class Difficulty(IntegerChoices):
    EASY = 1, "1, facile"
    MEDIUM = 2, "2, moyenne"
    HARD = 3, "3, difficile"


class CarerDiploma(TextChoices):
    """Diplomas with which one may be an assistant without the CQP (arrêté of 7 November 2019)."""

    NURSE = "nurse", "diplôme d’État d’infirmier"
    CARE_ASSISTANT = "care", "diplôme d’État d’aide-soignant"
    CHILDCARE_ASSISTANT = "childcare", "diplôme d’État d’auxiliaire de puériculture"


# A condition on a mission stands or falls by it: what history says is told by its dates.
CONDITION_STATUSES = (FactStatus.VERIFIED, FactStatus.TO_CHECK)


class ConditionState(TextChoices):
    """Where a condition on a mission stands on a day."""

    IN_FORCE = "in_force", "en vigueur"
    COMING = "coming", "à venir"
    ENDED = "ended", "terminée"
    WITHDRAWN = "withdrawn", "retirée"

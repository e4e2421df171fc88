"""States of what is kept and sent."""

from django.db.models import TextChoices


class JobState(TextChoices):
    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "fait"
    FAILED = "failed", "en échec"


JOB_TRANSITIONS = {
    JobState.WAITING: {JobState.RUNNING},
    JobState.RUNNING: {JobState.DONE, JobState.WAITING, JobState.FAILED},
    JobState.FAILED: {JobState.WAITING},
    JobState.DONE: set(),
}


class DocumentKind(TextChoices):
    MODULE_ATTESTATION = "module_attestation", "attestation de module"
    CERTIFICATE = "certificate", "certificat de réalisation"
    HOURS_STATEMENT = "hours_statement", "relevé d’heures"
    ATTENDANCE_SHEET = "attendance_sheet", "feuille d’émargement"
    TRAINING_AGREEMENT = "training_agreement", "convention de formation"


class DocumentState(TextChoices):
    IN_FORCE = "in_force", "en vigueur"
    REVOKED = "revoked", "révoquée"


DOCUMENT_TRANSITIONS = {
    DocumentState.IN_FORCE: {DocumentState.REVOKED},
    DocumentState.REVOKED: set(),
}


class IdentifierKind(TextChoices):
    """What would let somebody recognise a patient; the label ends « Ce texte contient … »."""

    NIR = "nir", "un numéro de sécurité sociale"
    PHONE = "phone", "un numéro de téléphone"
    EMAIL = "email", "une adresse électronique"
    BIRTH = "birth", "une date de naissance"
    ADDRESS = "address", "une adresse postale"
    PERSON = "person", "un nom de personne"
    INITIALS = "initials", "des initiales avec une date"


class Strength(TextChoices):
    """What the guard does with an identifier."""

    REFUSE = "refuse", "refusé"
    ASK = "ask", "à confirmer avec une raison"


class FileAct(TextChoices):
    """What happens to a paper: one on which a patient might be named, or one not read."""

    QUARANTINED = "quarantined", "mise en quarantaine"
    CLEARED = "cleared", "confirmée sans patient"
    PURGED = "purged", "effacée"
    UNREAD = "unread", "gardée sans que son texte soit relu"


class ReminderKind(TextChoices):
    """What a person may be reminded of."""

    SESSION = "session", "une séance demain"
    SHEET = "sheet", "une présence ou une feuille à signer"
    THRESHOLD = "threshold", "un palier d’heures, ou un retard sur le plan"
    DEADLINE = "deadline", "une échéance à 6, 3 et 1 mois, un certificat qui expire"
    DEBT = "debt", "des heures à rattraper"
    PAPER = "paper", "un justificatif d’absence à remettre ou à obtenir"
    LOGBOOK = "logbook", "le livret de la semaine, les livrets en retard"


class Channel(TextChoices):
    MAIL = "mail", "par courriel et sur le site"
    SITE = "site", "sur le site seulement"
    NONE = "none", "jamais"


class Rhythm(TextChoices):
    AT_ONCE = "at_once", "aussitôt"
    DAILY = "daily", "une fois par jour"
    WEEKLY = "weekly", "une fois par semaine, le lundi"

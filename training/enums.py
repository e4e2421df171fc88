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
    ACCEPTED = "accepted", "vérifiées"


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


class DayPart(TextChoices):
    """The two halves of a day; the afternoon begins at 13:00 in Paris."""

    MORNING = "morning", "matin"
    AFTERNOON = "afternoon", "après-midi"


class AwayPart(TextChoices):
    """What of each of its days an absence takes."""

    DAY = "day", "toute la journée"
    MORNING = "morning", "le matin"
    AFTERNOON = "afternoon", "l’après-midi"


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
    NOT_GIVEN = "not_given", "demi-journée que le formateur ne donne pas"
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


class EntrySkill(TextChoices):
    """What is checked at entry: what document 000 (lines 396, 428, 430) says of its candidates.

    The list is this document's; no official text that was read names such a list.
    """

    OFFICE = "office", "bureautique"
    VOCABULARY = "vocabulary", "terminologie médicale"

    @property
    def weight(self) -> str:
        """How much it matters, in the words of the source."""
        words = {
            EntrySkill.OFFICE: "indispensables",
            EntrySkill.VOCABULARY: "une réelle plus value",
        }[self]
        return f"« {words} » (rapport d’évaluation de l’expérience ATIM)"


class CheckResult(TextChoices):
    """What was seen of a skill at entry; words of the training body."""

    ACQUIRED = "acquired", "acquis"
    TO_STRENGTHEN = "strengthen", "à renforcer"
    NOT_SEEN = "not_seen", "non vu"


class MissionReach(TextChoices):
    """Whether conditions on a mission leave it open to a person."""

    OPEN = "open", "ouverte"
    UNSURE = "unsure", "condition à vérifier"
    RESERVED = "reserved", "réservée"


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


class AssistanceKind(TextChoices):
    """What is said in a thread of assistance."""

    QUESTION = "question", "question"
    ANSWER = "answer", "réponse"
    CLOSED = "closed", "sans réponse à donner"


class PromiseState(TextChoices):
    """How a question stands against the delay that was promised for its answer."""

    KEPT = "kept", "répondu dans le délai promis"
    LATE = "late", "répondu après le délai promis"
    WAITING = "waiting", "attend une réponse"
    OVERDUE = "overdue", "délai promis dépassé"


class DistanceRule(TextChoices):
    """What of a distance lesson counts, once its evaluation and assistance are there."""

    MEASURED = "measured", "le temps mesuré, au plus la durée moyenne déclarée"
    DECLARED = "declared", "la durée moyenne déclarée"


class ActivityKind(TextChoices):
    """What the site noted of somebody at a lesson."""

    OPENED = "opened", "ouverte"
    PRESENT = "present", "signe de présence"
    MEDIA = "media", "média en lecture"
    READ = "read", "lue"


# Those that a page sends by itself; « lue » is an act of the learner.
SIGNALS = (ActivityKind.OPENED, ActivityKind.PRESENT, ActivityKind.MEDIA)


class InductionItem(TextChoices):
    """How the first day of newcomers went (document 000, lines 440-470)."""

    ADMINISTRATIVE = "administrative", "démarches administratives de la prise de fonction"
    OPENING = "opening", "mots de bienvenue et cadre des contrats de travail"
    PROJECT = "project", "présentation du projet"
    ROUND = "round", "tour de table de présentations individuelles"
    VISIT = "visit", "visite des locaux et présentation de l’équipe"
    SCHEME = "scheme", "présentation du dispositif de professionnalisation"
    ROLES = "roles", "rôles, responsabilités et engagements de chacun"
    LIVRET = "livret", "remise du livret de professionnalisation"
    COURSE = "course", "déroulement et modalités de la formation initiale"
    EVALUATION = "evaluation", "évaluation de fin de journée"


class ConvocationState(TextChoices):
    """Whether somebody is to be convoked to a session as it stands."""

    TO_SEND = "to_send", "à convoquer"
    SENT = "sent", "déjà convoqué"
    OUT = "out", "ne suit pas la formation ce jour-là"


class ExchangeParty(TextChoices):
    """With whom the need of a person is talked over (Qualiopi, indicator 4)."""

    LEARNER = "learner", "le bénéficiaire"
    EMPLOYER = "employer", "l’employeur"
    FUNDER = "funder", "le financeur"


class AdaptationAct(TextChoices):
    """What is said of an adaptation: the need and what is decided, never why."""

    NEED = "need", "besoin d’un aménagement"
    NONE = "none", "aucun aménagement demandé"
    DECIDED = "decided", "aménagement décidé"


class PriceTax(TextChoices):
    """What a price says of VAT: which one holds has no source of ours, « à vérifier »."""

    EXCLUDED = "excluded", "hors taxe (HT)"
    INCLUDED = "included", "toutes taxes comprises (TTC)"
    EXEMPT = "exempt", "exonéré de TVA"


class ShareState(TextChoices):
    """Where the part of a further practice in a shared post stands."""

    COMING = "coming", "à venir"
    HELD = "held", "en cours"
    OVER = "over", "terminé"
    WITHDRAWN = "withdrawn", "retiré"


class EmployerFate(TextChoices):
    """What an import does with the employer that a row names for its practice."""

    INVITED = "invited", "à inviter"
    SAME = "same", "à inviter par une autre ligne"
    WAITING = "waiting", "déjà invité, sans réponse encore"
    MEMBER = "member", "déjà employeur de ce cabinet"


class WaitingKind(TextChoices):
    """What may wait of somebody on their home page, in the order of a tie."""

    QUESTION = "question", "question d’un assistant"
    MODULE_MESSAGE = "module_message", "module sans message de l’organisme"
    CONTEST = "contest", "présence contestée"
    EXCUSE = "excuse", "justificatif à examiner"
    PAPER_WANTED = "paper_wanted", "justificatif à obtenir"
    ROLL_CALL = "roll_call", "appel à faire"
    SHEET = "sheet", "feuille à signer"
    PRESENCE = "presence", "présence à signer"
    PAPER = "paper", "justificatif à remettre"
    AGREEMENT = "agreement", "convention du cabinet à signer"
    COMMITMENTS = "commitments", "engagements à accepter"
    WELCOME = "welcome", "livret d’accueil à lire"
    POSITIONS = "positions", "positions à l’entrée à donner"
    ANALYSIS = "analysis", "analyse du besoin à écrire"
    DEBT = "debt", "séance manquée sans rattrapage"
    ACTION = "action", "action de suivi en retard"
    COMMENT = "comment", "commentaire du livret sans réponse"
    FOLLOW_UP = "follow_up", "point de suivi à venir"

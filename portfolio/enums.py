"""States and words of the livret and of what it proves."""

from django.db.models import IntegerChoices, TextChoices


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
    QUESTION = "question", "Question"


# How each kind is sewn on screen.
GESTURES = {
    EntryKind.PRACTICE: "pratique",
    EntryKind.OBSTACLE: "empechement",
    EntryKind.EVENT: "evenement",
    EntryKind.GOOD_PRACTICE: "bonne",
    EntryKind.QUESTION: "question",
}


class DayKind(TextChoices):
    """A day of a week; why somebody is absent is nobody’s business here."""

    WORKED = "worked", "au cabinet"
    TRAINING = "training", "en formation"
    LEAVE = "leave", "congé"
    HOLIDAY = "holiday", "jour férié"
    ABSENT = "absent", "absent"


class Audience(TextChoices):
    """Who reads a situation besides its author; each circle holds the one before it."""

    SELF = "self", "Moi seul"
    SUPPORT = "support", "Accompagnateur et responsable"
    TRAINING = "training", "Toute la formation"
    EMPLOYER = "employer", "La formation et mon employeur"


# Situations that the training body reads; only these can show a competency.
COUNTING_AUDIENCES = (Audience.TRAINING, Audience.EMPLOYER)
# What failed goes to those who accompany, unless its author opens it.
USUAL_AUDIENCE = dict.fromkeys(EntryKind, Audience.TRAINING) | {
    EntryKind.OBSTACLE: Audience.SUPPORT
}


class Axis(TextChoices):
    """The three axes of the analysis of practice (document 000, line 518)."""

    ORGANISATION = "organisation", "l’organisation"
    JOB = "job", "l’emploi"
    PERSON = "person", "moi dans cet emploi"


class Autonomy(TextChoices):
    """How the author did it; a choice of ours, no source gives a scale."""

    WATCHED = "watched", "j’ai observé"
    HELPED = "helped", "avec de l’aide"
    ALONE = "alone", "sans aide"
    TAUGHT = "taught", "j’ai montré à quelqu’un"


class ClaimedLevel(IntegerChoices):
    """What an author says of a competency: the words of the rubrics, from 1."""

    STARTED = 1, "en cours"
    REACHED = 2, "acquis"
    EXEMPLARY = 3, "exemplaire"


class AnswerScope(TextChoices):
    """What a practice answers to, and what a link of theirs opens."""

    WEEK = "week", "la semaine"
    ENTRY = "entry", "une situation"


class AnswerKind(TextChoices):
    """What somebody of the practice says of a week or of a situation."""

    CONFIRMED = "confirmed", "confirmé"
    NOT_SEEN = "not_seen", "pas vu"
    LEVEL = "level", "niveau non atteint"


class Prepared(TextChoices):
    """What the doctor did with the work prepared in a situation (document 000, line 491)."""

    AS_IS = "as_is", "validé tel quel"
    AMENDED = "amended", "validé avec une modification"


class LinkState(TextChoices):
    OPEN = "open", "envoyé"
    USED = "used", "a servi"
    REVOKED = "revoked", "retiré"
    EXPIRED = "expired", "expiré"


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


class CareAct(TextChoices):
    """What was done for somebody whose livret stays empty (Qualiopi, indicator 12)."""

    OFFERED = "offered", "aide proposée"
    WANTED = "wanted", "aide demandée"
    DECLINED = "declined", "aide refusée"
    TALKED = "talked", "échange eu"


class AttachmentState(TextChoices):
    """What the facts of its file say of a piece."""

    WAITING = "waiting", "à vérifier"
    OPEN = "open", "confirmée sans patient"
    PURGED = "purged", "effacée"


class Erasing(TextChoices):
    """How somebody may erase a piece."""

    NO = "no", "non"
    FREE = "free", "oui"
    REASON = "reason", "avec une raison"


class MeetingKind(TextChoices):
    """How a companion meets somebody, or their group (document 000, lines 524 to 576)."""

    VISIT = "visit", "Visite"
    INTERVIEW = "interview", "Entretien"
    CALL = "call", "Appel"
    GROUP = "group", "Regroupement"


class VisitHalf(TextChoices):
    """Which half of its day a visit takes (document 000, line 536)."""

    MORNING = "morning", "matin"
    AFTERNOON = "afternoon", "après-midi"


# A group day is about a cohort, the others about one person.
PERSONAL_KINDS = (MeetingKind.VISIT, MeetingKind.INTERVIEW, MeetingKind.CALL)


class MeetingState(TextChoices):
    """Of the minutes of a meeting."""

    DRAFT = "draft", "brouillon"
    VALIDATED = "validated", "validé"
    DIFFUSED = "diffused", "diffusé"


MEETING_TRANSITIONS = {
    MeetingState.DRAFT: {MeetingState.VALIDATED},
    MeetingState.VALIDATED: {MeetingState.DIFFUSED},
    MeetingState.DIFFUSED: set(),
}


class ActionOwner(TextChoices):
    """Who does what was agreed at a meeting."""

    LEARNER = "learner", "l’assistant"
    SUPPORT = "support", "l’accompagnateur ou le responsable"
    PRACTICE = "practice", "le cabinet"
    GROUP = "group", "le groupe"


class ObstacleKind(TextChoices):
    """What stands in the way (document 000, lines 552, 570 and 654; issue of the livret)."""

    PREMISES = "premises", "locaux"
    EQUIPMENT = "equipment", "matériel"
    SOFTWARE = "software", "logiciel"
    ACCESS = "access", "accès"
    RELATION = "relation", "relation"
    UNDERSTANDING = "understanding", "compréhension de la fonction"


class ObstacleAct(TextChoices):
    """What is noted of an obstacle after it was written in the livret."""

    SORTED = "sorted", "genre précisé"
    TAKEN = "taken", "porté à quelqu’un"
    SOLVED = "solved", "résolu"
    UNSOLVED = "unsolved", "laissé sans solution"
    AGAIN = "again", "signalé de nouveau"


class ObstacleState(TextChoices):
    RAISED = "raised", "signalé"
    TAKEN = "taken", "porté à quelqu’un"
    AGAIN = "again", "signalé de nouveau"
    SOLVED = "solved", "résolu"
    UNSOLVED = "unsolved", "sans solution"


class SharingAct(TextChoices):
    """What was said of showing a situation to the cohort; the newest one is its state."""

    ASKED = "asked", "partage demandé"
    CONSENTED = "consented", "partagée avec la promotion"
    REFUSED = "refused", "partage refusé"
    WITHDRAWN = "withdrawn", "reprise par son auteur"
    REMOVED = "removed", "retirée du mur"


# What an author may show to their cohort; the others stay in the livret.
SHARED_KINDS = (EntryKind.GOOD_PRACTICE, EntryKind.OBSTACLE)


class GroupKind(TextChoices):
    """What brings a group of users together (document 001, lines 465 to 466 and 1681)."""

    SOFTWARE = "software", "logiciel"
    LEVEL = "level", "niveau"
    THEME = "theme", "thème"


class NeedState(TextChoices):
    """Where a need of a group stands; the newest fact says it, and nothing is « noté »."""

    NOTED = "noted", "noté"
    PASSED = "passed", "transmis"
    WORKING = "working", "en cours"
    SOLVED = "solved", "résolu"
    DROPPED = "dropped", "écarté"


# A need that was solved or set aside comes back as noted.
NEED_TRANSITIONS: dict[NeedState, tuple[NeedState, ...]] = {
    NeedState.NOTED: (NeedState.PASSED, NeedState.WORKING, NeedState.SOLVED, NeedState.DROPPED),
    NeedState.PASSED: (NeedState.PASSED, NeedState.WORKING, NeedState.SOLVED, NeedState.DROPPED),
    NeedState.WORKING: (NeedState.PASSED, NeedState.SOLVED, NeedState.DROPPED),
    NeedState.SOLVED: (NeedState.NOTED,),
    NeedState.DROPPED: (NeedState.NOTED,),
}


class ReviewState(TextChoices):
    """Of a balance sheet of activity (document 000, line 584)."""

    DRAFT = "draft", "brouillon"
    HANDED_IN = "handed_in", "remis"
    READ = "read", "relu"


REVIEW_TRANSITIONS = {
    ReviewState.DRAFT: {ReviewState.HANDED_IN},
    ReviewState.HANDED_IN: {ReviewState.READ},
    ReviewState.READ: {ReviewState.READ},
}


class PersonalStep(TextChoices):
    """How far a personal and professional balance sheet is (document 000, lines 1010 to 1018)."""

    ALONE = "alone", "seul"
    INTERVIEW = "interview", "entretien"
    PROJECT = "project", "projet d’évolution"
    PLAN = "plan", "plan d’action"
    PRESENTED = "presented", "présenté"


PERSONAL_TRANSITIONS = {
    PersonalStep.ALONE: {PersonalStep.INTERVIEW},
    PersonalStep.INTERVIEW: {PersonalStep.PROJECT},
    PersonalStep.PROJECT: {PersonalStep.PLAN},
    PersonalStep.PLAN: {PersonalStep.PRESENTED},
    PersonalStep.PRESENTED: set(),
}


class Heading(TextChoices):
    """What a personal balance sheet is written under."""

    EXPERIENCES = "experiences", "Mes expériences"
    STRENGTHS = "strengths", "Mes atouts"
    BRAKES = "brakes", "Mes freins"
    LIKES = "likes", "Ce que j’aime"
    WANTS = "wants", "Ce que je veux"
    THREAD = "thread", "Mon fil conducteur"
    PROJECT = "project", "Mon projet d’évolution"
    MEANS = "means", "Les étapes et les moyens"


class PointState(TextChoices):
    """Where a point of the checklist of a practice stands."""

    AGAIN = "again", "à revoir"
    READY = "ready", "prêt"
    MISSING = "missing", "à prévoir"
    UNSEEN = "unseen", "pas encore vu"


class CommentAct(TextChoices):
    """What an author answers to a comment on a sentence."""

    TAKEN = "taken", "pris en compte"
    SAID = "said", "réponse"

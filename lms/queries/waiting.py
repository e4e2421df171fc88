"""« Ce qui vous attend » in words: what waits of somebody, and where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from lms.sentences import amount
from people.enums import Role
from people.models import Membership
from records.rules.french import long_date
from training.enums import WaitingKind
from training.rules.waiting import Waits


@dataclass(frozen=True)
class Entry:
    """One line: since when, what, of whom, and the act."""

    since: datetime
    to_come: bool
    late: bool
    title: str
    note: str
    url: str
    action: str


@dataclass(frozen=True)
class Words:
    """How a kind is said, for one and for several; where one, and where several are seen to.

    Of several without a page of their own, one of them is opened: the others follow.
    """

    one: str
    many: str
    action: str
    place: str
    listed: str = ""
    feminine: bool = True

    def title(self, count: int) -> str:
        text = amount(count, self.one, self.many, self.feminine)
        return f"{text[0].upper()}{text[1:]}"


K = WaitingKind
WORDS = {
    K.QUESTION: Words("question d’un assistant sans réponse", "questions d’assistants sans réponse",
                      "Lire", "", "training:assistance_inbox"),
    K.MODULE_MESSAGE: Words("module sans message de l’organisme",
                            "modules sans message de l’organisme",
                            "Écrire", "training:module_messages", feminine=False),
    K.CONTEST: Words("présence contestée", "présences contestées", "Répondre",
                     "training:contest_answer", "training:contests"),
    K.EXCUSE: Words("justificatif d’absence à examiner", "justificatifs d’absence à examiner",
                    "Examiner", "training:excuse_answer", "training:excuses", False),
    K.PAPER_WANTED: Words("justificatif d’absence à obtenir", "justificatifs d’absence à obtenir",
                          "Voir", "", "training:papers_wanted", False),
    K.PAPER: Words("justificatif à remettre", "justificatifs à remettre", "Déposer",
                   "training:excuse_hand_in", "training:own_attendance", False),
    K.ROLL_CALL: Words("appel à faire", "appels à faire", "Faire l’appel", "training:roll_call",
                       "training:sessions", False),
    K.SHEET: Words("feuille de séance à signer", "feuilles de séance à signer", "Signer",
                   "training:signatures"),
    K.PRESENCE: Words("présence à signer", "présences à signer", "Signer", "",
                      "training:own_attendance"),
    K.AGREEMENT: Words("convention du cabinet à signer", "conventions du cabinet à signer",
                       "Lire et signer", "training:convention"),
    K.COMMITMENTS: Words("liste d’engagements à accepter", "listes d’engagements à accepter",
                         "Lire et accepter", "training:commitments"),
    K.WELCOME: Words("livret d’accueil à lire et à confirmer",
                     "livrets d’accueil à lire et à confirmer", "Lire", "training:welcome",
                     feminine=False),
    K.POSITIONS: Words("positionnement à l’entrée à compléter",
                       "positionnements à l’entrée à compléter", "Se situer", "training:place",
                       feminine=False),
    K.ANALYSIS: Words("analyse du besoin à écrire", "analyses du besoin à écrire", "Écrire",
                      "training:needs_write"),
    K.DEBT: Words("séance manquée sans rattrapage", "séances manquées sans rattrapage",
                  "Désigner un rattrapage", "training:make_ups"),
    K.ACTION: Words("action de suivi en retard", "actions de suivi en retard", "Voir la rencontre",
                    "portfolio:meeting"),
    K.COMMENT: Words("commentaire du livret sans réponse", "commentaires du livret sans réponse",
                     "Lire et répondre", "portfolio:answer_comment", feminine=False),
    K.FOLLOW_UP: Words("point de suivi à venir", "points de suivi à venir", "Ouvrir",
                       "training:convention", feminine=False),
}  # fmt: skip
ONE_OF_THEM = ("d’entre elles", "d’entre elles", True)
# Kinds whose act is at the address of a row; that of the others is at an enrolment.
AT_A_ROW = {
    K.MODULE_MESSAGE, K.CONTEST, K.EXCUSE, K.PAPER, K.ROLL_CALL, K.SHEET, K.ACTION, K.COMMENT,
}  # fmt: skip


def entries(actor: Membership, found: Iterable[Waits]) -> list[Entry]:
    """The lines of the actor, in the order given; no query."""
    return [_entry(actor, one) for one in found]


def _entry(actor: Membership, one: Waits) -> Entry:
    words = WORDS[one.kind]
    return Entry(
        since=one.since,
        to_come=one.kind == K.FOLLOW_UP,
        late=one.late > 0,
        title=words.title(one.count),
        note=_note(actor, one, timezone.localdate(one.since)),
        url=_url(words, one),
        action=_action(words, one),
    )


def _note(actor: Membership, one: Waits, on: date) -> str:
    who = f"{one.who}, " if one.who and one.count == 1 and actor.role != Role.LEARNER else ""
    if one.kind == K.FOLLOW_UP:
        first = "le premier " if one.count > 1 else ""
        text = f"{who}{first}le {long_date(on)}."
    else:
        first = "la plus ancienne " if WORDS[one.kind].feminine else "le plus ancien "
        text = f"{who}{first if one.count > 1 else ''}depuis le {long_date(on)}."
    if one.late:
        text += " Le délai promis est dépassé"
        text += f" pour {amount(one.late, *ONE_OF_THEM)}." if one.count > 1 else "."
    return f"{text[0].upper()}{text[1:]}"


def _url(words: Words, one: Waits) -> str:
    if words.listed and (one.count > 1 or not words.place):
        return reverse(words.listed)
    if one.practice and one.count == 1:
        return reverse("training:convention_at", args=[one.enrolment, one.practice])
    return reverse(words.place, args=[one.row if one.kind in AT_A_ROW else one.enrolment])


def _action(words: Words, one: Waits) -> str:
    if one.count == 1:
        return words.action
    if words.listed:
        return "Voir la liste"
    return "Ouvrir l’une d’elles" if words.feminine else "Ouvrir l’un d’eux"

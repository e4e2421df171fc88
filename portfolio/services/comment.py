"""Comments beside one sentence of a situation, and what its author answers."""

from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.models import CommentAnswer, LogbookEntry, SentenceComment
from portfolio.permissions import can_comment, can_read_comment, can_read_feelings, can_write_week
from portfolio.rules.comment import answer_problem, remark_problem, sentences_of
from portfolio.rules.entry import TEXTS
from portfolio.services.logbook import locked_entry
from records.services import confirm_weak_identifiers, refuse_patient_data

CHANGED = "La situation a changé depuis que vous l’avez lue : choisissez de nouveau la phrase."

GONE = "Cette situation a été retirée : rien n’est enregistré."


class CommentRefused(ServiceError):
    message = "Ce commentaire n’a pas pu être enregistré."


class AnsweredAlready(ServiceError):
    message = "Vous avez déjà répondu à ce commentaire."


@transaction.atomic
def comment_sentence(
    *,
    actor: Membership,
    entry: LogbookEntry,
    field: str,
    place: int,
    version: int,
    remark: str,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> SentenceComment:
    """Say something beside the sentence at `place` (from 0) of a field, as it was read.

    The same form sent twice says it once. `confirmed`: why a name in it is no patient’s. Raises
    `NotAllowed`, `StaleForm`, `CommentRefused`, `PatientData`, `WhyMissing`.
    """
    stored = locked_entry(entry, CommentRefused(GONE))
    if not can_comment(actor, stored) or (field == "feeling" and not can_read_feelings(actor)):
        raise NotAllowed
    if known := SentenceComment.objects.filter(form_key=form_key).first():
        if known.entry_id != stored.pk or known.author_id != actor.pk:
            raise CommentRefused
        return known
    if stored.version != version:
        raise StaleForm(CHANGED)
    sentences = sentences_of(getattr(stored, field)) if field in TEXTS else []
    if not 0 <= place < len(sentences):
        raise CommentRefused("Choisissez une phrase de la situation.")
    remark = " ".join(remark.split())
    if problem := remark_problem(remark):
        raise CommentRefused(problem)
    refuse_patient_data(remark, confirmed=confirmed)
    made = SentenceComment.objects.create(
        entry=stored, field=field, place=place, sentence=sentences[place], version=version,
        remark=remark, form_key=form_key, author=actor, at=now,
    )  # fmt: skip
    _confirm(actor, f"portfolio.comment:{made.pk}", remark, confirmed, now)
    audit(actor, "portfolio.comment.added", made, at=now, entry=stored.pk)
    return made


@transaction.atomic
def answer_comment(
    *,
    actor: Membership,
    comment: SentenceComment,
    act: str,
    text: str = "",
    confirmed: str = "",
    now: datetime,
) -> CommentAnswer:
    """Answer a comment on one’s own situation: once, in any state of the week.

    The same answer twice is kept once. Raises `NotAllowed`, `AnsweredAlready`, `CommentRefused`,
    `PatientData`, `WhyMissing`.
    """
    entry = locked_entry(comment.entry, CommentRefused(GONE))
    if not can_write_week(actor, entry.week.enrolment) or not can_read_comment(actor, comment):
        raise NotAllowed
    text = " ".join(text.split())
    if known := CommentAnswer.objects.filter(comment=comment).first():
        if (known.act, known.text) == (act, text):
            return known
        raise AnsweredAlready
    if problem := answer_problem(act, text):
        raise CommentRefused(problem)
    refuse_patient_data(text, confirmed=confirmed)
    made = CommentAnswer.objects.create(
        comment=comment, act=act, text=text, answered_by=actor, answered_at=now
    )
    _confirm(actor, f"portfolio.comment_answer:{made.pk}", text, confirmed, now)
    audit(actor, "portfolio.comment.answered", made, at=now, act=act, entry=entry.pk)
    return made


def _confirm(actor: Membership, key: str, text: str, why: str, now: datetime) -> None:
    if why:
        confirm_weak_identifiers(actor=actor, source_key=key, texts=[text], why=why, now=now)

from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import CommentAct
from portfolio.models.entry import LogbookEntry
from portfolio.permissions import can_read_feelings
from portfolio.rules.comment import MAX_REMARK
from portfolio.rules.entry import TEXTS


class SentenceCommentQuerySet(models.QuerySet["SentenceComment"]):
    def visible_to(self, actor: Membership) -> "SentenceCommentQuerySet":
        """The author of the situation, and the training body that reads it; never an employer.

        On what was felt: those who read it. Twin of `can_read_comment`.
        """
        if actor.role != Role.LEARNER and not actor.is_staff:
            return self.none()
        found = self.filter(entry__in=LogbookEntry.objects.visible_to(actor))
        return found if can_read_feelings(actor) else found.exclude(field="feeling")

    def open(self) -> "SentenceCommentQuerySet":
        """Those without an answer."""
        return self.filter(answer=None)


class SentenceComment(models.Model):
    """What a trainer or a companion says beside one sentence of a situation. Rows are only added.

    `sentence` is as it was at `version` of the situation, at `place` of its field, from 0.
    Personal data: the words of a learner, and what somebody says of them.
    """

    entry = models.ForeignKey(LogbookEntry, models.PROTECT, related_name="comments")
    field = models.CharField("partie", max_length=10, choices=[(one, one) for one in TEXTS])
    place = models.PositiveSmallIntegerField("place")
    sentence = models.TextField("phrase")
    version = models.PositiveIntegerField("version de la situation")
    remark = models.CharField("commentaire", max_length=MAX_REMARK)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    author = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("écrit le")

    objects = SentenceCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire d’une phrase"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(field__in=TEXTS),
                name="comment_field_known",
                violation_error_message="Cette partie n’est pas connue.",
            ),
            models.CheckConstraint(
                condition=~models.Q(remark="") & ~models.Q(sentence=""),
                name="comment_has_words",
                violation_error_message="Un commentaire a des mots, sur une phrase.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} : {self.field} {self.place}"

    @property
    def answered(self) -> "CommentAnswer | None":
        """Once the answer is loaded."""
        return getattr(self, "answer", None)


class CommentAnswer(models.Model):
    """What the author of the situation answers, once. Rows are only added.

    Personal data: the words of a learner.
    """

    comment = models.OneToOneField(SentenceComment, models.PROTECT, related_name="answer")
    act = models.CharField("réponse", max_length=10, choices=CommentAct)
    text = models.CharField("réponse en une phrase", max_length=MAX_REMARK, blank=True)
    answered_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("répondu le")

    class Meta:
        verbose_name = "réponse à un commentaire"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act=CommentAct.TAKEN, text="")
                | (models.Q(act=CommentAct.SAID) & ~models.Q(text="")),
                name="comment_answer_is_one_of_two",
                violation_error_message="Une réponse a des mots, ou prend en compte.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.get_act_display()}"

from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.models.entry import LogbookEntry
from portfolio.models.logbook import LogbookWeek
from portfolio.models.piece import Piece, PieceQuerySet
from portfolio.permissions import can_read_attachment


class EntryAttachmentQuerySet(PieceQuerySet["EntryAttachment"]):
    def visible_to(self, actor: Membership) -> "EntryAttachmentQuerySet":
        """Those of the situations that the actor reads, once their author confirmed them.

        The author sees theirs in any state. Twin of `can_read_attachment`.
        """
        found = self.filter(entry__in=LogbookEntry.objects.visible_to(actor))
        if actor.role == Role.LEARNER:
            return found
        return found.confirmed()


FromQuerySet = models.Manager.from_queryset(EntryAttachmentQuerySet)


class EntryAttachmentManager(FromQuerySet["EntryAttachment"]):
    """Each row comes with what has happened to its file, also through `entry.attachments`."""

    def get_queryset(self) -> EntryAttachmentQuerySet:
        return EntryAttachmentQuerySet(self.model, using=self._db).with_acts()


class EntryAttachment(Piece):
    """A PDF or a picture joined to a situation. Rows are only added; they go with their situation.

    Personal data: what the paper shows, words of a learner (checked for patient identifiers).
    """

    WEEK, READ_WITH = "entry__week", "la situation"

    entry = models.ForeignKey(LogbookEntry, models.CASCADE, related_name="attachments")
    label = models.CharField("ce que c’est", max_length=80, blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = EntryAttachmentManager()

    class Meta:
        verbose_name = "pièce d’une situation"
        verbose_name_plural = "pièces des situations"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} : {self.name}"

    @property
    def name(self) -> str:
        """What its author calls it; the name of the file is not kept."""
        return self.label or super().name

    @property
    def week(self) -> LogbookWeek:
        return self.entry.week

    @property
    def anchor(self) -> str:
        return f"situation-{self.entry_id}"

    def readable_by(self, actor: Membership) -> bool:
        return can_read_attachment(actor, self)

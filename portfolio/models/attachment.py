from datetime import datetime

from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import AttachmentState
from portfolio.models.entry import LogbookEntry
from records.enums import FileAct
from records.models import FileFact

KINDS = {"pdf": "PDF", "jpg": "Photo", "png": "Image"}


class EntryAttachmentQuerySet(models.QuerySet["EntryAttachment"]):
    def with_acts(self) -> "EntryAttachmentQuerySet":
        """With the file and what has happened to it."""

        def of(act: FileAct, column: str) -> models.Subquery:
            facts = FileFact.objects.filter(file=models.OuterRef("file"), act=act)
            return models.Subquery(facts.values(column)[:1])

        return self.select_related("file").annotate(
            unread=of(FileAct.QUARANTINED, "reason"),
            cleared_at=of(FileAct.CLEARED, "at"),
            purged_at=of(FileAct.PURGED, "at"),
            purge_reason=of(FileAct.PURGED, "reason"),
        )

    def visible_to(self, actor: Membership) -> "EntryAttachmentQuerySet":
        """Those of the situations that the actor reads, once their author confirmed them.

        The author sees theirs in any state. Twin of `can_read_attachment`.
        """
        found = self.filter(entry__in=LogbookEntry.objects.visible_to(actor))
        if actor.role == Role.LEARNER:
            return found
        return found.filter(cleared_at__isnull=False)

    def kept(self) -> "EntryAttachmentQuerySet":
        """Those that are not erased."""
        return self.filter(purged_at__isnull=True)


FromQuerySet = models.Manager.from_queryset(EntryAttachmentQuerySet)


class EntryAttachmentManager(FromQuerySet["EntryAttachment"]):
    """Each row comes with what has happened to its file, also through `entry.attachments`."""

    def get_queryset(self) -> EntryAttachmentQuerySet:
        return EntryAttachmentQuerySet(self.model, using=self._db).with_acts()


class EntryAttachment(models.Model):
    """A PDF or a picture joined to a situation. Rows are only added; they go with their situation.

    Its state is that of its file: in quarantine, confirmed by its author, erased (`FileFact`). A
    removal without a reason is nobody's business; one with a reason shows.
    Personal data: what the paper shows, words of a learner (checked for patient identifiers).
    """

    entry = models.ForeignKey(LogbookEntry, models.CASCADE, related_name="attachments")
    file = models.OneToOneField("records.KeptFile", models.PROTECT, related_name="+")
    label = models.CharField("ce que c’est", max_length=80, blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    # What `with_acts` reads; a row that was just written has not been through anything.
    unread = ""
    cleared_at: datetime | None = None
    purged_at: datetime | None = None
    purge_reason: str | None = None

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
        return self.label or KINDS[self.file.kind]

    @property
    def picture(self) -> bool:
        return self.file.kind != "pdf"

    @property
    def state(self) -> AttachmentState:
        if self.purged_at:
            return AttachmentState.PURGED
        return AttachmentState.OPEN if self.cleared_at else AttachmentState.WAITING

    @property
    def shown(self) -> bool:
        """Whether a page still speaks of it."""
        return self.state != AttachmentState.PURGED or bool(self.purge_reason)

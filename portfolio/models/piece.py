from datetime import datetime
from typing import Self, TypeVar

from django.db import models

from people.models import Membership
from portfolio.enums import AttachmentState, WeekState
from records.enums import FileAct
from records.models import FileFact

KINDS = {"pdf": "PDF", "jpg": "Photo", "png": "Image"}
P = TypeVar("P", bound="Piece")


class PieceQuerySet(models.QuerySet[P]):
    """Papers of the livret, with what has happened to their files."""

    def with_acts(self) -> Self:
        """With the file and what has happened to it."""

        def of(act: FileAct, column: str) -> models.Subquery:
            facts = FileFact.objects.filter(file=models.OuterRef("file"), act=act)
            return models.Subquery(facts.values(column)[:1])

        return self.select_related("file").annotate(
            unread=of(FileAct.QUARANTINED, "reason"),
            cleared_at=of(FileAct.CLEARED, "at"),
            purged_at=of(FileAct.PURGED, "at"),
            purge_reason=of(FileAct.PURGED, "reason"),
            week_state=models.F(f"{self.model.WEEK}__state"),
        )

    def with_week(self) -> Self:
        """With the week that it belongs to, and whose that is."""
        path = self.model.WEEK
        return self.select_related("file", f"{path}__enrolment__learner")

    def confirmed(self) -> Self:
        """Those that their author looked at and opened."""
        return self.filter(cleared_at__isnull=False)

    def kept(self) -> Self:
        """Those that are not erased."""
        return self.filter(purged_at__isnull=True)


class Piece(models.Model):
    """A PDF or a picture of the livret. Rows are only added.

    Its state is that of its file: in quarantine, confirmed by its author, erased (`FileFact`). A
    removal without a reason is nobody’s business; one with a reason shows.
    """

    # Where its week is, and whose readers read it, in French.
    WEEK: str
    READ_WITH: str

    file = models.OneToOneField("records.KeptFile", models.PROTECT, related_name="+")

    # What `with_acts` reads; a row that was just written has not been through anything.
    unread = ""
    cleared_at: datetime | None = None
    purged_at: datetime | None = None
    purge_reason: str | None = None
    week_state = ""

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """What it is called; the name of the file is not kept."""
        return KINDS[self.file.kind]

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its week."""
        raise NotImplementedError

    def readable_by(self, actor: Membership) -> bool:
        """Twin of `visible_to`."""
        raise NotImplementedError

    @property
    def picture(self) -> bool:
        return self.file.kind != "pdf"

    @property
    def state(self) -> AttachmentState:
        if self.purged_at:
            return AttachmentState.PURGED
        return AttachmentState.OPEN if self.cleared_at else AttachmentState.WAITING

    @property
    def left_out(self) -> bool:
        """Its week was signed before its author looked at it: it never joins it."""
        return self.state == AttachmentState.WAITING and self.week_state == WeekState.SIGNED

    @property
    def shown(self) -> bool:
        """Whether a page still speaks of it."""
        return self.state != AttachmentState.PURGED or bool(self.purge_reason)

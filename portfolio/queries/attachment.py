"""Pieces joined to situations, for who reads the situation."""

from collections.abc import Iterable

from people.models import Membership
from portfolio.enums import AttachmentState, Erasing, WeekState
from portfolio.models import EntryAttachment, LogbookEntry
from portfolio.models.attachment import EntryAttachmentQuerySet
from portfolio.permissions import can_write_week
from portfolio.rules.attachment import erasing
from records.queries.kept_files import content_of


def readable_attachments(actor: Membership) -> EntryAttachmentQuerySet:
    """Those that the actor reads, with all that their page says; one query."""
    found = EntryAttachment.objects.visible_to(actor)
    return found.select_related("file", "entry__week__enrolment__learner")


def attachment_content(attachment: EntryAttachment) -> bytes | None:
    """The bytes of a piece; None once it is erased, or when the file is missing."""
    if attachment.state == AttachmentState.PURGED:
        return None
    return content_of(attachment.file)


def erasing_by(actor: Membership, attachment: EntryAttachment) -> Erasing:
    """How the actor, who reads it, may erase a piece."""
    week = attachment.entry.week
    return erasing(
        WeekState(week.state), attachment.state, leads=actor.leads,
        author=can_write_week(actor, week.enrolment),
    )  # fmt: skip


def waiting_pieces(entries: Iterable[LogbookEntry]) -> int:
    """How many pieces of situations loaded with theirs their author has not looked at yet."""
    states = [one.state for entry in entries for one in entry.attachments.all()]
    return states.count(AttachmentState.WAITING)

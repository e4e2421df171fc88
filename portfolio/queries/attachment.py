"""Pieces joined to situations and sheets of weeks, for who reads what they belong to."""

from collections.abc import Iterable
from uuid import UUID

from people.models import Membership
from portfolio.enums import AttachmentState, Erasing, WeekState
from portfolio.models import EntryAttachment, LogbookEntry, WeekSheet
from portfolio.models.piece import Piece
from portfolio.permissions import can_write_week
from portfolio.rules.attachment import erasing
from records.queries.kept_files import content_of


def readable_piece(actor: Membership, key: UUID) -> EntryAttachment | WeekSheet | None:
    """The piece or the sheet of this key, if the actor reads it; at most two queries."""
    pieces = EntryAttachment.objects.visible_to(actor).with_week().filter(file__key=key)
    sheets = WeekSheet.objects.visible_to(actor).with_week().filter(file__key=key)
    return pieces.first() or sheets.first()


def attachment_content(piece: Piece) -> bytes | None:
    """The bytes of a piece; None once it is erased, or when the file is missing."""
    if piece.state == AttachmentState.PURGED:
        return None
    return content_of(piece.file)


def erasing_by(actor: Membership, piece: EntryAttachment | WeekSheet) -> Erasing:
    """How the actor, who reads it, may erase a piece."""
    week = piece.week
    return erasing(
        WeekState(week.state), piece.state, leads=actor.leads,
        author=can_write_week(actor, week.enrolment),
    )  # fmt: skip


def waiting_pieces(entries: Iterable[LogbookEntry], sheets: Iterable[WeekSheet] = ()) -> int:
    """How many pieces of situations loaded with theirs, and sheets, may still be confirmed."""
    pieces: list[Piece] = [one for entry in entries for one in entry.attachments.all()]
    every = [*pieces, *sheets]
    return sum(one.state == AttachmentState.WAITING and not one.left_out for one in every)

"""What a kept paper holds, for the views that have checked who may see it."""

import logging

from records.enums import FileAct
from records.models import KeptFile

logger = logging.getLogger(__name__)


def content_of(kept: KeptFile) -> bytes | None:
    """The bytes of the paper; None when the file is missing from the disk."""
    try:
        with kept.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        logger.exception("The file %s is missing.", kept.key)
        return None


def unread_reason(kept: KeptFile) -> str:
    """Why the text of a PDF was not read when it was kept, in French; empty if it was."""
    return kept.facts.filter(act=FileAct.UNREAD).values_list("reason", flat=True).first() or ""

"""Who may open a file of a lesson."""

from collections.abc import Iterable

from wagtail.documents.models import Document
from wagtail.images.models import Image

from curricula.permissions import can_preview_lessons
from curricula.queries import lessons_showing
from people.models import Membership
from training.queries.lesson import open_lessons

KINDS = {"image": Image, "document": Document}


def lesson_file(
    memberships: Iterable[Membership], kind: str, file_id: int
) -> Image | Document | None:
    """A picture or a document, for whoever may read a lesson that shows it; None otherwise.

    Those who write or teach see the files of drafts too. A person reads with any role they hold.
    """
    file = KINDS[kind].objects.filter(pk=file_id).first() if kind in KINDS else None
    if file is None:
        return None
    held = list(memberships)
    if any(can_preview_lessons(membership) for membership in held):
        return file
    lessons = lessons_showing(file)
    return file if any(lessons & open_lessons(actor).keys() for actor in held) else None

"""Pieces joined to situations, for tests."""

from io import BytesIO
from itertools import count

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portfolio.models import EntryAttachment, LogbookEntry
from portfolio.services import attach_file, confirm_attachment
from tests.factories.assessments import learner_of
from tests.factories.portfolio import AT
from tests.training.papers import photo

numbers = count(1)


def readable_pdf(text: str = "Semaine calme.", name: str = "note.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, typst.compile(text.encode(), format="pdf"))


def bomb() -> SimpleUploadedFile:
    """Few bytes that are a hundred million pixels."""
    kept = BytesIO()
    Image.new("1", (10_000, 10_000)).save(kept, "PNG")
    return SimpleUploadedFile("photo.png", kept.getvalue())


def attachment_factory(entry: LogbookEntry, *, looked_at: bool = False, **fields):
    """A photo joined to a situation by its author, who has looked at it or not yet."""
    learner = learner_of(entry.week.enrolment)
    given = {
        "actor": learner, "upload": photo(), "label": "Affiche", "now": AT,
        "form_key": f"piece-{next(numbers)}",
    }  # fmt: skip
    made = attach_file(entry=entry, **given | fields)
    if looked_at:
        confirm_attachment(actor=learner, attachment=made, now=AT)
    return EntryAttachment.objects.get(pk=made.pk)

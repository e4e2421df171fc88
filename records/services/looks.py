"""How often a document is looked up, counted outside the request."""

from datetime import date

from django.db import transaction
from django.db.models import F

from records.models import Document, DocumentLooks
from records.services.jobs import ring

TASK = "records.count_look"


def note_look(*, code: str, day: date) -> bool:
    """Ask the queue to count a look. Writes no row; a lost look does not matter."""
    return ring(TASK, code, day.isoformat(), later_only=True)


@transaction.atomic
def count_look(*, code: str, day: date) -> None:
    """Add one look to the day of a document; an unknown code is ignored."""
    document = Document.objects.filter(code=code).first()
    if document is None:
        return
    looks, _ = DocumentLooks.objects.get_or_create(document=document, day=day)
    DocumentLooks.objects.filter(pk=looks.pk).update(count=F("count") + 1)

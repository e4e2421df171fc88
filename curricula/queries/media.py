"""Which lessons show a file."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ReferenceIndex

from curricula.models import LessonPage


def lessons_showing(file: Model) -> set[int]:
    """The lessons whose text, as it was last published, holds the file; one query."""
    found = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
        content_type=ContentType.objects.get_for_model(LessonPage),
    )
    return {int(pk) for pk in found.values_list("object_id", flat=True)}


def media_title(lesson: LessonPage, key: str) -> str:
    """The title of the film or sound of a lesson whose block has this key; empty if none has."""
    for block in lesson.body:
        if block.id == key and block.block_type in ("video", "audio"):
            return str(block.value["title"])
    return ""

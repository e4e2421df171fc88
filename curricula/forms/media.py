"""What the editor takes: pictures, and documents (paper, film, sound, captions)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from curricula.rules.media import clean_name
from curricula.services.pictures import PictureUnreadable, light_copy
from curricula.validators import lesson_document
from people.services import ServiceError


class PictureField(WagtailImageField):
    """Checks kind, size and number of pixels; a file cut short is a refusal, not a fault."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError) as fault:
            raise ValidationError(PictureUnreadable.message) from fault


class PictureForm(BaseImageForm):
    """What is kept of a picture is a light copy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stock := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=stock.label, required=stock.required, widget=stock.widget
            )

    def clean_file(self) -> File:
        file: File = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        try:
            return light_copy(file)
        except ServiceError as refusal:
            raise ValidationError(refusal.message) from refusal


class DocumentFileForm(BaseDocumentForm):
    def _post_clean(self) -> None:
        """A file that was refused has its reason; the row without a file would give a false one."""
        if "file" not in self.errors:
            super()._post_clean()

    def clean_file(self) -> File:
        file: File = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            lesson_document(file)
            file.name = clean_name(file.name or "")
        return file

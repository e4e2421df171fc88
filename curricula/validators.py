"""Checks of files that an editor hands in."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from curricula.rules.captions import captions_problem
from curricula.rules.media import CAPTIONS, HEAD, ending, file_problem


def lesson_document(file: UploadedFile) -> None:
    """Refuse a file that is not what its name says, or too heavy; captions are read whole."""
    name = file.name or ""
    file.seek(0)
    problem = file_problem(name, file.size or 0, file.read(HEAD))
    if not problem and ending(name) in CAPTIONS:
        file.seek(0)
        problem = captions_problem(file.read())
    file.seek(0)
    if problem:
        raise ValidationError(problem)

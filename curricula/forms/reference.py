"""What is handed in, confirmed or decided about a reference."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from curricula.queries.formats import READERS, Reader
from records.rules.tables import MAX_BYTES
from records.validators import no_patient_data

MEGABYTES = MAX_BYTES // 1024 // 1024


class ImportForm(forms.Form):
    """A file and what it is; the key makes two clicks one."""

    kind = forms.ChoiceField(
        label="Genre de fichier",
        choices=[(kind, reader.label) for kind, reader in READERS.items()],
    )
    file = forms.FileField(
        label="Fichier",
        help_text=f"{MEGABYTES} Mo et 10 000 lignes au plus. Rien n’est enregistré avant l’aperçu.",
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(
            attrs={"accept": ",".join(s for r in READERS.values() for s in r.suffixes)}
        ),
        error_messages={
            "required": "Choisissez un fichier.",
            "max_length": "Le nom du fichier est trop long.",
        },
    )
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=lambda: uuid4().hex)

    def clean(self) -> dict[str, Any]:
        """The name of a file says what it is; a wrong kind is told before anything is read."""
        data = super().clean() or self.cleaned_data
        if data.get("file") and data.get("kind"):
            suffix = Path(data["file"].name).suffix.lower()
            if suffix not in READERS[data["kind"]].suffixes:
                self.add_error("file", _wrong_name(suffix, READERS[data["kind"]]))
        return data

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(f"Ce fichier dépasse {MEGABYTES} Mo.")
        return file


def _wrong_name(suffix: str, chosen: Reader) -> str:
    fitting = next((reader for reader in READERS.values() if suffix in reader.suffixes), None)
    if fitting:
        return f"Ce fichier finit par {suffix} : choisissez « {fitting.label} »."
    ends = " ou ".join(chosen.suffixes)
    return f"Pour « {chosen.label} », le nom du fichier finit par {ends}."


class ConfirmForm(forms.Form):
    """One button, that names what the preview compared with."""

    seen = forms.CharField(max_length=60, widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """One button, that names the revision it saw."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class VerifyForm(RevisionForm):
    verified_on = forms.DateField(
        label="Vérifié le",
        help_text="Le jour où vous avez comparé ce texte avec sa source.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Donnez le jour de la vérification."},
    )


class NewVersionForm(forms.Form):
    version = forms.CharField(
        label="Numéro de la nouvelle version",
        help_text="Par exemple « 2 » ou « 2027-1 ».",
        max_length=40,
        validators=[no_patient_data],
        error_messages={"required": "Donnez un numéro de version."},
    )

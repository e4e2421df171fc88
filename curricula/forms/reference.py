"""What is handed in, confirmed or decided about a reference."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from curricula.queries.formats import READERS
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

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(f"Ce fichier dépasse {MEGABYTES} Mo.")
        return file


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

"""What an outsider types or hands over to check a document."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from records.rules.codes import check_holds, normalise

MAX_BYTES = 5 * 1024 * 1024


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code du document",
        help_text="Il est écrit sous le QR code : LVT-XXXX-XXXX.",
        max_length=40,
        error_messages={"required": "Tapez le code écrit sur le document."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code = normalise(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(
                "Ce n’est pas un code de document : il en faut huit lettres ou chiffres après "
                "LVT, comme LVT-7K4M-92QD."
            )
        if not check_holds(code):
            raise ValidationError(
                "Le dernier caractère, qui contrôle les autres, ne correspond pas : relisez le "
                "code, une lettre ou un chiffre est faux."
            )
        return code


class FileForm(forms.Form):
    pdf = forms.FileField(
        label="Fichier PDF reçu",
        help_text="5 Mo au plus.",
        allow_empty_file=True,
        error_messages={
            "required": "Choisissez le fichier PDF que vous avez reçu.",
            "invalid": "Choisissez le fichier PDF que vous avez reçu.",
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_pdf(self) -> UploadedFile:
        file = self.cleaned_data["pdf"]
        if file.size > MAX_BYTES:
            raise ValidationError("Ce fichier dépasse 5 Mo : ce n’est pas un document de ce site.")
        return file

    def sha256(self) -> str:
        """The fingerprint of the file, which is kept nowhere."""
        digest = hashlib.sha256()
        for chunk in self.cleaned_data["pdf"].chunks():
            digest.update(chunk)
        return digest.hexdigest()

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing

from records.rules.tables import MAX_BYTES, Line, TableRefused, read_csv, read_xlsx
from training.models import Cohort

MEGABYTES = MAX_BYTES // 1024 // 1024
A_DAY = 24 * 3600
BESIDE = 16 * 1024  # what a confirmation sends beside the table, in bytes, at most
READERS = {".csv": read_csv, ".xlsx": read_xlsx}


def packed(cohort: Cohort, lines: list[Line], purpose: str) -> str:
    """A table as a page carries it to its confirmation: compressed and signed."""
    rows = [[line.number, *line.cells] for line in lines]
    return signing.dumps([cohort.pk, rows], salt=f"training.{purpose}", compress=True)


def size_problem(table: str) -> str:
    """Why a packed table would not come back with its confirmation, in French; empty if it can."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - BESIDE
    if len(table) <= most:
        return ""
    return (
        f"Ce tableau est trop lourd pour être confirmé : {len(table) // 1024} Ko une fois "
        f"compressé, pour {most // 1024} Ko au plus. Retirez les colonnes qui ne servent pas, "
        "ou coupez le fichier en deux."
    )


class TableFileForm(forms.Form):
    """A table as CSV or XLSX; `problem` says in French why a table of this kind cannot be read."""

    file = forms.FileField(
        label="Fichier",
        help_text=f"CSV ou XLSX, {MEGABYTES} Mo au plus. Rien n’est enregistré avant l’aperçu.",
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ",".join(READERS)}),
        error_messages={"required": "Choisissez un fichier."},
    )

    def __init__(
        self,
        *args: Any,
        cohort: Cohort,
        purpose: str,
        problem: Callable[[list[Line]], str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cohort, self.purpose, self.problem = cohort, purpose, problem

    def clean_file(self) -> list[Line]:
        """The lines of the table; refused here, nothing of it is kept."""
        file = self.cleaned_data["file"]
        reader = READERS.get(Path(file.name).suffix.lower())
        if reader is None:
            raise forms.ValidationError("Déposez un fichier .csv ou .xlsx.")
        try:
            lines = reader(file.read())
        except TableRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if problem := self.problem(lines):
            raise forms.ValidationError(problem)
        if problem := size_problem(packed(self.cohort, lines, self.purpose)):
            raise forms.ValidationError(problem)
        return lines


class PreviewForm(forms.Form):
    """What a preview showed, signed by the site: the file is kept nowhere before it is confirmed.

    `purpose` names the kind of table, so that one preview never passes for another.
    """

    table = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort, self.purpose = cohort, purpose

    def clean_table(self) -> list[Line]:
        table, salt = self.cleaned_data["table"], f"training.{self.purpose}"
        try:
            cohort, rows = signing.loads(table, salt=salt, max_age=A_DAY)
        except signing.BadSignature as forged:
            raise forms.ValidationError("Cet aperçu n’est plus valable.") from forged
        if cohort != self.cohort.pk:
            raise forms.ValidationError("Cet aperçu est celui d’une autre promotion.")
        return [Line(number, tuple(cells)) for number, *cells in rows]

from pathlib import Path
from typing import Any

from django import forms
from django.core import signing

from records.rules.tables import MAX_BYTES, Line, TableRefused, read_csv, read_xlsx
from training.models import Cohort
from training.rules.people_import import MAX_PEOPLE, table_problem

MEGABYTES = MAX_BYTES // 1024 // 1024
SALT = "training.people_import"
A_DAY = 24 * 3600
READERS = {".csv": read_csv, ".xlsx": read_xlsx}


class PeopleFileForm(forms.Form):
    """A table of people, as CSV or XLSX."""

    file = forms.FileField(
        label="Fichier",
        help_text=(
            f"CSV ou XLSX, {MEGABYTES} Mo et {MAX_PEOPLE} personnes au plus. Rien n’est enregistré "
            "avant l’aperçu."
        ),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ",".join(READERS)}),
        error_messages={"required": "Choisissez un fichier."},
    )

    def __init__(self, *args: Any, for_carers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_carers = for_carers

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
        if problem := table_problem(lines, self.for_carers):
            raise forms.ValidationError(problem)
        return lines


class PreviewForm(forms.Form):
    """What the preview showed, signed by the site: the file is kept nowhere before that."""

    table = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort

    @staticmethod
    def packed(cohort: Cohort, lines: list[Line]) -> str:
        rows = [[line.number, *line.cells] for line in lines]
        return signing.dumps([cohort.pk, rows], salt=SALT, compress=True)

    def clean_table(self) -> list[Line]:
        try:
            cohort, rows = signing.loads(self.cleaned_data["table"], salt=SALT, max_age=A_DAY)
        except signing.BadSignature as forged:
            raise forms.ValidationError("Cet aperçu n’est plus valable.") from forged
        if cohort != self.cohort.pk:
            raise forms.ValidationError("Cet aperçu est celui d’une autre promotion.")
        return [Line(number, tuple(cells)) for number, *cells in rows]

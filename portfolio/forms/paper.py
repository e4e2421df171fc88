"""Sheets of the livret to join, several at once."""

from collections.abc import Iterable
from typing import Any

from django import forms

from portfolio.queries import PathWeek
from portfolio.rules.paper import AT_ONCE
from portfolio.rules.weeks import IsoWeek
from records.forms.confirmation import ConfirmsNames
from records.forms.kept_files import PapersField


class SheetsForm(ConfirmsNames):
    """The photos or scans, and the week of those whose code cannot be read."""

    guarded = ("uploads",)

    uploads = PapersField(
        AT_ONCE,
        label="Photos ou PDF des feuilles",
        help_text=f"PDF, JPEG ou PNG, 10 Mo au plus, une feuille par fichier, {AT_ONCE} fichiers à "
        "la fois.",
    )
    week = forms.ChoiceField(
        label="Semaine, si le code ne se lit pas",
        required=False,
        help_text="Un code qui se lit décide : il nomme sa semaine.",
    )

    def __init__(self, *args: Any, weeks: Iterable[PathWeek], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weeks = {week_value(one.iso): one for one in weeks}
        choices = [(value, f"Semaine {w.rank}, {w.label}") for value, w in self.weeks.items()]
        self.fields["week"].choices = [("", "Le code le dit"), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> IsoWeek | None:
        """The week that was chosen, in a form that is valid."""
        found = self.weeks.get(self.cleaned_data["week"])
        return found.iso if found else None


def week_value(iso: IsoWeek) -> str:
    return f"{iso.year}-{iso.number:02}"

from typing import Any, cast

from django import forms

from curricula.enums import MissionOrder
from curricula.models import Block
from curricula.rules.search import MAX_QUERY

APART = "aucun"


class MissionFilter(forms.Form):
    """What is looked for in the catalogue; an empty form shows everything."""

    # A text that is too long is looked for by its beginning, like any other.
    recherche = forms.CharField(
        label="Mots cherchés",
        required=False,
        widget=forms.TextInput(attrs={"maxlength": MAX_QUERY, "type": "search"}),
    )
    bloc = forms.ChoiceField(label="Domaine de travail", required=False)
    tri = forms.ChoiceField(label="Ordre", required=False, choices=MissionOrder)
    vue = forms.ChoiceField(
        required=False,
        choices=[("points", "en points"), ("tableau", "en tableau")],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, blocks: list[Block], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = {str(block.pk): block for block in blocks}
        cast(forms.ChoiceField, self.fields["bloc"]).choices = [
            ("", "tous"),
            *((pk, block.title) for pk, block in self.blocks.items()),
            (APART, "sans compétence"),
        ]

    def criteria(self) -> dict[str, Any]:
        """Arguments of the query; a wrong entry filters nothing."""
        data = getattr(self, "cleaned_data", {}) if self.is_valid() else {}
        chosen = data.get("bloc", "")
        return {
            "block": self.blocks.get(chosen),
            "apart": chosen == APART,
            "search": data.get("recherche", ""),
            "order": self.order,
        }

    @property
    def order(self) -> MissionOrder:
        """A wrong entry puts them by code."""
        asked = self.data.get("tri")
        return MissionOrder(asked) if asked in MissionOrder.values else MissionOrder.CODE

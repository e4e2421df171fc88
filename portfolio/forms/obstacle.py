"""What becomes of an obstacle, and which obstacles a list shows."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from portfolio.enums import ObstacleAct, ObstacleKind, ObstacleState
from portfolio.rules.obstacle import MAX_NOTE, MAX_WHOM, NewFact
from records.forms.confirmation import ConfirmsNames

ACT_WORDS = {
    ObstacleAct.SORTED: "Je précise ce qui empêche",
    ObstacleAct.TAKEN: "Porté à quelqu’un",
    ObstacleAct.SOLVED: "Résolu",
    ObstacleAct.UNSOLVED: "Laissé sans solution",
    ObstacleAct.AGAIN: "Il se présente de nouveau",
}
OPEN, UNSORTED = "ouverts", "aucun"


class ObstacleForm(ConfirmsNames):
    """One fact, and how many the page showed."""

    guarded = ("whom", "note")

    act = forms.ChoiceField(
        label="Ce que je note",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous notez."},
    )
    kind = forms.ChoiceField(
        label="Ce qui empêche",
        choices=[("", "à choisir"), *ObstacleKind.choices],
        error_messages={"required": "Choisissez ce qui empêche."},
    )
    whom = forms.CharField(
        label="Porté à",
        required=False,
        max_length=MAX_WHOM,
        help_text="Quand vous le portez à quelqu’un. Un rôle suffit : « le médecin », « l’éditeur "
        "du logiciel ».",
    )
    on = forms.DateField(
        label="Le", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label="Précision",
        required=False,
        max_length=MAX_NOTE,
        help_text="Nécessaire quand c’est résolu (comment) ou laissé sans solution (pourquoi). Lue "
        "par ceux qui lisent la situation. Aucun patient.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def offer(self, acts: Iterable[ObstacleAct]) -> None:
        """The acts that may be chosen."""
        field = cast(forms.ChoiceField, self.fields["act"])
        field.choices = [(act.value, ACT_WORDS[act]) for act in acts]

    def new(self) -> NewFact:
        return NewFact(**{name: self.cleaned_data[name] for name in NewFact.__dataclass_fields__})


class ObstacleFilter(forms.Form):
    """Which obstacles are shown; an empty form shows all, a wrong entry filters nothing."""

    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "tous"), (OPEN, "ouverts"), *ObstacleState.choices],
    )
    genre = forms.ChoiceField(
        label="Ce qui empêche",
        required=False,
        choices=[("", "tout"), *ObstacleKind.choices, (UNSORTED, "à préciser")],
    )
    cabinet = forms.ChoiceField(label="Cabinet", required=False)

    def __init__(self, *args: Any, practices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["cabinet"])
        field.choices = [("", "tous"), *((str(pk), name) for pk, name in practices)]

    def criteria(self) -> dict[str, Any]:
        """Arguments of `chosen`: states, kind (empty for « à préciser »), practice; None: any."""
        self.is_valid()
        data = self.cleaned_data
        state, kind, practice = (data.get(name, "") for name in ("etat", "genre", "cabinet"))
        return {
            "state": state or None,
            "kind": None if not kind else "" if kind == UNSORTED else kind,
            "practice": int(practice) if practice else None,
        }

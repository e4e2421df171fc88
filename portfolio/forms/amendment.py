"""What is typed to correct a signed week, and to answer a correction."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from curricula.models import Block, Mission
from portfolio.forms.entry import Completing, TickGroup, long_text, tick_groups
from portfolio.forms.logbook import HoursForm
from portfolio.rules.amendment import AMENDED_TEXTS, LABELS, MAX_REASON, AmendedEntry
from portfolio.rules.logbook import MAX_TEXT
from records.forms.confirmation import ConfirmsNames
from records.validators import no_patient_data
from training.forms.calendar import RenewedForm


class Reasoned(RenewedForm):
    """Why, with the token of the form and the version of the week that it saw."""

    reason = forms.CharField(
        label="Raison de la correction",
        help_text="Lue avec la correction, et gardée.",
        max_length=MAX_REASON,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Donnez la raison de la correction."},
    )
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AmendHoursForm(Reasoned, HoursForm):
    """The hours of a signed week, as they should be."""


class AmendEntryForm(Completing, Reasoned, ConfirmsNames):
    """A situation of a signed week as it should be.

    `blocks` are those of the pinned reference; `stored` is the situation as it is; `missions` as
    for `FullEntryForm`; `author`: who corrects may say another level; `redacts`: they may take
    out the name of a patient.
    """

    guarded = AMENDED_TEXTS

    text = forms.CharField(
        label=LABELS["text"],
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez ce qui s’est passé : le texte est vide."},
    )
    context = long_text(LABELS["context"], "")
    result = long_text(LABELS["result"], "")
    learnt = long_text(LABELS["learnt"], "")
    patient_named = forms.BooleanField(
        label="Retirer un nom de patient : « avant » ne garde pas les textes que je change.",
        help_text="Ils ne se retrouvent plus ; la correction dit que quelque chose a été retiré.",
        required=False,
    )
    competencies = forms.TypedMultipleChoiceField(
        label="Compétences mises en œuvre",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        blocks: Iterable[Block],
        stored: AmendedEntry,
        missions: Iterable[tuple[str, list[Mission]]],
        author: bool,
        redacts: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not redacts:
            del self.fields["patient_named"]
        self.blocks = list(blocks)
        known = {c.pk: c for block in self.blocks for c in block.competencies.all()}
        field = cast(forms.ChoiceField, self.fields["competencies"])
        field.choices = [(pk, c.code) for pk, c in known.items()]
        self.said = stored.claims
        self.complete(missions, known, stored.claims if author else {})

    def written(self) -> AmendedEntry:
        """The situation as the services take it."""
        data = self.cleaned_data
        return AmendedEntry(
            **{name: data[name] for name in (*AMENDED_TEXTS, "moment", "autonomy")},
            claims={pk: data.get(f"level_{pk}", self.said.get(pk)) for pk in data["competencies"]},
            axes=frozenset(data["axes"]),
            missions=frozenset(data["missions"]),
        )

    @property
    def groups(self) -> list[TickGroup]:
        """The competencies by block; a block with something ticked is open."""
        ticked = {str(value) for value in self["competencies"].value() or []}
        return tick_groups([(b.title, b.competencies.all()) for b in self.blocks], ticked)


class AnswerForm(forms.Form):
    """Accept a correction, or refuse it saying why."""

    decision = forms.ChoiceField(
        label="Votre réponse",
        choices=[("accept", "Accepter la correction"), ("refuse", "Refuser")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez : accepter ou refuser."},
    )
    reason = forms.CharField(
        label="Raison",
        help_text="Demandée pour un refus.",
        required=False,
        max_length=MAX_REASON,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == "refuse" and "reason" in data and not data["reason"].strip():
            self.add_error("reason", "Un refus donne sa raison.")
        return data

"""A model of a situation: its name and its first words."""

from django import forms

from portfolio.rules.logbook import MAX_TEXT
from portfolio.rules.template import MAX_NAME
from records.validators import no_patient_data


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Nom du modèle",
        max_length=MAX_NAME,
        validators=[no_patient_data],
        error_messages={"required": "Donnez un nom à ce modèle."},
    )


class TemplateForm(forms.Form):
    """Keep a situation as a model."""

    name = name_field()
    text = forms.CharField(
        label="Premiers mots",
        help_text="Ce qui revient à chaque fois. Mettez « … » là où cela change.",
        max_length=MAX_TEXT,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Un modèle a des premiers mots."},
    )
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)


class RenameForm(forms.Form):
    """Another name, for the model as the page showed it."""

    name = name_field()
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

from django import forms

from records.validators import only_staff_named
from training.forms.stored import FromStored
from training.services.welcome import MAX_TEXT


class WelcomeForm(FromStored):
    """A further version of the welcome pack; hidden: the version that the page showed."""

    text = forms.CharField(
        label="Texte",
        max_length=MAX_TEXT,
        validators=[only_staff_named],
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Une ligne vide sépare deux paragraphes.",
        error_messages={"required": "Écrivez le livret d’accueil."},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

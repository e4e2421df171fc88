"""What a trainer answers, what the lead says of a revocation."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from portfolio.models import LogbookWeek
from portfolio.rules.logbook import MAX_COMMENT
from portfolio.services import SeenWeek
from records.validators import no_patient_data


class VersionForm(forms.Form):
    """One button, that names the version it saw."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SignManyForm(forms.Form):
    """The weeks that were ticked in the pile, each as it was shown."""

    weeks = forms.MultipleChoiceField(
        label="Semaines lues",
        choices=[],
        error_messages={
            "required": "Cochez les semaines que vous avez lues.",
            "invalid_choice": "Une semaine n’attend plus de visa, ou a changé : elle est montrée "
            "telle qu’elle est maintenant.",
        },
    )

    def __init__(self, *args: Any, waiting: Iterable[LogbookWeek], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {week.seen: week for week in waiting}
        field = cast(forms.MultipleChoiceField, self.fields["weeks"])
        field.choices = [(week.seen, str(week)) for week in self.waiting.values()]

    def seen(self) -> list[SeenWeek]:
        """The ticked weeks, as the page showed them."""
        ticked = [self.waiting[one] for one in self.cleaned_data["weeks"]]
        return [SeenWeek(week, week.version) for week in ticked]


class ReturnForm(forms.Form):
    """Sending back says what to complete."""

    comment = forms.CharField(
        label="Ce qui est à compléter",
        help_text="L’assistant lit ce texte en haut de sa semaine.",
        max_length=MAX_COMMENT,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites ce qui est à compléter."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RevokeForm(forms.Form):
    """A reason, kept with the document and shown to nobody outside."""

    reason = forms.CharField(
        label="Raison de la révocation",
        help_text="Gardée avec l’attestation. Elle n’est pas montrée à qui vérifie le code.",
        max_length=500,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Donnez la raison de la révocation."},
    )

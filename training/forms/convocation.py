from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone

from records.rules.french import clock, long_date
from records.validators import only_staff_named
from training.forms.calendar import RenewedForm
from training.models import TrainingSession
from training.queries.convocation import ConvocationPlan
from training.services.convocation import MAX_BRING


class KeysField(forms.TypedMultipleChoiceField):
    """Rows by their keys. One that is gone meanwhile is left to the service, which says so."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str, missing: str) -> None:
        super().__init__(label=label, coerce=int, error_messages={"required": missing})

    def valid_value(self, value: str) -> bool:
        return str(value).isdecimal()


class SessionsForm(forms.Form):
    """The sessions to convoke to; stands in the address, so that looking changes nothing."""

    sessions = KeysField("Séances annoncées et à venir", "Choisissez au moins une séance.")

    def __init__(self, *args: Any, sessions: list[TrainingSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(KeysField, self.fields["sessions"]).choices = [
            (one.pk, _words(one)) for one in sessions
        ]


def _words(session: TrainingSession) -> str:
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return f"{long_date(start.date())}, {clock(start)} à {clock(end)} : {session.title}"


class ConvokeForm(RenewedForm):
    """The confirmation: to whom, and what to bring; hidden: what the page showed."""

    people = KeysField("Personnes à convoquer", "Choisissez au moins une personne.")
    bring = forms.CharField(
        label="À apporter ou à savoir",
        max_length=MAX_BRING,
        required=False,
        validators=[only_staff_named],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Par exemple l’adresse, l’étage, un ordinateur. Tout le monde reçoit ce texte.",
    )
    seen = forms.CharField(max_length=32, widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: ConvocationPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(KeysField, self.fields["people"]).choices = [
            (one.pk, str(one.learner)) for one in plan.people
        ]
        if not self.is_bound:
            self.initial = {
                "people": [one.pk for one in plan.people], "seen": plan.mark, "form_key": uuid4(),
            }  # fmt: skip

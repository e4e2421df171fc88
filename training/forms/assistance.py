from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone

from curricula.models import Module
from people.models import Membership
from records.forms.confirmation import ConfirmsNames
from records.validators import only_staff_named
from training.models import Cohort
from training.permissions import SESSION_ROLES
from training.rules.assistance import MAX_PROMISE
from training.services.assistance import MAX_TEXT, MAX_WORDS


class KeyedForm(forms.Form):
    """Hidden: a key, so that the same form sent twice writes once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["form_key"] = uuid4()


class MessageForm(KeyedForm, ConfirmsNames):
    """A question, or an answer."""

    text = forms.CharField(
        label="Votre message",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="N’écrivez rien qui permette de reconnaître un patient.",
        error_messages={"required": "Écrivez votre message."},
    )


class StaffField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user}, {obj.get_role_display().lower()}"


class ContactForm(KeyedForm):
    """Who assists a cohort, in a module or in all."""

    module = forms.ModelChoiceField(
        label="Module", queryset=Module.objects.none(), required=False,
        empty_label="tous les modules",
    )  # fmt: skip
    contact = StaffField(
        label="Contact", queryset=Membership.objects.none(), empty_label="Choisissez"
    )
    promised_days = forms.IntegerField(
        label="Réponse promise sous, en jours ouvrés",
        min_value=1,
        max_value=MAX_PROMISE,
        initial=2,
        help_text="Du lundi au vendredi, hors jours fériés. Les assistants lisent cette promesse.",
    )
    words = forms.CharField(
        label="Premier message",
        max_length=MAX_WORDS,
        validators=[only_staff_named],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "Il est en tête du fil de chaque assistant : quand et comment joindre le contact. Pour "
            "tous les modules, il dit qui répond, sans plus : écrivez ensuite dans chaque module."
        ),
        error_messages={"required": "Écrivez le premier message du contact."},
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module = cast(forms.ModelChoiceField, self.fields["module"])
        module.queryset = Module.objects.filter(track_version=cohort.track_version_id)
        staff = Membership.objects.filter(
            organisation=cohort.organisation_id, role__in=SESSION_ROLES
        ).active(timezone.localdate())
        contact = cast(forms.ModelChoiceField, self.fields["contact"])
        contact.queryset = staff.select_related("user").order_by("user__last_name", "pk")


class ModulesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Module) -> str:
        return obj.title


class CohortMessageForm(KeyedForm):
    """One message to a whole cohort, in several modules; nothing is ticked or written before."""

    modules = ModulesField(
        label="Modules", queryset=Module.objects.none(),
        error_messages={"required": "Choisissez au moins un module."},
    )  # fmt: skip
    text = forms.CharField(
        label="Message",
        max_length=MAX_TEXT,
        validators=[only_staff_named],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=(
            "Il reste dans le fil de chaque assistant. Dites par exemple ce que le module demande, "
            "quelles questions y poser et quand vous répondez."
        ),
        error_messages={"required": "Écrivez votre message."},
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(ModulesField, self.fields["modules"])
        field.queryset = Module.objects.filter(track_version=cohort.track_version_id)

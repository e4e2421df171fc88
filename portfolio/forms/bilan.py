"""What a learner types of a balance sheet of activity, and what is said of it."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from django import forms

from people.models import Organisation
from portfolio.forms.meeting import section_field
from portfolio.models import ActivityReview
from portfolio.rules.bilan import REVIEW_AUDIENCES, WORDS, WrittenReview
from portfolio.rules.logbook import MAX_COMMENT
from records.forms.confirmation import ConfirmsNames
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput
from training.forms.stored import FromStored

READERS = "Les situations comptées sont celles que ces lecteurs peuvent lire dans le livret."
HEADINGS = (
    ("did", "Ce que j’ai fait", "Les activités, ce qui a changé depuis le début."),
    ("learnt", "Ce que j’ai appris", "Ce que je sais faire et ne savais pas faire."),
    ("change", "Ce que je changerais", "Dans mon travail, dans l’organisation, dans la formation."),
)


class ReviewForm(RenewedForm, FromStored, ConfirmsNames):
    """A balance sheet: a new one names its practice; hidden, a key or the version shown."""

    guarded = WORDS

    practice = forms.TypedChoiceField(label="Cabinet", coerce=int)
    first = forms.DateField(label="Du", widget=DayInput)
    last = forms.DateField(
        label="Au",
        widget=DayInput,
        help_text="Le bilan s’écrit au dernier mois passé dans un cabinet, ou quand vous voulez.",
    )
    audience = forms.ChoiceField(
        label="Une fois remis, lu par",
        choices=[(one.value, one.label) for one in REVIEW_AUDIENCES],
        help_text=READERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez qui lira ce bilan."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        review: ActivityReview | None = None,
        practices: Iterable[Organisation] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.review, offered = review, list(practices)
        for name in ("practice", "form_key") if review else ("version",):
            self.fields.pop(name)
        if "practice" in self.fields:
            field = cast(forms.ChoiceField, self.fields["practice"])
            field.choices = [(one.pk, str(one)) for one in offered]
        for name, title, about in HEADINGS:
            self.fields[name] = section_field(title, about)
        if review:
            names = ("first", "last", "audience", "version", *WORDS)
            self.initial.update({name: getattr(review, name) for name in names})
        else:
            self.initial["form_key"] = uuid4()

    def written(self) -> WrittenReview:
        """The balance sheet as the services take it."""
        data = self.cleaned_data
        practice = self.review.practice_id if self.review else data["practice"]
        texts = {name: data.get(name, "") for name in WORDS}
        return WrittenReview(practice, data["first"], data["last"], data["audience"], **texts)


class HandInForm(forms.Form):
    """One button; it names the version that the page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReadingForm(ConfirmsNames):
    """The word of somebody who has read a balance sheet."""

    guarded = ("comment",)

    comment = forms.CharField(
        label="Votre mot",
        max_length=MAX_COMMENT,
        help_text="Lu par la personne et par tous les lecteurs de ce bilan.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez un mot : la personne le lit."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

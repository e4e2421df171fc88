"""What is typed of a personal balance sheet: its headings, its steps, its presentation."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField

from portfolio.enums import Heading, PersonalStep
from portfolio.forms.meeting import section_field
from portfolio.models import Meeting, PersonalReview
from portfolio.rules.personal import (
    MAX_PRESENT,
    MAX_SAID,
    SHARED_AUDIENCES,
    WrittenPresentation,
    headings_at,
)
from records.forms.confirmation import ConfirmsNames
from records.rules.french import long_date
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput
from training.forms.stored import FromStored

ABOUT = {
    Heading.EXPERIENCES: "Ce que j’ai vécu au travail et ailleurs, ce que cela m’a appris.",
    Heading.STRENGTHS: "Ce qui m’aide : en moi, ou autour de moi.",
    Heading.BRAKES: "Ce qui me retient : en moi, ou autour de moi.",
    Heading.LIKES: "Ce que je fais volontiers, ce qui me donne de l’élan.",
    Heading.WANTS: "Ce que je veux pour la suite.",
    Heading.THREAD: "Ce qui relie mes choix, ou pas : ce que l’entretien a fait voir.",
    Heading.PROJECT: "Réaliste, avec mes atouts et mes freins : où je veux aller.",
    Heading.MEANS: "Les objectifs à atteindre, les étapes, les moyens. Les actions datées sont "
    "en dessous.",
}


class PersonalForm(RenewedForm, FromStored, ConfirmsNames):
    """The headings of a step; hidden, the version that the page showed, 0 for none."""

    guarded = tuple(Heading.values)

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        review: PersonalReview | None,
        texts: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        self.headings = headings_at(review.step if review else PersonalStep.ALONE)
        for heading in self.headings:
            self.fields[heading.value] = section_field(heading.label, ABOUT[heading])
            self.initial[heading.value] = texts.get(heading, "")
        self.initial["version"] = review.version if review else 0

    @property
    def parts(self) -> list[BoundField]:
        """The headings, in their order."""
        return [self[heading.value] for heading in self.headings]

    def texts(self) -> dict[str, str]:
        """What was typed, as the service takes it."""
        return {one.value: self.cleaned_data.get(one.value, "") for one in self.headings}


class ShareForm(forms.Form):
    """For whom it is open, and the version that the page showed."""

    audience = forms.ChoiceField(
        label="Lu par",
        choices=[(one.value, one.label) for one in SHARED_AUDIENCES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez qui lira ce bilan."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """One button; it names the version that the page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class InterviewForm(forms.Form):
    """Which interview it was, and the version that the page showed."""

    meeting = forms.TypedChoiceField(
        label="Entretien",
        coerce=int,
        error_messages={"required": "Choisissez l’entretien."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["meeting"])
        field.choices = [(one.pk, f"Entretien du {long_date(one.held_on)}") for one in meetings]


class PresentationForm(RenewedForm, ConfirmsNames):
    """A presentation that took place."""

    guarded = ("present", "said_back")

    held_on = forms.DateField(
        label="Jour de la présentation",
        widget=DayInput,
        error_messages={"required": "Dites quel jour a eu lieu la présentation."},
    )
    present = forms.CharField(
        label="Devant qui",
        max_length=MAX_PRESENT,
        help_text="Des rôles suffisent : « le groupe, deux médecins, la responsable ».",
        error_messages={"required": "Dites devant qui."},
    )
    said_back = forms.CharField(
        label="Ce qui a été dit en retour",
        required=False,
        max_length=MAX_SAID,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["form_key"] = uuid4()

    def written(self) -> WrittenPresentation:
        data = self.cleaned_data
        return WrittenPresentation(data["held_on"], data["present"], data["said_back"])

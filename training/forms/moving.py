from typing import Any, cast

from django import forms
from django.http import QueryDict

from records.validators import no_patient_data
from training.models import Cohort, Enrolment
from training.queries.moving import MovingPage


class MovingForm(forms.Form):
    """Who goes on to the version shown, and why; hidden fields say what the page showed."""

    enrolments = forms.ModelMultipleChoiceField(
        label="Personnes qui changent de version",
        queryset=Enrolment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Qui n’est pas coché garde sa version. Un parcours terminé n’est pas proposé.",
    )
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[no_patient_data],
        help_text="Les personnes qui changent de version le lisent dans leur parcours.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    newest = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, cohort: Cohort, page: MovingPage, newest: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = cast(forms.ModelMultipleChoiceField, self.fields["enrolments"])
        offered.queryset = cohort.enrolments.all()
        offered.choices = [(e.pk, f"{e.learner}, {e.practice}") for e in page.active]
        self.shown = {"seen": cohort.track_version_id, "newest": newest}
        self.initial.update(enrolments=[e.pk for e in page.active], **self.shown)

    def renew(self) -> None:
        """After a refusal: what was typed stays, and the form names what the page shows now."""
        data = cast(QueryDict, self.data).copy()
        for name, value in self.shown.items():
            data[name] = str(value)
        self.data = data

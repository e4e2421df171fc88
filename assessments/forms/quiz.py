"""The quiz as it is shown and sent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from assessments.forms.shown import ShownAgain
from assessments.rules.quiz import fingerprint


class QuizForm(ShownAgain):
    """One field a question; a question left out is allowed and counts zero."""

    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, asked: Sequence[Mapping[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.initial.setdefault("seen", fingerprint(asked))
        for question in asked:
            self.fields[f"q{question['id']}"] = _field(question)

    def questions(self) -> Iterator[tuple[Mapping[str, Any], forms.BoundField]]:
        for question in self.asked:
            yield question, self[f"q{question['id']}"]

    def show_questions(self) -> None:
        """The questions shown now: what is sent next is compared with them."""
        self.renew(
            seen=fingerprint(self.asked),
            form_key=self.cleaned_data.get("form_key") or self.initial["form_key"],
        )

    def answers(self) -> dict[int, list[int]]:
        """The choices by question; those left out are left out."""
        given = {q["id"]: self.cleaned_data[f"q{q['id']}"] for q in self.asked}
        return {
            question: [int(c) for c in (ticked if isinstance(ticked, list) else [ticked])]
            for question, ticked in given.items()
            if ticked
        }


def _field(question: Mapping[str, Any]) -> forms.Field:
    choices = [(str(choice["id"]), choice["text"]) for choice in question["choices"]]
    wrong = {"invalid_choice": "Cette réponse ne fait pas partie de la question."}
    if question["multiple"]:
        return forms.MultipleChoiceField(
            label=question["text"],
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=wrong,
        )
    return forms.ChoiceField(
        label=question["text"],
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages=wrong,
    )

"""The quiz as it is shown and sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.forms.shown import ShownAgain
from assessments.rules.quiz import LONGEST, fingerprint, kind_of
from curricula.enums import QuestionKind
from curricula.rules.questions import number
from records.validators import no_patient_data

WRONG = {"invalid_choice": "Cette réponse ne fait pas partie de la question."}


@dataclass(frozen=True)
class QuestionAsked:
    """A question with its field, or with one field an item to match."""

    question: Mapping[str, Any]
    kind: str
    fields: list[forms.BoundField]

    @property
    def errors(self) -> bool:
        return any(field.errors for field in self.fields)


class NumberField(forms.CharField):
    """A number with a comma or a point, kept as it was typed."""

    def __init__(self, unit: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit = unit

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and number(text, self.unit) is None:
            unit = f", seul ou suivi de « {self.unit} »" if self.unit else ", sans unité"
            raise ValidationError(f"Écrivez un nombre, par exemple 3 ou 3,5{unit}.")
        return text


class QuizForm(ShownAgain):
    """One field a question; a question left out is allowed and counts zero."""

    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, asked: Sequence[Mapping[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.initial.setdefault("seen", fingerprint(asked))
        self.names: dict[int, list[str]] = {}
        for question in asked:
            fields = _fields(question)
            self.names[question["id"]] = list(fields)
            self.fields.update(fields)

    def questions(self) -> Iterator[QuestionAsked]:
        for question in self.asked:
            fields = [self[name] for name in self.names[question["id"]]]
            yield QuestionAsked(question, kind_of(question), fields)

    def show_questions(self) -> None:
        """The questions shown now: what is sent next is compared with them."""
        self.renew(
            seen=fingerprint(self.asked),
            form_key=self.cleaned_data.get("form_key") or self.initial["form_key"],
        )

    def answers(self) -> dict[int, Any]:
        """What was answered by question; those left out are left out."""
        given = {question["id"]: self._answer(question) for question in self.asked}
        return {question: answer for question, answer in given.items() if answer}

    def _answer(self, question: Mapping[str, Any]) -> Any:
        kind, data = kind_of(question), self.cleaned_data
        if kind == QuestionKind.MATCHING:
            said = {item["id"]: data[_item_name(question, item)] for item in _items(question)}
            return {item: int(rank) for item, rank in said.items() if rank}
        answer = data[f"q{question['id']}"]
        if kind in LONGEST:
            return answer
        ticked = answer if isinstance(answer, list) else [answer]
        return [int(choice) for choice in ticked if choice]


def _items(question: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [choice for choice in question["choices"] if choice["text"]]


def _item_name(question: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    return f"q{question['id']}_{item['id']}"


def _fields(question: Mapping[str, Any]) -> dict[str, forms.Field]:
    kind, name = kind_of(question), f"q{question['id']}"
    if kind == QuestionKind.MATCHING:
        ranks = [(str(rank), text) for rank, text in enumerate(question["options"])]
        return {
            _item_name(question, item): forms.ChoiceField(
                label=item["text"],
                choices=[("", "Choisissez"), *ranks],
                required=False,
                error_messages=WRONG,
            )
            for item in _items(question)
        }
    return {name: _typed(question, kind) if kind in LONGEST else _choice(question, kind)}


def _typed(question: Mapping[str, Any], kind: str) -> forms.CharField:
    common: dict[str, Any] = {
        "label": question["text"],
        "required": False,
        "max_length": LONGEST[kind],
        "error_messages": {"max_length": "Réponse trop longue : %(limit_value)d signes au plus."},
    }
    if kind == QuestionKind.NUMERIC:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        return NumberField(unit=question["unit"], widget=widget, **common)
    common["validators"] = [no_patient_data]
    if kind == QuestionKind.OPEN:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **common)
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}), **common)


def _choice(question: Mapping[str, Any], kind: str) -> forms.Field:
    field, widget = (
        (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
        if kind == QuestionKind.MULTIPLE
        else (forms.ChoiceField, forms.RadioSelect)
    )
    return field(
        label=question["text"],
        choices=[(str(choice["id"]), choice["text"]) for choice in question["choices"]],
        required=False,
        widget=widget,
        error_messages=WRONG,
    )

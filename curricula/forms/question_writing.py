"""A question written on the site: its own fields and a line for each answer."""

from dataclasses import asdict
from itertools import count
from typing import Any, cast
from uuid import uuid4

from django import forms

from curricula.enums import Difficulty, QuestionKind
from curricula.models import LessonPage, Question
from curricula.queries.questions import codes_taken, competencies_to_name, row_of
from curricula.rules.questions import (
    FALSE,
    MATCHING,
    MAX_ANSWERS,
    MAX_SOURCE,
    MAX_UNIT,
    NUMERIC,
    SHORT,
    SURE,
    TRUE,
    TRUE_FALSE,
    AnswerRow,
    QuestionRow,
    number,
    written,
)

SPARE_LINES = 2
NEW_LINES = 6


class QuestionForm(forms.Form):
    """What is asked, what it rests on; the rule says what is missing for its kind."""

    kind = forms.ChoiceField(label="Genre", choices=QuestionKind.choices)
    text = forms.CharField(label="Question", widget=forms.Textarea(attrs={"rows": 3}))
    feedback = forms.CharField(
        label="Retour général",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu après la réponse. Pour une réponse libre, c’est la réponse modèle.",
    )
    tolerance = forms.CharField(
        label="Tolérance", required=False, help_text="Pour un nombre seulement : 0,5 par exemple."
    )
    unit = forms.CharField(
        label="Unité", required=False, max_length=MAX_UNIT, help_text="Pour un nombre seulement."
    )
    source = forms.CharField(
        label="Source",
        max_length=MAX_SOURCE,
        widget=forms.TextInput(attrs={"list": "sources-sures"}),
    )
    certainty = forms.ChoiceField(
        label="Certitude",
        choices=[("", "à choisir"), *((value, value) for value in SURE)],
        help_text="A : texte officiel lu en entier. B : extrait d’un texte officiel.",
    )
    difficulty = forms.TypedChoiceField(
        label="Difficulté",
        required=False,
        choices=[("", "non dite"), *Difficulty.choices],
        coerce=int,
        empty_value=None,
    )
    competency = forms.ChoiceField(label="Compétence", required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = competencies_to_name().items()
        named = [(code, f"{code} {item.text}"[:70]) for code, item in known]
        self.fields["competency"] = forms.ChoiceField(
            label="Compétence", required=False, choices=[("", "aucune"), *named]
        )

    def seen_now(self, version: int, why: str) -> None:
        """Say that somebody was faster; the next click names what stands now."""
        self.data = {**self.data, "version": str(version)}
        self.add_error(None, why)

    def clean_tolerance(self) -> Any:
        typed = self.cleaned_data["tolerance"]
        value = number(typed or "0")
        if value is None:
            raise forms.ValidationError("La tolérance est un nombre, par exemple 0,5.")
        return value


class AnswerForm(forms.Form):
    text = forms.CharField(label="Réponse", required=False)
    correct = forms.BooleanField(label="Juste", required=False)
    match = forms.CharField(label="À associer avec", required=False)
    feedback = forms.CharField(label="Retour", required=False)


class AnswerLines(forms.BaseFormSet):
    def answers(self, kind: str) -> tuple[AnswerRow, ...]:
        """The lines filled in, as a question of this kind keeps them."""
        said = [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]
        rows = [AnswerRow(**line) for line in said if any(line.values())]
        if kind == TRUE_FALSE and len(rows) == 2 and not any(row.text for row in rows):
            rows = [AnswerRow(TRUE, *_rest(rows[0])), AnswerRow(FALSE, *_rest(rows[1]))]
        if kind in (SHORT, NUMERIC):
            rows = [AnswerRow(row.text, True, row.feedback, row.match) for row in rows]
        if kind == MATCHING:
            rows = [AnswerRow(row.text, bool(row.text), row.feedback, row.match) for row in rows]
        return tuple(rows)


def _rest(row: AnswerRow) -> tuple[bool, str, str]:
    return row.correct, row.feedback, row.match


def _lines(data: Any, extra: int, initial: list[dict[str, Any]]) -> AnswerLines:
    kind: Any = forms.formset_factory(
        AnswerForm, formset=AnswerLines, extra=extra, max_num=MAX_ANSWERS, absolute_max=MAX_ANSWERS
    )
    return cast(AnswerLines, kind(data, prefix="r", initial=initial))


def forms_of(
    data: Any, lesson: LessonPage, question: Question | None
) -> tuple[QuestionForm, AnswerLines]:
    """The form and its lines, as the question stands or for a new one."""
    if question is None:
        first = {"version": 0, "form_key": uuid4()}
        return QuestionForm(data, initial=first), _lines(data, NEW_LINES, [])
    row = row_of(question)
    values = asdict(row) | {"tolerance": written(row.tolerance).replace(".", ",")}
    initial = values | {"version": question.version, "form_key": uuid4()}
    answers = [asdict(answer) for answer in row.answers]
    lines = _lines(data, SPARE_LINES, answers)
    return QuestionForm(data, initial=initial), lines


def row_typed(
    form: QuestionForm, lines: AnswerLines, lesson: LessonPage, question: Question | None
) -> QuestionRow:
    """The question as it was typed; a new one takes the first code that was never used."""
    said = {name: form.cleaned_data[name] for name in form.fields}
    del said["version"], said["form_key"]
    code = question.code if question else _free_code(lesson)
    return QuestionRow(code=code, answers=lines.answers(said["kind"]), **said)


def _free_code(lesson: LessonPage) -> str:
    taken = codes_taken(f"{lesson.code}-Q{n}" for n in range(1, 300))
    return next(code for n in count(1) if (code := f"{lesson.code}-Q{n}") not in taken)

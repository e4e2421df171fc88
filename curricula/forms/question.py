"""A file of questions, and which of its questions are taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from uuid import uuid4

from django import forms

from curricula.enums import Difficulty, QuestionKind
from curricula.models import Competency, LessonPage
from curricula.queries.questions import codes_taken, competencies_to_name
from curricula.rules import gift, moodle_xml
from curricula.rules.question_file import MAX_BYTES, FileRefused, Found, QuestionFile, text_of
from curricula.rules.questions import MAX_SOURCE, SURE, QuestionRow, one_line

FORMATS = {"gift": gift, "xml": moodle_xml}
FORMAT_CHOICES = [("gift", "GIFT (texte)"), ("xml", "Moodle XML")]


class QuestionFileForm(forms.Form):
    """The file, read at once; nothing of it is stored, and its name is never used."""

    kind = forms.ChoiceField(
        label="Format", choices=FORMAT_CHOICES, widget=forms.RadioSelect, initial="gift"
    )
    file = forms.FileField(
        label="Fichier de questions",
        help_text=f"Un texte en UTF-8, {MAX_BYTES // 1024} Ko au plus ; pas d’archive.",
        allow_empty_file=True,
        error_messages={
            "required": "Choisissez le fichier de questions.",
            "invalid": "Choisissez le fichier de questions.",
        },
        widget=forms.FileInput(attrs={"accept": ".txt,.gift,.xml,text/plain,text/xml"}),
    )
    questions: QuestionFile
    content = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("file") and data.get("kind"):
            try:
                self.content = text_of(data["file"].read(MAX_BYTES + 1))
                self.questions = FORMATS[data["kind"]].read(self.content)
            except FileRefused as refusal:
                self.add_error("file", str(refusal))
        return data


class ContentForm(forms.Form):
    """The text of the file as the preview sends it back; it is read again."""

    kind = forms.ChoiceField(choices=FORMAT_CHOICES, widget=forms.HiddenInput)
    # A browser sends each line end as two letters.
    content = forms.CharField(max_length=2 * MAX_BYTES, strip=False, widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    questions: QuestionFile

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("content") and data.get("kind"):
            try:
                self.questions = FORMATS[data["kind"]].read(data["content"])
            except FileRefused as refusal:
                self.add_error("content", str(refusal))
        return data


@dataclass(frozen=True)
class RowShown:
    """A question of the preview with its fields."""

    found: Found
    kind: str
    take: forms.BoundField
    code: forms.BoundField
    source: forms.BoundField
    certainty: forms.BoundField
    difficulty: forms.BoundField
    competency: forms.BoundField


class TakeForm(forms.Form):
    """What each question of the file receives before it can be taken."""

    common_source = forms.CharField(
        label="Source commune",
        required=False,
        max_length=MAX_SOURCE,
        help_text="Pour les questions cochées dont la source reste vide.",
        widget=forms.TextInput(attrs={"list": "sources-sures"}),
    )
    common_certainty = forms.ChoiceField(
        label="Certitude commune",
        required=False,
        choices=[("", "aucune"), *((value, value) for value in SURE)],
        help_text="A : texte officiel lu en entier. B : extrait d’un texte officiel.",
    )

    def __init__(
        self, *args: Any, lesson: LessonPage, questions: QuestionFile, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        competencies = competencies_to_name()
        taken = codes_taken(
            [row.code for row in questions.rows]
            + [f"{lesson.code}-Q{n}" for n in range(1, 2 * MAX_CODES)]
        )
        codes = _free_codes(lesson.code, questions, taken)
        for number, found in enumerate(questions.found):
            self.fields.update(_fields(number, found, taken, competencies))
            self.initial.setdefault(f"code_{number}", found.row.code or next(codes))

    def rows(self) -> Iterator[RowShown]:
        names = ("take", "code", "source", "certainty", "difficulty", "competency")
        for number, found in enumerate(self.questions.found):
            fields = [self[f"{name}_{number}"] for name in names]
            yield RowShown(found, QuestionKind(found.row.kind).label, *fields)

    def ticked(self) -> list[int]:
        ranks = range(len(self.questions.found))
        return [number for number in ranks if self.cleaned_data[f"take_{number}"]]

    def question_rows(self) -> list[QuestionRow]:
        """The questions ticked, with what was typed for them."""
        return [self._row(number) for number in self.ticked()]

    def _row(self, number: int) -> QuestionRow:
        data = self.cleaned_data
        difficulty = data[f"difficulty_{number}"]
        return replace(
            self.questions.found[number].row,
            code=data[f"code_{number}"],
            source=one_line(data[f"source_{number}"] or data["common_source"]),
            certainty=data[f"certainty_{number}"] or data["common_certainty"],
            difficulty=int(difficulty) if difficulty else None,
            competency=data[f"competency_{number}"],
        )

    def refuse(self, problems: Mapping[int, list[str]]) -> None:
        """Put each reason beside its question; `problems` counts the questions ticked."""
        ticked = self.ticked()
        for rank, reasons in problems.items():
            for reason in reasons:
                self.add_error(f"take_{ticked[rank]}", reason[:1].upper() + reason[1:])


MAX_CODES = 150


def _free_codes(lesson_code: str, questions: QuestionFile, taken: set[str]) -> Iterator[str]:
    """Codes for questions without one, after those of the lesson."""
    used = taken | {row.code for row in questions.rows}
    return (code for n in count(1) if (code := f"{lesson_code}-Q{n}") not in used)


def _fields(
    number: int, found: Found, taken: set[str], competencies: Mapping[str, Competency]
) -> dict[str, forms.Field]:
    row, known = found.row, found.row.code in taken
    named = [(code, f"{code} {item.text}"[:70]) for code, item in competencies.items()]
    return {
        f"take_{number}": forms.BooleanField(
            label=f"Prendre la {found.place}",
            required=False,
            initial=not known,
            help_text=f"Le code {row.code} est déjà celui d’une question." if known else "",
        ),
        f"code_{number}": forms.CharField(label="Code", max_length=20),
        f"source_{number}": forms.CharField(
            label="Source",
            required=False,
            help_text="Vide : la source commune.",
            max_length=MAX_SOURCE,
            initial=row.source,
            widget=forms.TextInput(attrs={"list": "sources-sures"}),
        ),
        f"certainty_{number}": forms.ChoiceField(
            label="Certitude",
            required=False,
            help_text="Aucune : la certitude commune.",
            choices=[("", "aucune"), *((value, value) for value in SURE)],
            initial=row.certainty,
        ),
        f"difficulty_{number}": forms.ChoiceField(
            label="Difficulté",
            required=False,
            choices=[("", "non dite"), *Difficulty.choices],
            initial=row.difficulty,
        ),
        f"competency_{number}": forms.ChoiceField(
            label="Compétence",
            required=False,
            choices=[("", "aucune"), *named],
            initial=row.competency if row.competency in competencies else "",
        ),
    }


def preview_of(kind: str, content: str) -> ContentForm:
    """The hidden part of the preview for a file just read."""
    return ContentForm(initial={"kind": kind, "content": content, "form_key": uuid4()})

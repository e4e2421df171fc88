"""Each field in which somebody types freely goes through the guard, or says why not."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms

from records.forms.confirmation import ConfirmsNames
from records.validators import no_patient_data, only_staff_named
from tests.architecture.tree import APPS, ROOT, short

GUARDS = (no_patient_data, only_staff_named)
UNSEEN = (forms.HiddenInput, forms.PasswordInput)
CONTENT = "content of teaching, written by the editor and read before it is published"
OF_ONESELF = "the name of the person who has the account"
# Kinds of field of which nothing typed freely remains, and what they keep.
PARSED = {
    "DurationField": "minutes",
    "HoursField": "minutes",
    "LessonCodesField": "codes",
    "SlugField": "a code",
}
# A field, a form or a module of forms, and why the guard has no business there.
FREE = {
    "records.forms.confirmation.ConfirmsNames.no_patient_why": "the service reads the reason",
    "records.forms.invitations.InvitationForm": OF_ONESELF,
    "records.forms.verify.CodeForm.code": "a code with a checked form",
    "curricula.forms.mission_condition": "the words of a text, with its source",
    "lms.forms.mission.MissionFilter.recherche": "words to search, kept nowhere",
    "curricula.forms.offer.OfferForm": "what the training body publishes, its contact included",
    "curricula.forms.question.TakeForm.common_source": CONTENT,
    "curricula.forms.question_writing": CONTENT,
    "training.forms.attendance.CodeForm.code": "a code with a checked form",
    "training.forms.contract.ReferentForm.phone": "the professional number of a referent",
    "lms.forms.first_day.FirstDayForm": "the first account and its organisation",
}
# Fields that a function makes: file and the name of the function.
FREE_CALLS = {
    ("curricula/forms/offer.py", "_text"): "what the training body publishes",
    ("curricula/forms/question.py", "_fields"): CONTENT,
    ("assessments/forms/quiz.py", "_typed"): "its validators come with what is common",
    ("portfolio/forms/entry.py", "long_text"): "its form reads it, and asks about names",
    ("portfolio/forms/meeting.py", "section_field"): "its form reads it, and asks about names",
}


def modules() -> Iterator[str]:
    for app in APPS:
        if (ROOT / app / "forms").is_dir():
            for module in pkgutil.iter_modules([str(ROOT / app / "forms")]):
                yield f"{app}.forms.{module.name}"


def form_classes() -> list[type[forms.BaseForm]]:
    return [
        found
        for name in modules()
        for _, found in inspect.getmembers(importlib.import_module(name), inspect.isclass)
        if found.__module__ == name and issubclass(found, forms.BaseForm)
    ]


def is_free(field: forms.Field) -> bool:
    typed = isinstance(field, forms.CharField) and not isinstance(field, forms.EmailField)
    parsed = type(field).__name__ in PARSED
    return typed and not parsed and not isinstance(field.widget, UNSEEN)


def is_guarded(form: type[forms.BaseForm], name: str, field: forms.Field) -> bool:
    if issubclass(form, ConfirmsNames) and name in (*form.guarded, "no_patient_why"):
        return True
    return any(validator in GUARDS for validator in field.validators)


def reason_of(path: str) -> str:
    """Of the field, of its form, or of its module."""
    parts = path.split(".")
    return next((FREE[key] for n in (5, 4, 3) if (key := ".".join(parts[:n])) in FREE), "")


def fields_of(form: type[forms.BaseForm]) -> Iterator[tuple[str, forms.Field]]:
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]
        yield f"{form.__module__}.{form.__name__}.{name}", field


def test_every_field_of_a_form_is_guarded_or_says_why_not():
    guilty = [
        path
        for form in form_classes()
        for path, field in fields_of(form)
        if is_free(field)
        and not is_guarded(form, path.rpartition(".")[2], field)
        and not reason_of(path)
    ]
    assert guilty == []


def test_no_reason_stands_for_nothing():
    paths = [path for form in form_classes() for path, _ in fields_of(form)]
    assert [
        key for key in FREE if not any(f"{path}.".startswith(f"{key}.") for path in paths)
    ] == []


def unguarded_calls(source: str) -> Iterator[str]:
    """Functions that make a `CharField` without a guard among its validators."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "forms.CharField"):
                continue
            words = {word.arg: ast.unparse(word.value) for word in node.keywords}
            guarded = any(guard.__name__ in words.get("validators", "") for guard in GUARDS)
            if not guarded and "HiddenInput" not in words.get("widget", ""):
                yield function.name


def test_every_field_that_a_function_makes_is_guarded_or_says_why_not():
    guilty = {
        (short(file), name)
        for app in APPS
        for file in sorted((ROOT / app / "forms").rglob("*.py"))
        for name in unguarded_calls(file.read_text())
    }
    assert guilty == set(FREE_CALLS)


@pytest.mark.parametrize(
    ("validators", "seen"), [("", ["go"]), (", validators=[no_patient_data]", [])]
)
def test_the_guard_sees_a_field_that_a_function_makes(validators, seen):
    source = f"def go():\n    return forms.CharField(label='x'{validators})\n"
    assert list(unguarded_calls(source)) == seen

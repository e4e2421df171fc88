"""French as the screens write it: elision before a name, sources in words (docs/rules)."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import python_files, short, templates

BEFORE = re.compile(r"\b[dD]e \{\{ *([\w.]+) *\}\}|\b[qQ]ue \{\{ *([\w.]+) *\}\}")
# What a template may write after « de » as it is: figures and codes, never a name.
NO_NAMES = {
    "code", "fewest", "min_words", "people", "percentage", "reason", "recent_years", "to_pass",
}  # fmt: skip
NAMES = {"learner", "user", "organisation", "practice", "cohort", "funder", "trainer", "module"}
NUMBERED = re.compile(r"[dD]ocument 00[0-4]")
WORD = re.compile(r"(^|\W)([dD]e|[qQ]ue) $")


def unelided_in_template(text: str) -> list[str]:
    """Expressions that follow « de » or « que » without the filter."""
    found = [first or second for first, second in BEFORE.findall(text)]
    return [name for name in found if name.rsplit(".", 1)[-1] not in NO_NAMES]


def unelided_in_python(source: str) -> Iterator[str]:
    """Names put into a string just after « de » or « que »."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.JoinedStr):
            continue
        for text, part in zip(node.values, node.values[1:], strict=False):
            if not (isinstance(text, ast.Constant) and isinstance(part, ast.FormattedValue)):
                continue
            name = ast.unparse(part.value).rsplit(".", 1)[-1]
            if WORD.search(str(text.value)) and name in NAMES:
                yield ast.unparse(part.value)


def test_a_name_is_elided_everywhere():
    guilty = [
        f"{short(path)}: {name}"
        for path in templates()
        if path.suffix in {".html", ".txt"}
        for name in unelided_in_template(path.read_text())
    ]
    guilty += [
        f"{short(path)}: {name}"
        for path in python_files()
        if not short(path).startswith("tests/")
        for name in unelided_in_python(path.read_text())
    ]
    assert guilty == []


@pytest.mark.parametrize(
    "text", ["Heures de {{ enrolment.learner }}", "au nom de {{actor.organisation}}", "Que {{ x }}"]
)
def test_the_guard_sees_a_name_in_a_template(text):
    assert unelided_in_template(text)


def test_the_guard_lets_figures_and_filtered_names_be():
    assert unelided_in_template("moins de {{ fewest }}, {{ a|de }}, de {{ x|duree }}") == []


def test_the_guard_sees_a_name_in_a_string():
    source = 'f"Question de {enrolment.learner}", f"plus de {MAX} lignes", f"cadre {x.user}"'
    assert list(unelided_in_python(source)) == ["enrolment.learner"]


def docstrings(tree: ast.Module) -> set[int]:
    """The lines at which a docstring stands: no screen shows it."""
    return {
        node.body[0].lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }


def numbered_sources(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    said = docstrings(tree)
    for node in ast.walk(tree):
        shown = isinstance(node, ast.Constant) and node.lineno not in said
        if shown and isinstance(node.value, str) and NUMBERED.search(node.value):
            yield node.value


def test_no_screen_names_a_document_by_its_number():
    guilty = [short(path) for path in templates() if NUMBERED.search(path.read_text())]
    guilty += [
        f"{short(path)}: {words}"
        for path in python_files()
        if not short(path).startswith("tests/")
        for words in numbered_sources(path.read_text())
    ]
    assert guilty == []


def test_the_guard_sees_a_number_beside_a_docstring():
    source = 'def f():\n    """Document 000, line 4."""\n    return "Document 004, ligne 6"\n'
    assert list(numbered_sources(source)) == ["Document 004, ligne 6"]

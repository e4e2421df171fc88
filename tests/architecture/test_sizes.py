"""Small files, small functions, small templates."""

import ast

from tests.architecture.tree import python_files, short, templates

MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE, MAX_VIEW = 400, 50, 150, 25


def functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def test_files_are_small():
    long = [short(p) for p in python_files() if len(p.read_text().splitlines()) > MAX_FILE]
    assert long == []


def test_functions_are_small():
    long = [
        f"{short(path)}:{name} {lines}"
        for path in python_files()
        for name, lines in functions(path)
        if lines
        > (MAX_VIEW if "views" in path.parts and "tests" not in path.parts else MAX_FUNCTION)
    ]
    assert long == []


def test_templates_are_small():
    long = [
        short(path)
        for path in templates()
        if path.suffix == ".html" and len(path.read_text().splitlines()) > MAX_TEMPLATE
    ]
    assert long == []

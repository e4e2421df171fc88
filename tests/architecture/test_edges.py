"""Only services write: views, forms, admin and tasks translate."""

import ast

from tests.architecture.tree import APPS, ROOT, short

EDGES = ("views", "forms", "admin", "tasks", "api", "wagtail_hooks", "queries", "rules")
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
QUERYSET_WRITES = {"update", "delete"}


def edge_files():
    for app in APPS:
        for name in EDGES:
            yield from sorted((ROOT / app / name).rglob("*.py"))
            if (file := ROOT / app / f"{name}.py").exists():
                yield file


def writes_of(source: str) -> list[int]:
    """Lines that call a write; `update` and `delete` count only on a chain from `objects`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, chain = node.func.attr, ast.unparse(node.func.value)
            if name in WRITES or (name in QUERYSET_WRITES and "objects" in chain):
                found.append(node.lineno)
    return found


def test_edges_do_not_write():
    guilty = [
        f"{short(file)}:{line}" for file in edge_files() for line in writes_of(file.read_text())
    ]
    assert guilty == []


def test_the_guard_sees_a_write():
    assert writes_of("Week.objects.filter(pk=1).update(state='x')\nform.save()") == [1, 2]
    assert writes_of("context.update(a=1)") == []

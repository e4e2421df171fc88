"""The worked table of docs/rules/gates.md, row by row, and what always holds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.enums import Mastery
from tests.training.tables import rows
from training.enums import EvaluationKind
from training.rules.gate import Requirement, gaps, is_closed

MODULES = {"A": 1, "B": 2}
KINDS = {"q": EvaluationKind.QUIZ, "s": EvaluationKind.SYNTHESIS}


def asked(cell: str) -> list[Requirement]:
    found = re.findall(r"`(\w) (\w+)`", cell)
    return [Requirement(MODULES[name], Mastery(word)) for name, word in found]


def evaluations(cell: str) -> set[tuple[int, EvaluationKind]]:
    return {(MODULES[name], KINDS[kind]) for name, kind in re.findall(r"(\w)(\w)", cell)}


@pytest.mark.parametrize(
    ("case", "asks", "passed", "waived", "missing", "advised", "closed"),
    rows("gates.md", "Open or closed"),
    ids=lambda v: v[:30],
)
def test_gates_follow_the_table(case, asks, passed, waived, missing, advised, closed):
    found = gaps(asked(asks), evaluations(passed))
    shown = {True: set(), False: set()}
    for gap in found:
        shown[gap.advised].add((gap.required, gap.kind))
    assert shown == {False: evaluations(missing), True: evaluations(advised)}
    assert is_closed(found, waived=waived == "yes") == (closed == "yes")


requirements = st.lists(
    st.builds(Requirement, st.integers(1, 4), st.sampled_from(Mastery)), max_size=6
)
passed_sets = st.sets(st.tuples(st.integers(1, 4), st.sampled_from(EvaluationKind)))


@given(requirements, passed_sets, passed_sets)
def test_passing_more_never_closes_a_module(asks, before, more):
    if not is_closed(gaps(asks, before), waived=False):
        assert not is_closed(gaps(asks, before | more), waived=False)


@given(requirements, passed_sets)
def test_passing_what_is_missing_opens_the_module(asks, passed):
    missing = {(gap.required, gap.kind) for gap in gaps(asks, passed)}
    assert gaps(asks, passed | missing) == []


@given(requirements, passed_sets)
def test_a_waived_module_is_never_closed(asks, passed):
    assert not is_closed(gaps(asks, passed), waived=True)

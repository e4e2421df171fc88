"""The worked table of docs/rules/moving.md, row by row, and what holds for any of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.rules.moving import Step, carried, is_finished

KINDS = {"l": "lesson", "q": "quiz", "s": "synthesis"}


def steps(cell: str) -> frozenset[Step]:
    found = set()
    for word in cell.split():
        code, _, rubric = word[1:].partition("/")
        found.add(Step(KINDS[word[0]], code, rubric))
    return frozenset(found)


@pytest.mark.parametrize(
    ("case", "old", "new", "done", "kept", "fresh", "history"), rows("moving.md", "Carried")
)
def test_steps_are_carried_as_the_table_says(case, old, new, done, kept, fresh, history):
    found = carried(steps(done), steps(old), steps(new))
    assert (found.kept, found.new, found.history) == (steps(kept), steps(fresh), steps(history))


some = st.frozensets(
    st.builds(Step, st.sampled_from(list(KINDS.values())), st.sampled_from("abc")), max_size=9
)


@given(some, some, some)
def test_nothing_done_is_lost_or_counted_twice(done, old, new):
    found = carried(done, old, new)
    assert found.kept | found.history == done
    assert not found.kept & found.history
    assert found.kept | found.to_do == new
    assert found.new <= found.to_do


@given(some, some)
def test_somebody_who_has_finished_has_nothing_to_do(done, due):
    assert is_finished(done, due) == (bool(due) and not carried(done, due, due).to_do)

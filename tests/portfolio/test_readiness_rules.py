"""Which obstacle touches which point, held against docs/rules/bilans.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.queries import public_sheet
from portfolio.enums import ObstacleKind, ObstacleState, PointState
from portfolio.rules.readiness import DESK, TOUCHED, points_of, touched_by
from tests.portfolio.tables import rows

TEXTS = [
    item["text"]
    for section in public_sheet("cabinet-pret")["sections"]
    for item in section["items"]
]


@pytest.mark.parametrize("row", rows("bilans", "Touched"), ids=lambda row: row[0] or "none")
def test_a_kind_touches_its_points(row):
    kind, points = row
    starts = points.split("; ") if points else []
    found = touched_by(kind)
    assert len(found) == len(starts)
    assert all(text.startswith(start) for text, start in zip(found, starts, strict=True))


def test_every_kind_touches_points_of_the_sheet():
    assert set(TOUCHED) == set(ObstacleKind)
    assert {text for found in TOUCHED.values() for text in found} <= set(TEXTS)


@pytest.mark.parametrize("row", rows("bilans", "Points"), ids=lambda row: row[0])
def test_the_state_of_a_point(row):
    _, visit, obstacles, state, unsolved, solved = row
    met = [one.split() for one in obstacles.split("; ") if one]
    pairs = [("" if kind == "-" else kind, ObstacleState(found)) for kind, found in met]
    checked = {DESK: visit == "yes"} if visit else {}
    [point] = points_of([DESK], checked, pairs)
    assert (point.state, point.unsolved, point.solved) == (state, int(unsolved), int(solved))


OBSTACLES = st.lists(
    st.tuples(st.sampled_from(["", *ObstacleKind.values]), st.sampled_from(ObstacleState))
)


@given(OBSTACLES, st.dictionaries(st.sampled_from(TEXTS), st.booleans()))
def test_once_all_is_solved_the_list_is_what_the_visit_said(obstacles, checked):
    solved = [(kind, ObstacleState.SOLVED) for kind, _ in obstacles]
    assert [one.state for one in points_of(TEXTS, checked, solved)] == [
        one.state for one in points_of(TEXTS, checked, [])
    ]


@given(OBSTACLES)
def test_a_point_is_to_look_at_again_only_if_an_obstacle_is_open_there(obstacles):
    for point in points_of(TEXTS, {}, obstacles):
        open_there = [
            kind
            for kind, state in obstacles
            if state != ObstacleState.SOLVED and point.text in touched_by(kind)
        ]
        assert (point.state == PointState.AGAIN) == bool(open_there)
        assert point.unsolved == len(open_there)

"""The worked tables of docs/rules/convention.md about missions, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.enums import CarerDiploma, ConditionState
from curricula.rules.mission_conditions import (
    DIPLOMA_SETS,
    condition_problem,
    condition_state,
    joined,
)
from tests.training.tables import rows
from training.enums import MissionReach
from training.rules.mission_limits import Asked, mission_reach

PAGE = "convention.md"
TODAY = date(2027, 3, 4)


def asked(cell: str) -> list[Asked]:
    found = []
    for part in cell.split(",") if cell else []:
        diplomas, sure = part.strip().strip("`").split()
        assert sure in {"verified", "to_check"}
        found.append(Asked(frozenset(diplomas.split("+")), sure == "verified"))
    return found


def names(cell: str) -> set[str]:
    found = {part.strip() for part in cell.split(",") if cell}
    assert found <= set(CarerDiploma.values)
    return found


@pytest.mark.parametrize(
    ("case", "since", "until", "withdrawn", "day", "state"), rows(PAGE, "Condition on a day")
)
def test_conditions_follow_the_table(case, since, until, withdrawn, day, state):
    found = condition_state(
        date.fromisoformat(since),
        date.fromisoformat(until) if until else None,
        date.fromisoformat(day),
        withdrawn == "yes",
    )
    assert found == ConditionState(state)


@pytest.mark.parametrize(
    ("case", "conditions", "diplomas", "reach"), rows(PAGE, "Mission for a person")
)
def test_missions_follow_the_table(case, conditions, diplomas, reach):
    assert mission_reach(asked(conditions), names(diplomas)) == MissionReach(reach)


diploma = st.sampled_from(CarerDiploma.values)
some = st.frozensets(diploma)
condition = st.builds(Asked, st.frozensets(diploma, min_size=1), st.booleans())
conditions = st.lists(condition, max_size=4)
ORDER = list(MissionReach)


@given(conditions, some, some)
def test_a_further_diploma_never_closes_a_mission(found, held, more):
    assert ORDER.index(mission_reach(found, held | more)) <= ORDER.index(mission_reach(found, held))


@given(conditions, condition, some)
def test_a_further_condition_never_opens_one_and_their_order_changes_nothing(found, one, held):
    before, after = mission_reach(found, held), mission_reach([*found, one], held)
    assert ORDER.index(after) >= ORDER.index(before)
    assert mission_reach([one, *reversed(found)], held) == after


@given(conditions, some)
def test_what_nobody_verified_reserves_nothing(found, held):
    doubtful = [Asked(one.diplomas, verified=False) for one in found]
    assert mission_reach(doubtful, held) != MissionReach.RESERVED


def test_a_set_of_diplomas_has_one_spelling():
    assert len(DIPLOMA_SETS) == 7
    assert joined(["childcare", "nurse"]) == joined(["nurse", "childcare"]) == "nurse,childcare"
    assert joined([]) not in DIPLOMA_SETS


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, ""),
        ({"until": TODAY}, ""),
        ({"link": "http://essai.example/"}, ""),
        ({"until": TODAY - timedelta(days=1)}, "vient avant le premier"),
        ({"read_on": TODAY + timedelta(days=1)}, "est à venir"),
        ({"link": ""}, "sur le web"),
        ({"link": "https://"}, "sur le web"),
        ({"link": "javascript:alert(1)"}, "sur le web"),
        ({"link": "document 004"}, "sur le web"),
    ],
)
def test_what_keeps_a_condition_from_being_written(changes, problem):
    given = {
        "link": "https://essai.example/", "since": TODAY, "until": None, "read_on": TODAY,
        "today": TODAY,
    }  # fmt: skip
    found = condition_problem(**given | changes)
    assert bool(found) == bool(problem)
    assert problem in found

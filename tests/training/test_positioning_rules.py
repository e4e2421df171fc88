"""The worked tables of docs/rules/positioning.md, row by row, and what always holds."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.enums import PositionLevel
from training.rules.positioning import (
    POLICY,
    Decision,
    Placed,
    Prior,
    QuizScore,
    is_recent,
    percentage_problem,
    proposal,
    recent_minutes,
    relief,
    standing,
    total,
)

PAGE = "positioning.md"
TODAY = date(2027, 3, 4)
PLANNED = {"M1": 600, "M2": 300}


def level(letter: str) -> PositionLevel | None:
    return None if letter == "-" else PositionLevel(int(letter))


def placed(cell: str) -> list[Placed]:
    return [Placed(level(pair[0]), level(pair[1])) for pair in cell.split()]


def priors(cell: str) -> list[Prior]:
    found = re.findall(r"(\d+) on (\S+?)(?:,|$)", cell)
    return [Prior(int(minutes), date.fromisoformat(day)) for minutes, day in found]


def decisions(cell: str) -> list[Decision]:
    parts = [part.split() for part in cell.split(",") if part]
    return [Decision(code, *(int(number) for number in rest)) for code, *rest in parts]


@pytest.mark.parametrize(
    ("case", "planned", "aimed", "prior", "percentage", "kept"), rows(PAGE, "Proposed")
)
def test_proposals_follow_the_table(case, planned, aimed, prior, percentage, kept):
    found = proposal(int(planned), placed(aimed), priors(prior), TODAY)
    assert (found.percentage, found.prior) == (int(percentage), int(kept))
    assert found.reasons


def quiz(cell: str) -> QuizScore | None:
    return QuizScore(*(int(number) for number in cell.split(" of "))) if cell else None


@pytest.mark.parametrize(
    ("case", "aimed", "prior", "score", "percentage", "kept"), rows(PAGE, "With a quiz")
)
def test_a_quiz_lowers_a_proposal_as_the_table_says(case, aimed, prior, score, percentage, kept):
    found = proposal(600, placed(aimed), priors(prior), TODAY, quiz(score))
    assert (found.percentage, found.prior) == (int(percentage), int(kept))


def test_reasons_say_what_the_quiz_gave():
    good = proposal(600, placed("22"), [], TODAY, QuizScore(3, 4)).reasons
    low = proposal(600, placed("22"), [], TODAY, QuizScore(2, 4)).reasons
    assert good[1:] == ("Quiz de positionnement : 3 sur 4.",)
    assert low[1:] == (
        "Quiz de positionnement : 2 sur 4, moins de 70 % : la règle ne propose pas d’allègement.",
    )


@pytest.mark.parametrize(
    ("case", "planned", "percentage", "prior", "exempted", "counted", "due"), rows(PAGE, "Due")
)
def test_what_is_due_follows_the_table(case, planned, percentage, prior, exempted, counted, due):
    found = relief(int(planned), int(percentage), int(prior))
    assert (found.exempted, found.prior, found.due) == (int(exempted), int(counted), int(due))


def summed(rows_decided: list[Decision]):
    last = standing(rows_decided)
    return total(
        relief(planned, last[code].percentage, last[code].prior)
        if code in last
        else relief(planned, 0, 0)
        for code, planned in PLANNED.items()
    )


@pytest.mark.parametrize(("case", "decided", "exempted", "prior", "due"), rows(PAGE, "Decisions"))
def test_decisions_follow_the_table(case, decided, exempted, prior, due):
    found = summed(decisions(decided))
    assert (found.exempted, found.prior, found.due) == (int(exempted), int(prior), int(due))


@pytest.mark.parametrize(("case", "obtained", "looked_at", "recent"), rows(PAGE, "Recent"))
def test_recent_follows_the_table(case, obtained, looked_at, recent):
    found = is_recent(date.fromisoformat(obtained), date.fromisoformat(looked_at))
    assert found == (recent == "yes")


def test_reasons_say_in_french_what_the_proposal_rests_on():
    prior = [Prior(120, date(2025, 6, 1)), Prior(60, date(2010, 6, 1))]
    assert proposal(600, placed("22 00 2-"), prior, TODAY).reasons == (
        "1 sur 3 compétences visées au niveau 2 pour les deux.",
        "1 sur 3 sans les deux positions.",
        "2 h suivies ailleurs, 5 ans au plus.",
        "1 h ailleurs, trop anciennes : elles ne comptent pas.",
    )


@pytest.mark.parametrize(("percentage", "good"), [(-5, False), (0, True), (7, False), (100, True)])
def test_a_percentage_goes_by_steps_up_to_the_whole(percentage, good):
    assert (percentage_problem(percentage) == "") == good
    assert percentage_problem(105) == "Un pourcentage va de 0 à 100, de 5 en 5."


minutes = st.integers(0, 30_000)
percents = st.integers(0, 20).map(lambda n: n * POLICY.step)
levels = st.one_of(st.none(), st.sampled_from(PositionLevel))
aims = st.lists(st.builds(Placed, levels, levels), max_size=8)
prior_lists = st.lists(st.builds(Prior, minutes, st.dates(date(2015, 1, 1), TODAY)), max_size=4)
taken = st.lists(
    st.builds(Decision, st.sampled_from(["M1", "M2"]), st.integers(1, 99), percents, minutes),
    max_size=8,
    unique_by=lambda decision: (decision.module, decision.number),
)


@given(minutes, percents, minutes)
def test_due_is_never_negative_nor_above_what_is_planned(planned, percentage, prior):
    found = relief(planned, percentage, prior)
    assert 0 <= found.due <= planned
    assert found.due == max(0, planned - found.exempted - prior)
    assert found.taken_off == found.exempted + found.prior


@given(minutes, percents, percents, minutes, minutes)
def test_taking_more_off_never_raises_what_is_due(planned, one, two, prior, more):
    low, high = sorted((one, two))
    assert relief(planned, high, prior).due <= relief(planned, low, prior).due
    assert relief(planned, low, prior + more).due <= relief(planned, low, prior).due


@given(taken, st.randoms())
def test_the_order_of_decisions_changes_nothing(rows_decided, random):
    shuffled = list(rows_decided)
    random.shuffle(shuffled)
    assert summed(shuffled) == summed(rows_decided)


@given(taken)
def test_only_the_newest_decision_of_a_module_counts(rows_decided):
    assert summed(list(standing(rows_decided).values())) == summed(rows_decided)


@given(minutes, aims, prior_lists)
def test_a_proposal_can_be_decided_as_it_is(planned, aimed, prior):
    found = proposal(planned, aimed, prior, TODAY)
    assert percentage_problem(found.percentage) == ""
    assert found.prior <= recent_minutes(prior, TODAY)
    assert relief(planned, found.percentage, found.prior).due >= 0


@given(aims, st.sampled_from(PositionLevel))
def test_a_higher_position_never_lowers_the_proposal(aimed, other):
    before = proposal(600, [*aimed, Placed(PositionLevel.NOT_YET, other)], [], TODAY)
    after = proposal(600, [*aimed, Placed(PositionLevel.ORGANISES, other)], [], TODAY)
    assert after.percentage >= before.percentage


@given(aims, st.integers(1, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_quiz_never_raises_the_proposal(aimed, score):
    with_quiz = proposal(600, aimed, [], TODAY, QuizScore(*score)).percentage
    assert with_quiz in {0, proposal(600, aimed, [], TODAY).percentage}

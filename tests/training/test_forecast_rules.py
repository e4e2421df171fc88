"""The tables of docs/rules/forecast.md, row by row, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.rules.forecast import (
    Ahead,
    Coming,
    Pace,
    Situation,
    Waits,
    coming,
    lost,
    pace,
    pace_sentence,
    reasons,
    verdict,
    waits_for,
)
from training.rules.pace import WEEK, drift, due_on, monday, mondays, plan_curve, shade
from training.rules.plan import Cell

START = date(2027, 1, 4)
TODAY, UNTIL = date(2027, 3, 4), date(2027, 7, 2)


def numbers(cell: str) -> list[int]:
    return [int(number) for number in cell.split(",")]


@pytest.mark.parametrize(
    ("case", "goal", "weeks", "this", "average", "ahead"), rows("forecast.md", "Pace"), ids=str
)
def test_the_pace_follows_the_table(case, goal, weeks, this, average, ahead):
    done = numbers(weeks)
    weekly = {START + WEEK * i: minutes for i, minutes in enumerate(done)}
    current = START + WEEK * len(done)
    found = pace(int(goal), weekly | {current: int(this)}, START, current + timedelta(days=3))
    assert (found.weeks, found.average) == (len(done), int(average))
    week = None if ahead == "none" else current + WEEK * (int(ahead) - 1)
    assert found.week == week


def situation(goal, accepted, planned, more, at=None) -> Situation:
    return Situation(goal, accepted, planned, more, at or Pace(0, 0), UNTIL)


@pytest.mark.parametrize(
    ("case", "goal", "accepted", "planned", "more", "ended", "missing", "only", "said"),
    rows("forecast.md", "Reachable"),
    ids=str,
)
def test_what_is_reachable_follows_the_table(
    case, goal, accepted, planned, more, ended, missing, only, said
):
    today = UNTIL + timedelta(days=1) if ended == "yes" else TODAY
    found = situation(int(goal), int(accepted), int(planned), Coming(lessons=int(more)))
    assert (found.short, lost(found, today)) == (int(missing), int(only))
    assert verdict(found, today) == said


@pytest.mark.parametrize(
    ("case", "goal", "weeks", "sessions", "lessons", "now", "plan"),
    rows("forecast.md", "Plan of the curve"),
    ids=str,
)
def test_the_plan_of_the_curve_follows_the_table(case, goal, weeks, sessions, lessons, now, plan):
    shown = mondays(START, START + WEEK * (int(weeks) - 1))
    held = dict(zip(shown, numbers(sessions), strict=True))
    today = START + WEEK * (int(now) - 1)
    assert plan_curve(int(goal), shown, held, int(lessons), today) == numbers(plan)


@pytest.mark.parametrize(
    ("case", "goal", "weeks", "due", "accepted", "late", "threshold"),
    rows("forecast.md", "Late"),
    ids=str,
)
def test_who_is_late_follows_the_table(case, goal, weeks, due, accepted, late, threshold):
    found = drift(int(accepted), int(due), int(goal), int(weeks))
    assert found.late == int(late)
    assert (found.threshold.label if found.threshold else "none") == threshold


def test_reasons_say_what_comes_and_what_nothing_brings():
    more = Coming(pending=180, sessions=12, session_minutes=2160, lessons=60)
    found = situation(6900, 3000, 6600, more)
    assert reasons(found, TODAY, Waits(quiz=120, message=45, time=15)) == [
        "Il reste 65 h à faire accepter.",
        "2 h de leçons lues attendent le quiz de leur module.",
        "45 min de leçons lues attendent un message de l’organisme dans leur module.",
        "15 min de leçons lues attendent du temps mesuré.",
        "Il reste 12 séances annoncées, 36 h.",
        "1 h de leçons restent à lire.",
        "5 h n’ont pas encore de séance annoncée.",
        "20 h sont à rattraper : le prévu ne les rend plus.",
    ]


@pytest.mark.parametrize(
    ("case", "pending", "passed", "helped", "quiz", "message", "time"),
    rows("forecast.md", "What waits for what"),
    ids=str,
)
def test_what_waits_for_what_follows_the_table(case, pending, passed, helped, quiz, message, time):
    mine = [Cell("M1", "distance", 60, pending=int(pending))]
    found = waits_for(mine, {"M1"} if passed == "yes" else set(), lambda _: helped == "yes")
    assert found == Waits(int(quiz), int(message), int(time))


def test_reasons_without_any_session():
    assert reasons(situation(600, 0, 0, Coming()), TODAY, Waits()) == [
        "Il reste 10 h à faire accepter.",
        "Aucune séance annoncée ne peut encore compter.",
        "10 h n’ont pas encore de séance annoncée.",
    ]
    assert reasons(situation(600, 0, 0, Coming()), UNTIL + WEEK, Waits())[-1] == (
        "La formation devait finir le vendredi 2 juillet 2027."
    )
    assert reasons(situation(600, 600, 0, Coming()), TODAY, Waits()) == []


@pytest.mark.parametrize(
    ("accepted", "at", "said"),
    [
        (6900, Pace(9, 6900), "Les 115 h sont acceptées."),
        (60, Pace(2, 60), "Pas encore de rythme : il faut 4 semaines entières, il y en a 2."),
        (
            0,
            Pace(6, 0),
            "Aucune heure acceptée en 6 semaines : il n’y a pas de rythme à prolonger.",
        ),
        (10, Pace(6, 10), "À ce rythme, les 115 h ne sont pas atteintes en cinq ans."),
        (
            3000,
            Pace(9, 3000, date(2027, 5, 3)),
            "À ce rythme, 115 h dans la semaine du lundi 3 mai 2027.",
        ),
        (
            3000,
            Pace(9, 3000, date(2027, 8, 2)),
            "À ce rythme, 115 h dans la semaine du lundi 2 août 2027, "
            "après le vendredi 2 juillet 2027.",
        ),
    ],
)
def test_the_pace_is_said_as_a_week_or_not_at_all(accepted, at, said):
    assert pace_sentence(situation(6900, accepted, 6900, Coming(), at)) == said


def test_what_comes_counts_as_far_as_the_plans_leave_room():
    mine = [
        Cell("M1", "in_person", 300, accepted=200),
        Cell("M1", "distance", 60, accepted=20, pending=10),
    ]
    ahead = Ahead(
        sessions=2,
        minutes={("M1", "in_person"): 210, ("M2", "in_person"): 210},
        lessons={"M1": 80, "M2": 40},
        limits={
            ("M1", "in_person"): 300, ("M1", "distance"): 60, ("M2", "in_person"): 500,
            ("M2", "distance"): 30,
        },
    )  # fmt: skip
    # M1: 100 of 210 fit, 50 min of lessons are left and 30 fit; M2: 210, and 30 of 40.
    assert coming(mine, ahead) == Coming(10, 2, 310, 60)
    unlimited = Ahead(1, {("M1", ""): 210}, {}, {})
    assert coming([], unlimited) == Coming(0, 1, 210, 0)


keys = st.tuples(st.sampled_from(["M1", "M2"]), st.sampled_from(["in_person", "distance"]))
minutes = st.integers(0, 900)
found_cells = st.dictionaries(keys, st.tuples(minutes, minutes, minutes), max_size=4).map(
    lambda rows: [Cell(*key, limit, a, p) for key, (limit, a, p) in rows.items()]
)
aheads = st.builds(
    Ahead,
    sessions=st.integers(1, 9),
    minutes=st.dictionaries(keys, minutes, max_size=4),
    lessons=st.dictionaries(st.sampled_from(["M1", "M2"]), minutes, max_size=2),
    limits=st.dictionaries(keys, minutes, max_size=4),
)


@given(found_cells, aheads, keys, minutes)
def test_one_more_session_never_makes_more_missing(mine, ahead, key, more):
    longer = Ahead(
        ahead.sessions + 1,
        {**ahead.minutes, key: ahead.minutes.get(key, 0) + more},
        ahead.lessons,
        ahead.limits,
    )
    before, after = coming(mine, ahead), coming(mine, longer)
    assert after.minutes >= before.minutes
    one = situation(6900, 0, 6900, before)
    assert situation(6900, 0, 6900, after).short <= one.short <= one.left


@given(
    st.integers(1, 30000), st.lists(minutes, min_size=1, max_size=30), minutes,
    st.integers(-5, 40),
)  # fmt: skip
def test_the_plan_never_goes_down_and_ends_at_the_goal(goal, held, lessons, now):
    weeks = mondays(START, START + WEEK * (len(held) - 1))
    sessions = dict(zip(weeks, held, strict=True))
    plan = plan_curve(goal, weeks, sessions, lessons, START + WEEK * now)
    assert plan == sorted(plan)
    assert plan[-1] == goal


@given(
    st.integers(1, 30000), st.lists(minutes, min_size=1, max_size=30), minutes,
    st.integers(0, 29),
)  # fmt: skip
def test_nobody_is_late_with_what_was_not_announced(goal, held, lessons, now):
    """Before this week the plan asks no more than the sessions told and the lessons."""
    weeks = mondays(START, START + WEEK * (len(held) - 1))
    sessions = dict(zip(weeks, held, strict=True))
    today = START + WEEK * min(now, len(held) - 1)
    due = due_on(plan_curve(goal, weeks, sessions, lessons, today), weeks, today)
    assert due <= lessons + sum(n for week, n in sessions.items() if week < monday(today))


def test_nothing_is_due_before_the_second_week():
    weeks = mondays(START, START + WEEK * 3)
    assert [due_on([1, 2, 3, 4], weeks, START + WEEK * i) for i in (-1, 0, 1, 3, 9)] == [
        0, 0, 1, 3, 4
    ]  # fmt: skip


def test_a_shade_is_one_step_every_four_hours():
    assert [shade(n) for n in (0, 1, 239, 240, 480, 720, 5000)] == [0, 1, 1, 2, 3, 4, 4]

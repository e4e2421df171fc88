"""The worked tables of docs/rules/attendance.md on roll calls, codes, contests and debts."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.rules.contest import may_contest
from training.rules.debt import (
    Debt,
    Missed,
    Naming,
    beside_forecast,
    debts,
    offers,
    owed_minutes,
)
from training.rules.half_day import bounds, half_day
from training.rules.roll_call import Sheet, proposed, roll_call_problem
from training.rules.room_code import (
    STEP,
    code_is_alive,
    code_works,
    room_code,
    seconds_left,
    step_at,
    takes_arrivals,
)
from training.rules.session import PARIS

PAGE = "attendance.md"
SECRET = b"un secret d'essai"


def at(text: str) -> datetime:
    """« 09:20 » of 2 March 2027 in Paris, or a whole date."""
    whole = text if " " in text else f"2027-03-02 {text}"
    return datetime.fromisoformat(whole).replace(tzinfo=PARIS)


START, END = at("09:00"), at("12:30")


@pytest.mark.parametrize(("start", "day", "half"), rows(PAGE, "Half-day of a session"), ids=str)
def test_half_day_follows_the_table(start, day, half):
    found_day, found_half = half_day(at(start))
    assert (found_day.isoformat(), found_half) == (day, half)


@given(st.integers(0, 60 * 24 * 365))
def test_a_session_stands_within_its_half_day_and_in_no_other(minutes):
    start = at("2027-01-01 00:00") + timedelta(minutes=minutes)
    first, end = bounds(start)
    assert first <= start < end
    assert half_day(first) == half_day(start) != half_day(end)


@pytest.mark.parametrize(("state", "now", "refused"), rows(PAGE, "When a roll call may be made"))
def test_roll_call_opens_as_in_the_table(state, now, refused):
    assert bool(roll_call_problem(state, END, at(now))) == (refused == "yes")


@pytest.mark.parametrize(("arrived", "seen", "typed"), rows(PAGE, "What is proposed"))
def test_what_is_proposed_follows_the_table(arrived, seen, typed):
    arrived_at = None if arrived == "none noted" else at(arrived)
    assert proposed(START, 210, arrived_at).late == int(seen)
    if typed != "-":
        assert proposed(START, 210, arrived_at, by_code=True).late == int(typed)


@pytest.mark.parametrize(
    ("present", "signed", "trainer", "complete"), rows(PAGE, "When a sheet is complete")
)
def test_a_sheet_is_complete_as_in_the_table(present, signed, trainer, complete):
    sheet = Sheet(int(present), int(signed), trainer == "yes")
    assert sheet.complete == (complete == "yes")


def test_a_sheet_says_what_is_missing():
    assert Sheet(3, 1, False).words == (
        "il manque 2 signatures d’assistant et la signature du formateur"
    )
    assert Sheet(3, 2, True).words == "il manque 1 signature d’assistant"
    assert Sheet(3, 3, True).words == "complète"


@pytest.mark.parametrize(("now", "works"), rows(PAGE, "When a code works"))
def test_a_code_lives_as_in_the_table(now, works):
    code = room_code(SECRET, 12, step_at(START))
    assert code_is_alive(SECRET, 12, code, at(now)) == (works == "yes")


@pytest.mark.parametrize(("now", "code", "trainer"), rows(PAGE, "When an arrival is noted"))
def test_an_arrival_is_noted_as_in_the_table(now, code, trainer):
    assert code_works(START, END, at(now)) == (code == "yes")
    assert takes_arrivals(START, END, at(now)) == (trainer == "yes")


@given(st.integers(-3600, 5 * 3600))
def test_where_a_code_works_a_trainer_notes_as_well(seconds):
    now = START + timedelta(seconds=seconds)
    assert takes_arrivals(START, END, now) or not code_works(START, END, now)


def test_codes_of_two_sessions_and_of_two_steps_differ():
    step = step_at(START)
    codes = [room_code(SECRET, session, step + age) for session in (12, 13) for age in range(20)]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)


def test_a_code_depends_on_the_secret_of_the_site():
    assert room_code(SECRET, 12, 7) != room_code(b"un autre", 12, 7)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６"])
def test_what_is_no_code_is_refused(typed):
    assert code_is_alive(SECRET, 12, typed, START) is False


def test_a_code_is_read_with_its_space():
    code = room_code(SECRET, 12, step_at(START))
    assert code_is_alive(SECRET, 12, f"{code[:3]} {code[3:]} ", START)


@given(st.integers(0, 10_000))
def test_seconds_left_lead_to_the_next_step(seconds):
    now = START + timedelta(seconds=seconds)
    assert 1 <= seconds_left(now) <= STEP.total_seconds()
    assert step_at(now + timedelta(seconds=seconds_left(now))) == step_at(now) + 1


@pytest.mark.parametrize(("noted", "contested", "in_time"), rows(PAGE, "Until when"))
def test_the_window_of_a_contest_follows_the_table(noted, contested, in_time):
    assert may_contest(at(noted), at(contested)) == (in_time == "yes")


# --- Debts ----------------------------------------------------------------------------------------


def key_of(name: str) -> int:
    return {"M": 0, "R": 100}[name[0]] + int(name[1:])


def day_of(name: str) -> datetime:
    return START + timedelta(days=key_of(name))


@pytest.mark.parametrize(
    ("case", "missed", "make_ups", "owed"), rows(PAGE, "What is owed"), ids=lambda v: v[:30]
)
def test_what_is_owed_follows_the_table(case, missed, make_ups, owed):
    lost = [
        Missed(key_of(name), day_of(name), int(minutes))
        for name, minutes in re.findall(r"`([MR]\d) (\d+)`", missed)
    ]
    named = [
        Naming(key_of(other), key_of(name), day_of(name), int(minutes))
        for name, other, minutes in re.findall(r"`(R\d)>(M\d) (\d+)`", make_ups)
    ]
    assert owed_minutes(debts(lost, named)) == int(owed)


def subject_of(words: str) -> tuple[int, str]:
    module, category = words.split()
    return int(module[1:]), category


@pytest.mark.parametrize(
    ("case", "owed", "sessions", "offered"), rows(PAGE, "What is offered first")
)
def test_what_is_offered_first_follows_the_table(case, owed, sessions, offered):
    due = [subject_of(words) for words in re.findall(r"`(M\d \w)`", owed)]
    found = re.findall(r"`S(\d)=(M\d \w)`", sessions)
    shown = [
        f"{f'M{subject[0]} {subject[1]}' if subject else 'apart'}: "
        + " ".join(f"S{pk}" for pk in ids)
        for subject, ids in offers(due, [(int(pk), subject_of(words)) for pk, words in found])
    ]
    assert "; ".join(shown) == offered


@pytest.mark.parametrize(("case", "owed", "missing", "said"), rows(PAGE, "Beside the forecast"))
def test_what_is_said_beside_the_forecast_follows_the_table(case, owed, missing, said):
    assert beside_forecast(int(owed), int(missing)) == said


missed_rows = st.lists(
    st.builds(
        lambda key, minutes: Missed(key, START + timedelta(days=key), minutes),
        st.integers(1, 6),
        st.integers(0, 240),
    ),
    unique_by=lambda one: one.session_id,
)
lengths = st.fixed_dictionaries({key: st.integers(0, 240) for key in range(11, 15)})
pairs = st.sets(st.tuples(st.integers(1, 6), st.integers(11, 14)))


def namings(named, minutes):
    return [Naming(missed, key, START + timedelta(days=key), minutes[key]) for missed, key in named]


@given(missed_rows, pairs, lengths)
def test_nothing_is_repaid_twice_nor_beyond_what_was_missed(lost, named, minutes):
    found = debts(lost, namings(named, minutes))
    assert all(0 <= debt.repaid <= debt.missed.minutes for debt in found)
    used = {key for _, key in named}
    assert sum(debt.repaid for debt in found) <= sum(minutes[key] for key in used)


@given(missed_rows, pairs, lengths, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(lost, named, minutes, chance):
    shuffled, others = list(lost), namings(named, minutes)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    assert debts(shuffled, others) == debts(lost, namings(sorted(named), minutes))


@given(missed_rows)
def test_without_a_make_up_everything_missed_is_owed_oldest_first(lost):
    found = debts(lost, [])
    assert owed_minutes(found) == sum(one.minutes for one in lost)
    assert all(a.missed.starts_at <= b.missed.starts_at for a, b in pairwise(found))
    assert found == [Debt(debt.missed, 0) for debt in found]

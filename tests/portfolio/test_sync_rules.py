"""The worked tables of docs/rules/offline.md, and what holds of any two devices."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.entry import WrittenEntry
from portfolio.rules.sync import Verdict, removal_verdict, says_the_same, verdict
from tests.portfolio.tables import rows

PAGE = "offline"
Store = dict[str, tuple[int, str]]


def version(cell: str) -> int | None:
    return None if cell in ("-", "out") else int(cell)


@pytest.mark.parametrize(
    ("base", "stored", "same", "expected"),
    [row[1:] for row in rows(PAGE, "What is done of what a device sends")],
)
def test_what_is_sent_follows_the_table(base, stored, same, expected):
    found = verdict(int(base), version(stored), same == "yes", taken_out=stored == "out")
    assert found == expected


@pytest.mark.parametrize(
    ("base", "stored", "expected"), [row[1:] for row in rows(PAGE, "Taken out")]
)
def test_what_is_taken_out_follows_the_table(base, stored, expected):
    assert removal_verdict(int(base), version(stored)) == expected


def send(stored: Store, seen: Store, act: str) -> Verdict:
    """What the service does of one operation, on a plain table of versions and texts."""
    if act.startswith("-"):
        key = act[1:]
        found = removal_verdict(seen.get(key, (0, ""))[0], stored.get(key, (None, ""))[0])
        if found == Verdict.WRITE:
            del stored[key]
        return found
    key, _, text = act.partition(":")
    now, words = stored.get(key, (None, ""))
    found = verdict(seen.get(key, (0, ""))[0], now, words == text)
    if found == Verdict.WRITE:
        stored[key] = ((now or 0) + 1, text)
    return found


@pytest.mark.parametrize(
    ("first", "second", "left", "answer"), [row[1:] for row in rows(PAGE, "Two devices, one week")]
)
def test_two_devices_follow_the_table(first, second, left, answer):
    stored: Store = {"a": (1, "one")}
    seen = dict(stored)
    send(stored, seen, first)
    assert send(stored, seen, second) == answer
    assert ", ".join(f"{key}:{text}" for key, (_, text) in sorted(stored.items())) == left


keys = st.sampled_from("abc")
acts = st.one_of(
    st.builds("{}:{}".format, keys, st.sampled_from(["one", "two", "three"])),
    st.builds("-{}".format, keys),
)


@given(st.lists(acts, max_size=6), st.lists(acts, max_size=6))
def test_nothing_that_a_device_has_not_seen_is_written_over(first, second):
    stored: Store = {"a": (1, "one"), "b": (1, "one")}
    seen = dict(stored)
    for act in first:
        send(stored, seen, act)
    before = dict(stored)
    for act in second:
        send(stored, seen, act)
    for key, now in before.items():
        if now != seen.get(key):
            assert stored[key] == now


@given(st.integers(0, 9), st.one_of(st.none(), st.integers(1, 9)))
def test_what_was_stored_once_is_stored_once(base, stored):
    if verdict(base, stored, False) == Verdict.WRITE:
        assert verdict(base, (stored or 0) + 1, True) == Verdict.SAME


WRITTEN = WrittenEntry(date(2027, 3, 1), "practice", "Une.\nDeux.", {3: None}, practice=1)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"text": "Une.\r\nDeux. "}, True),
        ({"audience": "training"}, True),  # the usual one of a practice
        ({"audience": "self"}, False),
        ({"text": "Une. Deux."}, False),
        ({"claims": {3: 2}}, False),
        ({"missions": frozenset({4})}, False),
        ({"practice": 2}, False),
    ],
)
def test_the_same_words_with_other_line_ends_are_the_same(change, same):
    assert says_the_same(replace(WRITTEN, **change), WRITTEN) is same

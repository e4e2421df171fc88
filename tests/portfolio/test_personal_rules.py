"""The rules of the bilan personnel et professionnel, held against docs/rules/bilans.md."""

import re
from collections import namedtuple
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import PERSONAL_TRANSITIONS, PersonalStep
from portfolio.rules.personal import (
    WrittenPresentation,
    changed_texts,
    headings_at,
    missing_to_plan,
    missing_to_share,
    newest,
    presentation_problem,
    shown_versions,
    texts_problem,
)
from tests.portfolio.tables import rows

V = namedtuple("V", "heading number written_at")


def at(day: int) -> datetime:
    return datetime(2027, 3, day, 9, tzinfo=UTC)


SHARED = at(10)


def read(cell: str) -> list[V]:
    return [V("project", int(n), at(int(day))) for n, day in re.findall(r"`(\d+)@(\d+)`", cell)]


def numbers(found: list[V]) -> str:
    return ", ".join(str(one.number) for one in found)


@pytest.mark.parametrize("row", rows("bilans", "Versions shown"), ids=lambda row: row[0])
def test_versions_shown(row):
    _, versions, own, others = row
    assert numbers(shown_versions(read(versions), SHARED, own=True)) == own
    assert numbers(shown_versions(read(versions), SHARED, own=False)) == others
    assert shown_versions(read(versions), None, own=False) == []


@given(st.lists(st.integers(1, 28), min_size=1, max_size=6).map(sorted))
def test_what_holds_is_shown_and_nothing_replaced_before_the_share_is(days):
    versions = [V("project", n, at(day)) for n, day in enumerate(days, 1)]
    shown = shown_versions(versions, SHARED, own=False)
    assert shown[0] == newest(versions)["project"]
    held_then = max((one.number for one in versions if one.written_at <= SHARED), default=1)
    assert {one.number for one in shown} == set(range(held_then, len(versions) + 1))


def test_one_heading_hides_nothing_of_another():
    versions = [V("project", 1, at(5)), V("project", 2, at(6)), V("means", 1, at(5))]
    shown = shown_versions(versions, SHARED, own=False)
    assert {(one.heading, one.number) for one in shown} == {("project", 2), ("means", 1)}


@pytest.mark.parametrize("row", rows("bilans", "Headings"), ids=lambda row: row[0])
def test_headings_of_a_step(row):
    step, headings = row
    assert ", ".join(headings_at(step)) == headings


def test_steps_follow_the_table():
    table = {(PersonalStep(old), PersonalStep(new)) for old, new, *_ in rows("bilans", "Steps")}
    assert table == {(old, new) for old, found in PERSONAL_TRANSITIONS.items() for new in found}


@pytest.mark.parametrize("row", rows("bilans", "Presentations"), ids=lambda row: row[0])
def test_presentations(row):
    _, held_on, before, actions, refused = row
    written = WrittenPresentation(date.fromisoformat(held_on), before, "")
    found = presentation_problem(written, date(2027, 3, 2), int(actions), date(2027, 3, 4))
    assert refused in found
    assert bool(found) == bool(refused)


def test_what_was_said_has_an_end():
    written = WrittenPresentation(date(2027, 3, 4), "le groupe", "a" * 2001)
    assert "2000" in presentation_problem(written, date(2027, 3, 2), 1, date(2027, 3, 4))
    written = WrittenPresentation(date(2027, 3, 4), "a" * 301, "")
    assert "300" in presentation_problem(written, date(2027, 3, 2), 1, date(2027, 3, 4))


def test_what_did_not_change_makes_no_version():
    stored = {"strengths": "Le calme.", "brakes": "La route."}
    typed = {"strengths": " Le calme.\r\n", "brakes": "", "wants": "Apprendre.", "likes": ""}
    assert changed_texts(typed, stored) == {"brakes": "", "wants": "Apprendre."}


@pytest.mark.parametrize(
    ("texts", "step", "refused"),
    [
        ({"strengths": "a"}, "alone", ""),
        ({"project": "a"}, "alone", "à cette étape"),
        ({"project": "a"}, "interview", "à cette étape"),
        ({"project": "a"}, "project", ""),
        ({"secret": "a"}, "presented", "à cette étape"),
        ({"strengths": "a" * 5001}, "alone", "5000"),
    ],
)
def test_texts_of_a_step(texts, step, refused):
    found = texts_problem(texts, step)
    assert refused in found
    assert bool(found) == bool(refused)


@pytest.mark.parametrize(
    ("texts", "audience", "missing"),
    [
        ({"strengths": "a"}, "support", ""),
        ({"strengths": "a"}, "training", ""),
        ({"strengths": "a"}, "employer", "qui lira"),
        ({"strengths": "a"}, "self", "qui lira"),
        ({"strengths": ""}, "support", "au moins une partie"),
        ({}, "support", "au moins une partie"),
    ],
)
def test_what_is_missing_to_share(texts, audience, missing):
    found = missing_to_share(texts, audience)
    assert missing in found
    assert bool(found) == bool(missing)


def test_a_plan_needs_a_project():
    assert missing_to_plan({"thread": "a"})
    assert not missing_to_plan({"project": "a"})

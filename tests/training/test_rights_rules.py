"""Delays and certificates follow their tables; they move as time does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.enums import CertificateState
from training.rules.certificates import certificate_state, dates_problem
from training.rules.regimes import (
    REGIMES,
    delays,
    earlier,
    possible_regimes,
    proposed_regime,
)

TODAY = date(2027, 3, 4)


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@pytest.mark.parametrize(
    ("code", "since", "follow", "qualify", "source", "certainty"), rows("delays.md", "Texts")
)
def test_each_text_is_the_one_of_the_table(code, since, follow, qualify, source, certainty):
    found = REGIMES[code]
    assert (found.since, found.certainty) == (day(since) or date.min, certainty)
    assert (found.follow_years, found.qualify_years) == (
        int(follow) if follow else None, int(qualify) if qualify else None
    )  # fmt: skip


def test_the_table_names_every_text():
    assert [row[0] for row in rows("delays.md", "Texts")] == list(REGIMES)


@pytest.mark.parametrize(
    ("case", "regime", "recruited", "follow_by", "qualify_by"), rows("delays.md", "Deadlines")
)
def test_deadlines_follow_the_table(case, regime, recruited, follow_by, qualify_by):
    found = delays(REGIMES[regime], date.fromisoformat(recruited))
    assert (found.follow_by, found.qualify_by) == (day(follow_by), day(qualify_by))
    assert found.due == (day(follow_by) or day(qualify_by))


@pytest.mark.parametrize(
    ("case", "carer", "recruited", "regime", "sooner"), rows("delays.md", "Proposed")
)
def test_the_regime_proposed_follows_the_table(case, carer, recruited, regime, sooner):
    recruited_on = date.fromisoformat(recruited)
    found = proposed_regime(carer == "yes", recruited_on)
    assert found.code == regime
    names = [one.regime.code for one in earlier(found, recruited_on)]
    assert names == [name.strip() for name in sooner.split(",") if name.strip()]


@pytest.mark.parametrize(("case", "last_day", "state"), rows("delays.md", "Certificates"))
def test_a_certificate_holds_as_the_table_says(case, last_day, state):
    assert certificate_state(day(last_day), TODAY) == CertificateState(state)


days = st.dates(date(2015, 1, 1), date(2060, 12, 31))


@given(days, st.sampled_from(sorted(REGIMES)))
def test_a_delay_ends_years_after_recruitment_and_later_recruited_is_never_sooner(start, code):
    found = delays(REGIMES[code], start)
    assert found.due.year == start.year + REGIMES[code].years
    assert delays(REGIMES[code], start + timedelta(days=1)).due >= found.due


@given(days, st.booleans())
def test_what_is_proposed_may_be_chosen_and_is_never_of_one_source_alone(start, carer):
    found = proposed_regime(carer, start)
    assert found in possible_regimes(start)
    assert found.certainty != "C"


@given(st.dates(TODAY, date(2040, 1, 1)), st.integers(0, 400))
def test_a_certificate_never_gets_better_with_time(last_day, later):
    order = list(CertificateState)
    first = certificate_state(last_day, TODAY)
    then = certificate_state(last_day, TODAY + timedelta(days=later))
    assert order.index(then) >= order.index(first)


@pytest.mark.parametrize(
    ("obtained_on", "expires_on", "word"),
    [
        (TODAY, None, ""),
        (TODAY, TODAY, ""),
        (TODAY + timedelta(days=1), None, "à venir"),
        (date(1900, 1, 1), None, "ancienne"),
        (TODAY, TODAY - timedelta(days=1), "avant"),
    ],
)
def test_dates_of_a_title_that_cannot_be_right_say_why(obtained_on, expires_on, word):
    problem = dates_problem(obtained_on, expires_on, TODAY)
    assert bool(problem) == bool(word)
    assert word in problem

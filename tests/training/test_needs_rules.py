"""The worked tables of docs/rules/needs.md, row by row."""

import pytest

from tests.training.tables import rows
from training.enums import AdaptationAct
from training.rules.needs import adaptation_choices, adaptation_waits, missing_exchanges


@pytest.mark.parametrize(
    ("case", "heard", "funder", "missing"), rows("needs.md", "Who is still to be heard")
)
def test_who_is_still_to_be_heard_follows_the_table(case, heard, funder, missing):
    found = missing_exchanges(heard.split(), funded=funder == "yes")
    assert ", ".join(found) == missing


@pytest.mark.parametrize(
    ("case", "last", "who", "may", "waits"),
    rows("needs.md", "What may be said of an adaptation"),
)
def test_what_may_be_said_follows_the_table(case, last, who, may, waits):
    before = None if last == "-" else AdaptationAct(last)
    found = adaptation_choices(before, own=who == "learner", leads=who == "lead")
    assert " ".join(found) == may
    assert adaptation_waits(before) == (waits == "yes")

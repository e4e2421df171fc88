"""The worked tables of docs/rules/needs.md, row by row."""

import pytest

from tests.training.tables import rows
from training.enums import AdaptationAct
from training.rules.diagnosis import SPARED, STEMS, WHOLE, diagnosis_words, refusal_of
from training.rules.needs import (
    adaptation_choices,
    adaptation_waits,
    missing_exchanges,
    unheard_problem,
)


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


def test_the_list_of_words_is_the_published_one():
    (listed,) = rows("needs.md", "Beginnings of words refused")
    assert listed[0].split() == list(STEMS)
    assert listed[1].split() == list(WHOLE)
    assert listed[2].split() == list(SPARED)
    assert list(STEMS) == sorted(STEMS)


@pytest.mark.parametrize(("text", "found"), rows("needs.md", "Texts held against the list"))
def test_a_text_is_held_against_the_list_as_the_table_says(text, found):
    assert ", ".join(diagnosis_words(text)) == found


def test_what_is_refused_says_what_to_write_instead():
    assert refusal_of([]) == ""
    assert "« TDAH », « asthme » ressemblent à un diagnostic" in refusal_of(["TDAH", "asthme"])


@pytest.mark.parametrize(("missing", "why", "named"), rows("needs.md", "Before an agreement"))
def test_an_agreement_asks_who_was_not_heard_as_the_table_says(missing, why, named):
    found = unheard_problem([one.strip() for one in missing.split(",") if one.strip()], why)
    assert named in found if named else found == ""

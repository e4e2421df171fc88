"""Pieces of a situation: docs/rules/livret.md, « Attachments »."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import AttachmentState, Erasing, WeekState
from portfolio.rules.attachment import attachment_problem, erasing, may_confirm
from portfolio.rules.words import tidy_label
from tests.portfolio.tables import rows


@pytest.mark.parametrize("row", rows("livret", "Attachments"), ids=lambda row: " ".join(row[:3]))
def test_who_confirms_and_who_erases(row):
    week, piece, who, confirms, erases = row
    states = WeekState(week), AttachmentState(piece)
    how = {"yes": Erasing.FREE}.get(erases) or Erasing(erases)
    author = who == "author"
    assert (author and may_confirm(*states)) == (confirms == "yes")
    assert erasing(*states, author=author, leads=who == "lead") == how


@pytest.mark.parametrize("row", rows("livret", "Attachments", 1), ids=lambda row: " ".join(row[:2]))
def test_how_many_and_how_long(row):
    held, name, why = row
    label = "x" * int(name.split()[0]) if name.endswith(" x") else name
    problem = attachment_problem(label, int(held))
    assert (why in problem) if why else problem == ""


@given(st.sampled_from(WeekState), st.sampled_from(AttachmentState))
def test_nobody_but_author_and_lead_erases_and_a_lead_never_without_a_reason(week, piece):
    assert erasing(week, piece, author=False, leads=False) == Erasing.NO
    assert erasing(week, piece, author=False, leads=True) != Erasing.FREE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Affiche\n de  l’accueil ", "Affiche de l’accueil"),
        ("\u202egpj.exe", "gpj.exe"),
        ("صورة \U0001f469\u200d\u2695\ufe0f", "صورة \U0001f469\u200d\u2695\ufe0f"),
    ],
)
def test_a_name_stays_on_its_line_and_in_its_direction(typed, kept):
    assert tidy_label(typed) == kept

"""The examples that the help in the browser is tried on (tests/e2e/test_guard_browser.py)."""

import json
from pathlib import Path

import pytest

from records.enums import Strength
from records.rules.patient_data import find_identifiers, kinds_of

FILE = Path(__file__).resolve().parents[2] / "guard_examples.json"
EXAMPLES: dict[str, list[str]] = json.loads(FILE.read_text())


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, texts in EXAMPLES.items() for text in texts if kind != "accepted"],
)
def test_the_server_refuses_what_the_browser_shows(kind, text):
    assert kinds_of(find_identifiers(text), Strength.REFUSE) == [kind]


@pytest.mark.parametrize("text", EXAMPLES["accepted"])
def test_the_server_takes_what_the_browser_leaves_be(text):
    assert find_identifiers(text) == []

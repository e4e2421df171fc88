"""The worked tables of docs/rules/hours.md, row by row."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from training.enums import HoursCategory, HoursState
from training.rules.hours import HoursTotals, Line, totals
from training.rules.session import session_minutes, session_problem

PAGE = (Path(__file__).parents[2] / "docs" / "rules" / "hours.md").read_text()
CATEGORIES = {"s": HoursCategory.SESSION, "d": HoursCategory.DISTANCE, "p": HoursCategory.PRACTICE}
STATES = {"?": HoursState.SUBMITTED, "!": HoursState.ACCEPTED}
NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)


def rows(title: str) -> list[list[str]]:
    part = PAGE.split(f"### {title}\n")[1].split("\n#")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def ledger(cell: str) -> list[Line]:
    found = re.findall(r"`(\w+) ([sdp])([?!]) (\d+)`", cell)
    return [Line(key, CATEGORIES[cat], STATES[state], int(n)) for key, cat, state, n in found]


def paris(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("case", "lines", "accepted", "pending", "practice"), rows("Totals"), ids=lambda v: v[:30]
)
def test_totals_follow_the_table(case, lines, accepted, pending, practice):
    expected = HoursTotals(int(accepted), int(pending), int(practice))
    assert totals(ledger(lines)) == expected


@pytest.mark.parametrize(
    ("case", "start", "end", "minutes", "refused"), rows("Minutes of a session"), ids=str
)
def test_session_minutes_follow_the_table(case, start, end, minutes, refused):
    start, end = paris(start), paris(end)
    assert session_minutes(start, end) == int(minutes)
    assert bool(session_problem(start, end, NOW)) == (refused == "yes")

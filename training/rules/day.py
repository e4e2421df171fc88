"""How much distance learning counts in one day. Worked tables: docs/rules/hours.md."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from training.enums import HoursCategory, HoursState
from training.rules.hours import Line, standing_lines

# Minutes without clock time that count in one day: a fifth of the 35 h of the contract
# (document 000, line 416). The division is ours, « choix de l’organisme ».
DAY_CAP = 420
SOURCE = (
    "Contrat de 35 h (rapport d’évaluation de l’expérience ATIM) divisé par cinq jours, "
    "choix de l’organisme"
)


def within_day(lines: Iterable[Line], cap: int = DAY_CAP) -> list[Line]:
    """The standing lines, with what goes beyond the cap of their day set apart in `over`.

    Only distance lessons are capped: sessions have a clock. In one day accepted minutes come first,
    then waiting ones; among equals modules go by their code, then sources by their key. A line
    without a day is not capped. What was capped already stays as it is.
    """
    found, days = [], {}
    for line in standing_lines(lines):
        if line.category == HoursCategory.DISTANCE and line.on is not None:
            days.setdefault(line.on, []).append(line)
        else:
            found.append(line)
    for group in days.values():
        found += _capped(group, cap)
    return found


def _capped(group: list[Line], cap: int) -> list[Line]:
    if sum(line.minutes for line in group) <= cap:
        return group
    left, found = cap, []
    for line in sorted(group, key=_turn):
        kept = min(line.minutes, left)
        left -= kept
        found.append(replace(line, minutes=kept, over=line.over + line.minutes - kept))
    return found


def _turn(line: Line) -> tuple[bool, str, int, str]:
    waits = line.state != HoursState.ACCEPTED
    return waits, line.module_code, line.module_id or 0, line.source_key


def days_over(lines: Iterable[Line], cap: int = DAY_CAP) -> dict[date, int]:
    """The days beyond the cap, with the minutes that do not count."""
    found: dict[date, int] = {}
    for line in within_day(lines, cap):
        if line.over and line.on:
            found[line.on] = found.get(line.on, 0) + line.over
    return found

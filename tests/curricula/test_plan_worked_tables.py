"""The worked tables of docs/rules/tracks.md, row by row."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from curricula.rules.distance import distance_rate
from curricula.rules.plan import competency_key
from curricula.rules.plan_problems import Finding, plan_problems
from tests.curricula.plans import CATEGORIES, FRAME, plan

PAGE = (Path(__file__).parents[2] / "docs" / "rules" / "tracks.md").read_text()


def rows(title: str) -> list[list[str]]:
    part = PAGE.split(f"### {title}\n")[1].split("\n#")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def verdict(found: list[Finding]) -> str:
    return " ".join(map(str, found)) or "ok"


@pytest.mark.parametrize(("case", "due", "caps", "modules", "found"), rows("Sums"))
def test_sums_follow_the_table(case, due, caps, modules, found):
    limits = {CATEGORIES[text[0]]: int(text[1:]) for text in quoted(caps)}
    written = plan(*quoted(modules), minutes=int(due), caps=limits)
    assert verdict(plan_problems(written, {})) == found


@pytest.mark.parametrize(("case", "frame", "modules", "found"), rows("Work"))
def test_hours_at_work_follow_the_table(case, frame, modules, found):
    work = {"work": FRAME} if frame == "yes" else {}
    assert verdict(plan_problems(plan(*quoted(modules), **work), {})) == found


@pytest.mark.parametrize(("case", "modules", "absent", "found"), rows("Coverage"))
def test_coverage_follows_the_table(case, modules, absent, found):
    expected = {competency_key("B", code): f"{code} Savoir {code}" for code in ("k", "m")}
    absences = {competency_key("B", code): "Un motif." for code in absent.split()}
    assert verdict(plan_problems(plan(*quoted(modules), absences=absences), expected)) == found


@pytest.mark.parametrize(("case", "modules", "found"), rows("Order"))
def test_order_follows_the_table(case, modules, found):
    assert verdict(plan_problems(plan(*quoted(modules)), {})) == found


@pytest.mark.parametrize(("modules", "rate"), rows("Rate"))
def test_the_distance_rate_follows_the_table(modules, rate):
    assert distance_rate(plan(*quoted(modules))) == (None if rate == "none" else Decimal(rate))

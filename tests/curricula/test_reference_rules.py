"""The worked tables of docs/rules/references.md, and what holds for every reference."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from curricula.enums import RowChange
from curricula.rules.content import NOT_ESTABLISHED
from curricula.rules.package import BlockRow, CompetencyRow, LinkRow, ReferencePackage
from curricula.rules.reference_problems import package_problems
from curricula.rules.references import Difference, differences, rows_of, tidy, without_identifiers
from tests.architecture.tree import ROOT
from tests.factories.packages import package_factory, packages

SIGNS = {RowChange.ADDED: "+", RowChange.REMOVED: "-", RowChange.CHANGED: "~"}
BLOCK = re.compile(r"(\w+)\[([^\]]*)\]")


def table(heading: str) -> list[list[str]]:
    text = (ROOT / "docs/rules/references.md").read_text(encoding="utf-8")
    lines = text.split(heading)[1].split("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return rows[2:]


def written(text: str) -> ReferencePackage:
    blocks = tuple(
        BlockRow(
            code, code, competencies=tuple(CompetencyRow(*c.split("=")) for c in inside.split())
        )
        for code, inside in BLOCK.findall(text)
    )
    return ReferencePackage("r", "1", "R", blocks=blocks)


def said(found: Difference) -> str:
    sign = SIGNS.get(found.change, ">" + "~" * bool(found.fields))
    return sign + found.row.codes[-1]


DIFFERENCES = table("## What makes a difference")


@pytest.mark.parametrize(("case", "old", "new", "expected"), DIFFERENCES)
def test_differences_are_those_of_the_table(case, old, new, expected):
    found = differences(written(old), written(new))
    changed = [said(one) for one in found if one.change != RowChange.UNCHANGED]
    assert sorted(changed) == sorted(expected.split())


def first(package: ReferencePackage, **changes) -> ReferencePackage:
    block = package.blocks[0]
    rows = (replace(block.competencies[0], **changes), *block.competencies[1:])
    return replace(package, blocks=(replace(block, competencies=rows), *package.blocks[1:]))


GOOD = package_factory()
TWICE = "00000000-0000-4000-8000-000000000001"
BROKEN = {
    "a code written twice in a block": first(GOOD, code="C003"),
    "no text": first(GOOD, text=""),
    "a text beyond its length": first(GOOD, text="a" * 5001),
    "a link to a task that is not there": replace(GOOD, links=(LinkRow("A1", "T9", "B1", "C001"),)),
    "a link to a competency that is not there": replace(
        GOOD, links=(LinkRow("A1", "T1", "B2", "C001"),)
    ),
    "a mission that nobody knows": first(GOOD, missions=("T99",)),
    "a mission that is not established": first(GOOD, missions=("T23",)),
    "validity that ends before it begins": replace(GOOD, valid_until=date(2026, 12, 31)),
    "an identifier twice": replace(first(GOOD, identifier=TWICE), identifier=TWICE),
    "no block and no activity": replace(GOOD, blocks=(), activities=(), links=()),
    "a competency without source": first(GOOD, source=""),
    "official": replace(GOOD, official=True),
}
PROBLEMS = table("## What is refused")
MISSIONS = {"T01": True, "T02": True, "T03": True, "T23": False}


def test_every_case_of_the_table_is_tried():
    assert [row[0] for row in PROBLEMS] == list(BROKEN)
    assert package_problems(GOOD, MISSIONS) == []


@pytest.mark.parametrize(("case", "found", "words"), PROBLEMS)
def test_problems_are_those_of_the_table(case, found, words):
    problems = package_problems(BROKEN[case], MISSIONS)
    said = [p for p in problems if words in p.reason]
    assert said, problems
    assert {p.blocking for p in said} == {found == "refused"}


@pytest.mark.parametrize("code", NOT_ESTABLISHED)
def test_the_seven_missions_feed_no_competency_whatever_the_catalogue_says(code):
    [problem] = package_problems(first(GOOD, missions=(code,)), {code: True})
    assert (problem.place, problem.blocking) == ("compétence B1 C001", True)


@settings(max_examples=40, deadline=None)
@given(packages())
def test_what_hypothesis_makes_is_without_problem_and_tidy(package):
    assert [p for p in package_problems(package, MISSIONS) if p.blocking] == []
    assert tidy(package) == package


@settings(max_examples=40, deadline=None)
@given(packages())
def test_nothing_differs_from_itself(package):
    found = differences(package, without_identifiers(package))
    assert {one.change for one in found} == {RowChange.UNCHANGED}


@settings(max_examples=40, deadline=None)
@given(packages(), packages())
def test_every_row_is_told_once(old, new):
    found = differences(old, new)
    assert [one.new for one in found if one.new] == rows_of(new)
    named = Counter((row.kind, row.codes) for row in rows_of(old))
    assert Counter((one.old.kind, one.old.codes) for one in found if one.old) == named


@settings(max_examples=40, deadline=None)
@given(packages(), packages())
def test_what_one_way_adds_the_other_way_removes(old, new):
    there = {one.row.codes for one in differences(old, new) if one.change == RowChange.ADDED}
    back = {one.row.codes for one in differences(new, old) if one.change == RowChange.REMOVED}
    assert there == back

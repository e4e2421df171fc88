"""Worked tables of docs/rules/livret.md, and what a situation may say."""

from dataclasses import replace
from datetime import date

import pytest

from portfolio.rules.entry import WrittenEntry, entry_problem, tidy, to_complete
from portfolio.rules.logbook import EntryFacts, missing_to_submit
from tests.portfolio.tables import rows

MONDAY = date(2027, 3, 1)
PLAIN = tidy(WrittenEntry(day=MONDAY, kind="practice", text=" J’ai installé une personne. "))


def facts(cell: str) -> list[EntryFacts]:
    """`x/1/yes`, `-/0/no`"""
    found = []
    for part in filter(None, (one.strip(" `") for one in cell.split(","))):
        text, count, read, *copied = part.split("/")
        found.append(EntryFacts(text.strip("-"), int(count), read == "yes", bool(copied)))
    return found


@pytest.mark.parametrize(("case", "situations", "missing"), rows("livret", "Handing in"))
def test_missing_to_submit(case, situations, missing):
    found = missing_to_submit(facts(situations))
    assert [sentence.startswith(missing) for sentence in found] == ([True] if missing else [])


@pytest.mark.parametrize(
    ("kind", "audience", "kept"),
    [
        ("practice", "", "training"),
        ("question", "", "training"),
        ("obstacle", "", "support"),
        ("obstacle", "employer", "employer"),
        ("practice", "self", "self"),
    ],
)
def test_audience_that_was_not_chosen_is_the_usual_one(kind, audience, kept):
    assert tidy(WrittenEntry(MONDAY, kind, "x", audience=audience)).audience == kept


def test_outer_spaces_are_left():
    assert PLAIN.text == "J’ai installé une personne."


def test_a_plain_situation_can_be_kept():
    assert entry_problem(PLAIN, [MONDAY]) == ""


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": ""}, "Écrivez ce qui s’est passé : le texte est vide."),
        ({"result": "a" * 5001}, "Le texte dépasse 5000 caractères : raccourcissez-le."),
        ({"kind": "autre"}, "Ce genre de situation n’existe pas."),
        (
            {"day": date(2027, 3, 2)},
            "Ce jour n’est pas dans la semaine, ou n’est pas encore venu.",
        ),
        ({"audience": "tous"}, "Un des choix n’existe pas : rechargez la page."),
        ({"moment": "jamais"}, "Un des choix n’existe pas : rechargez la page."),
        ({"autonomy": "seul"}, "Un des choix n’existe pas : rechargez la page."),
        ({"axes": frozenset({"x"})}, "Un des choix n’existe pas : rechargez la page."),
        ({"claims": {1: 4}}, "Un des choix n’existe pas : rechargez la page."),
        ({"claims": {1: 0}}, "Un des choix n’existe pas : rechargez la page."),
    ],
)
def test_what_cannot_be_kept(change, problem):
    assert entry_problem(replace(PLAIN, **change), [MONDAY]) == problem


def test_what_is_left_to_complete():
    whole = replace(PLAIN, context="a", result="b", learnt="c")
    lacking = ["une compétence", "le contexte", "le résultat", "ce que vous avez appris"]
    assert to_complete(PLAIN, claimed=False) == lacking
    assert to_complete(whole, claimed=True) == []

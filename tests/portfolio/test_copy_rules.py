"""The worked table of docs/rules/livret.md, « Last week »."""

import pytest

from portfolio.rules.copy import Target, refusal_of_entry, refusal_of_hours, to_take_up
from portfolio.rules.entry import WrittenEntry
from tests.portfolio.tables import rows
from tests.portfolio.test_entry_rules import MONDAY

PRACTICE, OTHER, MINUTES = 1, 2, 420
DAYS = {
    "": {}, "future": {"future": True}, "away": {"following": False},
    "ended": {"in_contract": False}, "holiday": {"holiday": "lundi de Pâques"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "employs", "noted", "agreed", "situation", "hours"),
    [row[1:] for row in rows("livret", "Last week")],
)
def test_what_comes_follows_the_table(day, employs, noted, agreed, situation, hours):
    target = Target(
        employing=[PRACTICE] if employs == "yes" else [OTHER],
        noted=noted == "yes",
        agreed={} if agreed == "-" else {PRACTICE: int(agreed)},
        **DAYS[day],
    )
    for refusal, said in (
        (refusal_of_entry(PRACTICE, target), situation),
        (refusal_of_hours(PRACTICE, MINUTES, target), hours),
    ):
        assert (said in refusal) if said else refusal == ""


def test_what_belongs_to_its_day_stays_there():
    whole = WrittenEntry(
        day=MONDAY, kind="practice", text="Texte.", context="Là.", result="Fait.", learnt="Appris.",
        feeling="Fière.", autonomy="alone", claims={1: 3, 2: None}, axes=frozenset({"job"}),
        missions=frozenset({4}), moment="before", audience="training", practice=PRACTICE,
    )  # fmt: skip
    again = to_take_up(whole)
    assert (again.result, again.learnt, again.feeling, again.autonomy) == ("", "", "", "")
    assert again.claims == {1: None, 2: None}
    kept = ("day", "kind", "text", "context", "axes", "missions", "moment", "audience", "practice")
    assert [getattr(again, one) for one in kept] == [getattr(whole, one) for one in kept]

import pytest

from portfolio.rules.logbook import EntryFacts, missing_to_submit

WRITE = ["Écrivez au moins une situation, avec une compétence."]
TICK = ["Cochez au moins une compétence dans une de vos situations."]


@pytest.mark.parametrize(
    ("entries", "missing"),
    [
        ([], WRITE),
        ([EntryFacts("  ", 1)], WRITE),
        ([EntryFacts("Un texte.", 0)], TICK),
        ([EntryFacts("Un texte.", 0), EntryFacts(" ", 2)], TICK),
        ([EntryFacts("Un texte.", 0), EntryFacts("Un autre.", 2)], []),
        ([EntryFacts("Un texte.", 1)], []),
    ],
)
def test_missing_to_submit(entries, missing):
    assert missing_to_submit(entries) == missing

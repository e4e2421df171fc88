"""The worked tables of a training agreement in docs/rules/documents.md, row by row."""

from decimal import Decimal

import pytest

from tests.training.tables import rows
from training.rules.training_agreement import (
    AgreementFacts,
    euros,
    missing_for_agreement,
    percent,
)


@pytest.mark.parametrize(
    ("case", "name", "objective", "terms", "track", "modules", "rate", "expected"),
    rows("documents.md", "What a convention de formation lacks"),
)
def test_what_an_agreement_lacks_follows_the_table(
    case, name, objective, terms, track, modules, rate, expected
):
    facts = AgreementFacts(
        first_name="Camille" if name == "yes" else " ",
        last_name="Dorval",
        objective="Tenir l’accueil." if objective == "yes" else "",
        has_terms=terms == "yes",
        minutes=int(track),
        modules=int(modules),
        rate=None if rate == "-" else Decimal(rate),
    )
    wanted = [word.strip() for word in expected.split(",") if word.strip()]
    found = missing_for_agreement(facts)
    assert len(found) == len(wanted)
    assert all(word in sentence for word, sentence in zip(wanted, found, strict=True))


@pytest.mark.parametrize(
    ("case", "amount", "money", "rate", "share"), rows("documents.md", "Amounts and rates in words")
)
def test_amounts_and_rates_are_written_as_the_table_says(case, amount, money, rate, share):
    assert euros(Decimal(amount)).replace("\u00a0", " ") == money
    assert percent(Decimal(rate)).replace("\u00a0", " ") == share

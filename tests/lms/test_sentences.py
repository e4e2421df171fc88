import pytest

from lms.sentences import amount, sentence
from records.rules.french import remaining


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, ""),
        (1, "une semaine à écrire"),
        (2, "deux semaines à écrire"),
        (10, "dix semaines à écrire"),
        (11, "11 semaines à écrire"),
    ],
)
def test_amount(number, expected):
    assert amount(number, "semaine à écrire", "semaines à écrire", feminine=True) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], "Rien."),
        (["", ""], "Rien."),
        (["une leçon à lire", "", "un retour"], "Une leçon à lire, un retour."),
    ],
)
def test_sentence(parts, expected):
    assert sentence(parts, "Rien.") == expected


@pytest.mark.parametrize(
    ("months", "days", "expected"), [(8, 250, "8 mois"), (1, 45, "45 jours"), (0, 1, "1 jour")]
)
def test_remaining(months, days, expected):
    assert remaining(months, days) == expected

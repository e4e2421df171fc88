from datetime import date

import pytest

from lms.queries.deadline import deadline
from records.rules.french import countdown
from training.models import Enrolment


@pytest.mark.parametrize(
    ("recruited_on", "today", "passed", "left", "over"),
    [
        (date(2025, 11, 4), date(2027, 3, 4), 16, "8 mois", False),
        (date(2025, 11, 4), date(2027, 11, 3), 23, "1 jour", False),
        (date(2025, 11, 4), date(2027, 11, 4), 24, "0 jour", False),
        (date(2025, 11, 4), date(2028, 2, 4), 27, "3 mois", True),
        (date(2027, 4, 1), date(2027, 3, 4), 0, "24 mois", False),
    ],
)
def test_deadline(recruited_on, today, passed, left, over):
    found = deadline(Enrolment(recruited_on=recruited_on), today)
    assert (found.months_passed, found.left, found.over) == (passed, left, over)
    assert len(found.units) == 24


def test_a_regime_of_three_years_counts_thirty_six_months():
    carer = Enrolment(recruited_on=date(2025, 11, 4), regime="arrete-2019")
    found = deadline(carer, date(2027, 3, 4))
    assert (len(found.units), found.left) == (36, "20 mois")
    assert found.label == "16 mois passés sur 36 depuis l’embauche"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 11, 4), "dans 8 mois"),
        (date(2027, 3, 5), "dans 1 jour"),
        (date(2027, 3, 4), "aujourd’hui"),
        (date(2027, 2, 20), "dépassé depuis 12 jours"),
        (date(2025, 3, 4), "dépassé depuis 24 mois"),
    ],
)
def test_countdown(day, words):
    assert countdown(day, date(2027, 3, 4)) == words

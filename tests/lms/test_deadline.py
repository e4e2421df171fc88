from datetime import date

import pytest

from lms.queries.deadline import deadline


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
    found = deadline(recruited_on, today)
    assert (found.months_passed, found.left, found.over) == (passed, left, over)
    assert len(found.units) == 24

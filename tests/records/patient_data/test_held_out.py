"""The figures that docs/rules/patient-data.md publishes are those that come out."""

import pytest

from records.enums import IdentifierKind
from tests.records.patient_data.evaluation import FILLINGS, Figures, cases, measure, ordinary
from tests.training.tables import rows


@pytest.fixture(scope="module")
def figures() -> Figures:
    return measure()


def test_published_recall_by_kind_is_what_comes_out(figures):
    published = {
        kind: tuple(map(int, (texts, stopped, named)))
        for kind, _, texts, stopped, named in rows("patient-data.md", "By kind")
    }
    assert published == {
        str(kind): (figures.texts[kind], figures.caught[kind], figures.named_right[kind])
        for kind in figures.texts
    }


def test_published_confusion_is_what_comes_out(figures):
    published = {
        (holds, said): int(count) for holds, said, count in rows("patient-data.md", "Confusion")
    }
    assert published == {
        (str(holds), str(said)): count for (holds, said), count in figures.confusion.items()
    }


def test_published_totals_are_what_comes_out(figures):
    published = dict(rows("patient-data.md", "Totals"))
    assert published == {
        "recall of strong identifiers": f"{figures.strong_recall:.4f}",
        "false positives on ordinary entries": f"{len(figures.wrong)} of {figures.ordinary}",
    }


def test_targets_are_met(figures):
    assert figures.strong_recall >= 0.98
    assert figures.false_positives <= 0.01


def test_what_is_measured_is_wide_enough():
    assert len(ordinary()) >= 300
    assert {case.kind for case in cases()} == set(IdentifierKind)
    assert len({case.text for case in cases()}) > 0.9 * len(cases())
    assert FILLINGS == 8

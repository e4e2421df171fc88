"""The figures of `make load`, and its bounds."""

import pytest

from tests.benchmarks import crowd, rush
from tests.benchmarks.pages import PAGES


def test_mix_names_measured_pages_and_adds_up():
    assert set(rush.MIX) <= {page.title for page in PAGES}
    assert sum(rush.MIX.values()) == 100


def test_figures_give_the_median_and_the_slowest_of_twenty():
    found = rush.figures([float(number) for number in range(1, 101)])
    assert (found["count"], found["median"]) == (100, 50.5)
    assert 95 <= found["slow"] <= 97
    assert rush.figures([7.0]) == {"count": 1, "median": 7.0, "slow": 7.0}


@pytest.mark.parametrize("wrong", [["--seconds", "0"], ["--seconds", "301"], ["--people", "65"]])
def test_a_crowd_is_bounded(monkeypatch, wrong):
    monkeypatch.setattr("sys.argv", ["crowd", *wrong])
    with pytest.raises(SystemExit):
        crowd.main()

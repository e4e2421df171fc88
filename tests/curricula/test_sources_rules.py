"""Sources in words: the table of docs/rules/references.md, and every file of the contents."""

import re

import pytest

from curricula.rules.sources import in_words
from tests.architecture.tree import ROOT
from tests.training.tables import rows

CONTENT = sorted((ROOT / "curricula" / "content").rglob("*.yaml"))


@pytest.mark.parametrize(("written", "shown"), rows("references.md", "Sources in words"))
def test_a_source_is_shown_as_the_table_says(written, shown):
    assert in_words(written) == shown


def test_no_number_of_a_document_or_line_is_left_of_any_source():
    cited = [
        line.strip()
        for path in CONTENT
        for line in path.read_text().splitlines()
        if "ocument 00" in line and not line.strip().startswith("#")
    ]
    assert len(cited) > 100
    assert [one for one in map(in_words, cited) if re.search("ocument 00|lignes? [0-9]", one)] == []


def test_what_cites_no_document_is_left_as_it_is():
    assert (
        in_words("Tableur, ligne 3 ; code\u00a0L6323-3") == "Tableur, ligne 3 ; code\u00a0L6323-3"
    )

"""A device sends again what is just being stored: two requests have seen the same version."""

from dataclasses import replace

import pytest
from django.utils import timezone

from portfolio.models import LogbookEntry
from portfolio.queries.sync import own_entry, written_of
from portfolio.rules.sync import Verdict
from portfolio.rules.weeks import week_of
from portfolio.services.sync import Synced, sync_entry, sync_removal
from tests.factories.portfolio import entry_factory, week_factory


@pytest.fixture
def stored(world, today) -> LogbookEntry:
    """A situation of this week, as the page stored it."""
    iso, now = week_of(today), timezone.now()
    return entry_factory(week_factory(world.enrolment, *iso, now=now), now=now)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("Changé.", "Changé.", Verdict.SAME),
        ("Changé.", "Changé autrement.", Verdict.CONFLICT),
    ],
)
def test_what_was_written_since_the_look_is_compared(world, today, stored, first, second, told):
    """The first sending is being stored while the second looks: both have seen version 1."""
    seen = own_entry(world.enrolment, stored.form_key)
    sent = {
        "actor": world.learner, "enrolment": world.enrolment, "week": week_of(today),
        "form_key": stored.form_key, "base": 1, "now": timezone.now(),
    }  # fmt: skip
    words = replace(written_of(seen), text=first)
    kept = sync_entry(**sent, stored=own_entry(world.enrolment, stored.form_key), written=words)
    again = sync_entry(**sent, stored=seen, written=replace(words, text=second))
    assert (kept.verdict, again.verdict) == (Verdict.WRITE, told)
    assert (again.entry.version, again.entry.text) == (2, first)


def test_what_was_taken_out_since_the_look_is_gone(world, today, stored):
    seen = own_entry(world.enrolment, stored.form_key)
    sent = {"actor": world.learner, "enrolment": world.enrolment, "base": 1, "now": timezone.now()}
    assert sync_removal(**sent, stored=own_entry(world.enrolment, stored.form_key)).verdict == (
        Verdict.WRITE
    )
    assert sync_removal(**sent, stored=seen) == Synced(Verdict.SAME, None)
    words = replace(written_of(seen), text="Changé.")
    changed = sync_entry(
        **sent, week=week_of(today), form_key=stored.form_key, stored=seen, written=words
    )
    assert changed == Synced(Verdict.GONE, None)

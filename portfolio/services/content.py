"""Versions of what practices read of a week."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F

from portfolio.models import LogbookEntry, LogbookWeek, PracticeContent
from portfolio.models.content import FIRST
from portfolio.queries.content import Content, content_of, content_of_entry
from portfolio.rules.content import rewritten


@contextmanager
def versions_kept(week: LogbookWeek, entry: int | None = None) -> Iterator[None]:
    """Around a write, part of its transaction, the row of the week held: a practice that reads
    something else afterwards has a further version; an answer to the one before is then of before.

    `entry`: the one stored situation whose words and links the write touches; none: more may
    change.
    A week that was never handed in has been read by nobody: nothing is counted.
    """
    if week.submitted_at is None:
        yield
        return

    def now() -> Content:
        return content_of(week) if entry is None else content_of_entry(week, entry)

    before = now()
    yield
    after = now()
    for practice in rewritten(before.practices, after.practices):
        row, _ = PracticeContent.objects.get_or_create(
            week=week, practice_id=practice, defaults={"version": FIRST}
        )
        PracticeContent.objects.filter(pk=row.pk).update(version=F("version") + 1)
    changed = rewritten(before.entries, after.entries)
    if changed:
        rows = LogbookEntry.objects.filter(pk__in=changed)
        rows.update(content_version=F("content_version") + 1)

"""What practices read of a week, to tell whether a write changed it (docs/rules/livret.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.enums import Audience
from portfolio.models import LogbookEntry, LogbookWeek

# What an employer reads of a situation: neither what was felt, nor who else reads it.
READ = (
    "day", "kind", "practice_id", "text", "context", "result", "learnt", "moment", "autonomy",
    "axis_organisation", "axis_job", "axis_person",
)  # fmt: skip


@dataclass(frozen=True)
class Content:
    """What each practice reads of a week, and what would be read of each situation, by key."""

    practices: dict[int, Any]
    entries: dict[int, Any]


def content_of(week: LogbookWeek) -> Content:
    """As it is stored now; six queries."""
    row = LogbookWeek.objects.select_related("enrolment").get(pk=week.pk)
    days = list(row.days.all())
    hours: list[tuple[int, Any]] = [
        (day.practice_id, (day.day, day.minutes)) for day in days if day.practice_id
    ]
    if not days and row.practice_minutes:  # a week from before the days
        hours = [(row.enrolment.practice_id, row.practice_minutes)]
    entries = row.entries.with_links()
    return _content({entry: (_read(entry), _open_pieces(entry)) for entry in entries}, hours)


def content_of_entry(week: LogbookWeek, entry_id: int) -> Content:
    """What the words and links of one situation add to it, as they are stored now; three queries.

    Not its pieces: writing it touches none of them.
    """
    found = week.entries.filter(pk=entry_id).prefetch_related("claims", "missions")
    return _content({entry: _read(entry) for entry in found})


def _content(read: Mapping[LogbookEntry, Any], hours: Iterable[tuple[int, Any]] = ()) -> Content:
    practices: dict[int, list[Any]] = defaultdict(list)
    for practice, worked in hours:
        practices[practice].append(worked)
    for entry, said in read.items():
        if entry.audience == Audience.EMPLOYER:
            practices[entry.practice_id].append((entry.pk, said))
    return Content(dict(practices), {entry.pk: said for entry, said in read.items()})


def _read(entry: LogbookEntry) -> Any:
    """The texts, competencies and missions of a situation."""
    return (
        [getattr(entry, name) for name in READ],
        sorted((claim.competency_id, claim.level or 0) for claim in entry.claims.all()),
        sorted(mission.pk for mission in entry.missions.all()),
    )


def _open_pieces(entry: LogbookEntry) -> Any:
    """Its pieces that others may open."""
    return [(piece.pk, piece.state) for piece in entry.pieces if piece.cleared_at]

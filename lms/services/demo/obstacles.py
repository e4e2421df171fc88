"""What became of two obstacles: one was solved, one was taken to the doctor and stays open."""

from datetime import datetime, timedelta

from django.utils import timezone

from lms.services.demo.cast import Cast
from portfolio.enums import EntryKind, ObstacleAct, ObstacleKind, WeekState
from portfolio.models import LogbookEntry
from portfolio.rules.obstacle import NewFact
from portfolio.services.obstacle import note_obstacle


def follow_obstacles(cast: Cast, now: datetime) -> None:
    """The newest obstacle of the first person who met one stays open; the one before is solved."""
    met = LogbookEntry.objects.filter(kind=EntryKind.OBSTACLE).exclude(week__state=WeekState.DRAFT)
    newest = list(met.order_by("week__enrolment", "-day", "-pk")[:2])
    for entry, solved in zip(newest, (False, True), strict=False):
        today = timezone.localdate(now)
        taken = min(entry.day + timedelta(days=1), today)
        note_obstacle(
            actor=cast.lead, entry=entry, seen=0, now=now,
            new=NewFact(ObstacleAct.TAKEN, ObstacleKind.ACCESS, taken, "le médecin"),
        )  # fmt: skip
        if solved:
            done = NewFact(
                ObstacleAct.SOLVED, ObstacleKind.ACCESS, min(taken + timedelta(days=6), today),
                note="L’installateur est passé : tout fonctionne (démonstration).",
            )  # fmt: skip
            note_obstacle(actor=cast.lead, entry=entry, seen=1, now=now, new=done)

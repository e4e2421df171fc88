"""Visits, interviews, calls and group days, as the export of a livret says them."""

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from people.models import Membership
from portfolio.models import FollowUp, Meeting, MeetingEvent, MeetingMinutes
from portfolio.queries.meeting import Version, meetings_of, versions_in
from training.models import Enrolment


def instant(at: datetime) -> str:
    """To the second, with the offset of Paris."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def told_meetings(actor: Membership, enrolment: Enrolment, today: date) -> list[dict[str, Any]]:
    """Those of a person and of their group that the actor reads, the oldest first; five queries.

    What is not diffused is there for who accompanies alone, and says so by its state. `today` is
    a Europe/Paris day.
    """
    found = meetings_of(actor, enrolment).order_by("held_on", "pk")
    rows = found.prefetch_related(
        Prefetch("frozen_minutes", MeetingMinutes.objects.select_related("written_by__user")),
        Prefetch("events", MeetingEvent.objects.select_related("actor__user")),
        Prefetch("follow_ups", FollowUp.objects.for_screen()),
    )
    return [_meeting(row, today) for row in rows]


def _meeting(row: Meeting, today: date) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "held_on": row.held_on.isoformat(),
        "half": row.half,
        "practice": str(row.practice or ""),
        "led_by": str(row.led_by.user),
        "state": row.state,
        "minutes": [_version(one) for one in versions_in(row, row.frozen_minutes.all())],
        "events": [
            {"state": one.state, "at": instant(one.at), "by": str(one.actor.user)}
            for one in row.events.all()
        ],
        "actions": [told_action(one, today) for one in row.follow_ups.all()],
    }


def _version(one: Version) -> dict[str, Any]:
    """Sections with a text; a draft has neither number nor day."""
    row = one.row
    return {
        "number": row.number if row else None,
        "sections": [{"title": part.title, "text": text} for part, text in one.parts if text],
        "reason": row.reason if row else "",
        "by": str(row.written_by.user) if row else "",
        "at": instant(row.written_at) if row else None,
    }


def told_action(one: FollowUp, today: date) -> dict[str, Any]:
    """What was agreed, and what was noted of it last; facts are loaded."""
    last = one.last
    return {
        "text": one.text,
        "owner": one.owner,
        "by": one.by,
        "due_on": one.due_on.isoformat(),
        "done": one.done,
        "late": one.late(today),
        "noted_by": str(last.noted_by.user) if last else "",
        "noted_at": instant(last.noted_at) if last else None,
    }

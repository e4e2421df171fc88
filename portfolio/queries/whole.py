"""The whole livret of somebody as plain values: what its PDF and its open data say."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from curricula.enums import Moment
from people.models import Membership
from portfolio.enums import (
    AnswerKind,
    AnswerScope,
    AttachmentState,
    Audience,
    Autonomy,
    Axis,
    ClaimedLevel,
    DayKind,
    EntryKind,
    Prepared,
    WeekState,
)
from portfolio.models import LogbookEntry, LogbookWeek, PracticeAnswer, WeekDay, WeekEvent
from portfolio.permissions import can_read_feelings
from portfolio.queries.practice import answers_read
from training.models import Enrolment

# What each value of the open data is called, for the PDF.
WORDS = {
    "states": WeekState, "days": DayKind, "kinds": EntryKind, "moments": Moment, "axes": Axis,
    "autonomy": Autonomy, "audiences": Audience, "levels": ClaimedLevel, "answers": AnswerKind,
    "prepared": Prepared,
}  # fmt: skip
WRITTEN = ("text", "context", "result", "learnt")


def whole_livret(actor: Membership, enrolment: Enrolment, today: date) -> dict[str, Any]:
    """Weeks, days, situations and answers that the actor reads, the oldest first; eight queries.

    Minutes are whole numbers, days and ISO weeks are of Europe/Paris, instants carry their offset.
    The shape is that of `portfolio/content/livret-1.schema.json`. `enrolment` comes with
    `for_screen()` and its training body.
    """
    return {
        "$schema": settings.SITE_URL + reverse("portfolio:livret_schema"),
        "exported_on": today.isoformat(),
        "learner": str(enrolment.learner),
        "training_body": str(enrolment.cohort.organisation),
        "practice": str(enrolment.practice),
        "cohort": enrolment.cohort.title,
        "track": str(enrolment.track_version.track),
        "qualification": str(enrolment.qualification),
        "starts_on": enrolment.cohort.starts_on.isoformat(),
        "ends_on": enrolment.cohort.ends_on.isoformat(),
        "weeks": [_week(row, can_read_feelings(actor)) for row in _weeks(actor, enrolment)],
    }


def words_of_the_livret() -> dict[str, dict[str, str]]:
    """The French word of each value, by group."""
    return {
        group: {str(value): label.lower() for value, label in choices.choices}
        for group, choices in WORDS.items()
    }


def _weeks(actor: Membership, enrolment: Enrolment) -> Iterator[LogbookWeek]:
    entries = LogbookEntry.objects.visible_to(actor).with_links().select_related("practice")
    weeks = LogbookWeek.objects.visible_to(actor).filter(enrolment=enrolment)
    yield from weeks.order_by("iso_year", "iso_week").prefetch_related(
        Prefetch("days", WeekDay.objects.select_related("practice")),
        Prefetch("events", WeekEvent.objects.select_related("actor__user")),
        Prefetch("entries", entries, to_attr="read_entries"),
        answers_read(actor),
    )


def _week(row: LogbookWeek, feelings: bool) -> dict[str, Any]:
    answers: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for answer in getattr(row, "answered", []):
        # An answer to a situation that was taken out since went with it.
        if answer.entry_id or answer.scope == AnswerScope.WEEK:
            answers[answer.entry_id].append(_answer(answer))
    return {
        "iso_week": f"{row.iso_year}-W{row.iso_week:02}",
        "monday": date.fromisocalendar(row.iso_year, row.iso_week, 1).isoformat(),
        "state": row.state,
        "practice_minutes": row.practice_minutes,
        "logbook_minutes": row.logbook_minutes,
        "collective_minutes": row.collective_minutes,
        "days": [_day(day) for day in row.days.all()],
        "events": [_event(event) for event in row.events.all()],
        "answers": answers[None],
        "situations": [
            {**_situation(entry, feelings), "answers": answers[entry.pk]}
            for entry in getattr(row, "read_entries", [])
        ],
    }


def _day(day: WeekDay) -> dict[str, Any]:
    practice = str(day.practice) if day.practice else ""
    said = {"day": day.day.isoformat(), "kind": day.kind}
    return {**said, "practice": practice, "minutes": day.minutes}


def _instant(at: datetime) -> str:
    """To the second, with the offset of Paris."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def _event(event: WeekEvent) -> dict[str, Any]:
    said = {"state": event.state, "at": _instant(event.at), "by": str(event.actor.user)}
    return {**said, "comment": event.comment}


def _answer(answer: PracticeAnswer) -> dict[str, Any]:
    """What a practice answered; `earlier`: to a version of before.

    By a link, `by` is the name that was typed; `meant_for` then says for whom it was, if for
    another. `in_place_of`: whom a substitute signed for.
    """
    return {
        "practice": str(answer.practice),
        "kind": answer.kind,
        "by": answer.who,
        "by_link": answer.link_id is not None,
        "meant_for": answer.meant_for,
        "in_place_of": answer.in_place_of,
        "at": _instant(answer.at),
        "comment": answer.comment,
        "prepared": answer.prepared,
        "amended": answer.amended,
        "earlier": answer.earlier,
    }


def _situation(entry: LogbookEntry, feelings: bool) -> dict[str, Any]:
    """What was felt is there for those who read it."""
    return {
        "day": entry.day.isoformat(),
        "kind": entry.kind,
        **{name: getattr(entry, name) for name in WRITTEN},
        **({"feeling": entry.feeling} if feelings else {}),
        "moment": entry.moment,
        "axes": [axis.value for axis in entry.axes],
        "autonomy": entry.autonomy,
        "audience": entry.audience,
        "practice": str(entry.practice),
        "missions": [str(mission) for mission in entry.missions.all()],
        "competencies": [
            {"code": claim.competency.code, "text": claim.competency.text, "level": claim.level}
            for claim in entry.claims.all()
        ],
        "pieces": [piece.name for piece in entry.pieces if piece.state == AttachmentState.OPEN],
        "written_at": _instant(entry.written_at),
    }

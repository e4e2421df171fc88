"""The whole livret of somebody as plain values: what its PDF and its open data say."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

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
    CommentAct,
    DayKind,
    EntryKind,
    Heading,
    MeetingKind,
    MeetingState,
    ObstacleAct,
    ObstacleKind,
    ObstacleState,
    PersonalStep,
    Prepared,
    ReviewState,
    VisitHalf,
    WeekState,
)
from portfolio.models import (
    AmendmentAnswer,
    LogbookEntry,
    LogbookWeek,
    ObstacleFact,
    PracticeAnswer,
    SentenceComment,
    WeekAmendment,
    WeekDay,
    WeekEvent,
    WeekSheet,
)
from portfolio.permissions import can_read_feelings, reads_meetings
from portfolio.queries.amendment import changes_of, names_in
from portfolio.queries.comment import readable_comments
from portfolio.queries.practice import answers_read
from portfolio.queries.whole_bilans import told_personal, told_reviews
from portfolio.queries.whole_meetings import instant, told_meetings
from portfolio.rules.amendment import Change
from training.models import Enrolment

# What each value of the open data is called, for the PDF.
WORDS = {
    "states": WeekState, "days": DayKind, "kinds": EntryKind, "moments": Moment, "axes": Axis,
    "autonomy": Autonomy, "audiences": Audience, "levels": ClaimedLevel, "answers": AnswerKind,
    "prepared": Prepared, "acts": ObstacleAct, "obstacles": ObstacleKind, "comments": CommentAct,
    "reviews": ReviewState, "ends": ObstacleState, "steps": PersonalStep, "headings": Heading,
    "meetings": MeetingKind, "halves": VisitHalf, "minutes": MeetingState,
}  # fmt: skip
VERSION = 3
WRITTEN = ("text", "context", "result", "learnt")


def whole_livret(actor: Membership, enrolment: Enrolment, today: date) -> dict[str, Any]:
    """Weeks with all that is in them, balance sheets and meetings that the actor reads, in order.

    Fourteen queries for the weeks and at most 21 for the rest, however many they are.

    Minutes are whole numbers, days and ISO weeks are of Europe/Paris, instants carry their offset.
    The shape is that of `portfolio/content/livret-3.schema.json`. `enrolment` comes with
    `for_screen()` and its training body.
    """
    corrected = _corrections(actor, enrolment)
    feelings = can_read_feelings(actor)
    return {
        "$schema": settings.SITE_URL + reverse("portfolio:livret_schema", args=[VERSION]),
        "exported_on": today.isoformat(),
        "learner": str(enrolment.learner),
        "training_body": str(enrolment.cohort.organisation),
        "practice": str(enrolment.practice),
        "cohort": enrolment.cohort.title,
        "track": str(enrolment.track_version.track),
        "qualification": str(enrolment.qualification),
        "starts_on": enrolment.cohort.starts_on.isoformat(),
        "ends_on": enrolment.cohort.ends_on.isoformat(),
        "weeks": [_week(row, corrected, feelings) for row in _weeks(actor, enrolment)],
        "activity_reviews": told_reviews(actor, enrolment, today),
        "personal_review": told_personal(actor, enrolment, today),
        **({"meetings": told_meetings(actor, enrolment, today)} if reads_meetings(actor) else {}),
    }


def words_of_the_livret() -> dict[str, dict[str, str]]:
    """The French word of each value, by group."""
    return {
        group: {str(value): label.lower() for value, label in choices.choices}
        for group, choices in WORDS.items()
    }


def _weeks(actor: Membership, enrolment: Enrolment) -> Iterator[LogbookWeek]:
    facts = ObstacleFact.objects.select_related("noted_by__user")
    entries = LogbookEntry.objects.visible_to(actor).with_links().select_related("practice")
    entries = entries.prefetch_related(
        Prefetch("obstacle_facts", facts), Prefetch("comments", readable_comments(actor))
    )
    weeks = LogbookWeek.objects.visible_to(actor).filter(enrolment=enrolment)
    yield from weeks.order_by("iso_year", "iso_week").prefetch_related(
        Prefetch("days", WeekDay.objects.select_related("practice")),
        Prefetch("events", WeekEvent.objects.select_related("actor__user")),
        Prefetch("entries", entries, to_attr="read_entries"),
        Prefetch("sheets", WeekSheet.objects.visible_to(actor)),
        answers_read(actor),
    )


# By week and situation, None for the hours.
Corrections = dict[tuple[int, int | None], list[dict[str, Any]]]


def _corrections(actor: Membership, enrolment: Enrolment) -> Corrections:
    """Those that the actor reads, the oldest first; three queries."""
    rows = WeekAmendment.objects.visible_to(actor).filter(week__enrolment=enrolment)
    every = list(rows.select_related("actor__user", "answer__actor__user").order_by("pk"))
    names = names_in(every)
    found: Corrections = defaultdict(list)
    for one in every:
        found[one.week_id, one.entry_id].append(_correction(one, changes_of(one, names)))
    return found


def _correction(one: WeekAmendment, changes: list[Change]) -> dict[str, Any]:
    """A correction in words; a week and a situation say what holds once it is accepted."""
    answer: AmendmentAnswer | None = getattr(one, "answer", None)
    decided = "accepted" if answer and answer.accepted else "refused"
    return {
        "changes": [
            {"what": what, "before": before, "after": after} for what, before, after in changes
        ],
        "reason": one.reason,
        "by": str(one.actor.user),
        "at": instant(one.at),
        "state": decided if answer else "waiting",
        "answered_by": str(answer.actor.user) if answer else "",
        "answered_at": instant(answer.at) if answer else None,
        "answer": answer.reason if answer else "",
    }


def _week(row: LogbookWeek, corrected: Corrections, feelings: bool) -> dict[str, Any]:
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
        "corrections": corrected[row.pk, None],
        "sheets": [one.name for one in row.papers if one.state == AttachmentState.OPEN],
        "situations": [
            {
                **_situation(entry, feelings),
                "answers": answers[entry.pk],
                "corrections": corrected[row.pk, entry.pk],
            }
            for entry in getattr(row, "read_entries", [])
        ],
    }


def _day(day: WeekDay) -> dict[str, Any]:
    practice = str(day.practice) if day.practice else ""
    said = {"day": day.day.isoformat(), "kind": day.kind}
    return {**said, "practice": practice, "minutes": day.minutes}


def _event(event: WeekEvent) -> dict[str, Any]:
    said = {"state": event.state, "at": instant(event.at), "by": str(event.actor.user)}
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
        "at": instant(answer.at),
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
        "written_at": instant(entry.written_at),
        "follow_ups": [_follow_up(fact) for fact in entry.obstacle_facts.all()],
        "comments": [_comment(one) for one in entry.comments.all()],
    }


def _follow_up(fact: ObstacleFact) -> dict[str, Any]:
    """What became of an obstacle, read with its situation."""
    return {
        "act": fact.act,
        "kind": fact.kind,
        "on": fact.on.isoformat(),
        "whom": fact.whom,
        "note": fact.note,
        "by": str(fact.noted_by.user),
        "at": instant(fact.noted_at),
    }


def _comment(one: SentenceComment) -> dict[str, Any]:
    """What was said beside a sentence, and what its author answered."""
    answer = one.answered
    return {
        "sentence": one.sentence,
        "remark": one.remark,
        "by": str(one.author.user),
        "at": instant(one.at),
        "act": answer.act if answer else "",
        "answer": answer.text if answer else "",
        "answered_at": instant(answer.answered_at) if answer else None,
    }

"""Balance sheets of activity, and the personal one, as the export of a livret says them."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from people.models import Membership
from portfolio.enums import PersonalStep, ReviewState
from portfolio.models import ActivityReview, OralPresentation, ReviewEvent
from portfolio.permissions import can_write_week, reads_meetings
from portfolio.queries.bilan import figures_of, reviews_of
from portfolio.queries.personal import Part, PersonalPage, personal_of, personal_page
from portfolio.queries.whole_meetings import instant, told_action
from portfolio.rules.bilan import WORDS
from portfolio.rules.personal import is_reached
from training.models import Enrolment


def told_reviews(actor: Membership, enrolment: Enrolment, today: date) -> list[dict[str, Any]]:
    """Those of activity that the actor reads, the oldest period first; nine queries at most.

    Figures of a draft are those of `today` (a Europe/Paris day), of the others those that were
    frozen. Minutes are whole numbers.
    """
    rows = sorted(
        reviews_of(actor, enrolment), key=lambda one: (one.first, str(one.practice), one.number)
    )
    read = ReviewEvent.objects.filter(state=ReviewState.READ).select_related("actor__user")
    prefetch_related_objects(rows, Prefetch("events", read))
    drafted = figures_of([one for one in rows if one.is_draft], today)
    return [_review(one, one.figures or drafted[one.pk]) for one in rows]


def _review(row: ActivityReview, figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "practice": str(row.practice),
        "number": row.number,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "state": row.state,
        "audience": row.audience,
        "handed_in_at": instant(row.handed_in_at) if row.handed_in_at else None,
        **{name: getattr(row, name) for name in WORDS},
        "figures": _figures(figures),
        "readings": [
            {"by": str(one.actor.user), "at": instant(one.at), "comment": one.comment}
            for one in row.events.all()
        ],
    }


def _figures(figures: dict[str, Any]) -> dict[str, Any]:
    """As they were frozen, with numbers of situations: a reader may not read those any more."""
    counted = {
        part: [
            {name: value for name, value in one.items() if name != "entries"}
            | {"situations": len(one["entries"])}
            for one in figures[part]
        ]
        for part in ("missions", "competencies")
    }
    return {
        **{name: figures[name] for name in ("as_of", "weeks", "minutes")},
        "situations": [{"kind": kind, "count": count} for kind, count in figures["situations"]],
        **counted,
        "obstacles": [
            {name: one[name] for name in ("kind", "state", "days")} for one in figures["obstacles"]
        ],
    }


def told_personal(actor: Membership, enrolment: Enrolment, today: date) -> dict[str, Any] | None:
    """The personal and professional one as its page shows it to the actor; None if it does not.

    Seven queries at most. The plan is there for those who read the interview. `today` is a
    Europe/Paris day.
    """
    row = personal_of(actor, enrolment)
    if row is None:
        return None
    page = personal_page(actor, row, today, own=can_write_week(actor, enrolment))
    return {
        "step": row.step,
        "audience": row.audience,
        "steps": [
            {"step": one.step, "at": instant(one.event.at), "by": str(one.event.actor.user)}
            for one in page.steps
            if one.event
        ],
        "headings": [_heading(one) for one in page.parts if one.held],
        **(_plan(page, today) if reads_meetings(actor) else {}),
        "presentations": [_presentation(one) for one in page.presentations],
    }


def _heading(part: Part) -> dict[str, Any]:
    """An empty text was taken out by its author."""
    versions = [one for one in (part.held, *part.earlier) if one]
    held, *earlier = [{"text": one.text, "at": instant(one.written_at)} for one in versions]
    return {"heading": part.heading, **held, "earlier": earlier}


def _plan(page: PersonalPage, today: date) -> dict[str, Any]:
    """The actions of the interview, once there is a plan; nothing of it for who reads none."""
    planned = is_reached(page.review.step, PersonalStep.PLAN)
    if planned and not page.reads_meeting:
        return {}
    return {"plan": [told_action(one.action, today) for one in page.actions if planned]}


def _presentation(one: OralPresentation) -> dict[str, Any]:
    return {
        "held_on": one.held_on.isoformat(),
        "present": one.present,
        "said_back": one.said_back,
        "by": str(one.noted_by.user),
        "at": instant(one.noted_at),
    }

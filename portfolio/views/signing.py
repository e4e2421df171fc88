"""The pile of weeks to sign."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.enums import WeekState
from portfolio.forms.signing import ReturnForm, SignManyForm, VersionForm
from portfolio.models import LogbookWeek
from portfolio.permissions import can_care, can_read_feelings, can_send_link, can_sign_week
from portfolio.queries import waiting_pile, waiting_weeks
from portfolio.queries.amendment import amendments_of, waiting_amendments
from portfolio.queries.comment import open_comments
from portfolio.queries.hours import spent_of, unbounded_by_week, unbounded_practices
from portfolio.queries.practice import answers_of
from portfolio.queries.week import (
    entries_of,
    history,
    rank_of,
    readable_weeks,
    unread_count,
    week_days,
)
from portfolio.rules.weeks import IsoWeek, week_label
from portfolio.services import return_week, sign_week, sign_weeks

A_PAGE = 20


@acting_as(Role.TRAINER, Role.LEAD)
def waiting(request: ActingRequest) -> HttpResponse:
    """Weeks to sign, the oldest first; those that were read are ticked and signed together."""
    page = Paginator(waiting_pile(request.actor), A_PAGE).get_page(request.GET.get("page"))
    if request.method != "POST":
        return show_pile(request, page)
    form = SignManyForm(request.POST, waiting=page)
    if not form.is_valid():
        return show_pile(request, page, form)
    done = sign_weeks(actor=request.actor, seen=form.seen(), now=timezone.now())
    if done.signed:
        many = "s" if done.signed > 1 else ""
        messages.success(request, f"{done.signed} semaine{many} visée{many}.")
    for week, reason in done.refused:
        messages.error(request, f"{week.enrolment.learner}, {week} : {reason}")
    return redirect("portfolio:waiting_weeks")


def show_pile(request: ActingRequest, page: Page, form: SignManyForm | None = None) -> HttpResponse:
    unbounded = unbounded_by_week(page)
    context = {
        "page": page,
        "rows": [
            (week, week_label(IsoWeek(week.iso_year, week.iso_week)), unbounded[week.pk])
            for week in page
        ],
        "waits": ["att"],
        "form": form,
        "ticked": request.POST.getlist("weeks"),
        "corrections": waiting_amendments(request.actor).count(),
        "reads_feelings": can_read_feelings(request.actor),
    }
    return render(request, "portfolio/logbook/waiting.html", context)


@acting_as(*STAFF_ROLES)
def read(request: ActingRequest, week_id: int) -> HttpResponse:
    """Read a week, and answer it."""
    week = get_object_or_404(readable_weeks(request.actor), pk=week_id)
    return show(request, week)


def show(request: ActingRequest, week: LogbookWeek, form: ReturnForm | None = None) -> HttpResponse:
    iso = IsoWeek(week.iso_year, week.iso_week)
    may_sign = can_sign_week(request.actor, week.enrolment)
    entries, today = entries_of(week, request.actor), timezone.localdate()
    context = {
        "week": week,
        "rank": rank_of(week, week.enrolment),
        "label": week_label(iso),
        "days": week_days(iso, entries, today),
        "amendments": amendments_of(request.actor, week, entries, today),
        **time_context(week),
        "unread": unread_count(week, request.actor),
        "reads_feelings": can_read_feelings(request.actor),
        "remarks": open_comments(entries),
        "may_comment": may_sign or can_care(request.actor, week.enrolment),
        "events": history(week),
        "answers": answers_of(week, request.actor),
        "ask": week if can_send_link(request.actor, week.enrolment) else None,
        "answerable": may_sign and week.state == WeekState.SUBMITTED,
        "state_words": f"Cette semaine est {week.get_state_display()}.",
        "return_form": form or ReturnForm(initial={"version": week.version}),
        "left": waiting_weeks(request.actor).exclude(pk=week.pk).count() if may_sign else 0,
    }
    return render(request, "portfolio/logbook/read.html", context)


def time_context(week: LogbookWeek) -> dict[str, Any]:
    """The hours of a week, and what they are held against."""
    return {
        "stored_days": week.days.select_related("practice"),
        "unbounded": unbounded_practices(week),
        "spent": spent_of(week),
    }


@acting_as(*STAFF_ROLES)
def sign(request: ActingRequest, week_id: int) -> HttpResponse:
    week = get_object_or_404(readable_weeks(request.actor), pk=week_id)
    if request.method != "POST":  # back from signing in
        return redirect("portfolio:read_week", week.pk)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        sign_week(actor=request.actor, week=week, version=version, now=timezone.now())
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
        return redirect("portfolio:read_week", week.pk)
    messages.success(request, f"Semaine visée : {week.enrolment.learner}.")
    return next_one(request)


@acting_as(*STAFF_ROLES)
def send_back(request: ActingRequest, week_id: int) -> HttpResponse:
    week = get_object_or_404(readable_weeks(request.actor), pk=week_id)
    if request.method != "POST":
        return redirect("portfolio:read_week", week.pk)
    form = ReturnForm(request.POST)
    if not can_sign_week(request.actor, week.enrolment):
        raise PermissionDenied
    if not form.is_valid():
        return show(request, week, form)
    try:
        return_week(actor=request.actor, week=week, now=timezone.now(), **form.cleaned_data)
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return show(request, readable_weeks(request.actor).get(pk=week_id), form)
    messages.success(request, f"Semaine renvoyée à compléter : {week.enrolment.learner}.")
    return next_one(request)


def next_one(request: ActingRequest) -> HttpResponse:
    """The oldest week that still waits loads by itself."""
    following = waiting_weeks(request.actor).first()
    if following:
        return redirect("portfolio:read_week", following.pk)
    return redirect("portfolio:waiting_weeks")

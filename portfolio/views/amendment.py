"""Corrections of signed weeks: asked for, made, read and answered."""

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from curricula.models import Block
from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from portfolio.enums import WeekState
from portfolio.forms.amendment import AmendEntryForm, AmendHoursForm, AnswerForm, Reasoned
from portfolio.models import LogbookEntry, LogbookWeek, WeekAmendment
from portfolio.permissions import (
    SIGNING_ROLES,
    can_read_feelings,
    can_redact,
    can_write_week,
)
from portfolio.queries.amendment import (
    amended_of,
    amendment_lines,
    refusal_now,
    waiting_amendments,
)
from portfolio.queries.entry import missions_to_tick
from portfolio.queries.hours import practices_of_week, week_hours
from portfolio.queries.week import readable_weeks
from portfolio.rules.weeks import IsoWeek, week_label
from portfolio.services import amend_entry, amend_hours, answer_amendment
from portfolio.views.attempt import attempt

AMENDING_ROLES = (Role.LEARNER, *SIGNING_ROLES)
A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*AMENDING_ROLES)
def hours(request: ActingRequest, week_id: int) -> HttpResponse:
    """Correct the hours of a signed week."""
    week = signed_week(request, week_id)
    form = hours_form(week, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = amend(request, amend_hours, form, week=week, hours=form.written())
        if made:
            return done(request, week, made)
    more = {"stored_days": week.days.select_related("practice")}
    return show(request, "portfolio/amendment/hours.html", week, form, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*AMENDING_ROLES)
def entry(request: ActingRequest, week_id: int, entry_id: int) -> HttpResponse:
    """Correct a situation of a signed week."""
    week = signed_week(request, week_id)
    visible = LogbookEntry.objects.visible_to(request.actor).filter(week=week).with_links()
    stored = get_object_or_404(visible, pk=entry_id)
    form = entry_form(request, week, stored)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data.get(name) or "" for name in ("confirmed", "patient_named")}
        made = amend(request, amend_entry, form, entry=stored, amended=form.written(), **said)
        if made:
            return done(request, week, made)
    more = {"entry": stored, "reads_feelings": can_read_feelings(request.actor)}
    return show(request, "portfolio/amendment/entry.html", week, form, **more)


@require_safe
@acting_as(*SIGNING_ROLES)
def waiting(request: ActingRequest) -> HttpResponse:
    """Corrections that wait for an answer, the oldest first."""
    rows = waiting_amendments(request.actor).select_related(
        "week__enrolment__learner", "entry", "week__enrolment__practice"
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [(row, label_of(row.week)) for row in page]}
    return render(request, "portfolio/amendment/waiting.html", context)


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def read(request: ActingRequest, amendment_id: int) -> HttpResponse:
    """A correction, before and after."""
    return show_one(request, asked_one(request, amendment_id), AnswerForm())


@acting_as(*SIGNING_ROLES)
def answer(request: ActingRequest, amendment_id: int) -> HttpResponse:
    """Accept or refuse a correction."""
    asked = asked_one(request, amendment_id)
    if request.method != "POST":  # back from signing in
        return redirect("portfolio:amendment", asked.pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        accepted = form.cleaned_data["decision"] == "accept"
        told = {"accepted": accepted, "reason": form.cleaned_data["reason"]}
        if attempt(request, answer_amendment, form, amendment=asked, **told):
            words = "Correction acceptée." if accepted else "Correction refusée."
            messages.success(request, words)
            return redirect("portfolio:amendment", asked.pk)
    return show_one(request, asked, form)


def asked_one(request: ActingRequest, amendment_id: int) -> WeekAmendment:
    """A correction that the actor reads; any other does not exist (404)."""
    visible = WeekAmendment.objects.visible_to(request.actor).select_related("week")
    return get_object_or_404(visible, pk=amendment_id)


def show_one(request: ActingRequest, asked: WeekAmendment, form: AnswerForm) -> HttpResponse:
    [line] = amendment_lines(request.actor, WeekAmendment.objects.filter(pk=asked.pk))
    context = {
        "line": line, "form": form, "label": label_of(asked.week),
        "back": week_address(request, asked.week), "signs": request.actor.role in SIGNING_ROLES,
    }  # fmt: skip
    return render(request, "portfolio/amendment/answer.html", context)


def signed_week(request: ActingRequest, week_id: int) -> LogbookWeek:
    """A week that the actor reads; 404 unless it is signed."""
    return get_object_or_404(readable_weeks(request.actor), pk=week_id, state=WeekState.SIGNED)


def label_of(week: LogbookWeek) -> str:
    return week_label(IsoWeek(week.iso_year, week.iso_week))


def week_address(request: ActingRequest, week: LogbookWeek) -> str:
    """The page of the week, for its learner or for who signs."""
    if request.actor.role != Role.LEARNER:
        return reverse("portfolio:read_week", args=[week.pk])
    address = reverse("portfolio:week", args=[week.iso_year, week.iso_week])
    return f"{address}?inscription={week.enrolment_id}"


def hours_form(week: LogbookWeek, data: Any) -> AmendHoursForm:
    iso = IsoWeek(week.iso_year, week.iso_week)
    stored = list(week.days.select_related("practice"))
    employing = practices_of_week(week.enrolment, iso)
    noted = week_hours(week.enrolment, iso, stored, employing, timezone.localdate(), noted=True)
    initial = {"logbook": week.logbook_minutes, "collective": week.collective_minutes}
    return AmendHoursForm(data, week=noted, initial=initial | started(week), auto_id="heures_%s")


def entry_form(request: ActingRequest, week: LogbookWeek, stored: LogbookEntry) -> AmendEntryForm:
    amended = amended_of(stored)
    blocks = Block.objects.filter(qualification=week.enrolment.qualification_id)
    return AmendEntryForm(
        request.POST or None,
        blocks=blocks.prefetch_related("competencies"),
        stored=amended,
        missions=missions_to_tick(stored),
        author=can_write_week(request.actor, week.enrolment),
        redacts=can_redact(request.actor, week.enrolment),
        initial={
            **vars(amended), **started(week), "competencies": list(amended.claims),
            "axes": sorted(amended.axes), "missions": sorted(amended.missions),
        },
    )  # fmt: skip


def started(week: LogbookWeek) -> dict[str, Any]:
    return {"version": week.version, "form_key": token_urlsafe(16)}


def reasoned(form: Reasoned) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("reason", "version", "form_key")}


def amend(
    request: ActingRequest, service: Callable[..., Any], form: Reasoned, **arguments: Any
) -> Any:
    """What the service made; a form whose week has changed then names the version of this page."""
    made = attempt(request, service, form, **reasoned(form), **arguments)
    if form.stale:
        form.renew(version=form.initial["version"])
    return made


def done(request: ActingRequest, week: LogbookWeek, made: WeekAmendment) -> HttpResponse:
    if request.actor.role == Role.LEARNER:
        messages.success(request, "Correction demandée : elle attend la réponse de qui vise.")
    else:
        messages.success(request, "Semaine corrigée. L’avant et l’après restent lisibles.")
    return redirect(week_address(request, week))


def show(
    request: ActingRequest, template: str, week: LogbookWeek, form: Reasoned, **more: Any
) -> HttpResponse:
    """The form; where no correction is taken now, why instead, unless something was typed.

    `entry`: the situation, or none for the hours.
    """
    context = {
        "week": week, "label": label_of(week), "form": form, "back": week_address(request, week),
        "asks": request.actor.role == Role.LEARNER,
        "refusal": refusal_now(week, more.get("entry"), timezone.localdate()), **more,
    }  # fmt: skip
    return render(request, template, context)

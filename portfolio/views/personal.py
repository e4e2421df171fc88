"""The personal and professional balance sheet: read, written, shared, taken further."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from portfolio.enums import PersonalStep
from portfolio.forms.meeting import ActionForm
from portfolio.forms.personal import (
    InterviewForm,
    PersonalForm,
    PresentationForm,
    ShareForm,
    StepForm,
)
from portfolio.models import PersonalReview
from portfolio.permissions import SUPPORT_ROLES, can_accompany_personal, can_write_week
from portfolio.queries.meeting import owners_of
from portfolio.queries.personal import interviews_of, personal_of, personal_page, texts_of
from portfolio.rules.personal import is_reached
from portfolio.services.personal import (
    begin_plan,
    link_interview,
    note_presentation,
    plan_action,
    share_personal,
    write_personal,
)
from portfolio.views.attempt import attempt, status_of
from portfolio.views.meeting import METHODS, enrolment_of
from training.forms.stored import stored_values
from training.models import Enrolment

HELPERS = (Role.LEARNER, *SUPPORT_ROLES)


def shared_with(request: ActingRequest, enrolment_id: int) -> PersonalReview:
    """That of a person, if the actor reads it; else it does not exist."""
    found = personal_of(request.actor, enrolment_of(request, enrolment_id))
    if found is None:
        raise Http404
    return found


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def personal(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """How far it is, what is written, the plan and the presentation."""
    enrolment = enrolment_of(request, enrolment_id)
    own = can_write_week(request.actor, enrolment)
    row = personal_of(request.actor, enrolment)
    if row is None:
        if not own:
            raise Http404
        return redirect("portfolio:personal_write", enrolment.pk)
    return show(request, row, own)


def show(request: ActingRequest, row: PersonalReview, own: bool) -> HttpResponse:
    """The page with the acts that the actor has at this step."""
    actor, helps = request.actor, can_accompany_personal(request.actor, row)
    context: dict[str, Any] = {
        "page": personal_page(actor, row, timezone.localdate(), own=own),
        "review": row, "enrolment": row.enrolment, "own": own, "helps": helps,
        "planning": is_reached(row.step, PersonalStep.PLAN),
    }  # fmt: skip
    if own:
        seen = {"version": row.version, "audience": row.audience}
        context["share"] = ShareForm(initial=seen)
    if helps and row.step == PersonalStep.INTERVIEW:
        found = interviews_of(actor, row.enrolment)
        context["interview"] = InterviewForm(meetings=found, initial={"version": row.version})
    return render(request, "portfolio/personal/personal.html", context)


@require_http_methods(METHODS)
@acting_as(Role.LEARNER)
def write(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Write under the headings of the step; an overtaken page keeps what was typed."""
    enrolment = enrolment_of(request, enrolment_id)
    form = written_form(request, enrolment)
    if request.method == "POST" and form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("version", "confirmed")}
        sent |= {"enrolment": enrolment, "texts": form.texts()}
        if attempt(request, write_personal, form, **sent):
            messages.success(request, "C’est enregistré.")
            return redirect("portfolio:personal", enrolment.pk)
    if form.stale and form.refusal:
        refusal, form = form.refusal, written_form(request, enrolment)
        form.renew(version=form.initial["version"])
        form.refusal = refusal
        form.is_valid()
        form.add_error(None, refusal.message)
        vars(form).update(overtaken=True, stored=stored_values(form))
    context = {"form": form, "enrolment": enrolment, "review": form.review}
    return render(request, "portfolio/personal/write.html", context, status=status_of(form))


def written_form(request: ActingRequest, enrolment: Enrolment) -> PersonalForm:
    """The form of what is stored now."""
    row = personal_of(request.actor, enrolment)
    return PersonalForm(request.POST or None, review=row, texts=texts_of(row) if row else {})


def step(
    request: ActingRequest, row: PersonalReview, service: Callable[..., Any], form: Form, done: str,
    **sent: Any,
) -> HttpResponse:  # fmt: skip
    """Call a service for a form of one choice; a refusal is said on the page of the review."""
    if form.is_valid() and attempt(request, service, form, review=row, **sent):
        messages.success(request, done)
    for words in (text for errors in form.errors.values() for text in errors):
        messages.error(request, str(words))
    return redirect("portfolio:personal", row.enrolment_id)


@require_POST
@acting_as(Role.LEARNER)
def share(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Open it to a circle, or change the circle."""
    row, form = shared_with(request, enrolment_id), ShareForm(request.POST)
    sent = form.cleaned_data if form.is_valid() else {}
    return step(request, row, share_personal, form, "C’est partagé.", **sent)


@require_POST
@acting_as(Role.LEARNER)
def plan(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The project is written: go on to the plan."""
    row, form = shared_with(request, enrolment_id), StepForm(request.POST)
    sent = form.cleaned_data if form.is_valid() else {}
    return step(request, row, begin_plan, form, "Votre plan d’action commence.", **sent)


@require_POST
@acting_as(*HELPERS)
def interview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Say which interview it was."""
    row = shared_with(request, enrolment_id)
    found = interviews_of(request.actor, row.enrolment)
    form, sent = InterviewForm(request.POST, meetings=found), {}
    if form.is_valid():
        named = {one.pk: one for one in found}[form.cleaned_data["meeting"]]
        sent = {"meeting": named, "version": form.cleaned_data["version"]}
    return step(request, row, link_interview, form, "L’entretien est relié : le projet peut "
                "s’écrire.", **sent)  # fmt: skip


@require_http_methods(METHODS)
@acting_as(*HELPERS)
def action(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Add an action to the plan."""
    row = shared_with(request, enrolment_id)
    if row.meeting is None:
        raise Http404
    form = ActionForm(request.POST or None, owners=owners_of(row.meeting))
    if request.method == "POST" and form.is_valid():
        sent: dict[str, Any] = {"form_key": str(form.cleaned_data["form_key"])}
        if attempt(request, plan_action, form, review=row, written=form.written(), **sent):
            messages.success(request, "Action ajoutée au plan.")
            return redirect("portfolio:personal", row.enrolment_id)
    context = {"review": row, "enrolment": row.enrolment, "form": form}
    return render(request, "portfolio/personal/action.html", context, status=status_of(form))


@require_http_methods(METHODS)
@acting_as(*HELPERS)
def presentation(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note that the project was presented."""
    row = shared_with(request, enrolment_id)
    form = PresentationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent: dict[str, Any] = {"form_key": str(form.cleaned_data["form_key"])}
        sent["confirmed"] = form.cleaned_data["confirmed"]
        if attempt(request, note_presentation, form, review=row, written=form.written(), **sent):
            messages.success(request, "Présentation notée.")
            return redirect("portfolio:personal", row.enrolment_id)
    context = {"review": row, "enrolment": row.enrolment, "form": form}
    return render(request, "portfolio/personal/presentation.html", context, status=status_of(form))

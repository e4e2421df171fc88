"""Pieces joined to a situation, and sheets of a week: looked at, served to readers, erased."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.enums import WeekState
from portfolio.forms.attachment import AttachmentForm, EraseForm
from portfolio.models import EntryAttachment, LogbookEntry, WeekSheet
from portfolio.permissions import can_write_week
from portfolio.queries.attachment import (
    attachment_content,
    erasing_by,
    readable_piece,
)
from portfolio.rules.attachment import may_confirm
from portfolio.services import attach_file, confirm_attachment, erase_attachment
from portfolio.views.entry import load_entry
from portfolio.views.learner import learner_context
from portfolio.views.week_page import WeekPage, load_page, week_url
from records.rules.files import download_headers


def load_piece(request: ActingRequest, key: UUID) -> EntryAttachment | WeekSheet:
    """A piece, or a sheet, that the person reads; any other does not exist (404)."""
    found = readable_piece(request.actor, key)
    if found is None:
        raise Http404
    return found


@require_safe
@acting_as(*STAFF_ROLES, Role.EMPLOYER, Role.LEARNER)
@never_cache
def download(request: ActingRequest, key: UUID) -> HttpResponse:
    """Hand over a piece; a browser saves it and never opens it inside the site."""
    found = load_piece(request, key)
    if (content := attachment_content(found)) is None:
        raise Http404
    return HttpResponse(content, headers=download_headers(str(key), found.file.kind))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER)
def attach(request: ActingRequest, iso_year: int, iso_week: int, entry_id: int) -> HttpResponse:
    """Join a piece to a situation of one's own; then look at it."""
    page = load_page(request, iso_year, iso_week)
    stored = load_entry(page, entry_id)
    if stored is None or not page.writable:
        gone = "Cette situation ne s’écrit plus : rien n’est joint."
        messages.info(request, gone)
        return redirect(week_url(page))
    form = AttachmentForm(request.POST, request.FILES) if request.POST else AttachmentForm()
    if form.is_bound and form.is_valid() and (made := join(page, stored, form)):
        return redirect("portfolio:check_attachment", made.file.key)
    context = {
        **learner_context(request, page.enrolment, page.enrolments, page.path),
        "page": page, "entry": stored, "attachment_form": form, "back": week_url(page),
    }  # fmt: skip
    return render(request, "portfolio/attachment/attach.html", context)


def join(page: WeekPage, stored: LogbookEntry, form: AttachmentForm) -> EntryAttachment | None:
    try:
        return attach_file(
            actor=page.request.actor, entry=stored, now=timezone.now(),
            **{name: form.cleaned_data[name] for name in FIELDS},
        )  # fmt: skip
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return None


FIELDS = ("upload", "label", "form_key", "confirmed")


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER, *LEADING_ROLES)
@never_cache
def check(request: ActingRequest, key: UUID) -> HttpResponse:
    """Its author looks at a piece, then confirms or erases it; those who lead may erase it."""
    piece = load_piece(request, key)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            act(request, piece, form)
            return redirect(after(request, piece))
        except ServiceError as refusal:
            form.add_error(None, refusal.message)
    week = piece.week
    context: dict[str, Any] = {
        "piece": piece, "form": form, "back": week_of_piece(request, piece),
        "own": can_write_week(request.actor, week.enrolment),
        "may_confirm": may_confirm(WeekState(week.state), piece.state),
        "erasing": erasing_by(request.actor, piece),
    }  # fmt: skip
    return render(request, "portfolio/attachment/check.html", context)


def act(request: ActingRequest, piece: EntryAttachment | WeekSheet, form: EraseForm) -> None:
    now = timezone.now()
    try:
        if request.POST.get("acte") == "effacer":
            reason = form.cleaned_data["reason"]
            erase_attachment(actor=request.actor, attachment=piece, reason=reason, now=now)
            messages.success(request, "Pièce supprimée : le fichier n’existe plus.")
        elif request.POST.get("acte") == "confirmer":
            confirm_attachment(actor=request.actor, attachment=piece, now=now)
            readers = f"Confirmé : qui lit {piece.READ_WITH} lira cette pièce"
            messages.success(request, f"{readers} une fois la semaine remise.")
    except NotAllowed as refusal:
        raise PermissionDenied from refusal


def after(request: ActingRequest, piece: EntryAttachment | WeekSheet) -> str:
    """Back to where the piece stands now."""
    return f"{week_of_piece(request, piece)}#{piece.anchor}"


def week_of_piece(request: ActingRequest, piece: EntryAttachment | WeekSheet) -> str:
    """The week of the piece, as its author or as the training body reads it."""
    week = piece.week
    if request.actor.role != Role.LEARNER:
        return reverse("portfolio:read_week", args=[week.pk])
    address = reverse("portfolio:week", args=[week.iso_year, week.iso_week])
    return f"{address}?inscription={week.enrolment_id}"

"""Importing a reference: hand in, read every row, confirm."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from curricula.forms.reference import ConfirmForm, ImportForm
from curricula.models import ReferenceImport
from curricula.permissions import can_commit_import
from curricula.queries.formats import TEMPLATES
from curricula.queries.imports import preview_of
from curricula.services.imports import commit_import, prepare_import
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 100


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def upload(request: ActingRequest) -> HttpResponse:
    """Hand in a file; nothing is written before its preview is confirmed."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            waiting = prepare_import(
                actor=request.actor,
                kind=form.cleaned_data["kind"],
                file_name=file.name,
                content=file.read(),
                form_key=form.cleaned_data["form_key"],
                now=timezone.now(),
            )
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except ServiceError as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("curricula:import_preview", waiting.pk)
    context = {"form": form, "templates": TEMPLATES}
    return render(request, "curricula/import/upload.html", context)


@require_safe
@acting_as(*LEADING_ROLES)
def template(request: ActingRequest, kind: str) -> HttpResponse:
    """An empty table with an example, to fill and to hand in."""
    if kind not in TEMPLATES:
        raise Http404
    writer = TEMPLATES[kind]
    disposition = {"Content-Disposition": f'attachment; filename="modele-referentiel.{kind}"'}
    return HttpResponse(writer.example(), content_type=writer.content_type, headers=disposition)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def preview(request: ActingRequest, import_id: int) -> HttpResponse:
    """Every row to be created, changed or refused, and why; then one confirmation."""
    waiting = get_object_or_404(ReferenceImport.objects.visible_to(request.actor), pk=import_id)
    if request.method == "POST":
        return _confirm(request, waiting)
    if waiting.committed_at:
        messages.info(request, "Ce fichier est déjà enregistré : voici ce qu’il est devenu.")
        known = waiting.draft_id
        return redirect("curricula:reference", known) if known else redirect("curricula:references")
    found = preview_of(waiting)
    context = {
        "waiting": waiting,
        "preview": found,
        "page": Paginator(found.lines, A_PAGE).get_page(request.GET.get("page")),
        "form": ConfirmForm(initial={"seen": found.seen}),
        "confirms": can_commit_import(request.actor, waiting),
    }
    return render(request, "curricula/import/preview.html", context)


def _confirm(request: ActingRequest, waiting: ReferenceImport) -> HttpResponse:
    form = ConfirmForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        draft = commit_import(actor=request.actor, waiting=waiting, seen=seen, now=timezone.now())
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
        return redirect("curricula:import_preview", waiting.pk)
    messages.success(request, f"Brouillon enregistré : {draft}. Relisez-le, puis publiez-le.")
    return redirect("curricula:reference", draft.pk)

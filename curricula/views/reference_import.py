"""Importing a reference: hand in, read every row, confirm or abandon."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from curricula.enums import ImportState
from curricula.forms.reference import ConfirmForm, ImportForm
from curricula.models import ReferenceImport
from curricula.permissions import can_commit_import
from curricula.queries.formats import TEMPLATES
from curricula.queries.imports import REFUSED, counts_of, is_stopped, unfinished_imports
from curricula.services.imports import abandon_import, confirm_import, prepare_import
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
    unfinished = unfinished_imports(request.actor)
    context = {"form": form, "templates": TEMPLATES, "unfinished": unfinished}
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
    """How far the work on a file is; then every row, what becomes of it and why."""
    waiting = _waiting(request, import_id)
    if waiting is None:
        return render(request, "curricula/import/gone.html", status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        return _decide(request, waiting)
    if waiting.state == ImportState.SHOWN:
        return _show(request, waiting)
    if waiting.state == ImportState.WRITTEN:
        return _written(request, waiting)
    if waiting.state == ImportState.ABANDONED:
        messages.info(request, "Ce fichier est abandonné : rien n’est enregistré.")
        return redirect("curricula:import")
    context = {"waiting": waiting, "stopped": is_stopped(waiting)}
    return render(request, "curricula/import/progress.html", context)


@require_safe
@acting_as(*LEADING_ROLES)
def progress(request: ActingRequest, import_id: int) -> HttpResponse:
    """How far the job is, for a page that asks again and again; nothing once it has ended."""
    waiting = _waiting(request, import_id)
    if waiting is None:
        raise Http404
    if not waiting.steps or is_stopped(waiting):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "curricula/import/steps.html", {"waiting": waiting})


def _waiting(request: ActingRequest, import_id: int) -> ReferenceImport | None:
    """None once it is forgotten, and for a file of somebody else."""
    known = ReferenceImport.objects.visible_to(request.actor).defer("content")
    return known.select_related("base").filter(pk=import_id).first()


def _show(request: ActingRequest, waiting: ReferenceImport) -> HttpResponse:
    context = {
        "waiting": waiting,
        "refused": waiting.counts.get(REFUSED, 0),
        "counts": counts_of(waiting),
        "page": Paginator(waiting.lines.all(), A_PAGE).get_page(request.GET.get("page")),
        "form": ConfirmForm(initial={"seen": waiting.seen}),
        "confirms": can_commit_import(request.actor, waiting),
    }
    return render(request, "curricula/import/preview.html", context)


def _written(request: ActingRequest, waiting: ReferenceImport) -> HttpResponse:
    if waiting.draft is None:
        messages.info(request, "Ce fichier a été enregistré, mais son brouillon n’existe plus.")
        return redirect("curricula:references")
    said = f"Brouillon enregistré : {waiting.draft}. Relisez-le, puis publiez-le."
    messages.success(request, said)
    return redirect("curricula:reference", waiting.draft.pk)


def _decide(request: ActingRequest, waiting: ReferenceImport) -> HttpResponse:
    now, form = timezone.now(), ConfirmForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        if "abandon" in request.POST:
            abandon_import(actor=request.actor, waiting=waiting, now=now)
        else:
            confirm_import(actor=request.actor, waiting=waiting, seen=seen, now=now)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    return redirect("curricula:import_preview", waiting.pk)

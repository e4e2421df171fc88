"""A paper handed in, for those who may see it; its quarantine."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from records.enums import FileAct
from records.forms.kept_files import PurgeForm
from records.models import KeptFile
from records.permissions import FILE_ROLES, can_purge, in_quarantine, is_author
from records.queries.kept_files import content_of
from records.rules.files import download_headers
from records.services.quarantine import confirm_no_patient, purge_file


@require_safe
@acting_as(*FILE_ROLES, Role.LEARNER)
@never_cache
def kept_file(request: ActingRequest, key: UUID) -> HttpResponse:
    """Download the paper; a browser never opens it inside the site."""
    found = get_object_or_404(KeptFile.objects.visible_to(request.actor), key=key)
    content = None if FileAct.PURGED in found.acts() else content_of(found)
    if content is None:
        raise Http404
    return HttpResponse(content, headers=download_headers(str(key), found.kind))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*FILE_ROLES, Role.LEARNER)
@never_cache
def quarantine(request: ActingRequest, key: UUID) -> HttpResponse:
    """Its author confirms that no patient is named on a paper, or deletes it; a lead deletes it."""
    seen = KeptFile.objects.visible_to(request.actor).select_related("handed_in_by__user")
    file = get_object_or_404(seen, key=key)
    form = PurgeForm(request.POST if request.POST.get("act") == "purge" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            _act(request, file, form)
            return redirect("records:quarantine", key)
        except ServiceError as refusal:
            form.add_error(None, refusal.message)
    acts = file.acts()
    context = {
        "file": file, "form": form, "purged": FileAct.PURGED in acts, "waits": in_quarantine(acts),
        "may_confirm": in_quarantine(acts) and is_author(request.actor, file),
        "may_purge": can_purge(request.actor, file, acts),
    }  # fmt: skip
    return render(request, "records/kept_file/quarantine.html", context)


def _act(request: ActingRequest, file: KeptFile, form: PurgeForm) -> None:
    now = timezone.now()
    try:
        if form.is_bound:
            purge_file(actor=request.actor, file=file, now=now, **form.cleaned_data)
            messages.success(request, "Pièce effacée.")
        elif request.POST.get("act") == "confirm":
            confirm_no_patient(actor=request.actor, file=file, now=now)
            messages.success(request, "Confirmé : les personnes concernées peuvent l’ouvrir.")
    except NotAllowed as refusal:
        raise PermissionDenied from refusal

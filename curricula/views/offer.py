from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from curricula.forms.offer import OfferForm
from curricula.queries import programme
from curricula.services.offer import describe_offer
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def offer(request: ActingRequest, code: str) -> HttpResponse:
    """Fill in what the public reads of a track and only the training body knows."""
    found = programme(code)
    if found is None:
        raise Http404
    track = found.version.track
    known = found.offer_of(request.actor.organisation_id)
    form = OfferForm.of(request.POST, known)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            describe_offer(actor=request.actor, track=track, now=timezone.now(), **said)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except ServiceError as refusal:
            form = form.seen_now(known, refusal.message)
        else:
            messages.success(request, f"Fiche enregistrée : « {track} ».")
            return redirect("lms:programme", code)
    return render(request, "curricula/programme/offer.html", {"form": form, "track": track})

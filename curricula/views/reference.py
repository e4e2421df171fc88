from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from curricula.permissions import can_see_unwritten
from curricula.queries import activities_of, blocks_of, identifier_of, published_references
from people.permissions import ActingRequest, acting_as


@require_safe
@acting_as()
def shelf(request: ActingRequest) -> HttpResponse:
    """Every published reference, with what it is and what it is not."""
    context = {
        "references": published_references(),
        "leads": can_see_unwritten(request.actor),
    }
    return render(request, "curricula/reference/shelf.html", context)


@require_safe
@acting_as()
def reference(request: ActingRequest, reference_id: int) -> HttpResponse:
    """One reference in full."""
    found = get_object_or_404(published_references(), pk=reference_id)
    context = {
        "reference": found,
        "blocks": blocks_of(found),
        "activities": activities_of(found),
        "case_identifier": identifier_of(found),
    }
    return render(request, "curricula/reference/reference.html", context)

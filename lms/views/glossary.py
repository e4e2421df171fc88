from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.queries.glossary import words
from people.permissions import ActingRequest, acting_as


@require_safe
@acting_as()
def glossary(request: ActingRequest) -> HttpResponse:
    """Every word that a lesson defines."""
    return render(request, "lms/glossary/glossary.html", {"words": words(request.actor)})

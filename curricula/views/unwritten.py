from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from curricula.services.content import read_unwritten
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as


@require_safe
@acting_as(*LEADING_ROLES)
def topics(request: ActingRequest) -> HttpResponse:
    """The topics that no source supports yet, with what to look for."""
    return render(request, "curricula/unwritten/topics.html", {"topics": read_unwritten()})

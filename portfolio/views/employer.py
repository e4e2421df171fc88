"""What assistants opened of their livret to their employer."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from portfolio.queries.entry import shared_entries

A_PAGE = 50


@require_safe
@acting_as(Role.EMPLOYER)
def shared(request: ActingRequest) -> HttpResponse:
    """The situations shared with the practice, the newest first."""
    page = Paginator(shared_entries(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portfolio/logbook/shared.html", {"page": page})

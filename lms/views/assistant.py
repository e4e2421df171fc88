from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lms.queries.employer import assistant_cards, assistants_of, assistants_sentence
from people.enums import Role
from people.permissions import ActingRequest, acting_as

PAGE = 20


@acting_as(Role.EMPLOYER)
def assistants(request: ActingRequest) -> HttpResponse:
    """Every assistant of the practice, with hours, deadline, competencies and attestations."""
    page = Paginator(assistants_of(request.actor), PAGE).get_page(request.GET.get("page"))
    cards = assistant_cards(request.actor, page, timezone.localdate())
    context = {"page": page, "cards": cards, "heading": assistants_sentence(page.paginator.count)}
    return render(request, "lms/assistant/list.html", context)

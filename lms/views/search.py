from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from curricula.rules.search import MAX_QUERY
from lms.queries.search import results
from people.permissions import ActingRequest, acting_as


@require_safe
@acting_as()
def search(request: ActingRequest) -> HttpResponse:
    """Lessons, definitions and missions; of the lessons, those that the person may open."""
    query = request.GET.get("q", "")[:MAX_QUERY].strip()
    context = {
        "query": query,
        "results": results(request.actor, query, request.GET.get("page")),
        "kept": urlencode({"q": query}),
    }
    return render(request, "lms/search/search.html", context)

"""The public page of a track."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curricula.queries import programme as programme_of
from lms.queries.results import FEWEST, track_results


@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One track with everything that the public has to be told."""
    found = programme_of(code)
    if found is None:
        raise Http404
    today = timezone.localdate()
    context = {
        "programme": found,
        "results": track_results(found.version.track, today),
        "today": today,
        "fewest": FEWEST,
    }
    return render(request, "curricula/programme/programme.html", context)

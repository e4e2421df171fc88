"""What anybody may read: the catalogue of tracks and the sheets for employers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from curricula.queries import newest_versions, public_sheet


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The tracks on offer."""
    return render(request, "curricula/programme/list.html", {"versions": newest_versions()})


@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    return render(request, "curricula/public/employers.html")


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What employers ask, and what they were wrong about."""
    return render(request, "curricula/public/questions.html", {"sheet": public_sheet("questions")})


@require_safe
def readiness(request: HttpRequest) -> HttpResponse:
    """What a practice has to have ready, to tick on paper."""
    context = {"sheet": public_sheet("cabinet-pret")}
    return render(request, "curricula/public/readiness.html", context)


@require_safe
def subsidies(request: HttpRequest) -> HttpResponse:
    return render(request, "curricula/public/subsidies.html", {"sheet": public_sheet("aides")})


@require_safe
def abroad(request: HttpRequest) -> HttpResponse:
    return render(request, "curricula/public/abroad.html", {"sheet": public_sheet("ailleurs")})

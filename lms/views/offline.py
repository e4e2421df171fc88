"""Livret as a web app: its manifest, its worker, and what a device asks of the server."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.services.seal import seal_of
from lms.views.offline_shell import no_network_page, shell_page, worker_script

FRESH = {"Cache-Control": "no-cache"}


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the livret."""
    drawn = {"src": static("livret/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    said = {
        "id": "/",
        "name": "Livret",
        "short_name": "Livret",
        "description": "Le livret de professionnalisation, avec ou sans réseau.",
        "lang": "fr",
        "start_url": reverse("portfolio:path"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#062f36",
        "icons": [drawn, *(_icon(size) for size in (192, 512))],
    }
    return JsonResponse(said, content_type="application/manifest+json")


def _icon(size: int) -> dict[str, str]:
    return {
        "src": static(f"livret/icon-{size}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": "any maskable",
    }


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers without network; from the root, so that it sees every page."""
    return HttpResponse(worker_script(), "text/javascript; charset=utf-8", headers=FRESH)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The livret with or without network, the same page for everybody."""
    return HttpResponse(shell_page(), headers=FRESH)


@require_safe
def no_network(request: HttpRequest) -> HttpResponse:
    """Says that there is no network; each device keeps it."""
    return HttpResponse(no_network_page(), headers=FRESH)


@never_cache
@require_safe
def device(request: HttpRequest) -> JsonResponse:
    """Who is signed in, without a name; the token that a form needs; the key of their seal."""
    user = request.user
    person, seal = (str(user.pk), seal_of(user.pk)) if user.is_authenticated else (None, None)
    return JsonResponse({"person": person, "csrf": get_token(request), "seal": seal})

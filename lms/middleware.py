"""Policies that depend on the part of the site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def admin_policy(get_response: Callable[[HttpRequest], HttpResponse]):
    """Loosen the content security policy below /admin/ only: its screens need inline scripts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            setattr(response, "_csp_replace", settings.ADMIN_CONTENT_SECURITY_POLICY)  # noqa: B010
        return response

    return middleware

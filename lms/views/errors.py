from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token no longer fits (expired session, other tab)."""
    return render(request, "403_csrf.html", status=403)

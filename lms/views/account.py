from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.permissions import signed_in


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, in which organisations, and where to change what protects my account."""
    return render(request, "lms/account/account.html", {"memberships": list(request.memberships)})

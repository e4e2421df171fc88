from django.http import HttpResponse
from django.shortcuts import render

from people.permissions import SignedInRequest, signed_in


@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    """Who I am here, in which organisations, and where to change what protects my account."""
    return render(request, "lms/account/account.html", {"memberships": list(request.memberships)})

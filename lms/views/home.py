from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from people.permissions import acting_as


def front(request: HttpRequest) -> HttpResponse:
    """The door: those who are signed in go home, the others may sign in or check an attestation."""
    if request.user.is_authenticated:
        return redirect("lms:home")
    return render(request, "lms/home/front.html")


@acting_as()
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "lms/home/other.html")

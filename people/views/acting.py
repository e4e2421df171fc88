from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from people.permissions import SESSION_KEY, acting_as


@require_POST
@acting_as()
def choose(request: HttpRequest) -> HttpResponse:
    """Keep in the session the membership that the person wants to act with."""
    request.session[SESSION_KEY] = request.actor.pk
    return redirect("lms:home")

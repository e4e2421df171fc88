from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from people.permissions import SESSION_KEY, ActingRequest, acting_as


@require_POST
@acting_as()
def choose(request: ActingRequest) -> HttpResponse:
    """Keep in the session the membership that the person wants to act with."""
    request.session[SESSION_KEY] = request.actor.pk
    return redirect("lms:home")

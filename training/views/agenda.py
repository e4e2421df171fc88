"""A person's own sessions, and the secret address that a calendar program reads."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from training.models import AgendaLink
from training.queries.agenda import feed_of, person_of, token_of
from training.queries.calendar import agenda as own_agenda
from training.queries.convention import coming_follow_ups
from training.services import close_agenda_link, renew_agenda_link

PAGE = 30


@require_safe
@never_cache
@acting_as()
def agenda(request: ActingRequest) -> HttpResponse:
    """Coming sessions of the acting membership, and the address to subscribe to."""
    link = AgendaLink.objects.filter(user=request.actor.user).first()
    address = ""
    if link and link.open:
        path = reverse("training:agenda_feed", args=[token_of(link)])
        address = f"{settings.SITE_URL}{path}"
    context = {
        "page": Paginator(own_agenda(request.actor, timezone.now()), PAGE).get_page(
            request.GET.get("page")
        ),
        "follow_ups": coming_follow_ups(request.actor, timezone.localdate()),
        "link": link,
        "address": address,
    }
    return render(request, "training/calendar/agenda.html", context)


@require_POST
@acting_as()
def renew(request: ActingRequest) -> HttpResponse:
    """A new address; the former one stops working."""
    number = request.POST.get("number", "")
    try:
        renew_agenda_link(
            actor=request.actor, now=timezone.now(),
            number=int(number) if number.isdecimal() and len(number) < 9 else 0,
        )  # fmt: skip
    except ServiceError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, "Adresse prête : copiez-la dans votre agenda.")
    return redirect("training:agenda")


@require_POST
@acting_as()
def close(request: ActingRequest) -> HttpResponse:
    close_agenda_link(actor=request.actor, now=timezone.now())
    messages.success(request, "Adresse fermée : elle ne montre plus rien.")
    return redirect("training:agenda")


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads: the address is the right, nobody signs in."""
    person = person_of(token)
    if person is None:
        raise Http404
    content = feed_of(person, timezone.now())
    headers = {"Content-Disposition": 'inline; filename="livret.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)

"""Links for a practice, as they are sent and taken back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from portfolio.forms.practice import LinkForm
from portfolio.models import LogbookWeek, PracticeLink
from portfolio.permissions import LINK_ROLES
from portfolio.queries.practice import answers_of
from portfolio.queries.practice_link import (
    links_of,
    practices_to_ask,
    shared_of,
    substitutes_by_link,
)
from portfolio.queries.week import readable_weeks
from portfolio.rules.practice import withdrawn
from portfolio.rules.weeks import IsoWeek, week_label
from portfolio.services import revoke_link, send_link
from portfolio.services.practice_link import link_url

LINK = "practice_link"


@require_http_methods(["GET", "POST"])
@acting_as(*LINK_ROLES)
@never_cache
def ask(request: ActingRequest, week_id: int) -> HttpResponse:
    """What the practices answered of a week; a form to send a link to somebody there."""
    week = get_object_or_404(readable_weeks(request.actor), pk=week_id)
    form = link_form(request, week)
    if form.is_bound and form.is_valid() and sent(request, week, form):
        return redirect("portfolio:practice_links", week.pk)
    now = timezone.now()
    context = {
        "week": week,
        "label": week_label(IsoWeek(week.iso_year, week.iso_week)),
        "answers": answers_of(week, request.actor),
        "links": [(one, one.state_at(now)) for one in links_of(week, request.actor)],
        "closed": withdrawn(week.state),
        "form": form,
        "shown_link": request.session.pop(LINK, None) if request.method == "GET" else None,
    }
    return render(request, "portfolio/practice/ask.html", context)


def link_form(request: ActingRequest, week: LogbookWeek) -> LinkForm:
    practices = practices_to_ask(week)
    return LinkForm(
        request.POST or None,
        practices=practices,
        entries=shared_of(week),
        substitutes=substitutes_by_link(practices, timezone.localdate()),
    )


def sent(request: ActingRequest, week: LogbookWeek, form: LinkForm) -> bool:
    """Send the link that was asked for; a refusal stands in the form."""
    practice, entry = form.subject()
    try:
        link, token = send_link(
            actor=request.actor, week=week, practice=practice, entry=entry, to=form.addressee(),
            form_key=form.cleaned_data["form_key"], now=timezone.now(),
        )  # fmt: skip
    except ServiceError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    messages.success(request, f"Lien enregistré pour {link.name}, {link.email}.")
    # Nobody signs for their own practice with a link that they see.
    if token and request.actor.is_staff and not settings.MAIL_IS_DELIVERED:
        request.session[LINK] = [link.email, link_url(token)]
    return True


@require_POST
@acting_as(*LINK_ROLES)
def revoke(request: ActingRequest, week_id: int, link_id: int) -> HttpResponse:
    """Take back a link that nobody has used."""
    links = PracticeLink.objects.visible_to(request.actor).select_related("week__enrolment")
    link = get_object_or_404(links, pk=link_id, week=week_id)
    try:
        revoke_link(actor=request.actor, link=link, now=timezone.now())
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Lien retiré : {link.name} ne peut plus s’en servir.")
    return redirect("portfolio:practice_links", week_id)

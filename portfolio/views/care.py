"""Whose livret waits, and help for them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from portfolio.forms.care import CareForm
from portfolio.permissions import CARE_ROLES
from portfolio.queries.care import late_logbooks
from portfolio.rules.care import OWN_ACTS, STAFF_ACTS, acts_after
from portfolio.services.care import note_care
from portfolio.views.attempt import attempt
from portfolio.views.learner import chosen, own_enrolments
from training.models import Enrolment

A_PAGE = 50


@require_safe
@acting_as(*CARE_ROLES)
def late(request: ActingRequest) -> HttpResponse:
    """Those whose last week was not handed in, the longest stretch first."""
    found = late_logbooks(request.actor, timezone.localdate())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portfolio/care/late.html", {"page": page})


@acting_as(*CARE_ROLES)
def care(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """What was done for somebody; offer help, or note that it was given."""
    seen = Enrolment.objects.visible_to(request.actor).for_screen()
    return acts(request, get_object_or_404(seen, pk=enrolment_id), own=False)


@acting_as(Role.LEARNER)
def own_care(request: ActingRequest) -> HttpResponse:
    """Ask for help, or answer an offer."""
    enrolment = chosen(request, own_enrolments(request))
    if enrolment is None:
        raise Http404
    return acts(request, enrolment, own=True)


def acts(request: ActingRequest, enrolment: Enrolment, own: bool) -> HttpResponse:
    """The acts, and the form of the next one; a refused form keeps what was typed."""
    form = CareForm(request.POST) if request.method == "POST" else CareForm()
    # Whether an act may come now is for the service: a second click is no error.
    form.offer(OWN_ACTS if own else STAFF_ACTS)
    if form.is_valid() and attempt(
        request, note_care, form, enrolment=enrolment, **form.cleaned_data
    ):
        messages.success(request, "C’est noté.")
        return redirect(request.get_full_path())
    facts = list(enrolment.care_facts.select_related("noted_by__user"))
    now_possible = acts_after(facts[-1].act if facts else "", own)
    form.offer(now_possible)
    form.initial["seen"] = len(facts)
    if form.is_bound:
        form.renew(seen=len(facts))
    context = {"enrolment": enrolment, "own": own, "facts": facts, "form": form}
    return render(request, "portfolio/care/acts.html", {**context, "asks": bool(now_possible)})

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.forms.welcome import WelcomeForm
from training.models import WelcomePack
from training.queries.welcome import newest_pack, welcome_of
from training.services.welcome import confirm_welcome, write_pack
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The newest version, and what the person received."""
    enrolment = enrolment_of(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "welcome": welcome_of(enrolment),
    }
    return render(request, "training/welcome/overview.html", context)


@require_POST
@acting_as(Role.LEARNER)
def confirm(request: ActingRequest, enrolment_id: int, number: int) -> HttpResponse:
    """The learner has read and received the version that the page showed."""
    enrolment = enrolment_of(request, enrolment_id)
    packs = WelcomePack.objects.filter(organisation=enrolment.cohort.organisation_id)
    pack = get_object_or_404(packs, number=number)
    if attempt(request, confirm_welcome, enrolment=enrolment, pack=pack):
        messages.success(request, "Noté : vous avez reçu le livret d’accueil.")
    return redirect("training:welcome", enrolment.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def write(request: ActingRequest) -> HttpResponse:
    """Write a further version for one's training body."""
    newest = newest_pack(request.actor.organisation_id)
    shown = {"text": newest.text, "seen": newest.number} if newest else {"seen": 0}
    form = WelcomeForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, write_pack, form, **form.cleaned_data)
        if made:
            messages.success(request, f"Version {made.number} du livret d’accueil enregistrée.")
            return redirect("training:welcome_write")
    status = 422 if form.errors else 200
    context = {"form": form, "newest": newest}
    return render(request, "training/welcome/write.html", context, status=status)

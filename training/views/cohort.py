from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.enums import LEADING_ROLES, OrganisationKind
from people.models import Organisation
from people.permissions import ActingRequest, acting_as
from training.forms.cohort import CohortForm, EnrolForm, PracticeForm
from training.models import Cohort
from training.queries import assistants_to_enrol
from training.services import create_cohort, create_practice, enrol
from training.views.attempt import attempt

METHODS = ["GET", "HEAD", "POST"]
SEARCH_LENGTH = 80


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def new(request: ActingRequest) -> HttpResponse:
    """Open a cohort."""
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cohort = attempt(request, create_cohort, form, **form.cleaned_data)
        if cohort:
            messages.success(request, f"Promotion ouverte : « {cohort.title} ».")
            return redirect("training:enrol", cohort.pk)
    return render(request, "training/cohort/new.html", {"form": form})


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def enrol_in(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Enrol an assistant, found by name, in a cohort."""
    visible = Cohort.objects.visible_to(request.actor).select_related("track_version__track")
    cohort = get_object_or_404(visible, pk=cohort_id)
    search = request.GET.get("recherche", "")[:SEARCH_LENGTH]
    form = _enrol_form(request, cohort, search)
    if request.method == "POST" and form.is_valid() and _enrol(request, cohort, form):
        return redirect("training:enrol", cohort.pk)
    context = {"form": form, "cohort": cohort, "search": search}
    return render(request, "training/cohort/enrol.html", context)


def _enrol_form(request: ActingRequest, cohort: Cohort, search: str) -> EnrolForm:
    posted = request.POST.get("assistant", "")
    assistants = assistants_to_enrol(
        request.actor, cohort, search, timezone.localdate(), posted if posted.isdecimal() else None
    )
    funders = Organisation.objects.filter(kind=OrganisationKind.FUNDER)
    return EnrolForm(
        request.POST or None, assistants=assistants, funders=funders,
        for_carers=cohort.track_version.track.for_carers,
    )  # fmt: skip


def _enrol(request: ActingRequest, cohort: Cohort, form: EnrolForm) -> bool:
    assistant = form.cleaned_data["assistant"]
    made = attempt(
        request, enrol, form, cohort=cohort, learner=assistant.user,
        practice=assistant.organisation, recruited_on=form.cleaned_data["recruited_on"],
        funder=form.cleaned_data["funder"], diploma=form.seen,
    )  # fmt: skip
    if made:
        messages.success(request, f"Inscription faite : {made.learner}, « {cohort.title} ».")
    return made is not None


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def new_practice(request: ActingRequest) -> HttpResponse:
    """Create a practice, before its people are invited."""
    form = PracticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, create_practice, form, **form.cleaned_data)
        if made:
            practice, created = made
            word = "Cabinet créé" if created else "Ce cabinet existe déjà"
            messages.success(
                request, f"{word} : {practice.name}. Invitez maintenant ses personnes."
            )
            return redirect(f"/invitations/nouvelle/?organisation={practice.pk}")
    return render(request, "training/cohort/new_practice.html", {"form": form})

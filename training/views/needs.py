"""The need of a person: its analysis, and the adaptations of their training."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import LEADING_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.forms.needs import AdaptationForm, AnalysisForm, TakeBackForm
from training.models import AdaptationFact
from training.permissions import ADAPTATION_ROLES, HOURS_ROLES, NEED_ROLES, can_write_analysis
from training.queries.needs import adaptations_of, analyses_of
from training.services.needs import say_adaptation, take_back_adaptation, write_analysis
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@acting_as(*HOURS_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The newest version of the analysis, and the earlier ones."""
    enrolment = enrolment_of(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "analyses": analyses_of(enrolment),
        "writes": can_write_analysis(request.actor, enrolment),
    }
    return render(request, "training/needs/overview.html", context)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def write(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Write a further version of the analysis."""
    enrolment = enrolment_of(request, enrolment_id)
    newest = analyses_of(enrolment).newest
    form = AnalysisForm(request.POST or None, newest=newest)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, write_analysis, form, enrolment=enrolment, **form.cleaned_data)
        if made:
            messages.success(request, f"Version {made.number} de l’analyse enregistrée.")
            return redirect("training:needs", enrolment.pk)
    context = {"enrolment": enrolment, "form": form, "newest": newest}
    status = 409 if form.stale else 422 if form.errors else 200
    return render(request, "training/needs/write.html", context, status=status)


@require_http_methods(METHODS)
@acting_as(*ADAPTATION_ROLES)
@never_cache
def adaptations(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """What was said of an adaptation; the person and the lead add to it."""
    enrolment = enrolment_of(request, enrolment_id)
    if request.method == "POST" and request.actor.role not in NEED_ROLES:
        raise PermissionDenied
    found, own = adaptations_of(request.actor, enrolment), request.actor.role == Role.LEARNER
    form = AdaptationForm(
        request.POST or None, choices=found.choices, own=own, initial={"seen": found.seen}
    )
    if request.method == "POST" and form.is_valid():
        said = {"enrolment": enrolment, **form.cleaned_data}
        if attempt(request, say_adaptation, form, **said):
            messages.success(request, "Noté. Ni l’employeur ni le financeur ne le voient.")
            return redirect("training:adaptations", enrolment.pk)
    context = {"enrolment": enrolment, "own": own, "adaptations": found, "form": form}
    status = 409 if form.stale else 422 if form.errors else 200
    return render(request, "training/needs/adaptations.html", context, status=status)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
@never_cache
def take_back(request: ActingRequest, enrolment_id: int, number: int) -> HttpResponse:
    """Blank a text that should not have been written, with a reason; the text is not shown."""
    enrolment = enrolment_of(request, enrolment_id)
    visible = AdaptationFact.objects.visible_to(request.actor).filter(enrolment=enrolment)
    fact = get_object_or_404(visible.exclude(text="", blanked=False), number=number)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, take_back_adaptation, form, fact=fact, **form.cleaned_data)
        if made:
            messages.success(request, "Texte retiré : il n’est plus gardé ni montré.")
            return redirect("training:adaptations", enrolment.pk)
    context = {"enrolment": enrolment, "fact": fact, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/needs/take_back.html", context, status=status)

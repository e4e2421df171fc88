"""A cohort goes on to a newer version of its track, once the difference is seen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from curricula.models import TrackVersion
from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError, StaleForm
from training.forms.moving import MovingForm
from training.models import Cohort
from training.queries.moving import move_shown, moving_page, newer_versions, published_versions
from training.services import move_cohort


def _cohort(request: ActingRequest, cohort_id: int) -> Cohort:
    visible = Cohort.objects.visible_to(request.actor)
    shown = visible.select_related("track_version__track", "track_version__qualification")
    return get_object_or_404(shown, pk=cohort_id)


@require_safe
@acting_as(*LEADING_ROLES)
def choose(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The newer versions of the cohort's track."""
    cohort = _cohort(request, cohort_id)
    context = {"cohort": cohort, "versions": newer_versions(cohort)}
    return render(request, "training/moving/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def move(request: ActingRequest, cohort_id: int, number: int) -> HttpResponse:
    """The difference and what it means for each learner; then the move."""
    cohort = _cohort(request, cohort_id)
    published = list(published_versions(cohort))
    version = next((v for v in published if v.number == number), None)
    if version is None:
        raise Http404
    if request.method != "POST" and version not in newer_versions(cohort):
        return redirect("training:moving", cohort.pk)
    page = moving_page(cohort, version)
    sent = request.POST if request.method == "POST" else None
    form = MovingForm(sent, cohort=cohort, page=page, newest=published[0].number)
    status = _move(request, cohort, version, form) if sent is not None else 200
    if sent is not None and status == 200:
        return redirect("lms:cohort", cohort.pk)
    context = {"cohort": cohort, "page": page, "form": form}
    return render(request, "training/moving/move.html", context, status=status)


def _move(request: ActingRequest, cohort: Cohort, version: TrackVersion, form: MovingForm) -> int:
    """The status: 200 moved, 409 something changed meanwhile, 422 refused."""
    if not form.is_valid():
        return 422
    try:
        moves = move_cohort(
            actor=request.actor, cohort=cohort, version=version, now=timezone.now(),
            **form.cleaned_data,
        )  # fmt: skip
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        form.renew()
        return 409 if isinstance(refusal, StaleForm) else 422
    people = f"{len(moves)} personne{'s' if len(moves) > 1 else ''}"
    messages.success(request, f"La promotion suit la version {version.number}, avec {people}.")
    return 200


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def difference(request: ActingRequest, move_id: int) -> HttpResponse:
    """What changed for a learner on the day of the move."""
    found = move_shown(request.actor, move_id)
    if found is None:
        raise Http404
    moved, change = found
    return render(request, "training/moving/difference.html", {"move": moved, "change": change})

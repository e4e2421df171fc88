from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.enums import PositionRater
from training.forms.positioning import ExemptionForm, PositionsForm, PriorForm
from training.models import Enrolment
from training.permissions import (
    POSITION_ROLES,
    can_check_entry,
    can_decide_exemption,
    can_place,
)
from training.queries.entry import check_lines
from training.queries.positioning import (
    PathLine,
    decisions_of,
    individual_path,
    position_blocks,
    positions_seen,
)
from training.rules.positioning import POLICY
from training.services import (
    decide_exemption,
    declare_prior,
    place_competencies,
    withdraw_prior,
)
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Positions of both raters, prior results, and what is due of each module, with why."""
    enrolment = enrolment_of(request, enrolment_id)
    path = individual_path(enrolment, timezone.localdate())
    context = {
        "enrolment": enrolment,
        "path": path,
        "own": request.actor.role == Role.LEARNER,
        "by_learner": path.placed_by(PositionRater.LEARNER),
        "by_trainer": path.placed_by(PositionRater.TRAINER),
        "places": can_place(request.actor, enrolment),
        "checks": check_lines(enrolment),
        "may_check": can_check_entry(request.actor, enrolment),
        "decides": can_decide_exemption(request.actor, enrolment),
        "policy": POLICY,
    }
    return render(request, "training/positioning/overview.html", context)


@require_http_methods(METHODS)
@acting_as(*POSITION_ROLES)
def place(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Place the competencies, as the learner or beside them."""
    enrolment = enrolment_of(request, enrolment_id)
    own = request.actor.role == Role.LEARNER
    rater = PositionRater.LEARNER if own else PositionRater.TRAINER
    blocks, seen = position_blocks(enrolment), positions_seen(enrolment, rater)
    form = PositionsForm(request.POST or None, blocks=blocks, rater=rater, seen=seen)
    if request.method == "POST" and form.is_valid():
        sent = {"levels": form.levels, "seen": form.cleaned_data["seen"]}
        made = attempt(request, place_competencies, form, enrolment=enrolment, **sent)
        if made is not None:
            messages.success(request, _placed_words(len(made)))
            return redirect("training:positioning", enrolment.pk)
        form.renew(seen)
    context = {"enrolment": enrolment, "form": form, "own": own}
    return render(request, "training/positioning/place.html", context)


def _placed_words(count: int) -> str:
    if not count:
        return "Rien n’a changé : vos positions étaient déjà notées."
    mark = "s" if count > 1 else ""
    return f"{count} position{mark} notée{mark}."


@require_http_methods(METHODS)
@acting_as(*POSITION_ROLES)
def declare(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note a diploma or hours followed elsewhere."""
    enrolment = enrolment_of(request, enrolment_id)
    form = PriorForm(request.POST or None, enrolment=enrolment)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "form_key": str(form.cleaned_data["form_key"])}
        made = attempt(request, declare_prior, form, enrolment=enrolment, **data)
        if made:
            messages.success(request, f"Acquis noté : « {made.title} ».")
            return redirect("training:positioning", enrolment.pk)
    own = request.actor.role == Role.LEARNER
    context = {"enrolment": enrolment, "form": form, "policy": POLICY, "own": own}
    return render(request, "training/positioning/declare.html", context)


@require_POST
@acting_as(*POSITION_ROLES)
def withdraw(request: ActingRequest, enrolment_id: int, prior_id: int) -> HttpResponse:
    """Take out a prior result noted by mistake."""
    enrolment = enrolment_of(request, enrolment_id)
    prior = get_object_or_404(enrolment.prior_results, pk=prior_id)
    if attempt(request, withdraw_prior, prior=prior):
        messages.success(request, f"Acquis retiré : « {prior.title} ».")
    return redirect("training:positioning", enrolment.pk)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def decide(request: ActingRequest, enrolment_id: int, module_id: int) -> HttpResponse:
    """Decide what is taken off a module, beside what the rule proposes and earlier decisions."""
    enrolment = enrolment_of(request, enrolment_id)
    line = _line(enrolment, module_id)
    seen = line.decision.number if line.decision else 0
    form = ExemptionForm(request.POST or None, line=line, seen=seen)
    if request.method == "POST" and form.is_valid():
        sent = {"enrolment": enrolment, "module": line.module, **form.cleaned_data}
        if made := attempt(request, decide_exemption, form, **sent):
            messages.success(request, f"Décision notée pour « {made.module.title} ».")
            return redirect("training:positioning", enrolment.pk)
        form.renew(seen)
    context = {
        "enrolment": enrolment, "line": line, "form": form, "policy": POLICY,
        "decisions": decisions_of(enrolment, line.module),
    }  # fmt: skip
    return render(request, "training/positioning/decide.html", context)


def _line(enrolment: Enrolment, module_id: int) -> PathLine:
    for line in individual_path(enrolment, timezone.localdate()).lines:
        if line.module.pk == module_id:
            return line
    raise Http404

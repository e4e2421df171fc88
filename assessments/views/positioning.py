from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.quiz import QuizForm
from assessments.models import PositioningAttempt
from assessments.queries.positioning import (
    PositioningLine,
    positioning_lines,
    positioning_questions,
)
from assessments.rules.positioning import PER_MODULE
from assessments.services.positioning import (
    AlreadyBegun,
    AlreadyPositioned,
    submit_positioning,
)
from curricula.models import Module
from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from training.models import Enrolment


def _enrolment(request: ActingRequest, enrolment_id: int) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    return get_object_or_404(visible, pk=enrolment_id)


def _open(lines: list[PositioningLine]) -> list[Module]:
    return [line.module for line in lines if line.open]


@require_safe
@acting_as(Role.LEARNER)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Every module: its score, or the way to its few questions."""
    enrolment = _enrolment(request, enrolment_id)
    lines = positioning_lines(enrolment)
    context = {
        "enrolment": enrolment, "lines": lines, "next": next(iter(_open(lines)), None),
        "most": PER_MODULE,
    }  # fmt: skip
    return render(request, "assessments/positioning/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER)
def answer(request: ActingRequest, enrolment_id: int, module_id: int) -> HttpResponse:
    """The few questions of a module, sent once; a module that is closed to it leads back."""
    enrolment = _enrolment(request, enrolment_id)
    modules = Module.objects.filter(track_version=enrolment.track_version_id)
    module = get_object_or_404(modules, pk=module_id)
    asked = positioning_questions(module)
    sent = request.POST if request.method == "POST" else None
    if sent is None and module not in _open(positioning_lines(enrolment)):
        return redirect("assessments:positioning", enrolment.pk)
    form = QuizForm(asked, sent, initial={"form_key": uuid4().hex})
    if sent is not None:
        if form.is_valid() and _send(request, form, module, enrolment):
            return redirect("assessments:positioning", enrolment.pk)
        form.show_questions()
    context = {"enrolment": enrolment, "module": module, "form": form}
    status = 422 if sent is not None else 200
    return render(request, "assessments/positioning/answer.html", context, status=status)


def _send(request: ActingRequest, form: QuizForm, module: Module, enrolment: Enrolment) -> bool:
    """Whether there is nothing more to answer: it is noted, or it already was."""
    try:
        attempt: PositioningAttempt = submit_positioning(
            actor=request.actor,
            enrolment=enrolment,
            module=module,
            answers=form.answers(),
            form_key=form.cleaned_data["form_key"],
            seen=form.cleaned_data["seen"],
            now=timezone.now(),
        )
    except (AlreadyPositioned, AlreadyBegun) as refusal:
        messages.error(request, refusal.message)
        return True
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, f"« {module.title} » : {attempt.points} sur {attempt.out_of}.")
    return True

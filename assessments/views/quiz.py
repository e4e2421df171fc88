from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.quiz import QuizForm
from assessments.models import QuizAttempt
from assessments.queries.enrolment import own_enrolment
from assessments.queries.quiz import answered, attempts_at, questions_asked
from assessments.rules.quiz import counted, points_to_pass
from assessments.services import submit_quiz
from curricula.models import Module
from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from training.models import Enrolment
from training.queries import Gate, gate_of


def _place(request: ActingRequest, module_id: int) -> tuple[Module, Enrolment]:
    module = get_object_or_404(Module, pk=module_id)
    enrolment = own_enrolment(request.actor, module)
    if enrolment is None:
        raise Http404
    return module, enrolment


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER)
def answer(request: ActingRequest, module_id: int) -> HttpResponse:
    """The questions of the module; each sending is an attempt."""
    module, enrolment = _place(request, module_id)
    if (gate := gate_of(enrolment, module)).closed:
        return _closed(request, module, enrolment, gate)
    asked = questions_asked(module)
    sent = request.POST if request.method == "POST" else None
    form = QuizForm(asked, sent, initial={"form_key": uuid4().hex})
    status = 200
    if sent is not None:
        if form.is_valid() and (attempt := _send(request, form, module, enrolment)):
            return redirect("assessments:quiz_attempt", module.pk, attempt.pk)
        form.show_questions()
        status = 422
    context = {
        "module": module,
        "form": form,
        "attempts": attempts_at(request.actor, enrolment, module),
        "out_of": (out_of := counted(asked)),
        "to_pass": points_to_pass(out_of),
    }
    return render(request, "assessments/quiz/answer.html", context, status=status)


def _closed(
    request: ActingRequest, module: Module, enrolment: Enrolment, gate: Gate
) -> HttpResponse:
    """What is missing, and the attempts of before; answers are refused."""
    attempts = attempts_at(request.actor, enrolment, module)
    context = {"module": module, "gate": gate, "what": "Quiz du module", "attempts": attempts}
    status = 403 if request.method == "POST" else 200
    return render(request, "assessments/quiz/closed.html", context, status=status)


def _send(
    request: ActingRequest, form: QuizForm, module: Module, enrolment: Enrolment
) -> QuizAttempt | None:
    try:
        attempt = submit_quiz(
            actor=request.actor,
            enrolment=enrolment,
            module=module,
            answers=form.answers(),
            form_key=form.cleaned_data["form_key"],
            seen=form.cleaned_data["seen"],
            now=timezone.now(),
        )
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, f"Essai enregistré : {attempt.points} sur {attempt.out_of}.")
    return attempt


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def result(request: ActingRequest, module_id: int, attempt_id: int) -> HttpResponse:
    """An attempt with the questions as they were asked, what was answered and what it teaches."""
    visible = QuizAttempt.objects.visible_to(request.actor).select_related(
        "module", "enrolment__learner"
    )
    module = get_object_or_404(Module, pk=module_id)
    same = {"module__code": module.code, "module__track_version__track__versions__modules": module}
    attempt = get_object_or_404(visible, pk=attempt_id, **same)
    context = {
        "attempt": attempt,
        "module": module,
        "rows": answered(attempt),
        "to_pass": points_to_pass(attempt.out_of),
        "own": request.actor.role == Role.LEARNER,
    }
    return render(request, "assessments/quiz/result.html", context)

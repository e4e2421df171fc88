from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.forms.submission import SynthesisForm
from assessments.models import Submission
from assessments.queries.enrolment import own_enrolment
from assessments.queries.submission import SynthesisDesk, levels_shown, synthesis_desk
from assessments.rules.rubric import maximum, points_to_pass
from assessments.rules.words import word_count
from assessments.services import hand_in, save_draft
from curricula.models import Assignment, Module
from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError, StaleForm
from records.rules.french import clock
from training.models import Enrolment
from training.queries import Gate, gate_of


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER)
def write(request: ActingRequest, module_id: int) -> HttpResponse:
    """The written synthesis of a module: its rubric, the text, and the grade once it is there."""
    module = get_object_or_404(Module, pk=module_id)
    enrolment = own_enrolment(request.actor, module)
    if enrolment is None:
        raise Http404
    assignment = Assignment.objects.filter(module=module).select_related("rubric", "module").first()
    if assignment is None:
        return render(request, "assessments/submission/none.html", {"module": module})
    desk = synthesis_desk(enrolment, assignment)
    if not desk.attempts and (gate := gate_of(enrolment, module)).closed:
        return _closed(request, assignment, gate)
    form = _form(request, desk, enrolment, assignment)
    status = 200
    if request.method == "POST":
        status = _store(request, form, enrolment, assignment)
        if status == 200:
            return redirect("assessments:synthesis", module.pk)
        desk = synthesis_desk(enrolment, assignment)
        form.renew(version=desk.version)
    context = _context(desk, form, assignment)
    return render(request, "assessments/submission/write.html", context, status=status)


def _closed(request: ActingRequest, assignment: Assignment, gate: Gate) -> HttpResponse:
    """What is missing before one may write; a text is refused."""
    context = {"module": assignment.module, "gate": gate, "what": assignment.title}
    status = 403 if request.method == "POST" else 200
    return render(request, "training/gate/closed.html", context, status=status)


def _form(
    request: ActingRequest, desk: SynthesisDesk, enrolment: Enrolment, assignment: Assignment
) -> SynthesisForm:
    return SynthesisForm(
        f"synthese-{enrolment.pk}-{assignment.pk}-{desk.number}",
        request.POST if request.method == "POST" else None,
        initial={"text": desk.text, "version": desk.version},
    )


def _store(
    request: ActingRequest, form: SynthesisForm, enrolment: Enrolment, assignment: Assignment
) -> int:
    """Save or hand in; the answer is the status: 200 stored, 409 changed elsewhere, 422 refused."""
    if not form.is_valid():
        return 422
    service = hand_in if request.POST.get("act") == "remettre" else save_draft
    try:
        submission = service(
            actor=request.actor,
            enrolment=enrolment,
            assignment=assignment,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except ServiceError as refusal:
        stale = isinstance(refusal, StaleForm)
        form.add_error(None if stale else "text", refusal.message)
        return 409 if stale else 422
    messages.success(request, _stored(submission))
    return 200


def _stored(submission: Submission) -> str:
    at = timezone.localtime(submission.saved_at)
    words = word_count(submission.text)
    if submission.submitted_at:
        return f"Écrit remis à {clock(at)} : {words} mots. Il attend sa correction."
    return f"Brouillon enregistré à {clock(at)} : {words} mots."


def _context(desk: SynthesisDesk, form: SynthesisForm, assignment: Assignment) -> dict[str, object]:
    criteria = list(assignment.rubric.criteria.all())
    out_of = maximum(len(criteria))
    return {
        "desk": desk,
        "form": form,
        "assignment": assignment,
        "module": assignment.module,
        "criteria": criteria,
        "levels": levels_shown(criteria, desk.graded.grade if desk.graded else None),
        "words": word_count(str(form["text"].value() or "")),
        "out_of": out_of,
        "to_pass": points_to_pass(out_of),
    }

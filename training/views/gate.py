from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from training.forms.gate import WaiverForm
from training.models import Enrolment
from training.permissions import GATE_ROLES
from training.queries.gate import module_gates
from training.services import open_module


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*GATE_ROLES)
def modules(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The modules of one person, open or closed; a closed one is opened with a reason."""
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(visible, pk=enrolment_id)
    lines = module_gates(enrolment)
    able = [module.pk for module, gate in lines if gate.closed or gate.waiver]
    form = WaiverForm(request.POST or None, modules=able)
    if request.method == "POST" and form.is_valid() and _open(request, enrolment, form):
        return redirect("training:gates", enrolment.pk)
    closed = any(gate.closed for _, gate in lines)
    context = {"enrolment": enrolment, "lines": lines, "form": form, "closed": closed}
    return render(request, "training/gate/modules.html", context)


def _open(request: ActingRequest, enrolment: Enrolment, form: WaiverForm) -> bool:
    try:
        waiver = open_module(
            actor=request.actor, enrolment=enrolment, now=timezone.now(), **form.cleaned_data
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, f"Module ouvert pour {enrolment.learner} : « {waiver.module} ».")
    return True

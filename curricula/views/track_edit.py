"""Writing a track: its first lines, its head, its modules."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from curricula.enums import VersionState
from curricula.forms.module import ModuleForm, module_initial
from curricula.forms.track import HeadForm, NewTrackForm
from curricula.models import TrackVersion
from curricula.queries import blocks_of
from curricula.queries.plans import plan_of
from curricula.queries.tracks import lessons_on_offer
from curricula.rules.plan import TrackPlan
from curricula.rules.plan_edits import with_module
from curricula.services.tracks import new_track, save_plan
from curricula.views.track import version_or_404
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError

READ_AND_SEND = ["GET", "HEAD", "POST"]


def attempt(request: ActingRequest, form: Any, service: Any, **arguments: Any) -> Any:
    """What the service made, or None once its refusal is in the form."""
    try:
        return service(actor=request.actor, now=timezone.now(), **arguments)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return None


def save(
    request: ActingRequest, form: Any, version: TrackVersion, plan: TrackPlan, **chosen: Any
) -> Any:
    """The draft as stored, or None; told that it moved, the next try counts."""
    revision = form.cleaned_data["revision"]
    saved = attempt(
        request, form, save_plan, version=version, plan=plan, revision=revision, **chosen
    )
    if saved is None:
        form.data = form.data.copy()
        form.data["revision"] = str(version.revision)
    return saved


def show_form(request: ActingRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """The page of a form; refused, it says so to machines too."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


@require_http_methods(READ_AND_SEND)
@acting_as(*LEADING_ROLES)
def new(request: ActingRequest) -> HttpResponse:
    """A track that does not exist yet; its first version is a draft."""
    form = NewTrackForm(request.POST or None)
    sound = request.method == "POST" and form.is_valid()
    if sound and (made := attempt(request, form, new_track, **form.cleaned_data)):
        messages.success(request, "Parcours créé, en brouillon. Ajoutez ses modules.")
        return redirect("curricula:track", made.pk)
    return show_form(request, "curricula/track/new.html", form)


def _editable(request: ActingRequest, version_id: int) -> TrackVersion:
    """A draft; what is sent for a version published meanwhile still gets its answer."""
    version = version_or_404(version_id)
    if version.state != VersionState.DRAFT and request.method != "POST":
        raise Http404
    return version


@require_http_methods(READ_AND_SEND)
@acting_as(*LEADING_ROLES)
def head(request: ActingRequest, version_id: int) -> HttpResponse:
    """Hours due, reference, caps, work frame, note and source of a draft."""
    version = _editable(request, version_id)
    plan = plan_of(version)
    form = HeadForm.of(request.POST, plan, version.qualification, version.revision)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["qualification"]
        if save(request, form, version, form.plan(plan), qualification=chosen):
            messages.success(request, "Parcours enregistré.")
            return redirect("curricula:track", version.pk)
    return show_form(request, "curricula/track/head.html", form, version=version)


@require_http_methods(READ_AND_SEND)
@acting_as(*LEADING_ROLES)
def module(request: ActingRequest, version_id: int, code: str | None = None) -> HttpResponse:
    """One module of a draft; without a code, a new one."""
    version = _editable(request, version_id)
    plan = plan_of(version)
    form = _module_form(request, version, plan, code)
    if request.method == "POST" and form.is_valid():
        edited = with_module(plan, code, form.module())
        if save(request, form, version, edited):
            messages.success(request, f"Module {form.cleaned_data['code']} enregistré.")
            return redirect("curricula:track", version.pk)
    places = {lesson: known.code for known in plan.modules for lesson in known.lessons}
    lessons = [(lesson, places.get(lesson.code)) for lesson in lessons_on_offer()]
    return show_form(
        request, "curricula/track/module.html", form, version=version, code=code, lessons=lessons
    )


def _module_form(
    request: ActingRequest, version: TrackVersion, plan: TrackPlan, code: str | None
) -> ModuleForm:
    known = next((module for module in plan.modules if module.code == code), None)
    if code is not None and known is None:
        raise Http404
    initial = {**module_initial(known, plan), "revision": version.revision}
    return ModuleForm(
        request.POST or None,
        initial=initial,
        plan=plan,
        former=code,
        blocks=blocks_of(version.qualification),
    )

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from training.enums import ActivityKind
from training.models import ActivityFact
from training.queries.lesson import LessonScreen, is_withdrawn, lesson_at, lesson_screen
from training.rules.activity import IDLE_SECONDS, SIGNAL_SECONDS
from training.services import read_lesson
from training.services.activity import note_activity

WITHDRAWN = "Cette leçon a été retirée du site. Les heures de ceux qui l’ont lue restent comptées."


def _screen(request: ActingRequest, module_id: int, slug: str) -> LessonScreen:
    screen = lesson_screen(request.actor, module_id, slug)
    if screen is None:
        raise Http404
    return screen


def _withdrawn(request: ActingRequest, module_id: int, slug: str) -> HttpResponse:
    """What was published once says that it is gone; what never was does not exist."""
    if not is_withdrawn(request.actor, module_id, slug):
        raise Http404
    messages.info(request, WITHDRAWN)
    return redirect(f"/parcours/modules/{module_id}/")


def _after(screen: LessonScreen) -> str:
    """The next lesson, or the page of the module after the last one."""
    if screen.following:
        return screen.following.url
    return f"/parcours/modules/{screen.module.pk}/"


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def lesson(request: ActingRequest, module_id: int, slug: str) -> HttpResponse:
    """A lesson of the person's own track; the training body reads it too."""
    screen = lesson_screen(request.actor, module_id, slug)
    if screen is None:
        return _withdrawn(request, module_id, slug)
    if screen.closed:
        context = {"module": screen.module, "gate": screen.gate, "what": screen.lesson.title}
        return render(request, "training/gate/closed.html", context)
    context = {
        "screen": screen,
        "lesson": screen.lesson,
        "after": _after(screen),
        "signal_seconds": SIGNAL_SECONDS,
        "idle_minutes": IDLE_SECONDS // 60,
    }
    return render(request, "training/lesson/lesson.html", context)


@require_POST
@acting_as(Role.LEARNER)
def read(request: ActingRequest, module_id: int, slug: str) -> HttpResponse:
    """« J’ai lu, suivant »."""
    screen = _screen(request, module_id, slug)
    if screen.enrolment is None:
        raise PermissionDenied
    try:
        read_lesson(
            actor=request.actor,
            enrolment=screen.enrolment,
            module=screen.module,
            lesson=screen.lesson,
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
        return redirect("training:lesson", module_id, slug)
    messages.success(request, f"Lecture notée : « {screen.lesson.title} ».")
    return redirect(_after(screen))


@require_POST
@acting_as(Role.LEARNER)
def activity(request: ActingRequest, module_id: int, slug: str) -> HttpResponse:
    """A sign of presence, sent by the page; without a script two buttons send it."""
    found = lesson_at(request.actor, module_id, slug)
    if found is None:
        raise Http404
    module, enrolment, lesson = found
    if enrolment is None:
        raise Http404
    try:
        fact = note_activity(
            actor=request.actor,
            enrolment=enrolment,
            module=module,
            lesson=lesson,
            kind=request.POST.get("fait", ""),
            media=request.POST.get("media", ""),
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        return HttpResponse(refusal.message, status=422, content_type="text/plain; charset=utf-8")
    if request.POST.get("script"):
        return HttpResponse(status=204)
    return _begun(request, module_id, slug, fact)


def _begun(
    request: ActingRequest, module_id: int, slug: str, fact: ActivityFact | None
) -> HttpResponse:
    """Who pressed a button stays where they read: « Je lis toujours » stands at both ends."""
    place = reverse("training:lesson", args=[module_id, slug])
    if fact and fact.kind == ActivityKind.OPENED:
        messages.success(request, "Leçon commencée : le temps se compte à partir de maintenant.")
        return redirect(place)
    if fact is None:
        messages.info(request, "Un signe vient d’être noté : celui-ci n’ajoute rien.")
    return redirect(f"{place}#je-lis" if request.POST.get("fin") else place)

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.permissions import ActingRequest, acting_as
from training.enums import SessionState
from training.forms.roll_call import RollCallForm
from training.models import Enrolment, TrainingSession
from training.permissions import SESSION_ROLES
from training.queries.arrival import room_screen
from training.queries.roll_call import makes_up_for, roll_of
from training.rules.roll_call import roll_call_opens, roll_call_problem
from training.rules.room_code import takes_arrivals
from training.rules.session import session_minutes
from training.services import correct_marks, hold_session, note_arrival
from training.views.attempt import attempt


def session_of(request: ActingRequest, session_id: int) -> TrainingSession:
    visible = TrainingSession.objects.visible_to(request.actor)
    found = visible.select_related("cohort__organisation", "module", "trainer__user")
    return get_object_or_404(found, pk=session_id)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def roll_call(request: ActingRequest, session_id: int) -> HttpResponse:
    """Note who is there; once it is done, the same page corrects it with a reason."""
    session = session_of(request, session_id)
    form = _form(session, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _note(request, session, form, form.correcting):
            return redirect("training:signatures", session.pk)
        form = _again(session, form, request.POST.copy())
    now, held = timezone.now(), form.correcting
    context = {
        "session": session,
        "form": form,
        "roll": form.roll,
        "held": held,
        "problem": "" if held else roll_call_problem(session.state, session.ends_at, now),
        "opens_at": roll_call_opens(session.ends_at),
        "open_now": takes_arrivals(session.starts_at, session.ends_at, now),
        "by_code": any(line.by_code for line in form.roll.lines),
        "make_ups": makes_up_for(session),
    }
    return render(request, "training/roll_call/roll_call.html", context)


def _form(session: TrainingSession, sent: QueryDict | None) -> RollCallForm:
    length = session_minutes(session.starts_at, session.ends_at)
    held = session.state == SessionState.HELD
    return RollCallForm(sent, roll=roll_of(session), length=length, correcting=held)


def _again(session: TrainingSession, refused: RollCallForm, sent: QueryDict) -> RollCallForm:
    """What was typed beside what stands by now, so that sending it again is a choice."""
    session.refresh_from_db(fields=["state"])
    form = _form(session, None)
    sent["seen"] = str(form.roll.seen)
    form = RollCallForm(
        sent, roll=form.roll, length=form.length, correcting=session.state == SessionState.HELD
    )
    form.full_clean()
    for refusal in refused.non_field_errors():
        form.add_error(None, refusal)
    return form


def _note(request: ActingRequest, session: TrainingSession, form: RollCallForm, held: bool) -> bool:
    marks = form.marks()
    if not held:
        made = attempt(request, hold_session, form, session=session, marks=marks)
        if made:
            messages.success(request, f"Appel enregistré : « {session.title} ».")
        return made is not None
    rows = attempt(
        request, correct_marks, form, session=session, marks=marks,
        seen=form.cleaned_data["seen"], reason=form.cleaned_data["reason"],
    )  # fmt: skip
    if rows is not None:
        said = f"Présences enregistrées : {len(rows)}." if rows else "Rien n’a changé."
        messages.success(request, said)
    return rows is not None


@require_POST
@acting_as(*SESSION_ROLES)
def arrive(request: ActingRequest, session_id: int) -> HttpResponse:
    """The trainer notes that somebody came in."""
    session = session_of(request, session_id)
    chosen = request.POST.get("enrolment", "")
    people = Enrolment.objects.visible_to(request.actor).filter(cohort=session.cohort_id)
    enrolment = get_object_or_404(people, pk=int(chosen) if chosen.isdecimal() else 0)
    noted = attempt(request, note_arrival, session=session, enrolment=enrolment)
    if noted:
        word = "Arrivée notée" if noted[1] else "Déjà noté"
        messages.success(request, f"{word} : {enrolment.learner}.")
    return redirect("training:roll_call", session.pk)


@require_safe
@acting_as(*SESSION_ROLES)
def code(request: ActingRequest, session_id: int) -> HttpResponse:
    """The code of the room, big; `?partie` gives the figures alone, for the page to renew."""
    session = session_of(request, session_id)
    context = {"session": session, "screen": room_screen(session, timezone.now())}
    part = "partie" in request.GET
    template = "training/roll_call/figures.html" if part else "training/roll_call/code.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.forms.assistance import CohortMessageForm, ContactForm, KeyedForm, MessageForm
from training.models import Cohort, Enrolment
from training.permissions import SESSION_ROLES, can_answer, is_learner
from training.queries.assistance import (
    Thread,
    contacts_of,
    modules_without_message,
    promises,
    thread,
    threads,
    waiting_questions,
)
from training.queries.overview_export import questions_table
from training.services.assistance import (
    answer,
    ask,
    close_question,
    name_contact,
    write_to_cohort,
)
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of
from training.views.table_file import streamed

MEASURED_DAYS = 90


def _thread(enrolment: Enrolment, module_id: int) -> Thread:
    found = thread(enrolment, module_id)
    if found is None:
        raise Http404
    return found


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Who answers in each module, and what was asked."""
    enrolment = enrolment_of(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "threads": threads(enrolment),
        "today": timezone.localdate(),
    }
    return render(request, "training/assistance/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER, *STAFF_ROLES)
def talk(request: ActingRequest, enrolment_id: int, module_id: int) -> HttpResponse:
    """The thread of a module: the learner asks, the training body answers."""
    enrolment = enrolment_of(request, enrolment_id)
    found = _thread(enrolment, module_id)
    own = is_learner(request.actor, enrolment)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        write = ask if own else answer
        data = form.cleaned_data | {"enrolment": enrolment, "module": found.module}
        if attempt(request, write, form, **data):
            messages.success(request, "Question envoyée." if own else "Réponse envoyée.")
            return redirect("training:thread", enrolment.pk, module_id)
    context = {
        "enrolment": enrolment,
        "own": own,
        "thread": found,
        "form": form if own or can_answer(request.actor, enrolment) else None,
        "close": KeyedForm() if found.waiting and can_answer(request.actor, enrolment) else None,
        "today": timezone.localdate(),
    }
    return render(request, "training/assistance/thread.html", context)


@require_POST
@acting_as(*SESSION_ROLES)
def close(request: ActingRequest, enrolment_id: int, module_id: int) -> HttpResponse:
    """What was written last asks for no answer."""
    enrolment = enrolment_of(request, enrolment_id)
    found, form = _thread(enrolment, module_id), KeyedForm(request.POST)
    if form.is_valid() and attempt(
        request, close_question, enrolment=enrolment, module=found.module, **form.cleaned_data
    ):
        messages.success(request, "Noté : ce message ne demande pas de réponse.")
    return redirect("training:thread", enrolment.pk, module_id)


@require_safe
@acting_as(*STAFF_ROLES)
def inbox(request: ActingRequest) -> HttpResponse:
    """Questions of the training body that wait, and how the promises were kept."""
    today = timezone.localdate()
    since = timezone.now() - timedelta(days=MEASURED_DAYS)
    counts = promises(request.actor, since, today)
    context = {
        "waiting": waiting_questions(request.actor, today),
        "counts": counts,
        "asked": sum(counts.values()),
        "days": MEASURED_DAYS,
    }
    return render(request, "training/assistance/inbox.html", context)


@require_safe
@acting_as(*STAFF_ROLES)
def inbox_export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The questions that wait and those that were measured, as a file; not what was said."""
    since = timezone.now() - timedelta(days=MEASURED_DAYS)
    found = questions_table(request.actor, since, timezone.localdate())
    return streamed(found, kind, str(request.actor.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def contacts(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Who assists a cohort at a distance: name, promise, first message."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort_id)
    form = ContactForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, name_contact, form, cohort=cohort, **form.cleaned_data)
        if made:
            messages.success(request, f"Contact nommé : {made.contact.user}.")
            return redirect("training:assistance_contacts", cohort.pk)
    context = {
        "cohort": cohort,
        "form": form,
        "contacts": contacts_of(cohort),
        "silent": modules_without_message(cohort),
        "may_write": True,
    }
    return render(request, "training/assistance/contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def to_cohort(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Write to a whole cohort, in several modules at once."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort_id)
    silent = modules_without_message(cohort)
    form = CohortMessageForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, write_to_cohort, form, cohort=cohort, **form.cleaned_data)
        if made:
            titles = ", ".join(one.module.title for one in made)
            messages.success(request, f"Message écrit : {titles}.")
            return redirect("training:module_messages", cohort.pk)
    context = {
        "cohort": cohort,
        "form": form,
        "silent": silent,
        "told": cohort.module_messages.select_related("module", "written_by__user"),
        "contacts": contacts_of(cohort),
    }
    return render(request, "training/assistance/to_cohort.html", context)

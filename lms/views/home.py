"""The door of the site and the home page of each role."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from lms.queries.employer import (
    assistant_cards,
    assistants_of,
    employer_sentence,
    employer_waiting,
)
from lms.queries.lead import lead_home
from lms.queries.learner import learner_home, own_enrolment
from lms.queries.others import admin_home, companion_home, funder_sentence
from lms.queries.trainer import trainer_home
from lms.views.first_day import is_first_day
from people.enums import Role
from people.permissions import ActingRequest, SignedInRequest, signed_in
from training.models import Enrolment
from training.queries import roster

ASSISTANTS = 10
FUNDED = 50


def front(request: HttpRequest) -> HttpResponse:
    """The door: those who are signed in go home, the others may sign in or check an attestation."""
    if request.user.is_authenticated:
        return redirect("lms:home")
    if is_first_day(request):
        return redirect("lms:first_day")
    return render(request, "lms/home/front.html")


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """What the acting membership has to know and to do today."""
    if request.actor is None:
        return render(request, "lms/home/nobody.html")
    return HOMES[Role(request.actor.role)](request)


def learner(request: ActingRequest) -> HttpResponse:
    enrolment = own_enrolment(request.actor, timezone.now())
    if enrolment is None:
        return render(request, "lms/home/not_enrolled.html")
    page = learner_home(request.actor, enrolment, timezone.now(), timezone.localdate())
    return render(request, "lms/home/learner.html", {"page": page, "today": timezone.localdate()})


def trainer(request: ActingRequest) -> HttpResponse:
    page = trainer_home(request.actor, timezone.now())
    return render(request, "lms/home/trainer.html", {"page": page})


def lead(request: ActingRequest) -> HttpResponse:
    page = lead_home(request.actor, timezone.now(), timezone.localdate())
    return render(request, "lms/home/lead.html", {"page": page})


def employer(request: ActingRequest) -> HttpResponse:
    enrolments = assistants_of(request.actor)
    shown = list(enrolments[: ASSISTANTS + 1])
    cards = assistant_cards(request.actor, shown[:ASSISTANTS], timezone.localdate())
    context = {
        "cards": cards,
        "heading": employer_sentence(cards),
        "more": len(shown) > ASSISTANTS,
        "waiting": employer_waiting(request.actor, timezone.now()),
    }
    return render(request, "lms/home/employer.html", context)


def companion(request: ActingRequest) -> HttpResponse:
    page = companion_home(request.actor, timezone.now(), timezone.localdate())
    return render(request, "lms/home/companion.html", {"page": page})


def funder(request: ActingRequest) -> HttpResponse:
    enrolments = Enrolment.objects.visible_to(request.actor).for_screen()
    pages = Paginator(enrolments.order_by("learner__last_name", "pk"), FUNDED)
    page = pages.get_page(request.GET.get("page"))
    context = {"page": page, "lines": roster(list(page)), "heading": funder_sentence(pages.count)}
    return render(request, "lms/home/funder.html", context)


def juror(request: ActingRequest) -> HttpResponse:
    return render(request, "lms/home/juror.html")


def admin(request: ActingRequest) -> HttpResponse:
    page = admin_home(request.actor, timezone.now())
    return render(request, "lms/home/admin.html", {"page": page})


HOMES: dict[Role, Callable[[ActingRequest], HttpResponse]] = {
    Role.LEARNER: learner,
    Role.TRAINER: trainer,
    Role.LEAD: lead,
    Role.EMPLOYER: employer,
    Role.COMPANION: companion,
    Role.FUNDER: funder,
    Role.JUROR: juror,
    Role.ADMIN: admin,
}

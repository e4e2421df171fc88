"""The page behind a link for a practice: a GET shows, a POST signs."""

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.services import ServiceError
from portfolio.enums import AnswerScope, LinkState
from portfolio.forms.practice import AnswerForm
from portfolio.queries.practice_subject import Door, Subject, door_of
from portfolio.services import answer_by_link
from portfolio.services.practice import CannotAnswer
from portfolio.services.practice_link import LinkClosed
from portfolio.views.employer import again

ACTION = "practice_link"


@require_http_methods(["GET", "POST"])
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens. The address of this page is a key: it goes to no other site."""
    if request.method == "POST" and not consume(request, action=ACTION):
        response = render(request, "portfolio/practice/closed.html", {"hurry": True}, status=429)
    else:
        response = _open(request, token)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _open(request: HttpRequest, token: str) -> HttpResponse:
    door = door_of(token, timezone.now())
    if door is None or door.subject is None or door.problem:
        return _closed(request, door)
    of_entry = door.link.scope == AnswerScope.ENTRY
    form = AnswerForm(request.POST or None, seen=door.subject.seen, of_entry=of_entry, by_link=True)
    if not (form.is_bound and form.is_valid()):
        return _show(request, door, door.subject, form)
    try:
        answer_by_link(
            link=door.link, name=form.cleaned_data["name"], answer=form.answer(),
            seen=form.cleaned_data["seen"], now=timezone.now(),
        )  # fmt: skip
    except (LinkClosed, CannotAnswer):
        return _closed(request, door_of(token, timezone.now()))
    except ServiceError as refusal:
        return _show(request, door, door.subject, again(form, refusal, door.subject.seen))
    return render(request, "portfolio/practice/thanks.html", {"link": door.link})


def _show(request: HttpRequest, door: Door, subject: Subject, form: AnswerForm) -> HttpResponse:
    context = {
        "door": door,
        "link": door.link,
        "shown": subject.page,
        "entry": subject.entry,
        "learner": door.link.week.enrolment.learner,
        "form": form,
    }
    return render(request, "portfolio/practice/door.html", context)


def _closed(request: HttpRequest, door: Door | None) -> HttpResponse:
    """Why a link opens nothing: used, expired, taken back, not to be signed now, or not known."""
    status = 404 if door is None else 410 if door.state != LinkState.OPEN else 200
    typed = [request.POST.get("comment"), request.POST.get("amended")]
    context = {"door": door, "link": door.link if door else None, "typed": filter(None, typed)}
    return render(request, "portfolio/practice/closed.html", context, status=status)

"""What an employer reads of the livret, and signs."""

from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.forms.practice import AnswerForm, ConfirmWeeksForm
from portfolio.queries.entry import shared_entries
from portfolio.queries.practice import (
    KNOWN,
    for_practice,
    practice_week,
    weeks_answered,
    weeks_of_practice,
    weeks_to_answer,
)
from portfolio.queries.practice_subject import entry_subject
from portfolio.services.practice import (
    ConfirmedWeeks,
    answer_entry,
    answer_week,
    confirm_weeks,
)

A_PAGE, LATEST = 50, 10


@require_safe
@acting_as(Role.EMPLOYER)
def shared(request: ActingRequest) -> HttpResponse:
    """The situations shared with the practice, the newest first."""
    page = Paginator(shared_entries(request.actor), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form_key": token_urlsafe(16)}
    return render(request, "portfolio/logbook/shared.html", context)


@require_http_methods(["GET", "POST"])
@acting_as(Role.EMPLOYER)
def to_confirm(request: ActingRequest) -> HttpResponse:
    """Weeks to sign, the oldest first: one by its button, or those that were ticked."""
    form = ConfirmWeeksForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        done = confirm_weeks(
            actor=request.actor,
            seen=form.cleaned_data["weeks"],
            form_key=form.cleaned_data["form_key"],
            now=timezone.now(),
        )
        tell(request, done)
        return redirect("portfolio:weeks_to_confirm")
    page = Paginator(weeks_to_answer(request.actor), A_PAGE).get_page(request.GET.get("page"))
    practice = request.actor.organisation
    context = {
        "form": form,
        "page": page,
        "rows": for_practice(page, practice),
        "waits": ["att"],
        "answered": for_practice(weeks_answered(request.actor)[:LATEST], practice),
        "ticked": request.POST.getlist("weeks"),
    }
    return render(request, "portfolio/practice/to_confirm.html", context)


def tell(request: ActingRequest, done: ConfirmedWeeks) -> None:
    if done.confirmed:
        many = "s" if done.confirmed > 1 else ""
        messages.success(request, f"{done.confirmed} semaine{many} confirmée{many}.")
    for what, reason in done.refused:
        messages.error(request, f"{what} : {reason}")


@require_http_methods(["GET", "POST"])
@acting_as(Role.EMPLOYER)
def week(request: ActingRequest, week_id: int) -> HttpResponse:
    """One week as the practice reads it, and the answer to it."""
    row = get_object_or_404(weeks_of_practice(request.actor, KNOWN), pk=week_id)
    shown = practice_week(row, request.actor.organisation)
    form = AnswerForm(request.POST or None, seen=shown.seen, of_entry=False)
    if form.is_bound and form.is_valid():
        try:
            answer_week(
                actor=request.actor, week=row, answer=form.answer(), now=timezone.now(),
                seen=form.cleaned_data["seen"], form_key=form.cleaned_data["form_key"],
            )  # fmt: skip
        except ServiceError as refusal:
            form = again(form, refusal, shown.seen)
        else:
            messages.success(request, f"Réponse enregistrée : {row.enrolment.learner}, {row}.")
            return redirect("portfolio:weeks_to_confirm")
    return render(request, "portfolio/practice/week.html", {"shown": shown, "form": form})


@require_http_methods(["GET", "POST"])
@acting_as(Role.EMPLOYER)
def entry(request: ActingRequest, entry_id: int) -> HttpResponse:
    """One situation shared with the practice, and the answer to it; then its page of the list."""
    row = get_object_or_404(shared_entries(request.actor), pk=entry_id)
    subject = entry_subject(row)
    form = AnswerForm(request.POST or None, seen=subject.seen, of_entry=True)
    if form.is_bound and form.is_valid():
        try:
            answer_entry(
                actor=request.actor, entry=row, answer=form.answer(), now=timezone.now(),
                seen=form.cleaned_data["seen"], form_key=form.cleaned_data["form_key"],
            )  # fmt: skip
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except ServiceError as refusal:
            form = again(form, refusal, subject.seen)
        else:
            messages.success(request, f"Réponse enregistrée : {row.week.enrolment.learner}.")
            return redirect(page_of_list(request.GET.get("page", "")))
    context = {"entry": row, "subject": subject, "form": form}
    return render(request, "portfolio/practice/entry.html", context)


def page_of_list(number: str) -> str:
    """The page from which somebody answered; one that is gone shows the last that is there."""
    address = reverse("portfolio:shared_entries")
    return f"{address}?page={int(number)}" if number.isdecimal() else address


def again(form: AnswerForm, refusal: ServiceError, seen: str) -> AnswerForm:
    """What was typed with the reason of the refusal, at the version that is stored now."""
    form.add_error(None, refusal.message)
    form.data = {**form.data.dict(), "seen": seen}  # type: ignore[attr-defined]
    return form

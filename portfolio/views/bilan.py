"""Balance sheets of activity: the list of a person, one of them, its writing and its PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from portfolio.forms.bilan import HandInForm, ReadingForm, ReviewForm
from portfolio.models import ActivityReview
from portfolio.permissions import CARE_ROLES, can_answer_review, can_write_week
from portfolio.queries.bilan import last_words, review_document, review_page, reviews_of
from portfolio.queries.meeting import practices_of
from portfolio.queries.personal import personal_of
from portfolio.rules.bilan import WORDS
from portfolio.services.bilan import (
    ReviewFrozen,
    begin_review,
    begun_on,
    hand_in_review,
    read_review,
    write_review,
)
from portfolio.views.attempt import attempt, status_of
from portfolio.views.meeting import METHODS, enrolment_of
from records.services.rendering import render_export
from training.forms.stored import stored_values
from training.models import Enrolment

READERS = (Role.LEARNER, *STAFF_ROLES, Role.EMPLOYER)


def review_of(request: ActingRequest, review_id: int) -> ActivityReview:
    visible = ActivityReview.objects.visible_to(request.actor).for_screen()
    return get_object_or_404(visible, pk=review_id)


@require_safe
@acting_as(*READERS)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The balance sheets of a person that the actor reads."""
    enrolment = enrolment_of(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": can_write_week(request.actor, enrolment),
        "reviews": reviews_of(request.actor, enrolment),
        "personal": personal_of(request.actor, enrolment),
        "employer": request.actor.role == Role.EMPLOYER,
    }
    return render(request, "portfolio/bilan/overview.html", context)


@require_safe
@acting_as(*READERS)
def review(request: ActingRequest, review_id: int) -> HttpResponse:
    """One balance sheet of activity: words, figures, who has read it."""
    return show(request, review_of(request, review_id), ReadingForm())


def show(request: ActingRequest, row: ActivityReview, form: ReadingForm) -> HttpResponse:
    """The page; a refused word stays typed and takes the version shown now."""
    form.initial = {"version": row.version}
    if form.is_bound:
        form.data = {**request.POST.dict(), "version": str(row.version)}
    context = {
        "page": review_page(request.actor, row, timezone.localdate()),
        "review": row,
        "form": form,
        "own": can_write_week(request.actor, row.enrolment),
        "answers": can_answer_review(request.actor, row),
    }
    status = 422 if form.errors else 200
    return render(request, "portfolio/bilan/review.html", context, status=status)


@require_http_methods(METHODS)
@acting_as(Role.LEARNER)
def new(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Begin a balance sheet, or a new version with the words of the one before."""
    enrolment = enrolment_of(request, enrolment_id)
    form = ReviewForm(request.POST or None, practices=practices_of(enrolment))
    form.initial.update(first_values(request, enrolment))
    if request.method == "POST" and form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("form_key", "confirmed")}
        sent |= {"enrolment": enrolment, "written": form.written()}
        sent["form_key"] = str(sent["form_key"])
        if made := attempt(request, begin_review, form, **sent):
            messages.success(request, "Brouillon enregistré : vous seul le lisez.")
            return redirect("portfolio:review", made.pk)
    context = {"form": form, "enrolment": enrolment}
    return render(request, "portfolio/bilan/write.html", context, status=status_of(form))


def first_values(request: ActingRequest, enrolment: Enrolment) -> dict[str, Any]:
    """The practice that ?cabinet= names, with the words handed in last; a period up to today."""
    asked = request.GET.get("cabinet", "")
    practice = int(asked) if asked.isdecimal() and len(asked) < 12 else enrolment.practice_id
    last, today = last_words(enrolment).get(practice), timezone.localdate()
    values = {"practice": practice, "first": begun_on(enrolment), "last": today}
    values["audience"] = "training"
    if last:
        names = ("first", "last", "audience", *WORDS)
        values |= {name: getattr(last, name) for name in names}
    return values


@require_http_methods(METHODS)
@acting_as(Role.LEARNER)
def write(request: ActingRequest, review_id: int) -> HttpResponse:
    """Change a draft; what was typed in an overtaken page stays, beside what is stored."""
    row = review_of(request, review_id)
    form = ReviewForm(request.POST or None, review=row)
    if request.method == "POST" and form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("version", "confirmed")}
        if attempt(request, write_review, form, review=row, written=form.written(), **sent):
            messages.success(request, "Brouillon enregistré.")
            return redirect("portfolio:review", row.pk)
    if form.stale and form.refusal:
        form = again(request, review_of(request, row.pk), form.refusal)
    elif not form.is_bound and not row.is_draft:
        messages.error(request, ReviewFrozen.message)
        return redirect("portfolio:review", row.pk)
    context = {"form": form, "enrolment": row.enrolment, "review": row}
    return render(request, "portfolio/bilan/write.html", context, status=status_of(form))


def again(request: ActingRequest, row: ActivityReview, refusal: ServiceError) -> ReviewForm:
    """The same words in a form that shows what is stored now."""
    newer = ReviewForm(request.POST, review=row)
    newer.renew(version=row.version)
    newer.refusal = refusal
    newer.is_valid()
    newer.add_error(None, refusal.message)
    vars(newer).update(overtaken=True, stored=stored_values(newer))
    return newer


@require_POST
@acting_as(Role.LEARNER)
def hand_in(request: ActingRequest, review_id: int) -> HttpResponse:
    """Hand in a draft as it was read."""
    row, form = review_of(request, review_id), HandInForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Relisez le bilan, puis recommencez.")
    elif attempt(request, hand_in_review, form, review=row, **form.cleaned_data):
        messages.success(request, "Bilan remis : ses chiffres sont arrêtés à aujourd’hui.")
    else:
        for words in form.non_field_errors():
            messages.error(request, str(words))
    return redirect("portfolio:review", row.pk)


@require_http_methods(METHODS)
@acting_as(*CARE_ROLES)
def read(request: ActingRequest, review_id: int) -> HttpResponse:
    """Say that one has read it, with a word."""
    row = review_of(request, review_id)
    if request.method != "POST":  # back from signing in
        return redirect("portfolio:review", row.pk)
    form = ReadingForm(request.POST)
    if form.is_valid() and attempt(request, read_review, form, review=row, **form.cleaned_data):
        messages.success(request, "Votre mot est ajouté.")
        return redirect("portfolio:review", row.pk)
    return show(request, review_of(request, review_id), form)


@require_safe
@acting_as(*READERS)
@never_cache
def pdf(request: ActingRequest, review_id: int) -> HttpResponse:
    """A balance sheet to take away, as its reader sees it."""
    row, today = review_of(request, review_id), timezone.localdate()
    page = review_page(request.actor, row, today)
    data = {
        "review": review_document(page), "reader": str(request.user),
        "date": [today.year, today.month, today.day], "printed_on": today.isoformat(),
    }  # fmt: skip
    name = f"bilan-{slugify(str(row.enrolment.learner))}-{row.number}-{today}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = render_export("review", data)
    return HttpResponse(body, content_type="application/pdf", headers=headers)

"""Comment one sentence of a situation, and answer a comment on one’s own."""

from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from portfolio.forms.comment import AnswerForm, CommentForm
from portfolio.models import LogbookEntry, SentenceComment
from portfolio.permissions import SIGNING_ROLES, SUPPORT_ROLES, can_comment
from portfolio.queries.comment import readable_comments, sentences_to_comment
from portfolio.services import answer_comment, comment_sentence
from portfolio.views.attempt import attempt

COMMENTING = tuple(dict.fromkeys((*SIGNING_ROLES, *SUPPORT_ROLES)))


@acting_as(*COMMENTING)
def comment(request: ActingRequest, week_id: int, entry_id: int) -> HttpResponse:
    """Choose a sentence, say something of it; a refused form keeps what was typed."""
    entry = find(request, week_id, entry_id)
    if not can_comment(request.actor, entry):
        raise PermissionDenied
    form = form_of(request, entry, request.POST if request.method == "POST" else None)
    if form.is_valid() and said(request, entry, form):
        messages.success(request, "Commentaire enregistré.")
        return redirect(f"{reverse('portfolio:read_week', args=[week_id])}#situation-{entry.pk}")
    entry = find(request, week_id, entry_id)
    if form.is_bound:
        form.data = {**request.POST.dict(), "version": str(entry.version)}
        form.parts = sentences_to_comment(entry, request.actor)
    context = {"entry": entry, "form": form, "chosen": form["sentence"].value()}
    return render(request, "portfolio/comment/write.html", context)


def find(request: ActingRequest, week_id: int, entry_id: int) -> LogbookEntry:
    found = LogbookEntry.objects.visible_to(request.actor).filter(week=week_id)
    return get_object_or_404(
        found.select_related("week__enrolment__learner", "week__enrolment__cohort"), pk=entry_id
    )


def form_of(request: ActingRequest, entry: LogbookEntry, data=None) -> CommentForm:
    initial = {
        "version": entry.version,
        "form_key": token_urlsafe(16),
        "sentence": request.GET.get("phrase"),
    }
    return CommentForm(data, initial=initial, parts=sentences_to_comment(entry, request.actor))


def said(request: ActingRequest, entry: LogbookEntry, form: CommentForm) -> bool:
    """Whether the service took the comment; if not, the form says why."""
    field, place = form.where()
    names = ("version", "remark", "form_key", "confirmed")
    sent = {name: form.cleaned_data[name] for name in names}
    return bool(
        attempt(request, comment_sentence, form, entry=entry, field=field, place=place, **sent)
    )


@acting_as(Role.LEARNER)
def answer(request: ActingRequest, pk: int) -> HttpResponse:
    """Read a comment on one’s own situation, and answer it once."""
    found = get_object_or_404(
        readable_comments(request.actor).select_related("entry__week__enrolment__cohort"), pk=pk
    )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and answered(request, found, form):
        messages.success(request, "Réponse enregistrée.")
        return redirect(f"{week_of(found)}#commentaire-{found.pk}")
    context = {"comment": found, "form": form, "back": week_of(found)}
    return render(request, "portfolio/comment/answer.html", context)


def answered(request: ActingRequest, found: SentenceComment, form: AnswerForm) -> bool:
    sent = {name: form.cleaned_data[name] for name in ("act", "text", "confirmed")}
    return bool(attempt(request, answer_comment, form, comment=found, **sent))


def week_of(found: SentenceComment) -> str:
    week = found.entry.week
    address = reverse("portfolio:week", args=[week.iso_year, week.iso_week])
    return f"{address}?inscription={week.enrolment_id}"

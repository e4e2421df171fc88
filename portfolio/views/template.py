"""Models of situations: one’s own and those of the site."""

from secrets import token_urlsafe

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from portfolio.forms.template import RenameForm, TemplateForm
from portfolio.queries.template import own_templates
from portfolio.rules.template import STARTERS
from portfolio.services import keep_template, remove_template, rename_template
from portfolio.views.attempt import attempt
from portfolio.views.entry import load_entry
from portfolio.views.learner import learner_context
from portfolio.views.week_page import load_page, week_url


@require_safe
@acting_as(Role.LEARNER)
def templates(request: ActingRequest) -> HttpResponse:
    """One’s own models, and those that the site gives."""
    own = own_templates(request.actor).prefetch_related("competencies", "missions")
    context = {"own": own, "starters": STARTERS}
    return render(request, "portfolio/template/list.html", context)


@acting_as(Role.LEARNER)
def keep(request: ActingRequest, iso_year: int, iso_week: int, entry_id: int) -> HttpResponse:
    """Keep a situation of one’s own as a model, in any state of its week."""
    page = load_page(request, iso_year, iso_week)
    stored = load_entry(page, entry_id)
    if stored is None:
        raise Http404
    initial = {"text": stored.text, "form_key": token_urlsafe(16)}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and attempt(request, keep_template, form, entry=stored, **form.cleaned_data):
        messages.success(request, f"Modèle gardé : {form.cleaned_data['name']}.")
        return redirect("portfolio:templates")
    context = {
        **learner_context(request, page.enrolment, page.enrolments, page.path),
        "page": page, "entry": stored, "form": form, "back": week_url(page),
    }  # fmt: skip
    return render(request, "portfolio/template/keep.html", context)


@acting_as(Role.LEARNER)
def rename(request: ActingRequest, pk: int) -> HttpResponse:
    """Another name for a model; a stale form keeps what was typed."""
    found = get_object_or_404(own_templates(request.actor), pk=pk)
    form = RenameForm(
        request.POST if request.method == "POST" else None,
        initial={"name": found.name, "version": found.version},
    )
    if form.is_valid() and attempt(
        request, rename_template, form, template=found, **form.cleaned_data
    ):
        messages.success(request, f"Modèle renommé : {form.cleaned_data['name']}.")
        return redirect("portfolio:templates")
    found = get_object_or_404(own_templates(request.actor), pk=pk)
    if form.is_bound:
        form.data = {**request.POST.dict(), "version": str(found.version)}
    return render(request, "portfolio/template/rename.html", {"template": found, "form": form})


@acting_as(Role.LEARNER)
def remove(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a model out; once it is, it does not exist."""
    found = get_object_or_404(own_templates(request.actor), pk=pk)
    if request.method != "POST":  # back from signing in
        return redirect("portfolio:templates")
    remove_template(actor=request.actor, template=found, now=timezone.now())
    messages.success(request, f"Modèle retiré : {found.name}.")
    return redirect("portfolio:templates")

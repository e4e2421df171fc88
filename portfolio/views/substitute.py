"""Who signs in place of an employer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from portfolio.forms.practice import SubstituteForm
from portfolio.models import PracticeSubstitute
from portfolio.queries.practice_link import colleagues, substitutes_of
from portfolio.services import end_substitute, name_substitute


@require_http_methods(["GET", "POST"])
@acting_as(Role.EMPLOYER)
def substitutes(request: ActingRequest) -> HttpResponse:
    """Those named, and a form to name one."""
    today = timezone.localdate()
    form = SubstituteForm(request.POST or None, colleagues=colleagues(request.actor, today))
    if form.is_bound and form.is_valid():
        try:
            row = name_substitute(actor=request.actor, now=timezone.now(), **form.named())
        except ServiceError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Remplaçant nommé : {row.name}.")
            return redirect("portfolio:substitutes")
    context = {"form": form, "substitutes": substitutes_of(request.actor), "today": today}
    return render(request, "portfolio/practice/substitutes.html", context)


@require_POST
@acting_as(Role.EMPLOYER)
def end(request: ActingRequest, pk: int) -> HttpResponse:
    """A substitute signs no more."""
    row = get_object_or_404(PracticeSubstitute.objects.visible_to(request.actor), pk=pk)
    try:
        end_substitute(actor=request.actor, substitute=row, now=timezone.now())
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{row.name} ne signe plus à votre place.")
    return redirect("portfolio:substitutes")

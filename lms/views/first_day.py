"""The first day: as long as no account exists, the site asks for its first administrator."""

from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from curricula.enums import VersionState
from curricula.models import TrackVersion
from lms.forms.first_day import FirstDayForm
from people.models import User
from people.services import AlreadyAdministered, open_site

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    """The way in; an empty site first asks for its administrator."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if is_first_day(request):
            return redirect("lms:first_day")
        return super().dispatch(request, *args, **kwargs)


def is_first_day(request: HttpRequest) -> bool:
    return not request.user.is_authenticated and not User.objects.exists()


def first_day(request: HttpRequest) -> HttpResponse:
    """Create the first administrator and the training body; gone (404) once an account exists."""
    if not is_first_day(request):
        raise Http404
    form = FirstDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lead = open_site(**form.account(), now=timezone.now(), today=timezone.localdate())
        except AlreadyAdministered as error:
            messages.warning(request, error.message)
            return redirect("account_login")
        login(request, lead.user, backend=BACKEND)
        messages.success(request, f"Compte créé. Vous dirigez « {lead.organisation} ».")
        return redirect("lms:home")
    content = TrackVersion.objects.filter(state=VersionState.PUBLISHED).exists()
    context = {"form": form, "content_loaded": content}
    return render(request, "lms/first_day/form.html", context)

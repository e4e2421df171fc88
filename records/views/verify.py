"""Checking a document by its code or its file: public, and no write in the request."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from records.forms.verify import MAX_BYTES, CodeForm, FileForm
from records.queries.documents import verification
from records.rules.codes import normalise
from records.services import note_look

FORM_BYTES = 10_000  # what surrounds a file in a form
DRAINED_BYTES = 50 * 1024 * 1024


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The form; a well-formed code leads to its own page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("records:verify", form.cleaned_data["code"])
    return render(request, "records/verify/check.html", {"form": form})


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    written = normalise(code)
    if written and written != code:
        return redirect("records:verify", written)
    response = _page(request, code, FileForm())
    if response.status_code == 200:
        note_look(code=code, day=timezone.localdate())
    return response


# Nothing is written, so there is nothing to forge: an outsider needs no cookie to compare a file.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@never_cache
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Compare a file with the fingerprint of the day of delivery; the file is not kept."""
    if request.method == "GET":
        return redirect("records:verify", code)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FORM_BYTES:
        form = FileForm({}, MultiValueDict())
        form.add_error("pdf", "Ce fichier dépasse 5 Mo : ce n’est pas un document de ce site.")
        _drain(request)
    else:
        form = FileForm(request.POST, request.FILES)
    return _page(request, code, form)


def _drain(request: HttpRequest) -> None:
    """Let the browser finish sending what will not be read, so that it shows the answer."""
    left = DRAINED_BYTES
    while left > 0 and (chunk := request.read(64 * 1024)):
        left -= len(chunk)


def _page(request: HttpRequest, code: str, form: FileForm) -> HttpResponse:
    """The page of a code; an unknown and a malformed one get the same answer, at the same cost."""
    known = verification(code, timezone.now())
    if known is None:
        response = render(request, "records/verify/unknown.html", {"form": CodeForm()}, status=404)
    else:
        same = form.sha256() == known.sha256 if form.is_bound and form.is_valid() else None
        context = {"known": known, "file_form": form, "same": same, "form": CodeForm()}
        response = render(request, "records/verify/verify.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

"""The documents of an enrolment: the list, a new one after its preview, the revocation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError, StaleForm
from records.enums import DocumentKind, DocumentState
from records.models import Document
from records.rules.kinds import KIND_WORDS, KindWords
from records.services import revoke_document
from training.forms.documents import IssueForm, PeriodForm, RevokeDocumentForm
from training.models import Enrolment, EnrolmentDocument
from training.permissions import HOURS_ROLES
from training.queries.documents import Draft, document_draft, documents_of, moved_since
from training.services import issue_enrolment_document
from training.views.enrolment import enrolment_of

KINDS = {
    "certificat": DocumentKind.CERTIFICATE,
    "releve": DocumentKind.HOURS_STATEMENT,
    "emargement": DocumentKind.ATTENDANCE_SHEET,
}


@require_safe
@acting_as(*HOURS_ROLES)
@never_cache
def documents(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The documents of one learner that the person may open."""
    enrolment = enrolment_of(request, enrolment_id, "funder", "cohort__organisation")
    delivered = list(documents_of(request.actor, enrolment))
    moved = moved_since(enrolment, delivered)
    context = {
        "enrolment": enrolment,
        "documents": [(line, moved.get(line.pk)) for line in delivered],
        "own": enrolment.learner_id == request.actor.user_id,
        "kinds": [(slug, kind.label) for slug, kind in KINDS.items()],
    }
    return render(request, "training/documents/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
@never_cache
def new(request: ActingRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """What a document of a period would say; a POST delivers it."""
    enrolment = enrolment_of(request, enrolment_id, "funder", "cohort__organisation")
    if kind not in KINDS:
        raise Http404
    today, given = timezone.localdate(), request.POST or request.GET
    period = PeriodForm(given if "since" in given else PeriodForm.usual(enrolment, today))
    draft = None
    if period.is_valid():
        draft = document_draft(enrolment, KINDS[kind], **period.cleaned_data, today=today)
    form = IssueForm(request.POST or None, kind=KINDS[kind])
    status = 200
    if request.method == "POST":
        status = _issue(request, enrolment, draft, form)
        if status == 200:
            return redirect("training:documents", enrolment.pk)
    context = {"enrolment": enrolment, "period": period, "draft": draft, "form": form}
    context |= {"slug": kind, "label": KINDS[kind].label, "words": KIND_WORDS[KINDS[kind]]}
    return render(request, "training/documents/new.html", context, status=status)


def _issue(
    request: ActingRequest, enrolment: Enrolment, draft: Draft | None, form: IssueForm
) -> int:
    """The status: 200 delivered, 409 the hours changed meanwhile, 422 refused."""
    if draft is None or not form.is_valid():
        return 422
    try:
        made = issue_enrolment_document(
            actor=request.actor, enrolment=enrolment, kind=draft.kind, since=draft.since,
            until=draft.until, now=timezone.now(), **form.cleaned_data,
        )  # fmt: skip
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return 409 if isinstance(refusal, StaleForm) else 422
    document = made.document
    messages.success(request, f"{document.title} {document.code} : {_words(document).issued}.")
    return 200


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
@never_cache
def revoke(request: ActingRequest, enrolment_id: int, code: str) -> HttpResponse:
    """A page that asks why, then says that the document no longer holds."""
    enrolment = enrolment_of(request, enrolment_id, "funder", "cohort__organisation")
    tie = get_object_or_404(documents_of(request.actor, enrolment), document__code=code)
    form = RevokeDocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _revoke(request, tie, form):
        return redirect("training:documents", enrolment.pk)
    context = {
        "enrolment": enrolment,
        "document": tie.document,
        "revoked": tie.document.state == DocumentState.REVOKED,
        "form": form,
    }
    return render(request, "training/documents/revoke.html", context)


def _revoke(request: ActingRequest, tie: EnrolmentDocument, form: RevokeDocumentForm) -> bool:
    try:
        revoke_document(
            actor=request.actor, document=tie.document, now=timezone.now(), **form.cleaned_data
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(
        request, f"{tie.document.title} {tie.document.code} : {_words(tie.document).revoked}."
    )
    return True


def _words(document: Document) -> KindWords:
    return KIND_WORDS[document.kind]

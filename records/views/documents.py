"""The file of a document, for those who may see it."""

import logging

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.permissions import SignedInRequest, signed_in
from records.models import Document

logger = logging.getLogger(__name__)


@require_safe
@signed_in
@never_cache
def document(request: SignedInRequest, code: str) -> HttpResponse:
    """Download the PDF as it was delivered; for anybody else it does not exist."""
    visible = Document.objects.visible_to_person(request.user, request.memberships)
    found = get_object_or_404(visible, code=code)
    try:
        with found.pdf.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        logger.exception("The file of %s is missing.", code)
        raise Http404 from error
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{code}.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )

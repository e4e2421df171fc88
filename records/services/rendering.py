"""The PDF of a document: tagged (PDF/UA-1), made to be kept (PDF/A-3a), the same for ever."""

import re
from datetime import date
from importlib.metadata import version
from io import BytesIO
from typing import Any
from unicodedata import normalize

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from people.services import ServiceError
from records.enums import DocumentKind
from records.models import Document
from records.services.typesetting import NoFont, compile_apart, compile_template

# The template of each kind and its version: raised with any change of the template or the sheet.
TEMPLATES = {
    DocumentKind.MODULE_ATTESTATION: ("attestation", 1),
    DocumentKind.CERTIFICATE: ("certificate", 1),
    DocumentKind.HOURS_STATEMENT: ("hours_statement", 1),
    DocumentKind.ATTENDANCE_SHEET: ("attendance_sheet", 1),
    DocumentKind.TRAINING_AGREEMENT: ("training_agreement", 1),
}
# What lies outside the letters and signs of western Europe, which every font of ours draws.
WESTERN = bytes(range(32, 256)).decode("cp1252", "ignore")
UNDRAWN = re.compile(f"[^{re.escape(WESTERN)}\\n\\t\u202f]+")
LOOSE_SPACE = re.compile(r"(?<=«) | (?=[»:;!?])")


class NotRenderable(ServiceError):
    """A name or a title holds a character that no font of ours can draw."""

    message = (
        "Le document n’a pas pu être écrit : un nom ou un titre contient un caractère qui ne "
        "s’imprime pas. Écrivez-le en lettres latines, puis recommencez."
    )


class OtherRenderer(ServiceError):
    """The document was written by another version of the template or of Typst."""

    message = "Ce document a été écrit par une autre version du rendu : seul son fichier fait foi."


def renderer_of(kind: DocumentKind) -> str:
    """What writes a kind today: template, its version, version of Typst."""
    template, number = TEMPLATES[kind]
    return f"{template} {number}, typst {version('typst')}"


def verification_url(code: str, site: str = "") -> str:
    """The public address of a code, on this site or the one named."""
    return (site or settings.SITE_URL) + reverse("records:verify", args=[code])


def qr_svg(address: str) -> str:
    """The QR code of an address as an SVG; a quarter of it may be damaged."""
    out = BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", border=0, dark="#07323a", xmldecl=False
    )
    return out.getvalue().decode()


def _hold(value: Any) -> Any:
    """French signs hold on to their word: no line ends after « or before », :, ;, ! or ?."""
    if isinstance(value, str):
        return LOOSE_SPACE.sub("\u00a0", value)
    if isinstance(value, dict):
        return {key: _hold(part) for key, part in value.items()}
    return [_hold(part) for part in value] if isinstance(value, list) else value


def render_document(
    *, kind: DocumentKind, content: dict[str, Any], code: str, issued_on: date
) -> bytes:
    """The PDF of a frozen content. Data goes in as JSON; same content, code and day: same bytes.

    The addresses printed are those of `content["site"]`, else of this site.
    """
    site = content.get("site") or settings.SITE_URL
    check_url = site + reverse("records:check")
    url = verification_url(code, site)
    data = {
        "content": content,
        "code": code,
        "url": url,
        "check_url": check_url,
        "check_address": check_url.split("://", 1)[1].rstrip("/"),
        "qr": qr_svg(url),
        "date": [issued_on.year, issued_on.month, issued_on.day],
    }
    try:
        return compile_template(TEMPLATES[kind][0], _hold(data))
    except NoFont as error:
        raise NotRenderable from error


def render_export(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of what somebody takes away: tagged like a document, but neither frozen nor numbered.

    It may be long. What people typed may hold signs that no font of ours draws: each run of them
    becomes « ¤ », and the template is told so by `data["replaced"]`.
    """
    held = _hold(data)
    try:
        return compile_apart(template, {**held, "replaced": False})
    except NoFont:
        return compile_apart(template, {**_drawable(held), "replaced": True})


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return UNDRAWN.sub("¤", normalize("NFC", value))
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list) else value


def render_again(document: Document) -> bytes:
    """The same bytes as the stored file, from the frozen content and its day of issue.

    Raises `OtherRenderer` when another version of the renderer wrote the file.
    """
    kind = DocumentKind(document.kind)
    if document.renderer != renderer_of(kind):
        raise OtherRenderer
    return render_document(
        kind=kind,
        content=document.content,
        code=document.code,
        issued_on=timezone.localtime(document.issued_at).date(),
    )

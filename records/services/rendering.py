"""The PDF of a document: tagged (PDF/UA-1), made to be kept (PDF/A-3a), the same for ever."""

import json
import re
from datetime import date
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.urls import reverse

from people.services import ServiceError

TYPST = Path(__file__).resolve().parent.parent / "typst"
FONTS = TYPST / "fonts"
TEMPLATE_VERSION = 1
RENDERER = f"attestation {TEMPLATE_VERSION}, typst {version('typst')}"
LOOSE_SPACE = re.compile(r"(?<=«) | (?=[»:;!?])")


class NotRenderable(ServiceError):
    """A name or a title holds a character that no font of ours can draw."""

    message = (
        "Le document n’a pas pu être écrit : un nom ou un titre contient un caractère qui ne "
        "s’imprime pas. Écrivez-le en lettres latines, puis recommencez."
    )


def verification_url(code: str) -> str:
    return settings.SITE_URL + reverse("records:verify", args=[code])


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


def render_attestation(*, content: dict[str, Any], code: str, issued_on: date) -> bytes:
    """The PDF of a frozen content. Data goes in as JSON; same content, code and day: same bytes."""
    check_url = settings.SITE_URL + reverse("records:check")
    url = verification_url(code)
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
        return typst.compile(
            str(TYPST / "attestation.typ"),
            root=str(TYPST),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(_hold(data), ensure_ascii=False)},
            pdf_standards=["a-3a", "ua-1"],
        )
    except typst.TypstError as error:
        if "could not be displayed" in str(error):
            raise NotRenderable from error
        raise

"""What a device keeps to show and write the livret without network: the same for everybody."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from curricula.enums import Moment
from portfolio.enums import GESTURES, Audience, Autonomy, Axis, ClaimedLevel
from portfolio.forms.entry import FullEntryForm
from portfolio.rules.entry import TEXTS

SCRIPTS = "livret/js/offline"
WORKER, SESSION = f"{SCRIPTS}/worker.js", f"{SCRIPTS}/session.js"
FONT = "livret/fonts/atkinson-hyperlegible-next-latin-{}-normal.woff2"
FILES = (
    "livret/icon.svg",
    *(FONT.format(weight) for weight in (400, 600, 800)),
    *(
        f"livret/css/{name}.css"
        for name in (
            "base", "layout", "thread", "components", "pages", "desk", "print", "portfolio",
            "offline",
        )
    ),
    "livret/js/forms.js",
    "livret/js/frames.js",
    "livret/js/drafts.js",
    *(
        f"{SCRIPTS}/{name}.js"
        for name in (
            "compare", "device", "dialog", "door", "form", "list", "page", "remains", "seal",
            "session", "store", "sync", "values", "words",
        )
    ),
)  # fmt: skip


def shell_page() -> str:
    """The livret without network. Rendered without the request: nothing in it is of a person."""
    context = {
        "kinds": [(kind, kind.label, gesture) for kind, gesture in GESTURES.items()],
        "moments": Moment.choices,
        "questions": {name: FullEntryForm.base_fields[name].help_text for name in TEXTS},
        "autonomies": Autonomy.choices,
        "axes": Axis.choices,
        "audiences": Audience.choices,
        "levels": ClaimedLevel.choices,
    }
    return render_to_string("lms/offline/page.html", context)


def no_network_page() -> str:
    """What any other page becomes without network."""
    return render_to_string("lms/offline/no_network.html")


@cache
def worker_script() -> str:
    """The worker with the addresses that it keeps; its version follows what is in them."""
    pages = {
        reverse("lms:offline"): shell_page(),
        reverse("lms:no_network"): no_network_page(),
    }
    content = [page.encode() for page in pages.values()]
    content += [_source(name) for name in (*FILES, WORKER)]
    version = sha256(b"".join(content)).hexdigest()[:16]
    kept = [*pages, *map(static, FILES)]
    head = [
        f"const VERSION = {json.dumps(version)};",
        f"const KEPT = {json.dumps(kept)};",
        f"importScripts({json.dumps(static(SESSION))});",
    ]
    return "\n".join([*head, _source(WORKER).decode()])


def _source(name: str) -> bytes:
    return Path(str(finders.find(name))).read_bytes()

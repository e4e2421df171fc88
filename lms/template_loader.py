"""Our templates, in which no line breaks before « : ; ? ! » nor inside guillemets.

Only the words of a template change, once, when it is read: what people typed stays as it is.
"""

import re

from django.conf import settings
from django.template import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

from records.rules.french import unbroken

# Tags of HTML and of templates, their comments, and what a browser shows with its own spaces.
KEPT = re.compile(
    r"(\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|\{[%{#].*?[%}#]\}|<!--.*?-->"
    r"|<(?:script|style|pre|textarea)\b.*?</(?:script|style|pre|textarea)>|<[^>{]*(?:\{[^<]*?\}[^>{]*)*>)",
    re.DOTALL,
)


def unbroken_template(source: str) -> str:
    """The source with no-break spaces in its text, tags and comments as they are."""
    parts = KEPT.split(source)
    parts[::2] = [unbroken(text) for text in parts[::2]]
    return "".join(parts)


class Loader(FilesystemLoader):
    """Templates of `templates/`; the pages alone, not the texts of messages."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        if settings.NO_BREAK_SPACES and str(origin.name).endswith(".html"):
            return unbroken_template(contents)
        return contents

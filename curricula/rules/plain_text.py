"""HTML of an imported question, reduced to plain text or refused; it is never rendered."""

import re
from html.parser import HTMLParser

from curricula.rules.questions import plain

LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
LINES = {
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
}
INLINE = {
    "b", "strong", "i", "em", "u", "s", "span", "a", "sub", "sup", "small", "code", "font", "abbr",
    "q", "cite", "mark", "wbr",
}  # fmt: skip
MAX_HTML = 20_000
NAMES = {
    "img": "une image", "script": "un script", "style": "un style", "iframe": "une page incluse",
    "table": "un tableau", "audio": "un son", "video": "une vidéo", "object": "un objet inclus",
    "embed": "un objet inclus", "form": "un formulaire", "svg": "un dessin", "math": "une formule",
}  # fmt: skip


class NotPlain(Exception):
    """The HTML holds what plain text cannot say."""


class _Reducer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LINES:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag not in INLINE:
            name = NAMES.get(tag, f"une balise « {tag[:20]} »")
            raise NotPlain(f"le texte contient {name}, qui ne se réduit pas à du texte.")

    def handle_endtag(self, tag: str) -> None:
        if tag in LINES:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def reduced(html: str) -> str:
    """The words of a piece of HTML, line by line. Raises `NotPlain` for images, scripts, tables."""
    if len(html) > MAX_HTML:
        raise NotPlain(f"un texte mis en forme dépasse {MAX_HTML} signes.")
    if "@@PLUGINFILE@@" in html:
        raise NotPlain("le texte contient un fichier joint, qui n’est pas repris.")
    reducer = _Reducer()
    reducer.feed(html)
    reducer.close()
    lines = (" ".join(line.split()) for line in "".join(reducer.parts).split("\n"))
    return plain("\n".join(line for line in lines if line))


def as_text(text: str, style: str = "") -> str:
    """Text of a file in its declared style; undeclared text that looks like HTML is reduced."""
    if style == "plain" or (style != "html" and not LOOKS_LIKE_HTML.search(text)):
        return plain(text)
    return reduced(text)

"""A person at a screen without scripts: opens pages, follows links, sends forms."""

import re

from bs4 import BeautifulSoup, Tag
from django.test import Client

from people.models import Membership

Answer = str | int | list[str]


class Browser:
    """What one person sees; every form is sent as the page wrote it, hidden fields included."""

    def __init__(self, membership: Membership | None = None) -> None:
        self.client = Client()
        if membership:
            self.client.force_login(membership.user)

    def open(self, address: str) -> "Browser":
        return self._show(self.client.get(address, follow=True))

    def follow(self, words: str) -> "Browser":
        """Follow the first link that has these words."""
        links = (link for link in self.page.select("a[href]") if words in text_of(link))
        return self.open(next(links)["href"])

    def press(self, words: str, **answers: Answer) -> "Browser":
        """Fill the form of a button and press it."""
        button = self._button(words)
        form = button.find_parent("form")
        sent = fields_of(form) | answers
        if button.get("name"):
            sent[button["name"]] = button.get("value", "")
        address = (form.get("action") or self.address).split("#")[0]
        if form.get("method", "get").lower() == "post":
            return self._show(self.client.post(address, sent, follow=True))
        return self._show(self.client.get(address, sent, follow=True))

    def offers(self, words: str) -> bool:
        """Whether a button with these words is on the page."""
        return any(words in text_of(button) for button in self.page.select("button"))

    def _button(self, words: str) -> Tag:
        return next(b for b in self.page.select("form button") if words in text_of(b))

    def _show(self, response) -> "Browser":
        self.response = response
        self.status = response.status_code
        request = response.request
        query = request.get("QUERY_STRING")
        self.address = request["PATH_INFO"] + (f"?{query}" if query else "")
        self.page = BeautifulSoup(response.content, "html.parser")
        return self

    @property
    def text(self) -> str:
        return text_of(self.page)

    @property
    def heading(self) -> str:
        return text_of(self.page.h1)

    @property
    def said(self) -> str:
        """The message of what was stored."""
        return " ".join(text_of(notice) for notice in self.page.select(".annonces"))

    @property
    def refused(self) -> str:
        """The list of what is to correct."""
        return " ".join(text_of(part) for part in self.page.select(".resume-fautes"))

    def items(self, css: str) -> list[str]:
        return [text_of(item) for item in self.page.select(css)]


def text_of(part: Tag) -> str:
    """The words, with single spaces."""
    return re.sub(r"\s+", " ", part.get_text(" ")).replace(" ,", ",").replace(" .", ".").strip()


def fields_of(form: Tag) -> dict[str, Answer]:
    """What the form would send if nobody touched it."""
    sent: dict[str, Answer] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type", "text")
        if field.name == "textarea":
            sent[name] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.option
            sent[name] = chosen.get("value", "")
        elif kind == "checkbox" and field.has_attr("checked"):
            sent[name] = [*sent.get(name, []), field["value"]]
        elif kind == "radio" and field.has_attr("checked"):
            sent[name] = field["value"]
        elif kind not in {"checkbox", "radio"}:
            sent[name] = field.get("value", "")
    return sent

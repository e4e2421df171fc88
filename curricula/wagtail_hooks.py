"""The editor: lessons and their files; what is useless is hidden, documents are not public."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import Document
from wagtail.models import Page

from curricula.models import LessonPage

# Accounts come from invitations, roles from memberships; there is one site and no form page.
USELESS = {"help", "forms", "snippets"}
USELESS_SETTINGS = {"users", "groups", "sites", "redirects", "collections", "api-tokens"}


@hooks.register("before_serve_document")
def documents_have_one_door(document: Document, request: HttpRequest) -> HttpResponse:
    """Wagtail serves documents to anybody; the view of `training` checks who may read them."""
    return redirect("training:media", "document", document.pk)


def _keep(items: list[MenuItem], hidden: Iterable[str]) -> None:
    items[:] = [item for item in items if item.name not in hidden]


@hooks.register("construct_main_menu")
def hide_useless_entries(request: HttpRequest, items: list[MenuItem]) -> None:
    _keep(items, USELESS)


@hooks.register("construct_settings_menu")
def hide_useless_settings(request: HttpRequest, items: list[MenuItem]) -> None:
    _keep(items, USELESS_SETTINGS)


@hooks.register("before_copy_page")
def lessons_are_not_copied(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Questions, tracks and readings know a lesson by its code, which is unique."""
    if not isinstance(page.specific, LessonPage):
        return None
    messages.error(request, "Une leçon ne se copie pas : créez-en une avec son propre code.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)

"""The editor: previews work, lessons are no public pages, documents are for signed-in people."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import RequestFactory
from wagtail.documents.models import Document
from wagtail.models import Collection

from curricula.models import LessonIndexPage, LessonPage
from people.enums import Role
from people.services.people import EDITORS_GROUP
from tests.factories import membership_factory, user_factory


@pytest.fixture
def editor(client, loaded):
    lead = membership_factory(Role.LEAD)
    lead.user.groups.add(Group.objects.get(name=EDITORS_GROUP))
    client.force_login(lead.user)
    return client


def test_lessons_are_not_served_as_pages(loaded):
    request = RequestFactory().get("/")
    for page in (LessonIndexPage.objects.get(), LessonPage.objects.first()):
        with pytest.raises(Http404):
            page.serve(request)
        assert page.get_url() is None


def test_preview_shows_every_kind_of_block_in_a_frame_of_our_site(loaded):
    page = LessonPage.objects.get(code="L02")
    response = page.make_preview_request()
    response.render()
    text = response.content.decode()
    for words in ("À retenir", "Voir une réponse possible", "vérifié", "historique", "<dfn>"):
        assert words in text
    assert "frame-ancestors &#x27;none&#x27;" not in response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_hostile_text_of_an_editor_is_escaped(loaded):
    page = LessonPage.objects.get(code="L01")
    hostile = "<script>alert(1)</script>"
    fact = {"text": hostile, "source": hostile, "date": hostile, "status": "verified"}
    items = {"ordered": False, "items": [hostile]}
    page.body = [("text", hostile), ("heading", hostile), ("fact", fact), ("list", items)]
    response = page.make_preview_request()
    response.render()
    assert hostile not in response.content.decode()


def test_editor_sees_no_useless_entry(editor):
    text = editor.get("/admin/").content.decode()
    assert "/admin/images/" not in text
    assert "/admin/users/" not in text


def test_lesson_is_not_copied(editor):
    page = LessonPage.objects.get(code="L01")
    response = editor.get(f"/admin/pages/{page.pk}/copy/")
    assert response.url == f"/admin/pages/{page.get_parent().pk}/"


def test_editor_publishes_a_change(editor):
    page = LessonPage.objects.get(code="L01")
    before = page.live_revision_id
    page.title = "Titre de la rédaction"
    page.save_revision().publish()
    page.refresh_from_db()
    assert (page.title, page.live_revision_id != before) == ("Titre de la rédaction", True)


def test_documents_are_for_signed_in_people(client, tree, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    if not Collection.objects.exists():
        Collection.add_root(name="Racine")
    document = Document.objects.create(title="Fiche", file=ContentFile(b"texte", name="fiche.txt"))
    assert client.get(document.url).url.startswith("/connexion/?next=")
    client.force_login(user_factory())
    response = client.get(document.url)
    assert response.status_code == 200
    response.close()

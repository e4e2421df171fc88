"""The editor: previews work, lessons are no public pages, documents are for signed-in people."""

import pytest
from django.contrib.auth.models import Group
from django.http import Http404
from django.test import RequestFactory

from curricula.models import LessonIndexPage, LessonPage
from people.enums import Role
from people.services.people import EDITORS_GROUP
from tests.factories import membership_factory
from tests.factories.media import file_factory


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


@pytest.mark.parametrize(
    ("role", "status"), [(Role.TRAINER, 403), (Role.COMPANION, 403), (Role.LEARNER, 404)]
)
def test_who_may_not_write_is_told_so_at_the_door_of_the_editor(client, db, role, status):
    client.force_login(membership_factory(role).user)
    for path in ("/admin/", "/admin/pages/1/edit/"):
        assert client.get(path).status_code == status


def test_a_stranger_signs_in_at_the_door_of_the_editor(client, db):
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer.url.startswith("/connexion/?next=")


def test_editor_sees_no_useless_entry(editor):
    text = editor.get("/admin/").content.decode()
    assert "/admin/users/" not in text
    assert "/admin/images/" in text
    assert "/admin/documents/" in text


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


def test_documents_have_one_door_that_checks_who_may_read(client, loaded):
    document = file_factory()
    door = f"/parcours/medias/document/{document.pk}/"
    assert client.get(document.url).url == door
    assert client.get(door).url.startswith("/connexion/?next=")

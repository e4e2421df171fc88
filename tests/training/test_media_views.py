"""Files of lessons: for those who may read the lesson, with the right type, in parts if asked."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from curricula.models import LessonPage
from people.enums import Role
from tests.factories import lesson_factory, membership_factory
from tests.factories.media import (
    MP4,
    PDF,
    REFLECTION,
    VTT,
    file_factory,
    picture_bytes,
    picture_factory,
    show_every_block,
)
from training.rules.byte_range import byte_range


@pytest.fixture
def shown(world) -> dict[str, object]:
    """The files that the first lesson shows, by their ending."""
    lesson = show_every_block(world.lessons[0])
    values = [block.value for block in lesson.body if hasattr(block.value, "values")]
    files = [part for value in values for part in value.values() if hasattr(part, "filename")]
    return {file.filename.rpartition(".")[2]: file for file in files}


def address(file) -> str:
    kind = "image" if file._meta.model_name == "image" else "document"
    return reverse("training:media", args=[kind, file.pk])


def content(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mp4", "video/mp4"),
        ("vtt", "text/vtt"),
        ("mp3", "audio/mpeg"),
        ("png", "image/png"),
        ("pdf", "application/pdf"),
    ],
)
def test_a_learner_opens_the_files_of_their_lesson(world, sign_in, shown, name, kind):
    response = sign_in(world.learner).get(address(shown[name]))
    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")
    saved = f'attachment; filename="{shown[name].filename}"' if name == "pdf" else None
    assert response.get("Content-Disposition") == saved
    assert len(content(response)) == int(response["Content-Length"]) > 0


@pytest.mark.parametrize("who", ["trainer", "companion", "lead", "other_trainer"])
def test_those_who_teach_open_them_too(world, sign_in, shown, who):
    client = sign_in(getattr(world, who))
    assert content(client.get(address(shown["pdf"]))) == PDF


@pytest.mark.parametrize("who", ["stranger", "employer"])
def test_for_others_the_file_does_not_exist(world, sign_in, shown, who):
    client = sign_in(getattr(world, who))
    assert {client.get(address(file)).status_code for file in shown.values()} == {404}


def test_without_an_account_one_is_asked_to_sign_in(client, shown):
    assert client.get(address(shown["pdf"])).url.startswith("/connexion/")


def test_the_file_of_a_draft_is_for_those_who_write_or_teach(world, sign_in):
    lesson, draft = world.lessons[0], file_factory("brouillon.pdf")
    value = {"title": "Un titre", "file": draft.pk, "note": ""}
    lesson.body = json.dumps([{"type": "document", "value": value}])
    lesson.save_revision()
    found = {
        who: sign_in(getattr(world, who)).get(address(draft)).status_code
        for who in ("learner", "companion", "trainer", "lead")
    }
    assert found == {"learner": 404, "companion": 404, "trainer": 200, "lead": 200}


def test_the_files_of_a_lesson_taken_offline_are_closed(world, sign_in, shown):
    LessonPage.objects.get(pk=world.lessons[0].pk).unpublish()
    assert sign_in(world.learner).get(address(shown["mp4"])).status_code == 404


def test_the_files_of_another_track_are_closed(world, sign_in, tree_lesson):
    picture = next(b.value["picture"] for b in tree_lesson.body if b.block_type == "picture")
    assert sign_in(world.learner).get(address(picture)).status_code == 404


@pytest.fixture
def tree_lesson(world) -> LessonPage:
    return show_every_block(lesson_factory())


def test_somebody_with_two_roles_reads_with_either(world, sign_in, shown):
    membership_factory(Role.FUNDER, user=world.learner.user)
    client = sign_in(world.learner)
    assert content(client.get(address(shown["vtt"]))) == VTT


@pytest.mark.parametrize("kind", ["document", "image", "rendition", "page"])
def test_what_does_not_exist_is_not_found(world, sign_in, kind):
    url = reverse("training:media", args=[kind, 999_999])
    assert sign_in(world.lead).get(url).status_code == 404


def test_a_file_lost_on_the_disk_is_not_found(world, sign_in, shown):
    default_storage.delete(shown["pdf"].file.name)
    assert sign_in(world.lead).get(address(shown["pdf"])).status_code == 404


def test_a_player_asks_for_a_part(world, sign_in, shown):
    client = sign_in(world.learner)
    response = client.get(address(shown["mp4"]), headers={"Range": "bytes=4-7"})
    assert (response.status_code, content(response)) == (206, b"ftyp")
    assert response["Content-Range"] == f"bytes 4-7/{len(MP4)}"
    beyond = client.get(address(shown["mp4"]), headers={"Range": "bytes=9999-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(MP4)}")


def test_a_file_costs_a_constant_number_of_queries(
    world, sign_in, shown, django_assert_max_num_queries
):
    client = sign_in(world.learner)
    client.get(address(shown["png"]))
    with django_assert_max_num_queries(8):
        client.get(address(shown["mp4"]))


def test_the_editor_sees_small_copies_of_pictures(world, sign_in):
    picture = picture_factory()
    small = picture.renditions.create(
        filter_spec="max-20x20",
        file=ContentFile(picture_bytes(), name="s.png"),
        width=20,
        height=15,
    )
    assert small.url.startswith("/media/")
    assert sign_in(world.lead).get(small.url)["Content-Type"] == "image/png"
    assert sign_in(world.trainer).get(small.url).status_code == 403
    assert sign_in(world.learner).get(small.url).status_code == 404


@pytest.mark.parametrize("name", ["../livret.sqlite3", "documents/fiche.pdf", "secret", "%2e%2e/x"])
def test_the_editor_finds_nothing_else_there(world, sign_in, shown, name):
    assert sign_in(world.lead).get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", None),
        ("bytes=0-", range(10)),
        ("bytes=2-5", range(2, 6)),
        ("bytes=2-99", range(2, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-99", range(10)),
        ("bytes=-0", range(10, 10)),
        ("bytes=10-", range(0)),
        ("bytes=5-2", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=0-" + "9" * 16, None),
    ],
)
def test_ranges_of_bytes(header, found):
    assert byte_range(header, 10) == found


# --- The lesson itself ----------------------------------------------------------------------------


def test_a_learner_is_led_from_a_reflection_to_their_livret(world, sign_in, shown):
    lesson = world.lessons[0]
    page = sign_in(world.learner).get(f"/parcours/lecons/{world.module.pk}/{lesson.slug}/")
    link = reverse("portfolio:reflect", args=[lesson.code, REFLECTION])
    assert f'href="{link}?inscription={world.enrolment.pk}"' in page.content.decode()


def test_who_only_looks_at_a_lesson_sees_no_link_to_a_livret(world, sign_in, shown):
    lesson = world.lessons[0]
    page = sign_in(world.trainer).get(f"/parcours/lecons/{world.module.pk}/{lesson.slug}/")
    assert "Qu’avez-vous observé" in page.content.decode()
    assert "/livret/reflexion/" not in page.content.decode()


def test_a_lesson_with_every_block_twice_costs_no_more_queries(
    world, sign_in, shown, django_assert_max_num_queries
):
    lesson = LessonPage.objects.get(pk=world.lessons[0].pk)
    url = f"/parcours/lecons/{world.module.pk}/{lesson.slug}/"
    client = sign_in(world.learner)
    client.get(url)
    with django_assert_max_num_queries(40) as once:
        client.get(url)
    raw = [{"type": b["type"], "value": b["value"]} for b in lesson.body.raw_data]
    lesson.body = json.dumps(raw + raw)
    lesson.save_revision().publish()
    with django_assert_max_num_queries(len(once)):
        client.get(url)

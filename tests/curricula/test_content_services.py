from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from curricula.enums import VersionState
from curricula.models import (
    Competency,
    LessonPage,
    Mission,
    Qualification,
    Question,
    Rubric,
    Task,
    TrackVersion,
)
from curricula.queries import newest_versions
from curricula.services import content as service
from curricula.services.content import load_content
from people.enums import Role
from people.services.people import EDITORS_GROUP
from tests.factories import membership_factory

NOTHING = ["Rien n’a changé : les contenus du site sont ceux des fichiers."]


def test_first_load_publishes_everything(loaded, files):
    lessons = LessonPage.objects.live().count()
    assert [Mission.objects.count(), lessons] == [69, len(files.lessons)]
    assert [Competency.objects.count(), Task.objects.count()] == [33, 22]
    assert Rubric.objects.count() == 7
    versions = set(TrackVersion.objects.values_list("track__code", "number", "minutes"))
    minutes = {"115": 6900, "380": 22800}
    assert versions == {(code, n, minutes[code]) for code in minutes for n in (1, 2, 3)}
    assert set(Qualification.objects.values_list("state", flat=True)) == {VersionState.PUBLISHED}
    assert LessonPage.objects.filter(live_revision=None).count() == 0


def test_criteria_look_at_the_competencies_of_the_followed_reference(loaded):
    codes = Competency.objects.filter(criteria__isnull=False).distinct()
    assert set(codes.values_list("block__qualification__code", flat=True)) == {"cadre-travail"}


def test_second_load_changes_nothing_and_says_so(loaded, files, now):
    revisions = Revision.objects.count()
    assert load_content(now=now, content=files).sentences() == NOTHING
    assert Revision.objects.count() == revisions


def test_lesson_changed_in_its_file_gets_a_new_published_revision(loaded, content, now):
    before = LessonPage.objects.get(code="L01").live_revision_id
    content.lessons[0]["body"][0] = {"text": "Un texte nouveau."}
    content.lessons[0]["minutes"] = 18
    report = load_content(now=now, content=content)
    assert report.updated == ["leçon L01"]
    page = LessonPage.objects.get(code="L01")
    assert (page.body[0].value, page.minutes) == ("Un texte nouveau.", 18)
    assert page.live_revision_id != before
    assert load_content(now=now, content=content).changed is False


def edit_on_site(code: str) -> LessonPage:
    page = LessonPage.objects.get(code=code)
    page.summary = "Résumé de la rédaction."
    page.save_revision().publish()
    return page


def test_lesson_edited_on_the_site_is_kept(loaded, content, now):
    edit_on_site("L01")
    assert load_content(now=now, content=content).sentences() == NOTHING
    content.lessons[0]["summary"] = "Résumé du fichier."
    report = load_content(now=now, content=content)
    assert report.kept == ["leçon L01 : elle a été modifiée sur le site, le fichier attend."]
    assert LessonPage.objects.get(code="L01").summary == "Résumé de la rédaction."


def test_draft_of_an_editor_is_not_buried(loaded, content, now):
    page = LessonPage.objects.get(code="L01")
    page.summary = "Brouillon."
    page.save_revision()
    content.lessons[0]["summary"] = "Résumé du fichier."
    assert len(load_content(now=now, content=content).kept) == 1
    assert (
        LessonPage.objects.get(code="L01").get_latest_revision_as_object().summary == "Brouillon."
    )


def test_question_is_brought_up_to_date_by_its_code(loaded, content, now):
    content.lessons[0]["questions"][0]["text"] = "Une question nouvelle ?"
    content.lessons[0]["questions"][0]["choices"].pop()
    report = load_content(now=now, content=content)
    assert report.updated == ["question L01-Q1"]
    question = Question.objects.get(code="L01-Q1")
    assert question.text == "Une question nouvelle ?"
    assert question.choices.count() == len(content.lessons[0]["questions"][0]["choices"])


def reword_reference(content):
    content.references[1]["blocks"][0]["competencies"][0]["text"] = "Autre énoncé."


def reword_track(content):
    content.tracks[0]["modules"][0]["assignment"]["prompt"] = "Autre consigne."


def reword_rubric(content):
    content.rubrics[0]["criteria"][0]["title"] = "Autre critère"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (reword_reference, "référentiel cadre-travail, version 1"),
        (reword_track, "parcours 115, version 1"),
        (reword_rubric, "grille R1"),
    ],
)
def test_published_text_is_never_rewritten(loaded, content, now, change, name):
    change(content)
    report = load_content(now=now, content=content)
    assert report.refused == [
        f"{name} : nouvelle version nécessaire, le texte publié ne change plus."
    ]
    assert not report.changed


def test_new_version_stands_beside_the_old_one(loaded, content, now):
    reword_reference(content)
    content.references[1]["version"] = "2"
    report = load_content(now=now, content=content)
    assert report.created == ["référentiel cadre-travail, version 2"]
    texts = Competency.objects.filter(code="C01", block__qualification__code="cadre-travail")
    assert len(set(texts.values_list("text", flat=True))) == 2


def test_a_draft_is_no_newest_version(loaded):
    TrackVersion.objects.filter(number=3).update(state=VersionState.DRAFT)
    assert set(newest_versions().values_list("number", flat=True)) == {2}


def test_editors_may_write_lessons(loaded, client):
    group = Group.objects.get(name=EDITORS_GROUP)
    lead = membership_factory(Role.LEAD)
    lead.user.groups.add(group)
    client.force_login(lead.user)
    page = LessonPage.objects.get(code="L01")
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_command_tells_what_it_did(loaded):
    out = StringIO()
    call_command("load_content", stdout=out)
    assert out.getvalue().splitlines() == NOTHING


def test_command_fails_when_a_new_version_is_needed(loaded, content, monkeypatch):
    reword_track(content)
    monkeypatch.setattr(service, "read_content", lambda: content)
    with pytest.raises(CommandError, match="nouvelle version"):
        call_command("load_content", stdout=StringIO())

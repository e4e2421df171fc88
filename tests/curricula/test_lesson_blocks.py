"""Every kind of block: what a reader sees, what an editor must say, what can be found."""

import json
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError

from curricula.blocks import LessonBlocks
from curricula.models import LessonPage, SearchEntry
from curricula.queries import lessons_showing
from curricula.rules.content import problems
from curricula.services.content import load_content
from tests.factories import lesson_factory
from tests.factories.media import (
    MP3,
    VTT,
    every_block,
    file_factory,
    picture_factory,
    show_every_block,
)

BLOCKS = LessonBlocks()


@pytest.fixture
def lesson(tree) -> LessonPage:
    return show_every_block(lesson_factory())


@pytest.fixture
def shown(lesson) -> BeautifulSoup:
    response = lesson.make_preview_request()
    return BeautifulSoup(response.render().content, "html.parser")


def child(kind: str):
    return BLOCKS.child_blocks[kind]


def test_the_factory_shows_every_kind_of_block(lesson):
    assert {block.block_type for block in lesson.body} == set(BLOCKS.child_blocks)


def test_a_checklist_is_ticked_on_the_page_and_sends_nothing(shown):
    boxes = shown.select(".a-cocher input[type=checkbox]")
    assert [box.find_parent("label").text for box in boxes] == [
        "Vérifier la stérilisation",
        "Saluer",
    ]
    assert not any(box.get("name") for box in boxes)


def test_a_table_has_its_caption_its_headings_and_its_own_frame(shown):
    frame = shown.select_one("div.defile[tabindex='0'][role=region]")
    caption = frame.find("caption")
    assert (caption.text, caption["id"]) == ("Qui fait quoi", frame["aria-labelledby"])
    assert [th.text for th in frame.select("th[scope=col]")] == ["Acte", "Qui"]
    assert [td.text for td in frame.select("tbody td")][:2] == ["Accueillir", "L’assistant"]


def test_a_picture_has_its_words_its_credit_and_its_size(shown, lesson):
    picture = shown.select_one("figure.image img")
    assert (picture["alt"], picture["width"], picture["height"]) == (
        "Un rectangle vert",
        "40",
        "30",
    )
    assert "Crédit." in picture.find_parent("figure").text
    pk = next(b.value["picture"].pk for b in lesson.body if b.block_type == "picture")
    assert picture["src"] == reverse("training:media", args=["image", pk])


def test_a_film_has_captions_and_its_text(shown):
    film = shown.find("video")
    assert film.has_attr("controls")
    assert not film.has_attr("autoplay")
    assert film.find("source")["type"] == "video/mp4"
    track = film.find("track")
    assert (track["kind"], track["srclang"]) == ("captions", "fr")
    assert film.find_next("details").select_one(".transcription p").text == (
        "On dit bonjour à tout le monde."
    )


def test_a_sound_has_its_text(shown):
    sound = shown.find("audio")
    assert sound.find("source")["type"] == "audio/mpeg"
    assert "allô" in sound.find_next("details").text


def test_a_document_says_its_kind_and_weight(shown):
    link = shown.find("a", attrs={"download": True})
    assert "La fiche" in link.text
    assert "PDF, 15" in link.find_parent("p").text


def test_a_question_shows_its_answer_only_when_it_is_opened(shown):
    trial = shown.select_one(".essai")
    assert [label.text for label in trial.select("label")] == ["Juste", "Faux"]
    assert {field["type"] for field in trial.select("input")} == {"radio"}
    assert trial.find("form") is None
    answer = trial.find("details")
    assert not answer.has_attr("open")
    assert answer.find("b").text == "Juste"
    assert "Code du travail, L6313-1" in answer.text


def test_a_reflection_shows_no_link_to_who_has_no_livret(shown):
    reflection = shown.select_one(".reflexion")
    assert "Qu’avez-vous observé" in reflection.text
    assert reflection.find("a") is None


def test_a_file_that_is_gone_leaves_the_page_standing(lesson):
    for block in lesson.body:
        if block.block_type in {"picture", "video", "document"}:
            block.value["picture" if block.block_type == "picture" else "file"].delete()
    page = LessonPage.objects.get(pk=lesson.pk)
    response = page.make_preview_request()
    text = response.render().content.decode()
    assert "On dit bonjour" in text
    assert "<video" not in text


def test_hostile_words_are_escaped_in_every_block(tree):
    lesson = lesson_factory()
    hostile = "<script>alert(1)</script>"
    text = json.dumps(every_block(lesson), ensure_ascii=False)
    for words in ("Un texte de l’essai.", "Un rectangle vert", "Essai", "Accueillir", "Un film"):
        text = text.replace(f'"{words}"', f'"{hostile}"')
    lesson.body = text
    lesson.title = hostile
    response = lesson.make_preview_request()
    page = response.render().content.decode()
    assert hostile not in page
    assert page.count("&lt;script&gt;") > 8


# --- What an editor must say ----------------------------------------------------------------------


@pytest.mark.parametrize("part", ["alternative", "credit", "picture"])
def test_a_picture_without_words_or_credit_is_refused(tree, part):
    value = {"picture": picture_factory().pk, "alternative": "x", "caption": "", "credit": "y"}
    value[part] = None if part == "picture" else ""
    with pytest.raises(StructBlockValidationError) as refusal:
        child("picture").clean(child("picture").to_python(value))
    assert set(refusal.value.block_errors) == {part}


@pytest.mark.parametrize("part", ["captions", "transcript", "file"])
def test_a_film_without_captions_or_text_is_refused(tree, part):
    film = file_factory("a.webm", b"")
    value = {
        "title": "Un film",
        "file": film.pk,
        "captions": file_factory("a.vtt", VTT).pk,
        "transcript": "Dit.",
    }
    value[part] = "" if part == "transcript" else None
    with pytest.raises(StructBlockValidationError) as refusal:
        child("video").clean(child("video").to_python(value))
    assert set(refusal.value.block_errors) == {part}


@pytest.mark.parametrize(
    ("kind", "name"), [("video", "a.mp3"), ("audio", "a.pdf"), ("document", "a.vtt")]
)
def test_a_block_takes_only_its_own_kind_of_file(tree, kind, name):
    value = {
        "title": "Un titre",
        "file": file_factory(name, MP3).pk,
        "captions": file_factory("b.vtt", VTT).pk,
        "transcript": "Dit.",
    }
    with pytest.raises(StructBlockValidationError) as refusal:
        child(kind).clean(child(kind).to_python(value))
    assert refusal.value.block_errors["file"].message.startswith("Choisissez un fichier")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"caption": " "}, "Un tableau a une légende"),
        ({"rows": []}, "au moins une colonne et une ligne"),
        (
            {"columns": [{"type": "text", "heading": ""}]},
            "Chaque colonne d’un tableau a un en-tête",
        ),
    ],
)
def test_a_table_says_what_it_shows(change, reason):
    table = {
        "caption": "Qui",
        "columns": [{"type": "text", "heading": "Acte"}],
        "rows": [{"values": ["Saluer"]}],
    }
    with pytest.raises(ValidationError, match=reason):
        child("table").clean(child("table").to_python(table | change))


def test_a_lesson_asks_only_its_own_questions(tree):
    own, other = lesson_factory(), lesson_factory()
    code = other.questions.first().code
    own.body = json.dumps([{"type": "question", "value": code}])
    with pytest.raises(ValidationError, match=f"Pas une question de cette leçon : {code}"):
        own.save_revision()
    own.body = json.dumps([{"type": "question", "value": own.questions.first().code}])
    own.save_revision().publish()


def test_a_lesson_that_is_not_stored_yet_asks_no_question(tree):
    code = lesson_factory().questions.first().code
    body = json.dumps([{"type": "question", "value": code}])
    new = LessonPage(title="Nouvelle", code="N1", minutes=5, summary="Résumé", body=body)
    with pytest.raises(ValidationError, match=f"Pas une question de cette leçon : {code}"):
        new.clean()


def test_the_editor_offers_every_question_by_its_code(tree):
    lesson = lesson_factory()
    offered = dict(child("question").field.choices)
    assert set(lesson.questions.values_list("code", flat=True)) <= set(offered)


def test_a_lesson_without_question_asks_the_database_for_none(tree, django_assert_num_queries):
    lesson = lesson_factory()
    with django_assert_num_queries(0):
        assert lesson.inline_questions == {}


# --- A word of the glossary -----------------------------------------------------------------------


def word_of(lesson, term="Orthoptie"):
    lesson.body = json.dumps([{"type": "word", "value": term, "id": str(UUID(int=1))}])
    return lesson


def test_a_word_shows_the_definition_of_the_lesson_that_defines_it(lesson):
    other = word_of(lesson_factory())
    expected = {"term": "Orthoptie", "text": "Un texte de l’essai.", "source": "Document 002"}
    assert other.glossary_words == {"Orthoptie": expected}


def test_a_word_shows_its_definition_of_today(lesson):
    body = json.loads(json.dumps(every_block(lesson)))
    next(b for b in body if b["type"] == "definition")["value"]["text"] = "Une autre définition."
    lesson.body = json.dumps(body)
    lesson.save_revision().publish()
    assert word_of(lesson_factory()).glossary_words["Orthoptie"]["text"] == "Une autre définition."


def test_a_word_that_no_lesson_defines_any_more_shows_nothing(tree):
    assert word_of(lesson_factory(), "Inconnu").glossary_words == {}


def test_the_editor_offers_each_word_once(lesson):
    show_every_block(lesson_factory())
    assert [term for term, _ in child("word").field.choices if term == "Orthoptie"] == ["Orthoptie"]


def test_words_cost_one_query_and_none_when_there_are_none(lesson, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert lesson.glossary_words.keys() == {"Orthoptie"}
    with django_assert_num_queries(0):
        assert LessonPage(body="[]").glossary_words == {}


# --- What can be found ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Vérifier la stérilisation",
        "Qui fait quoi",
        "Le médecin",
        "Un rectangle vert",
        "On dit bonjour",
        "Une voix dit",
        "Deux pages",
        "Qu’avez-vous observé",
        "Question 1 ?",
    ],
)
def test_the_text_of_each_block_can_be_found(lesson, words):
    assert words in SearchEntry.objects.get(key=f"lesson:{lesson.pk}").text


def test_the_answer_of_a_question_is_not_found(lesson):
    assert "Juste" not in SearchEntry.objects.get(key=f"lesson:{lesson.pk}").text


def test_a_definition_among_other_blocks_reaches_the_glossary(lesson):
    assert SearchEntry.objects.get(kind="definition", lesson=lesson).title == "Orthoptie"


def test_a_file_is_known_by_the_lessons_that_show_it(lesson):
    files = {b.block_type: b.value for b in lesson.body}
    assert lessons_showing(files["picture"]["picture"]) == {lesson.pk}
    assert lessons_showing(files["video"]["captions"]) == {lesson.pk}
    assert lessons_showing(file_factory("autre.pdf")) == set()


def test_a_file_of_a_draft_is_shown_by_no_lesson(lesson):
    document = file_factory("brouillon.pdf")
    value = {"title": "Un titre", "file": document.pk, "note": ""}
    lesson.body = json.dumps([{"type": "document", "value": value}])
    lesson.save_revision()
    assert lessons_showing(document) == set()


# --- The content files ----------------------------------------------------------------------------


def first(content):
    return content.lessons[0]


def test_the_files_show_the_new_blocks(loaded):
    used = {b["type"] for page in LessonPage.objects.all() for b in page.body.raw_data}
    assert {"checklist", "table", "reflection", "question"} <= used


def test_a_table_of_a_file_reads_like_one_of_the_editor(tree, content, now):
    table = {"caption": "Qui", "columns": ["Acte", "Qui"], "rows": [["Saluer", "Tous"]]}
    first(content)["body"] = [{"table": table}]
    load_content(content=content, now=now)
    page = LessonPage.objects.get(code=first(content)["code"])
    value = page.body[0].value
    assert (value.caption, [c["heading"] for c in value.columns]) == ("Qui", ["Acte", "Qui"])
    assert load_content(content=content, now=now).updated == []


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"checklist": {"title": "", "items": ["a"]}}, "il manque title"),
        ({"table": {"caption": "a", "columns": ["b"], "rows": []}}, "il manque rows"),
        (
            {"table": {"caption": "a", "columns": ["b"], "rows": [["c", "d"]]}},
            "chaque ligne d’un tableau a une case par colonne",
        ),
        ({"reflection": {"prompt": ""}}, "il manque prompt"),
        ({"question": "INCONNUE"}, "pas une question de cette leçon : INCONNUE"),
    ],
)
def test_a_wrong_block_of_a_file_is_refused(content, item, reason):
    first(content)["body"].append(item)
    assert any(reason in problem for problem in problems(content))

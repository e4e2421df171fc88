"""Which files a lesson may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.rules.captions import captions_problem
from curricula.rules.media import HEAD, MEGABYTE, clean_name, content_type, ending, file_problem
from tests.factories.media import MP3, MP4, OGG, PDF, VTT, WEBM

TRUE = {"a.pdf": PDF, "a.mp4": MP4, "a.webm": WEBM, "a.mp3": MP3, "a.ogg": OGG, "a.vtt": VTT}
WRONG = "Le contenu de ce fichier n’est pas celui d’un « {} »."


@pytest.mark.parametrize("name", TRUE)
def test_a_file_is_taken_for_what_it_contains(name):
    assert file_problem(name, 1000, TRUE[name]) == ""
    assert file_problem(name.upper(), 1000, TRUE[name]) == ""


@pytest.mark.parametrize("name", TRUE)
@pytest.mark.parametrize("content", [b"<html><script>", b"<svg onload=x>", b"MZ\x90\x00", b""])
def test_a_name_does_not_make_a_file(name, content):
    assert file_problem(name, 1000, content) == WRONG.format(ending(name))


@pytest.mark.parametrize("name", TRUE)
def test_no_kind_passes_for_another(name):
    taken = [other for other in TRUE if not file_problem(other, 1000, TRUE[name])]
    assert taken == [name]


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.exe", "a.pdf.js", "pdf", "a.", ""])
def test_other_kinds_are_refused(name):
    assert file_problem(name, 10, PDF).startswith("Ce genre de fichier n’est pas pris.")


@pytest.mark.parametrize(("name", "limit"), [("a.pdf", 20), ("a.mp4", 200), ("a.vtt", 1)])
def test_each_kind_has_its_limit(name, limit):
    assert file_problem(name, limit * MEGABYTE, TRUE[name]) == ""
    assert file_problem(name, limit * MEGABYTE + 1, TRUE[name]).startswith("Ce fichier est trop")


def test_a_frame_of_mp3_needs_no_tag():
    assert file_problem("a.mp3", 10, b"\xff\xfb\x90\x00") == ""
    assert file_problem("a.mp3", 10, b"\xff\xf9\x50\x00") == WRONG.format("mp3")  # AAC


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/Ma fiche (1).PDF", "ma-fiche-1.pdf"),
        ("C:\\films\\Été.mp4", "ete.mp4"),
        ("<b>.png", "b.png"),
        ("œ.pdf", "fichier.pdf"),
    ],
)
def test_names_are_cleaned(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=60))
def test_a_clean_name_holds_no_path_and_no_mark(text):
    name = clean_name(f"{text}.pdf")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert clean_name(name) == name


@given(st.binary(max_size=HEAD), st.sampled_from([*TRUE]))
def test_any_content_gets_an_answer(content, name):
    assert isinstance(file_problem(name, len(content), content), str)
    assert isinstance(captions_problem(content), str)


def test_types_are_ours():
    assert content_type("a.MP4") == "video/mp4"
    assert content_type("a.svg") == "application/octet-stream"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("WEBVTT - Film\n\n1\n00:01.000 --> 00:02.500 align:start\nBonjour", ""),
        ("\ufeffWEBVTT\n\n01:00:00.000 --> 01:00:01.000\nBonjour", ""),
        ("WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nBonjour\r\n", ""),
        ("1\n00:00:01,000 --> 00:00:02,000\nBonjour", "commence par la ligne « WEBVTT »"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nBonjour", "commence par la ligne « WEBVTT »"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nB", "Ligne 3 : les temps ne se lisent pas"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nB", "Ligne 3 : le sous-titre finit avant"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nB", "Ligne 3 : le sous-titre finit avant"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nB", "Ligne 3 : les temps"),
        ("WEBVTT\n", "aucun sous-titre"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "aucun sous-titre"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nB\0", "autre chose que du texte"),
    ],
)
def test_captions_are_read_line_by_line(text, problem):
    found = captions_problem(text.encode())
    assert (problem in found) if problem else (found == "")


def test_captions_are_utf8():
    assert captions_problem("WEBVTT\n\né".encode("latin-1")) == (
        "Les sous-titres ne sont pas du texte UTF-8."
    )

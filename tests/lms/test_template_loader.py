"""No line of our pages breaks before « : ; ? ! »: the loader sees to it, in the words alone."""

import re

import pytest
from django.template import Context, Engine
from django.utils.html import format_html

from lms.template_loader import KEPT, unbroken_template
from records.rules.french import unbroken
from tests.architecture.tree import ROOT, short, templates
from tests.training.tables import rows

PAGES = [path for path in templates() if path.suffix == ".html"]


@pytest.mark.parametrize(("written", "shown"), rows("french.md", "No-break spaces"))
def test_spaces_follow_the_table(written, shown):
    assert unbroken(written).replace("\u00a0", "~") == shown


def test_only_the_words_of_a_template_change():
    source = (
        '{# a : b #}<a title="x : y{% if a > b %} ! {% endif %}">« {{ x|join:" : " }} » : ok</a>'
        "<textarea>a : b</textarea>{% comment %} ? {% endcomment %}"
    )
    assert unbroken_template(source) == source.replace("« {{", "«\u00a0{{").replace(
        " » : ok", "\u00a0»\u00a0: ok"
    )


def test_no_template_loses_a_tag_nor_keeps_a_space_that_breaks():
    for path in PAGES:
        source = path.read_text()
        made = unbroken_template(source)
        assert KEPT.findall(made) == KEPT.findall(source), short(path)
        assert made.replace("\u00a0", " ") == source.replace("\u00a0", " "), short(path)
        texts = KEPT.split(made)[::2]
        assert not [text for text in texts if re.search(r" [:;?!»]|« ", text)], short(path)


def test_a_page_is_read_by_the_loader_and_what_people_typed_is_left(settings, tmp_path):
    settings.NO_BREAK_SPACES = True
    (tmp_path / "page.html").write_text("<p>Motif : {{ typed }}</p>")
    (tmp_path / "mail.txt").write_text("Motif : rien")
    engine = Engine(dirs=[str(tmp_path)], loaders=["lms.template_loader.Loader"])
    page = engine.get_template("page.html").render(Context({"typed": "déjà : oui"}))
    assert page == "<p>Motif\u00a0: déjà : oui</p>"
    assert engine.get_template("mail.txt").render(Context()) == "Motif : rien"
    settings.NO_BREAK_SPACES = False
    assert engine.get_template("page.html").render(Context()) == "<p>Motif : </p>"


def test_a_sentence_of_python_is_shown_unbroken_and_escaped(settings):
    page = "{% load livret %}{{ said|insecable }}|{{ field.label|insecable }}"
    engine = Engine(libraries={"livret": "lms.templatetags.livret"})
    values = {"said": "Refusé : « <b> »", "field": {"label": format_html("Qui <b>{}</b> ?", "&")}}
    settings.NO_BREAK_SPACES = True
    shown = engine.from_string(page).render(Context(values))
    assert shown.replace("\u00a0", "~") == "Refusé~: «~&lt;b&gt;~»|Qui <b>&amp;</b>~?"
    settings.NO_BREAK_SPACES = False
    assert "\u00a0" not in engine.from_string(page).render(Context(values))


def test_every_template_of_ours_is_read_with_it(settings):
    settings.NO_BREAK_SPACES = True
    assert settings.TEMPLATES[0]["OPTIONS"]["loaders"][0][1][0] == "lms.template_loader.Loader"
    assert settings.TEMPLATES[0]["DIRS"] == [ROOT / "templates"]

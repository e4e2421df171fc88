"""Tags of the design system: words, seams, spine, curve."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template

from lms.templatetags import _curve, _seam, livret
from records.rules import french

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def render(source: str, **context: object) -> str:
    return Template("{% load livret %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 h"),
        (45, "45 min"),
        (60, "1 h"),
        (210, "3 h 30"),
        (185, "3 h 05"),
        (11910, "198 h 30"),
        (-1230, "− 20 h 30"),
    ],
)
def test_duration_in_words(minutes, words):
    assert french.duration(minutes) == words


@pytest.mark.parametrize("amount", [0, 1, 1.5, -1, [], [1], "1", None])
def test_nothing_and_one_are_singular(amount):
    assert render("place{{ amount|pluralize }}", amount=amount) == "place"


@pytest.mark.parametrize("amount", [2, -3, [1, 2], "3"])
def test_two_are_plural(amount):
    assert render("place{{ amount|pluralize }}", amount=amount) == "places"
    assert render('{{ amount|pluralize:"est,sont" }}', amount=amount) == "sont"


def test_no_line_breaks_inside_a_length_or_an_hour(settings):
    settings.NO_BREAK_SPACES = True
    assert livret.duree(450) == "7\u00a0h\u00a030"
    assert livret.heure(datetime(2027, 3, 1, 8, 5, tzinfo=UTC)) == "9\u00a0h\u00a005"


def test_duree_of_nothing():
    assert livret.duree(None) == ""


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 11, 23), "lundi 23 novembre 2026", "lun. 23 nov."),
        (date(2026, 12, 1), "mardi 1er décembre 2026", "mar. 1er déc."),
        (date(2027, 2, 28), "dimanche 28 février 2027", "dim. 28 févr."),
    ],
)
def test_dates_in_words(day, long, short):
    assert (livret.date_longue(day), livret.date_courte(day)) == (long, short)


def test_instants_are_shown_in_paris_time():
    moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert livret.date_longue(moment) == "lundi 23 novembre 2026"
    assert livret.heure(moment) == "0 h 30"


def test_full_hour_has_no_minutes():
    assert livret.heure(datetime(2027, 3, 4, 17, 0, tzinfo=UTC)) == "18 h"


def states(row):
    return [_seam.classes(stitch).split()[0] for stitch in row]


def count(row):
    found = states(row)
    return {state: found.count(state) for state in dict.fromkeys(found)}


def test_stitches_of_the_drawn_example():
    row = _seam.stitches(_seam.Hours(11910, 420, 1230, 22800), 600)
    assert count(row) == {"ok": 19, "part": 1, "att": 1, "manque": 2, "vide": 15}


def test_goal_is_drawn_as_reached_only_when_it_is():
    assert count(_seam.stitches(_seam.Hours(22799, 0, 0, 22800), 600)) == {"ok": 37, "part": 1}
    assert count(_seam.stitches(_seam.Hours(22800, 0, 0, 22800), 600)) == {"ok": 38}
    assert count(_seam.stitches(_seam.Hours(30000, 60, 0, 22800), 600)) == {"ok": 38}


def test_a_little_waiting_is_still_seen():
    assert count(_seam.stitches(_seam.Hours(0, 15, 0, 6900), 300)) == {"att": 1, "vide": 22}


def test_more_waiting_than_room():
    assert count(_seam.stitches(_seam.Hours(6600, 900, 900, 6900), 300)) == {"ok": 22, "att": 1}


@pytest.mark.parametrize(
    ("total", "most", "unit"),
    [(22800, 40, 600), (22800, 20, 1200), (6900, 40, 300), (6900, 20, 600), (90, 40, 15)],
)
def test_unit_follows_goal_and_room(total, most, unit):
    assert _seam.unit_for(total, most) == unit


@pytest.mark.parametrize(("share", "css"), [(0.01, "p-10"), (0.4, "p-40"), (0.99, "p-90")])
def test_a_part_is_never_empty_nor_full(share, css):
    assert _seam.classes(("part", share)) == f"part {css}"


def test_legend_agrees_with_its_number():
    assert _seam.legend(_seam.Hours(60, 0, 90, 600)) == [
        ("ok", "1 h acceptée"),
        ("manque", "1 h 30 manque"),
        ("vide", "7 h 30 à venir"),
    ]


def test_fil_with_and_without_words():
    assert render("{% fil units %}", units=["ok"]) == (
        '<span class="fil m" aria-hidden="true"><i class="ok"></i></span>'
    )
    assert render('{% fil units "1 sur 2" "s" %}', units=["ok", "vide"]) == (
        '<span class="fil s" role="img" aria-label="1 sur 2">'
        '<i class="ok"></i><i class="vide"></i></span>'
    )


def test_fil_compte_never_exceeds_its_total():
    html = render("{% fil_compte 5 3 wait=2 %}")
    assert (html.count('"ok"'), html.count('"att"')) == (3, 0)


def test_fil_heures_writes_its_unit_for_both_widths():
    html = render("{% fil_heures 11910 420 1230 22800 %}")
    assert re.findall(r"1 point = \d+ h(?=<)", html) == ["1 point = 10 h", "1 point = 20 h"]
    assert html.count('role="img"') == 2


def test_fil_heures_small_goal_is_drawn_once():
    html = render("{% fil_heures 30 0 0 120 %}")
    assert html.count('role="img"') == 1


def test_spine_says_its_title_and_alternative():
    html = render('{% spine items "Trois semaines" "semaine 2 sur 3" %}', items=[("ici", "2")])
    assert 'aria-label="Trois semaines"' in html
    assert "semaine<b>2</b>sur 3" in html
    assert '<li class="ici"><span class="etiquette">2</span></li>' in html


def test_acting_names_the_membership():
    request = SimpleNamespace(actor=SimpleNamespace(pk=7))
    assert render("{% acting request %}", request=request) == (
        '<input type="hidden" name="adhesion" value="7">'
    )
    assert render("{% acting request %}", request=SimpleNamespace(actor=None)) == ""


def test_saisie_links_a_help_written_in_the_template():
    form = type("F", (forms.Form,), {"place": forms.CharField()})()
    html = render('{% saisie form.place "Le nom." %}', form=form)
    assert 'class="saisie"' in html
    assert 'aria-describedby="id_place_helptext"' in html


def test_curve_has_its_table():
    html = render(
        "{% courbe plan done 6900 months %}",
        plan=[600, 1200, 1800, 2400],
        done=[540, 1080],
        months=[(0, "sept.", "septembre 2026"), (2, "oct.", "octobre 2026")],
    )
    cells = re.findall(r'<td class="n">(.*?)</td>', html)
    assert cells == ["20 h", "18 h", "− 2 h", "40 h", "à venir", ""]


def test_curve_says_what_is_missing_beside_what_is_due_today():
    context = {
        "plan": [600, 1200, 1800, 2400],
        "done": [540, 1080],
        "months": [(0, "sept.", "septembre 2026")],
    }
    usual = render("{% courbe plan done 6900 months %}", **context)
    told = render('{% courbe plan done 6900 months None "" 1140 %}', **context)
    found = [
        re.search(r"<tspan class=.fort.>([^<]+)</tspan> sous le plan", x) for x in (usual, told)
    ]
    assert [match.group(1) for match in found] == ["2 h", "1 h"]
    early = render("{% courbe plan done 6900 months %}", **context | {"done": [500]})
    assert 'class="mot manque tot"' in early
    assert 'class="mot manque"' in usual


def test_forecast_ends_on_the_goal():
    path = _curve.forecast_path(_curve.Scale(10, 1000), [100, 200], 6)
    assert path.count("M") == 4
    assert _curve.forecast_path(_curve.Scale(10, 1000), [100, 200], 2) == ""


def test_cloth_thickens_with_the_hours():
    assert [_seam.thickness(m) for m in (0, 60, 240, 480, 720, 2000)] == [
        "n0",
        "n1",
        "n2",
        "n3",
        "n4",
        "n4",
    ]


def test_every_icon_that_a_template_names_exists():
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)" %}', path.read_text())
    }
    assert {name for name in named if not (livret.ICONS / f"{name}.svg").exists()} == set()


def test_no_template_carries_inline_style_or_script():
    """The content security policy of our pages refuses both."""
    wrong = re.compile(r'\sstyle="|<style|\son\w+="|<script(?![^>]*(src=|application/json))')
    found = [str(p) for p in TEMPLATES.rglob("*.html") if wrong.search(p.read_text())]
    assert found == []

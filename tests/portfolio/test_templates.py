"""Models of situations: those of the site, one’s own, and what a form takes of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.services import NotAllowed, StaleForm
from portfolio.enums import EntryKind
from portfolio.models import EntryTemplate, LogbookEntry
from portfolio.rules.logbook import MAX_TEXT
from portfolio.rules.template import (
    MAX_NAME,
    MAX_TEMPLATES,
    STARTERS,
    is_untouched,
    starter_of,
    template_problem,
)
from portfolio.rules.weeks import week_of
from portfolio.services import TemplateRefused, keep_template, remove_template, rename_template
from records.rules.patient_data import find_identifiers
from records.services import PatientData
from tests.factories import enrolment_factory
from tests.factories.assessments import learner_of
from tests.factories.conditions import mission_factory
from tests.factories.portfolio import entry_factory, signed_week_factory, week_factory
from tests.training.web import queries_of
from training.models import Cohort

LIST = 6  # queries


def keep(actor, entry, now, name="Accueil du matin", text="J’ai accueilli …", **more):
    said = {"form_key": f"cle-{EntryTemplate.objects.count()}", "now": now}
    return keep_template(actor=actor, entry=entry, name=name, text=text, **said | more)


@pytest.fixture
def entry(world, now) -> LogbookEntry:
    """A situation with everything that a model takes, and everything that it leaves."""
    return entry_factory(
        week_factory(world.enrolment), moment="avant", axes=frozenset({"job", "person"}),
        missions=frozenset({mission_factory("M98").pk}), audience="employer", result="Fait.",
        learnt="Appris.", feeling="Fière.", autonomy="alone", now=now,
    )  # fmt: skip


@pytest.fixture
def made(world, entry, now) -> EntryTemplate:
    return keep(world.learner, entry, now)


# --- Those of the site ----------------------------------------------------------------------------


def test_there_is_one_for_each_kind_and_none_names_anybody():
    assert {one.kind for one in STARTERS} == set(EntryKind)
    assert len({one.code for one in STARTERS}) == len(STARTERS)
    for one in STARTERS:
        assert "…" in one.text
        assert find_identifiers(f"{one.name} {one.text}") == []
        assert starter_of(one.code) == one
        assert not one.code.isdecimal()
    assert starter_of("autre") is None


@pytest.mark.parametrize(
    ("name", "text", "kept", "refusal"),
    [
        ("x", "y", 0, ""),
        ("", "y", 0, "nom"),
        ("x", "", 0, "premiers mots"),
        ("x" * MAX_NAME, "y", MAX_TEMPLATES - 1, ""),
        ("x" * (MAX_NAME + 1), "y", 0, "60"),
        ("x", "y" * (MAX_TEXT + 1), 0, "5000"),
        ("x", "y", MAX_TEMPLATES, "30 modèles"),
    ],
)
def test_what_is_no_model_says_why(name, text, kept, refusal):
    problem = template_problem(name, text, kept)
    assert (refusal in problem) if refusal else problem == ""


# --- One's own ------------------------------------------------------------------------------------


def test_a_model_takes_what_comes_back_and_leaves_what_is_of_a_day(world, entry, made):
    assert (made.kind, made.moment, made.audience) == (entry.kind, "avant", "employer")
    assert (made.practice, made.touches) == (entry.practice, ["job", "person"])
    assert list(made.missions.all()) == list(entry.missions.all())
    assert list(made.competencies.all()) == world.competencies[:1]
    assert not any(hasattr(made, name) for name in ("result", "learnt", "feeling", "autonomy"))


def test_it_may_come_from_a_signed_week(world, now):
    signed = signed_week_factory(world.desk)
    assert keep(world.learner, signed.entries.get(), now)


def test_the_same_form_twice_keeps_one_and_a_name_is_used_once(world, entry, made, now):
    assert keep(world.learner, entry, now, form_key=made.form_key, name="Autre") == made
    with pytest.raises(TemplateRefused, match="déjà ce nom"):
        keep(world.learner, entry, now, name=" accueil DU  matin ")
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryTemplate.objects.create(
            enrolment=world.enrolment, practice=entry.practice, name=made.name, kind="practice",
            text="x", audience="self", form_key="x", kept_at=now,
        )  # fmt: skip


@pytest.mark.parametrize("field", ["name", "text"])
@pytest.mark.parametrize("words", ["06 12 34 56 78", "Mme Morel"])
def test_nobody_is_named_in_a_model(world, entry, now, field, words):
    with pytest.raises(PatientData):
        keep(world.learner, entry, now, **{field: words})


def test_it_is_renamed_and_removed_by_its_author(world, made, now):
    rename = {"template": made, "now": now}
    with pytest.raises(StaleForm):
        rename_template(actor=world.learner, name="Matin", version=2, **rename)
    with pytest.raises(TemplateRefused):
        rename_template(actor=world.learner, name=" ", version=1, **rename)
    with pytest.raises(PatientData):
        rename_template(actor=world.learner, name="06 12 34 56 78", version=1, **rename)
    renamed = rename_template(actor=world.learner, name=" Matin ", version=1, **rename)
    assert (renamed.name, renamed.version) == ("Matin", 2)
    remove_template(actor=world.learner, template=made, now=now)
    assert not EntryTemplate.objects.exists()


def test_it_is_for_nobody_else(world, entry, made, now):
    neighbour = learner_of(enrolment_factory(world.cohort))
    others = (neighbour, world.trainer, world.lead, world.companion, world.employer, world.stranger)
    for actor in others:
        assert not EntryTemplate.objects.visible_to(actor).exists()
        with pytest.raises(NotAllowed):
            keep(actor, entry, now)
        with pytest.raises(NotAllowed):
            rename_template(actor=actor, template=made, name="x", version=1, now=now)
        with pytest.raises(NotAllowed):
            remove_template(actor=actor, template=made, now=now)


# --- On the screens -------------------------------------------------------------------------------


@pytest.fixture
def recent(world) -> LogbookEntry:
    """A situation of last week, for the screens, which know no other day than today."""
    today = timezone.localdate()
    Cohort.objects.update(starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=300))
    world.enrolment.refresh_from_db()
    iso, now = week_of(today - timedelta(days=7)), timezone.now()
    week = week_factory(world.enrolment, iso.year, iso.number, now=now)
    return entry_factory(
        week, moment="avant", axes=frozenset({"job"}), audience="self",
        missions=frozenset({mission_factory("M98").pk}), now=now,
    )  # fmt: skip


@pytest.fixture
def learner(client, world):
    client.force_login(world.learner.user)
    return client


def week_page(recent) -> str:
    return f"/livret/{recent.week.iso_year}/{recent.week.iso_week}/"


def test_a_model_of_the_site_fills_the_form_and_stores_nothing(learner, recent):
    shown = learner.get(f"{week_page(recent)}?modele=empeche")
    form = shown.context["entry_form"]
    assert form["kind"].value() == "obstacle"
    assert form["text"].value() == starter_of("empeche").text
    assert "?modele=accueil" in shown.content.decode()
    assert LogbookEntry.objects.count() == 1


@pytest.mark.parametrize("asked", ["", "x", "999999", "9" * 40, "<script>"])
def test_a_model_that_is_not_there_fills_nothing(learner, recent, asked):
    form = learner.get(week_page(recent), {"modele": asked}).context["entry_form"]
    assert (form["text"].value(), form["kind"].value()) == ("", "practice")


def test_an_own_model_goes_from_a_situation_into_another_one(learner, recent, world):
    save = f"{week_page(recent)}situations/{recent.pk}/en-modele/"
    assert save in learner.get(f"{week_page(recent)}situations/{recent.pk}/").content.decode()
    form = learner.get(save).context["form"]
    sent = {"name": "Matin", "text": "J’ai …", "form_key": form["form_key"].value()}
    for _ in range(2):  # a double click
        assert learner.post(save, sent).url == "/livret/modeles/"
    made = EntryTemplate.objects.get()
    assert "Matin" in learner.get("/livret/modeles/").content.decode()
    page = learner.get(f"{week_page(recent)}?modele={made.pk}")
    filled = page.context["entry_form"]
    assert "Vient avec : avant" in page.content.decode()
    names = ("kind", "text", "audience", "moment", "axes", "missions", "competencies", "day",
             "form_key")  # fmt: skip
    learner.post(week_page(recent), {name: filled[name].value() for name in names})
    added = LogbookEntry.objects.exclude(pk=recent.pk).get()
    assert (added.text, added.moment, added.audience) == ("J’ai …", "avant", "self")
    assert added.axes == recent.axes
    assert list(added.missions.all()) == list(recent.missions.all())


@pytest.mark.parametrize(
    "wrong", [{"moment": "x"}, {"axes": ["x"]}, {"missions": ["x"]}, {"missions": ["999999"]}]
)
def test_what_is_carried_is_looked_at(learner, recent, wrong):
    sent = {"day": recent.day, "kind": "practice", "text": "x", "form_key": "x", **wrong}
    assert learner.post(week_page(recent), sent).status_code == 200
    assert LogbookEntry.objects.count() == 1


def test_it_is_renamed_then_removed_on_the_screen(learner, recent, world):
    made = keep(world.learner, recent, timezone.now())
    address = f"/livret/modeles/{made.pk}/"
    assert learner.get(address).status_code == 200
    stale = learner.post(address, {"name": "Soir", "version": 9})
    assert "Soir" in stale.content.decode()
    version = stale.context["form"]["version"].value()
    assert learner.post(address, {"name": "Soir", "version": version}).url == "/livret/modeles/"
    assert learner.get(f"{address}retirer/").status_code == 302
    assert learner.post(f"{address}retirer/").url == "/livret/modeles/"
    assert learner.post(f"{address}retirer/").status_code == 404


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 61}, {"text": ""}, {"name": "é"}])
def test_a_refused_form_keeps_what_was_typed(learner, recent, world, wrong):
    keep(world.learner, recent, timezone.now(), name="É")
    sent = {"name": "Nom", "text": "J’ai gardé ces mots.", "form_key": "x", **wrong}
    page = learner.post(f"{week_page(recent)}situations/{recent.pk}/en-modele/", sent)
    assert page.status_code == 200
    assert (sent["name"] or sent["text"]) in page.content.decode()
    assert EntryTemplate.objects.count() == 1


def test_text_in_any_script_is_kept_and_not_run(learner, recent, world):
    keep(world.learner, recent, timezone.now(), name="😀 مرحبا", text="<b>gras</b>")
    shown = learner.get("/livret/modeles/").content.decode()
    assert "😀 مرحبا" in shown
    assert "&lt;b&gt;gras&lt;/b&gt;" in shown


@pytest.mark.parametrize("many", [1, 8])
def test_the_list_costs_the_same_with_more_models(learner, recent, world, many):
    for number in range(many):
        keep(world.learner, recent, timezone.now(), name=f"Modèle {number}")
    assert queries_of(learner, "/livret/modeles/") == LIST


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.code)
def test_a_model_of_the_site_is_no_situation_until_something_is_written_in_it(starter):
    assert is_untouched(f" {starter.text}  ")
    assert not is_untouched(starter.text.replace("…", "trois", 1))


def test_an_untouched_model_is_refused_and_kept_on_the_page(learner, world, recent):
    starter = STARTERS[0]
    form = learner.get(f"{week_page(recent)}?modele={starter.code}").context["entry_form"]
    sent = {name: form[name].value() or "" for name in ("day", "form_key", "kind", "text")}
    count = LogbookEntry.objects.count()
    page = learner.post(week_page(recent), {**sent, "competencies": [world.competencies[0].pk]})
    assert "complétez les « … »" in page.content.decode().replace("\xa0", " ").replace(
        "\u202f", " "
    )
    assert page.context["entry_form"]["text"].value() == starter.text
    assert LogbookEntry.objects.count() == count

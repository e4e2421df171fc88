"""Corrections of a signed week on the screens."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.models import AmendmentAnswer, WeekAmendment
from portfolio.rules.amendment import REMOVED
from portfolio.services import amend_hours
from records.rules.french import long_date
from tests.factories.conditions import mission_factory
from tests.factories.portfolio import AT, TEXT, hours_factory, signed_week_factory
from tests.journeys.browser import Browser

MONDAY = "2027-03-01"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day of the signature."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    return AT


@pytest.fixture
def week(world):
    return signed_week_factory(world.desk, minutes=420)


@pytest.fixture
def learner(client, world):
    client.force_login(world.learner.user)
    return client


@pytest.fixture
def url(week):
    return reverse("portfolio:amend_hours", args=[week.pk])


@pytest.fixture
def text_url(week):
    return reverse("portfolio:amend_entry", args=[week.pk, week.entries.get().pk])


@pytest.fixture
def typed(world, week):
    """Half an hour more on Monday."""
    place = world.enrolment.practice_id
    return {f"minutes_{MONDAY}_{place}": "7 h 30", "logbook": "", "collective": "",
            "reason": "Réunion oubliée.", "version": week.version, "form_key": "a"}  # fmt: skip


@pytest.fixture
def asked(world, week):
    return amend_hours(
        actor=world.learner, week=week, hours=hours_factory(week, 450), reason="Réunion oubliée.",
        version=week.version, form_key="b", now=AT,
    )  # fmt: skip


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_learner_asks_from_the_page_of_the_week(learner, week, url, typed):
    page = reverse("portfolio:week", args=[2027, 9])
    assert url in learner.get(page).content.decode()
    assert "7 h" in learner.get(url).content.decode()
    response = learner.post(url, typed, follow=True)
    assert said(response) == ["Correction demandée : elle attend la réponse de qui vise."]
    body = response.content.decode()
    assert "Correction en attente de réponse" in body
    assert "Réunion oubliée." in body
    assert "7 h 30" in body


def test_who_signs_corrects_from_the_page_of_the_week(client, world, week, url, typed):
    client.force_login(world.trainer.user)
    assert url in client.get(f"/livrets/{week.pk}/").content.decode()
    response = client.post(url, typed, follow=True)
    assert f"Corrigée le {long_date(AT.date())}" in response.content.decode()
    week.refresh_from_db()
    assert week.practice_minutes == 450


def test_what_was_typed_stays_after_a_refusal(learner, url, typed):
    body = learner.post(url, typed | {"reason": ""}).content.decode()
    assert "Donnez la raison de la correction." in body
    assert 'value="7 h 30"' in body
    body = learner.post(url, typed | {"reason": "Voir 06 12 34 56 78."}).content.decode()
    assert "Voir 06 12 34 56 78." in body
    assert WeekAmendment.objects.count() == 0


def test_a_stale_form_keeps_its_text_and_can_be_sent_again(learner, week, url, typed):
    response = learner.post(url, typed | {"version": week.version - 1})
    form = response.context["form"]
    assert form.non_field_errors()[0].startswith("Cette page a changé")
    assert form["version"].value() == str(week.version)
    learner.post(url, typed | {"version": form["version"].value()})
    assert WeekAmendment.objects.count() == 1


def test_a_double_click_asks_once(learner, url, typed):
    assert [learner.post(url, typed).status_code for _ in range(2)] == [302, 302]
    assert WeekAmendment.objects.count() == 1


@pytest.mark.parametrize("who", ["learner", "trainer"])
def test_a_form_sent_as_it_was_shown_changes_nothing(world, week, text_url, who):
    entry = week.entries.get()
    entry.moment, entry.autonomy, entry.axis_job = "apres", "alone", True
    entry.save()
    entry.missions.add(mission_factory("X1"))
    entry.claims.update(level=2)
    page = Browser(getattr(world, who)).open(text_url)
    button = "Demander la correction" if who == "learner" else "Corriger la situation"
    assert "Rien n’a changé" in page.press(button, reason="Rien.").text


def test_missions_and_levels_are_corrected_on_the_page(learner, world, week, text_url):
    entry, mission = week.entries.get(), mission_factory("X1")
    competency = entry.claims.get().competency_id
    assert f'name="level_{competency}"' in learner.get(text_url).content.decode()
    sent = {
        "text": TEXT, "competencies": [competency], f"level_{competency}": "2", "axes": ["job"],
        "missions": [mission.pk], "moment": "apres", "autonomy": "alone",
        "reason": "La mission manquait.", "version": week.version, "form_key": "a",
    }  # fmt: skip
    body = learner.post(text_url, sent, follow=True).content.decode()
    assert "Correction en attente de réponse" in body
    after = WeekAmendment.objects.get().after
    assert (after["missions"], after["claims"]) == ([mission.pk], [[competency, 2]])
    assert (after["moment"], after["autonomy"], after["axes"]) == ("apres", "alone", ["job"])


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999999"])
def test_a_version_that_is_none_is_refused(learner, url, typed, version):
    assert learner.post(url, typed | {"version": version}).status_code == 200
    assert WeekAmendment.objects.count() == 0


def test_a_situation_is_corrected_with_its_competencies(learner, world, text_url, week):
    form = learner.get(text_url).context["form"]
    assert form["text"].value() == TEXT
    sent = {
        "text": "Autre texte.", "context": "", "result": "", "learnt": "Vérifier avant.",
        "competencies": [world.competencies[1].pk], "reason": "Erreur de case.",
        "version": week.version, "form_key": "c",
    }  # fmt: skip
    body = learner.post(text_url, sent, follow=True).content.decode()
    assert "Autre texte." in body
    assert world.competencies[1].code in body
    [asked] = WeekAmendment.objects.all()
    assert (asked.before["text"], asked.after["learnt"]) == (TEXT, "Vérifier avant.")


def test_a_name_in_a_correction_is_confirmed_with_a_reason(learner, text_url, week, world):
    sent = {"text": "J’ai prévenu Mme Durand.", "reason": "Précision.", "version": week.version,
            "form_key": "c", "competencies": [world.competencies[0].pk]}  # fmt: skip
    assert learner.post(text_url, sent).context["form"].asks
    assert WeekAmendment.objects.count() == 0
    learner.post(text_url, sent | {"no_patient": "on", "no_patient_why": "ma collègue"})
    assert WeekAmendment.objects.count() == 1


@pytest.mark.parametrize(
    ("decision", "reason", "words"),
    [("accept", "", "Correction acceptée."), ("refuse", "Déjà noté.", "Correction refusée.")],
)
def test_who_signs_answers_from_the_list(client, world, asked, decision, reason, words):
    client.force_login(world.trainer.user)
    assert "Corrections demandées (1)" in client.get("/livrets/a-viser/").content.decode()
    address = reverse("portfolio:amendment", args=[asked.pk])
    assert address in client.get(reverse("portfolio:amendments")).content.decode()
    assert "Répondre" in client.get(address).content.decode()
    to = reverse("portfolio:answer_amendment", args=[asked.pk])
    response = client.post(to, {"decision": decision, "reason": reason}, follow=True)
    assert said(response) == [words]
    assert "Répondre" not in response.content.decode()


def test_a_refusal_without_a_reason_is_told(client, world, asked):
    client.force_login(world.trainer.user)
    to = reverse("portfolio:answer_amendment", args=[asked.pk])
    for sent in ({"decision": "refuse", "reason": " "}, {"decision": "x"}, {}):
        assert "Aucune réponse n’est notée" in client.post(to, sent).content.decode()
    assert AmendmentAnswer.objects.count() == 0
    assert client.get(to).url == reverse("portfolio:amendment", args=[asked.pk])


def test_an_answer_to_what_was_answered_is_told(client, world, asked):
    client.force_login(world.trainer.user)
    to = reverse("portfolio:answer_amendment", args=[asked.pk])
    client.post(to, {"decision": "accept"})
    body = client.post(to, {"decision": "refuse", "reason": "Non."}).content.decode()
    assert "Cette correction a déjà reçu une réponse." in body


def test_a_locked_week_says_so_and_offers_nothing(learner, url, typed, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=29))
    body = learner.get(reverse("portfolio:week", args=[2027, 9])).content.decode()
    assert "Verrouillée" in body
    assert url not in body
    assert "Cette semaine est verrouillée" in learner.post(url, typed).content.decode()


def test_a_week_that_is_not_signed_has_no_correction(learner, world, week, url):
    week.__class__.objects.update(state="submitted")
    assert learner.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_week_costs_the_same_with_more_corrections(
    client, world, week, django_assert_num_queries, count
):
    for number in range(count):
        week.refresh_from_db()
        amend_hours(
            actor=world.trainer, week=week, hours=hours_factory(week, 60 + number), reason="Essai.",
            version=week.version, form_key=f"k{number}", now=AT,
        )  # fmt: skip
    client.force_login(world.trainer.user)
    with django_assert_num_queries(21):
        client.get(f"/livrets/{week.pk}/")


def test_what_waits_is_said_instead_of_the_form(client, learner, world, week, asked, url):
    body = learner.get(reverse("portfolio:week", args=[2027, 9])).content.decode()
    assert f'href="{url}"' not in body
    assert "Heures : une correction attend une réponse" in body
    body = learner.get(url).content.decode()
    assert "Une correction attend déjà une réponse" in body
    assert 'name="reason"' not in body


def test_a_locked_week_offers_no_form(learner, week, url, text_url, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=29))
    for address in (url, text_url):
        body = learner.get(address).content.decode()
        assert "Cette semaine est verrouillée" in body
        assert 'name="reason"' not in body


def test_the_name_of_a_patient_is_taken_out_on_the_page(client, learner, world, week, text_url):
    competency = world.competencies[0].pk
    typed = {"text": "Sans nom.", "reason": "Un nom.", "version": week.version, "form_key": "n",
             "competencies": [competency], "patient_named": "on"}  # fmt: skip
    assert learner.post(text_url, typed).status_code == 302
    [row] = WeekAmendment.objects.all()
    assert (row.before["text"], row.after["text"]) == (REMOVED, "Sans nom.")
    body = learner.get(reverse("portfolio:amendment", args=[row.pk])).content.decode()
    assert "retiré" in body
    assert TEXT not in body
    client.force_login(world.trainer.user)
    assert "patient_named" not in client.get(text_url).content.decode()

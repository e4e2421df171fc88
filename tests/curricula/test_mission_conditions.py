"""Conditions on missions: one test an outcome, what is refused, then their screens."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from curricula.models import MissionCondition
from curricula.services.mission_conditions import (
    ConditionGone,
    ConditionReasonMissing,
    ConditionRefused,
    correct_condition,
    withdraw_condition,
    write_condition,
)
from people.enums import LEADING_ROLES, Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from records.services import PatientData
from tests.factories import membership_factory
from tests.factories.conditions import condition_factory, mission_factory, said
from tests.training.web import queries_of

LIST = "/missions/conditions/"
KEY = "00000000-0000-4000-8000-000000000099"
NO_SOURCE = "Aucune source enregistrée sur ce site ne dit quelle mission dépend de quel diplôme"


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def mission(db):
    return mission_factory("T01")


def write(lead, mission, now, **changes) -> MissionCondition:
    given = {"actor": lead, "mission": mission, "said": said(), "form_key": "c-1", "now": now}
    return write_condition(**given | changes)


def correct(lead, condition, now, **changes) -> MissionCondition:
    given = {
        "actor": lead, "condition": condition, "said": said(until=date(2027, 6, 30)),
        "reason": "Texte abrogé.", "form_key": "c-2", "now": now,
    }  # fmt: skip
    return correct_condition(**given | changes)


def test_a_condition_is_written_once_with_its_source(lead, mission, now):
    made = write(lead, mission, now, said=said(diplomas=("care", "nurse"), quote=" Une  phrase. "))
    assert write(lead, mission, now) == made
    assert (made.diplomas, made.quote, made.verified) == ("nurse,care", "Une phrase.", True)
    assert made.words == "diplôme d’État d’infirmier ou du diplôme d’État d’aide-soignant"
    assert AuditEvent.objects.get(verb="curricula.mission_condition.written").actor == lead
    with pytest.raises(StaleForm):
        write(lead, mission_factory("T02"), now)


@pytest.mark.parametrize(
    "changes",
    [
        {"diplomas": ()},
        {"diplomas": ("doctor",)},
        {"status": "history"},
        {"status": "sure"},
        {"quote": "  "},
        {"source": ""},
        {"link": "javascript:alert(1)"},
        {"until": date(2027, 2, 28)},
        {"read_on": date(2027, 3, 5)},
    ],
)
def test_what_no_source_could_say_is_refused_and_nothing_written(lead, mission, now, changes):
    with pytest.raises(ConditionRefused):
        write(lead, mission, now, said=said(**changes))
    assert not MissionCondition.objects.exists()


def test_a_correction_is_a_further_row_and_the_first_stays_with_the_reason(lead, mission, now):
    first = write(lead, mission, now)
    second = correct(lead, first, now)
    assert correct(lead, first, now) == second
    first.refresh_from_db()
    assert (first.withdrawn_by, first.withdrawn_because) == (lead, "Texte abrogé.")
    assert (second.mission, second.until) == (mission, date(2027, 6, 30))
    assert list(MissionCondition.objects.standing()) == [second]
    with pytest.raises(ConditionGone):
        correct(lead, first, now, form_key="c-3")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"said": said(link="x")}, ConditionRefused),
        ({"reason": "  "}, ConditionReasonMissing),
        ({"reason": "Appeler 06 12 34 56 78"}, PatientData),
    ],
)
def test_a_correction_that_is_refused_takes_nothing_back(lead, mission, now, changes, refusal):
    first = write(lead, mission, now)
    with pytest.raises(refusal):
        correct(lead, first, now, **changes)
    first.refresh_from_db()
    assert first.withdrawn_at is None


def test_a_condition_taken_back_stays_with_the_reason_and_is_taken_back_once(lead, mission, now):
    made = write(lead, mission, now)
    for reason in ("Noté par erreur.", "Encore."):
        withdraw_condition(actor=lead, condition=made, reason=reason, now=now)
    assert MissionCondition.objects.get().withdrawn_because == "Noté par erreur."
    verb = "curricula.mission_condition.withdrawn"
    assert AuditEvent.objects.filter(verb=verb).count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in LEADING_ROLES])
def test_others_write_nothing_and_see_only_what_stands(lead, mission, now, role):
    actor, made = membership_factory(role), write(lead, mission, now)
    for act in (
        lambda: write(actor, mission, now, form_key="c-9"),
        lambda: correct(actor, made, now),
        lambda: withdraw_condition(actor=actor, condition=made, reason="Non.", now=now),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(MissionCondition.objects.visible_to(actor)) == [made]
    withdraw_condition(actor=lead, condition=made, reason="Erreur.", now=now)
    assert not MissionCondition.objects.visible_to(actor).exists()
    assert MissionCondition.objects.visible_to(lead).get() == made


def test_what_holds_on_a_day_is_the_twin_of_the_state(lead, mission, now):
    made = condition_factory(lead, mission, now, until=date(2027, 6, 30))
    for day in (date(2027, 2, 28), date(2027, 3, 1), date(2027, 6, 30), date(2027, 7, 1)):
        held = MissionCondition.objects.in_force(day).exists()
        assert held == (made.state_on(day) == "in_force"), day
    withdraw_condition(actor=lead, condition=made, reason="Erreur.", now=now)
    assert not MissionCondition.objects.in_force(date(2027, 3, 1)).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"diplomas": ""},
        {"diplomas": "doctor"},
        {"diplomas": "care,nurse"},
        {"status": "history"},
        {"quote": ""},
        {"source": ""},
        {"link": "javascript:alert(1)"},
        {"until": date(2027, 2, 28)},
        {"withdrawn_because": "Seul."},
    ],
)
def test_the_database_refuses_what_the_service_does(lead, mission, now, wrong):
    made = write(lead, mission, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        MissionCondition.objects.filter(pk=made.pk).update(**wrong)


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture
def client_of_lead(client, lead, monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client.force_login(lead.user)
    return client


def typed(mission, **changes) -> dict:
    given = {
        "mission": mission.pk, "diplomas": ["nurse"], "quote": "Phrase d’essai.",
        "source": "Texte d’essai", "link": "https://essai.example/texte", "read_on": "2027-03-01",
        "status": "to_check", "since": "2027-03-01", "until": "", "form_key": KEY,
    }  # fmt: skip
    return given | changes


def test_without_any_condition_each_page_says_that_no_source_is_recorded(client_of_lead, mission):
    assert "Aucune source n’est enregistrée" in client_of_lead.get(LIST).content.decode()
    page = client_of_lead.get("/missions/").content.decode()
    assert NO_SOURCE in page
    assert f'href="{LIST}"' in page
    client_of_lead.logout()
    page = client_of_lead.get("/missions/").content.decode()
    assert NO_SOURCE in page
    assert LIST not in page


def test_a_lead_writes_corrects_and_takes_back(client_of_lead, mission):
    client = client_of_lead
    assert "Noter une condition" in client.get(f"{LIST}ecrire/").content.decode()
    for _ in range(2):
        assert client.post(f"{LIST}ecrire/", typed(mission)).url == LIST
    made = MissionCondition.objects.get()
    page = client.get(LIST).content.decode()
    assert "à vérifier" in page
    assert "Aucune source n’est enregistrée" not in page
    address = f"{LIST}{made.pk}/corriger/"
    assert 'value="https://essai.example/texte"' in client.get(address).content.decode()
    again = typed(mission, status="verified", form_key=KEY[:-1] + "8")
    lacking = client.post(address, again)
    assert lacking.status_code == 422
    assert "Donnez le motif" in lacking.content.decode()
    assert client.post(address, again | {"reason": "Texte lu."}).url == LIST
    newest = MissionCondition.objects.standing().get()
    assert newest.verified
    late = client.post(address, again | {"reason": "Encore.", "form_key": KEY[:-1] + "7"})
    assert late.status_code == 422
    assert "corrigée ou retirée" in late.content.decode()
    assert client.post(f"{LIST}{newest.pk}/retirer/", {"reason": "Erreur."}).url == LIST
    page = client.get(LIST).content.decode()
    assert "Motif : Erreur." in page
    assert "Motif : Texte lu." in page
    assert "Aucune source n’est enregistrée" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mission": "999999"}, "Ce choix ne fait pas partie"),
        ({"diplomas": []}, "Cochez au moins un des trois diplômes."),
        ({"diplomas": ["doctor"]}, "Sélectionnez"),
        ({"link": "javascript:alert(1)"}, "URL valide"),
        ({"since": "31/02/2027"}, "date valide"),
        ({"until": "2027-02-28"}, "Le dernier jour vient avant le premier."),
        ({"read_on": "2027-03-05"}, "est à venir"),
        ({"status": "history"}, "Sélectionnez"),
        ({"form_key": "x"}, "Rien n’est"),
    ],
)
def test_a_form_that_is_refused_says_why_and_keeps_its_text(
    client_of_lead, mission, changes, message
):
    answer = client_of_lead.post(f"{LIST}ecrire/", typed(mission) | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    if "form_key" not in changes:
        assert message in page
    assert "Phrase d’essai." in page
    assert not MissionCondition.objects.exists()


def test_what_was_typed_is_shown_as_text(client_of_lead, mission):
    client_of_lead.post(f"{LIST}ecrire/", typed(mission, quote="<script>x</script>"))
    for page in (LIST, "/missions/", "/missions/?vue=tableau"):
        text = client_of_lead.get(page).content.decode()
        assert "&lt;script&gt;x" in text
        assert "<script>x" not in text


def test_anybody_reads_a_condition_with_its_source_its_dates_and_how_sure_it_is(
    client, lead, mission, now, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    condition_factory(lead, mission, now, status="to_check", until=date(2027, 6, 30))
    condition_factory(lead, mission, now, source="Texte d’avant", since=date(2020, 1, 1),
                      until=date(2020, 2, 1))  # fmt: skip
    condition_factory(lead, mission, now, source="Texte d’après", since=date(2028, 1, 1))
    for page in ("/missions/", "/missions/?vue=tableau"):
        text = client.get(page).content.decode()
        assert "Selon une source à vérifier, réservée aux titulaires du diplôme d’État" in text
        assert "jusqu’au mercredi 30 juin 2027" in text
        assert 'href="https://essai.example/texte"' in text
        assert 'signal">à vérifier<' in text
        assert "à venir" in text
        assert "Texte d’avant" not in text
        assert NO_SOURCE not in text


def test_the_pages_cost_the_same_with_many_conditions(client_of_lead, lead, mission, now):
    for prefix, page in (("A", LIST), ("B", "/missions/")):
        condition_factory(lead, mission, now)
        queries_of(client_of_lead, page)
        before = queries_of(client_of_lead, page)
        for number in range(5):
            condition_factory(lead, mission_factory(f"{prefix}{number}"), now)
        assert queries_of(client_of_lead, page) == before

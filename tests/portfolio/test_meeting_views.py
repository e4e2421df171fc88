"""The screens of accompaniment: of a person, of a meeting, of a group."""

import re

import pytest
from django.utils import timezone

from portfolio.models import FollowUp, GroupRhythm, Meeting
from portfolio.services.meeting import advance_meeting, write_draft
from tests.factories.meetings import SEEN, action_factory, meeting_factory, minutes_factory
from tests.training.web import queries_of

KEY = "00000000-0000-4000-8000-000000000091"


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def companion(sign_in, world):
    return sign_in(world.companion)


def typed(**changes) -> dict:
    return {"held_on": "2027-03-02", "first": SEEN, "form_key": KEY, **changes}


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_visit_goes_from_draft_to_what_the_person_reads(companion, world, sign_in):
    person = f"/accompagnement/{world.enrolment.pk}/"
    assert f"{person}noter/visit/" in companion.get(person).content.decode()
    page = companion.get(f"{person}noter/visit/")
    labels = [field.label for field in page.context["form"].parts]
    assert labels == ["Locaux, poste de travail, moyens", "Climat et relations", "Production"]
    sent = typed(practice=world.enrolment.practice_id)
    for _ in range(2):  # a double click
        page = companion.post(f"{person}noter/visit/", sent, follow=True)
    meeting = Meeting.objects.get()
    assert said(page) == ["Brouillon enregistré."]
    address = f"/rencontres/{meeting.pk}/"
    for version, state, word in ((1, "validated", "validé"), (2, "diffused", "diffusé")):
        assert sign_in(world.learner).get(address).status_code == 404
        sent = {"state": state, "version": version}
        page = sign_in(world.lead).post(f"{address}avancer/", sent, follow=True)
        assert said(page) == [f"Compte rendu {word}."]
    text = sign_in(world.learner).get(address).content.decode()
    assert SEEN in text
    assert "ecrire/" not in text
    assert address in sign_in(world.learner).get(person).content.decode()


def test_a_visit_says_its_half_of_the_day_or_that_it_is_to_be_checked(companion, world, sign_in):
    person = f"/accompagnement/{world.enrolment.pk}/"
    sent = typed(practice=world.enrolment.practice_id, half="")
    companion.post(f"{person}noter/visit/", sent)
    meeting = Meeting.objects.get()
    address = f"/rencontres/{meeting.pk}/"
    for page in (person, address):
        assert "Demi-journée à vérifier." in companion.get(page).content.decode()
    sent |= {"half": "soir", "version": 1}
    assert companion.post(f"{address}ecrire/", sent).status_code == 422
    companion.post(f"{address}ecrire/", sent | {"half": "afternoon"})
    action_factory(world.companion, meeting)
    for page in (person, address, f"{address}ecrire/", "/accompagnement/"):
        text = companion.get(page).content.decode()
        assert re.search(r"Visite du mardi\s2\smars\s2027, après-midi", text), page
        assert "à vérifier" not in text
    assert companion.get(f"{address}ecrire/").context["form"]["half"].value() == "afternoon"
    blank = companion.get(f"{person}noter/interview/").context["form"]
    assert "half" not in blank.fields
    companion.post(f"{address}avancer/", {"state": "validated", "version": 2})
    assert "half" not in companion.get(f"{address}ecrire/").context["form"].fields


def test_a_correction_offers_the_half_as_long_as_nobody_said_it(companion, world):
    visit = meeting_factory(world.companion, world.enrolment, "visit", "validated")
    call = meeting_factory(world.companion, world.enrolment, "call", "validated")
    assert "half" not in companion.get(f"/rencontres/{call.pk}/ecrire/").context["form"].fields
    address = f"/rencontres/{visit.pk}/"
    assert "Demi-journée non notée." in companion.get(address).content.decode()
    page = companion.get(f"{address}ecrire/")
    assert 'name="half"' in page.content.decode()
    assert page.context["form"].fields["half"].choices[0] == ("", "Non notée")
    assert not {"held_on", "practice"} & page.context["form"].fields.keys()
    sent = {"first": SEEN, "reason": "Le cabinet me l’a dit.", "version": 2, "half": "morning"}
    page = companion.post(f"{address}ecrire/", sent, follow=True)
    assert said(page) == ["Version ajoutée."]
    assert re.search(r"Visite du [^<]*, matin", page.content.decode())
    assert "half" not in companion.get(f"{address}ecrire/").context["form"].fields


def test_the_learner_comes_from_the_livret_and_from_the_file(sign_in, world):
    address = f"/accompagnement/{world.enrolment.pk}/"
    for actor, doors in (
        (world.learner, ("/livret/", f"/inscriptions/{world.enrolment.pk}/")),
        (world.companion, (f"/inscriptions/{world.enrolment.pk}/",)),
    ):
        for door in doors:
            assert f'href="{address}"' in sign_in(actor).get(door).content.decode()
    for actor in (world.trainer, world.employer):
        text = sign_in(actor).get(f"/inscriptions/{world.enrolment.pk}/").content.decode()
        assert address not in text


def test_the_home_of_a_companion_leads_to_what_waits(companion, world):
    text = companion.get("/accueil/").content.decode()
    assert 'href="/accompagnement/"' in text
    assert "ne sont pas encore dans Livret" not in text


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"held_on": "2027-03-05"}, "Ce jour n’est pas encore venu"),
        ({"held_on": "2026-08-31"}, "Ce jour précède l’inscription"),
        ({"held_on": "hier"}, "Saisissez une date valide"),
        ({"held_on": ""}, "Dites quel jour"),
        ({"first": "", "third": ""}, "Écrivez au moins une partie"),
        ({"first": "a" * 1_000_000}, "au plus 5000"),
        ({"first": "Rappeler le 06 12 34 56 78"}, "téléphone"),
        ({"first": "Madame Durand attend."}, "Ce n’est pas un patient"),
        ({"form_key": "x"}, "UUID valide"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(companion, world, change, kept):
    sent = typed(**{"third": "Un mot à garder.", **change})
    address = f"/accompagnement/{world.enrolment.pk}/noter/interview/"
    page = companion.post(address, sent)
    assert page.status_code == 422
    assert kept in page.content.decode()
    assert sent["third"] in page.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("kind", ["group", "autre", "visite"])
def test_a_kind_that_does_not_exist_is_not_found(companion, world, kind):
    address = f"/accompagnement/{world.enrolment.pk}/noter/{kind}/"
    assert companion.get(address).status_code == 404


def test_the_practice_of_somebody_else_is_refused(companion, world):
    sent = typed(practice=world.body.pk)
    page = companion.post(f"/accompagnement/{world.enrolment.pk}/noter/visit/", sent)
    assert page.status_code == 422
    assert not Meeting.objects.exists()


def test_a_second_tab_keeps_what_was_typed_beside_what_is_stored(companion, world, now):
    meeting = meeting_factory(world.companion, world.enrolment)
    write_draft(
        actor=world.lead, meeting=meeting, written=minutes_factory(first="Écrit ailleurs."),
        version=1, now=now,
    )  # fmt: skip
    address = f"/rencontres/{meeting.pk}/ecrire/"
    page = companion.post(address, typed(first="Tapé ici.", version=1))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Tapé ici." in text
    assert "Écrit ailleurs." in text
    assert 'name="version" value="2"' in text
    page = companion.post(address, typed(first="Tapé ici.", version=2), follow=True)
    assert said(page) == ["Brouillon enregistré."]


def test_a_draft_validated_in_another_tab_becomes_a_correction(companion, world, now):
    meeting = meeting_factory(world.companion, world.enrolment)
    advance_meeting(actor=world.lead, meeting=meeting, state="validated", version=1, now=now)
    address = f"/rencontres/{meeting.pk}/ecrire/"
    page = companion.post(address, typed(first="Tapé ici.", version=1))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Ce compte rendu a été validé entre-temps" in text
    assert "Tapé ici." in text
    assert 'name="version" value="2"' in text
    sent = {"first": "Tapé ici.", "reason": "Un ajout.", "version": 2}
    page = companion.post(address, sent, follow=True)
    assert said(page) == ["Version ajoutée."]
    text = page.content.decode()
    assert "Un ajout." in text
    assert SEEN in text


@pytest.mark.parametrize("version", ["", "abc", "-1", "2", "9" * 30])
def test_validating_another_version_than_read_changes_nothing(companion, world, version):
    meeting = meeting_factory(world.companion, world.enrolment)
    sent = {"state": "validated", "version": version}
    page = companion.post(f"/rencontres/{meeting.pk}/avancer/", sent, follow=True)
    assert "recommencez" in said(page)[0]
    meeting.refresh_from_db()
    assert meeting.state == "draft"


def test_an_action_is_added_shown_late_and_done(companion, world, sign_in, monkeypatch, now):
    meeting = meeting_factory(world.companion, world.enrolment, state="diffused")
    address = f"/rencontres/{meeting.pk}/actions/"
    sent = {"text": "Demander une clé.", "owner": "learner:", "due_on": "2027-03-03"}
    for _ in range(2):  # a double click
        companion.post(address, sent | {"form_key": KEY})
    action = FollowUp.objects.get()
    for page in ("/accompagnement/", f"/accompagnement/{world.enrolment.pk}/"):
        assert "en retard" in companion.get(page).content.decode()
    own = sign_in(world.learner)
    text = own.get(f"/accompagnement/{world.enrolment.pk}/").content.decode()
    assert "en retard" in text
    assert "C’est fait" in text
    for _ in range(2):
        page = own.post(f"/actions/{action.pk}/", {"seen": 0, "done": 1}, follow=True)
        assert said(page) == ["Action faite."]
    assert "en retard" not in page.content.decode()
    assert "Faite : " in page.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"owner": ""},
        {"owner": "practice:0"},
        {"owner": "group:"},
        {"text": ""},
        {"text": "Rappeler le 06 12 34 56 78"},
        {"due_on": "2027-03-01"},
        {"due_on": "demain"},
        {"form_key": ""},
    ],
)
def test_an_action_that_cannot_be_is_refused(companion, world, change):
    meeting = meeting_factory(world.companion, world.enrolment)
    sent = {"text": "Demander.", "owner": "learner:", "due_on": "2027-03-11", "form_key": KEY}
    page = companion.post(f"/rencontres/{meeting.pk}/actions/", sent | change)
    assert page.status_code == 422
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"seen": "x", "done": 1}, {"seen": 0, "done": "peut-être"}])
def test_a_forged_note_of_an_action_changes_nothing(companion, world, sent):
    action = action_factory(world.companion, meeting_factory(world.companion, world.enrolment))
    page = companion.post(f"/actions/{action.pk}/", sent, follow=True)
    assert said(page) == ["Relisez l’action, puis recommencez."]
    assert not action.facts.exists()


def test_the_learner_does_not_note_what_is_for_the_companion(sign_in, world):
    meeting = meeting_factory(world.companion, world.enrolment, state="diffused")
    action = action_factory(world.companion, meeting, owner="support")
    own = sign_in(world.learner)
    assert "C’est fait" not in own.get(f"/rencontres/{meeting.pk}/").content.decode()
    assert own.post(f"/actions/{action.pk}/", {"seen": 0, "done": 1}).status_code == 403


def test_the_group_has_proposed_days_and_its_minutes(companion, world, sign_in):
    address = f"/regroupements/{world.cohort.pk}/"
    sent = {
        "first_on": "2027-03-01", "first_days": 7, "first_months": 0, "then_days": 14, "seen": 0
    }  # fmt: skip
    assert companion.post(address, sent | {"then_days": 0}).status_code == 422
    page = companion.post(address, sent, follow=True)
    assert "Lundi 15 mars 2027" in page.content.decode()
    page = companion.post(address, sent | {"then_days": 21})
    assert page.status_code == 409
    assert 'name="seen" value="1"' in page.content.decode()
    assert GroupRhythm.objects.count() == 1
    page = companion.post(f"{address}noter/", typed(), follow=True)
    meeting = Meeting.objects.get(kind="group")
    assert SEEN in page.content.decode()
    text = companion.get(address).content.decode()
    assert f"/rencontres/{meeting.pk}/" in text
    own = sign_in(world.learner)
    assert own.get(f"/rencontres/{meeting.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["other_lead", "stranger", "trainer", "employer", "funder"])
def test_other_people_get_in_nowhere(sign_in, world, who):
    meeting = meeting_factory(world.companion, world.enrolment, state="diffused")
    actor = sign_in(getattr(world, who))
    for address in (
        f"/accompagnement/{world.enrolment.pk}/",
        f"/accompagnement/{world.enrolment.pk}/noter/call/",
        f"/rencontres/{meeting.pk}/",
        f"/rencontres/{meeting.pk}/ecrire/",
        f"/rencontres/{meeting.pk}/actions/",
        f"/regroupements/{world.cohort.pk}/",
    ):
        assert actor.get(address).status_code in (403, 404), address


@pytest.mark.parametrize(
    ("who", "costs"), [("companion", [8, 7, 8, 9]), ("learner", [None, 7, 8, None])]
)
def test_pages_cost_the_same_with_more(sign_in, world, who, costs):
    reader = getattr(world, who)
    companion = world.companion

    def fill(count: int) -> list[int | None]:
        for _ in range(count):
            meeting = meeting_factory(companion, world.enrolment, "visit", "diffused")
            action_factory(companion, meeting)
            practice = world.enrolment.practice_id
            action_factory(world.lead, meeting, owner="practice", practice=practice)
            day = meeting_factory(companion, world.cohort, "group", "diffused")
            action_factory(companion, day)
            meeting_factory(companion, world.cohort, "group")
        paths = (
            "/accompagnement/",
            f"/accompagnement/{world.enrolment.pk}/",
            f"/rencontres/{meeting.pk}/",
            f"/regroupements/{world.cohort.pk}/",
        )
        client = sign_in(reader)
        return [
            None if cost is None else queries_of(client, path)
            for path, cost in zip(paths, costs, strict=True)
        ]

    assert fill(1) == fill(3) == costs

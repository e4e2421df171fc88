"""What is said of an adaptation: one test an outcome, then who may never see it."""

import pytest
from django.db import IntegrityError, transaction

from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from records.services import PatientData
from tests.factories import membership_factory
from tests.training.web import queries_of
from training.enums import AdaptationAct
from training.models import AdaptationFact, AdaptationTakenBack
from training.services.needs import (
    AdaptationRefused,
    AdaptationTextMissing,
    DiagnosisNamed,
    NothingToTakeBack,
    TakeBackReasonMissing,
    say_adaptation,
    take_back_adaptation,
)

NEED = "Des documents en très gros caractères."
REASON = "Information de santé écrite par erreur."
DECIDED = "Supports en corps 18, envoyés la veille."


def say(world, now, act="need", text=NEED, seen=0, **changes) -> AdaptationFact:
    given = {
        "actor": world.learner, "enrolment": world.enrolment, "act": act, "text": text,
        "seen": seen, "now": now,
    }  # fmt: skip
    return say_adaptation(**given | changes)


def take_back(world, fact, now, **changes):
    given = {"actor": world.lead, "fact": fact, "reason": REASON, "now": now}
    return take_back_adaptation(**given | changes)


@pytest.fixture
def path(world) -> str:
    return f"/inscriptions/{world.enrolment.pk}/amenagements/"


@pytest.fixture
def funder(world):
    made = membership_factory(Role.FUNDER)
    world.enrolment.funder = made.organisation
    world.enrolment.save()
    return made


def test_the_person_says_a_need_and_the_lead_decides(world, now):
    need = say(world, now)
    assert say(world, now) == need
    say(world, now, "decided", DECIDED, seen=1, actor=world.lead)
    told = [(one.number, one.act, one.text) for one in world.enrolment.adaptations.all()]
    assert told == [(2, "decided", DECIDED), (1, "need", NEED)]


def test_none_asked_keeps_no_text(world, now):
    assert say(world, now, "none", "Un texte resté dans la page.").text == ""


@pytest.mark.parametrize(
    ("act", "text", "refusal"),
    [
        ("need", "  ", AdaptationTextMissing),
        ("need", "Voir a@exemple.fr", PatientData),
        ("decided", DECIDED, AdaptationRefused),
        ("inconnu", "x", AdaptationRefused),
    ],
)
def test_what_cannot_be_said_is_refused(world, now, act, text, refusal):
    with pytest.raises(refusal):
        say(world, now, act, text)
    assert not AdaptationFact.objects.exists()


def test_a_lead_never_answers_a_need_by_none_asked(world, now):
    say(world, now)
    with pytest.raises(AdaptationRefused):
        say(world, now, "none", "", seen=1, actor=world.lead)
    say(world, now, "none", "", seen=1)
    assert world.enrolment.adaptations.first().act == AdaptationAct.NONE


def test_a_second_tab_and_who_has_no_say_are_refused(world, now):
    say(world, now)
    with pytest.raises(StaleForm):
        say(world, now, text="Autre.")
    other_lead = membership_factory(Role.LEAD)
    for actor in (world.trainer, world.companion, world.employer, world.stranger, other_lead):
        with pytest.raises(NotAllowed):
            say(world, now, text="Autre.", seen=1, actor=actor)


def test_the_database_refuses_what_the_services_do(world, now):
    made = say(world, now)
    rows = AdaptationFact.objects.filter(pk=made.pk)
    for change in (
        lambda: rows.update(text=""),
        lambda: rows.update(act="none"),
        lambda: rows.update(act="inconnu"),
        lambda: rows.update(blanked=True),
        lambda: AdaptationTakenBack.objects.create(
            fact=made, reason="", taken_by=world.lead, taken_at=now
        ),
        lambda: AdaptationFact.objects.create(
            enrolment=world.enrolment, number=1, act="none", said_by=world.lead, said_at=now
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_word_that_names_a_diagnosis_is_refused_and_says_what_to_write(world, now):
    with pytest.raises(DiagnosisNamed, match="« Dyslexie » ressemble à un diagnostic"):
        say(world, now, text="Dyslexie : du temps en plus.")
    assert not AdaptationFact.objects.exists()


def test_a_text_that_should_not_be_there_is_blanked_for_good(world, now):
    made = say(world, now)
    taken = take_back(world, made, now)
    made.refresh_from_db()
    assert (made.text, made.blanked, made.act) == ("", True, "need")
    assert (taken.reason, taken.taken_by, taken.taken_at) == (REASON, world.lead, now)
    assert take_back(world, made, now, reason="Autre.") == taken
    (event,) = AuditEvent.objects.filter(verb="training.adaptation.taken_back")
    assert event.detail == {}
    say(world, now, "decided", DECIDED, seen=1, actor=world.lead)


def test_what_cannot_be_taken_back_is_refused(world, now):
    none = say(world, now, "none", "")
    with pytest.raises(NothingToTakeBack):
        take_back(world, none, now)
    made = say(world, now, seen=1)
    for reason, refusal in (
        (" ", TakeBackReasonMissing), ("x" * 301, TakeBackReasonMissing),
        ("Une dyslexie y était.", DiagnosisNamed), ("Voir a@exemple.fr", PatientData),
    ):  # fmt: skip
        with pytest.raises(refusal):
            take_back(world, made, now, reason=reason)
    for actor in (world.learner, world.trainer, world.companion, world.employer, world.stranger):
        with pytest.raises(NotAllowed):
            take_back(world, made, now, actor=actor)
    assert world.enrolment.adaptations.first().text == NEED


def test_the_lead_takes_a_text_back_on_the_page_and_nobody_reads_it_again(
    world, now, sign_in, path
):
    say(world, now)
    lead, url = sign_in(world.lead), f"{path}1/retirer/"
    assert url in lead.get(path).content.decode()
    assert NEED not in lead.get(url).content.decode()
    assert lead.post(url, {"reason": ""}).status_code == 422
    assert lead.post(url, {"reason": "Un cancer y était."}).status_code == 422
    for _ in range(2):
        assert lead.post(url, {"reason": REASON}).url == path
    for actor in (world.lead, world.learner, world.trainer):
        page = sign_in(actor).get(path).content.decode()
        assert NEED not in page
        assert f"Texte retiré par {world.lead.user} le" in page
        assert REASON in page
        assert "/retirer/" not in page
    assert sign_in(world.lead).get(f"{path}7/retirer/").status_code == 404
    assert sign_in(world.trainer).get(url).status_code == 403


def test_a_diagnosis_typed_on_the_page_keeps_the_text_and_writes_nothing(world, sign_in, path):
    answer = sign_in(world.learner).post(
        path, {"act": "need", "text": "Asthme, une pause.", "seen": 0}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "« Asthme » ressemble à un diagnostic" in page
    assert "Asthme, une pause." in page
    assert not AdaptationFact.objects.exists()


def test_the_audit_trail_repeats_no_word_of_it(world, now):
    say(world, now)
    (event,) = AuditEvent.objects.filter(verb="training.adaptation.said")
    assert event.detail == {}


def test_the_person_the_trainers_and_the_leads_read_it(world, now, sign_in, path):
    say(world, now)
    for actor in (world.learner, world.trainer, world.lead):
        assert NEED in sign_in(actor).get(path).content.decode()
    assert sign_in(world.trainer).get(path).context["adaptations"].choices == []
    assert sign_in(world.trainer).post(path, {"act": "need", "text": "x"}).status_code == 403
    assert sign_in(world.companion).get(path).status_code == 403


def test_neither_employer_nor_funder_see_it_on_a_page_or_in_an_export(
    world, now, sign_in, path, funder
):
    say(world, now)
    say(world, now, "decided", DECIDED, seen=1, actor=world.lead)
    file, hours = f"/inscriptions/{world.enrolment.pk}/", f"/heures/{world.enrolment.pk}/"
    pages = [
        file, f"{file}besoins/", f"{file}situation/", hours, f"{hours}documents/", "/accueil/",
    ]  # fmt: skip
    exports = [f"{hours}export/csv/", f"{hours}export/totaux/csv/", f"{hours}export/courbe/csv/"]
    for actor in (world.employer, funder):
        client = sign_in(actor)
        assert client.get(path).status_code == 404
        assert client.post(path, {"act": "none", "seen": 2}).status_code == 404
        for address in (*pages, *exports):
            answer = client.get(address)
            assert answer.status_code == 200, address
            said = answer.getvalue().decode()
            assert NEED not in said, address
            assert DECIDED not in said, address
            assert "Aménagements" not in said, address
            assert "amenagements" not in said, address


def test_no_export_of_the_training_body_holds_it(world, now, sign_in):
    say(world, now)
    client = sign_in(world.lead)
    for what in ("lignes", "totaux", "semaines"):
        answer = client.get(f"/promotions/{world.cohort.pk}/export/{what}/csv/")
        assert answer.status_code == 200, what
        assert NEED not in answer.getvalue().decode()


def test_the_person_answers_and_the_lead_decides_on_the_page(world, sign_in, path):
    learner = sign_in(world.learner)
    page = learner.get(path).content.decode()
    assert "Avez-vous besoin d’un aménagement pour suivre la formation ?" in page
    assert "N’écrivez aucun diagnostic" in page
    assert learner.post(path, {"seen": 0}).status_code == 422
    assert learner.post(path, {"act": "need", "text": "", "seen": 0}).status_code == 422
    assert learner.post(path, {"act": "decided", "text": "x", "seen": 0}).status_code == 422
    for _ in range(2):
        assert learner.post(path, {"act": "need", "text": NEED, "seen": 0}).url == path
    assert AdaptationFact.objects.count() == 1
    file = f"/inscriptions/{world.enrolment.pk}/"
    lead = sign_in(world.lead)
    parts = {part.title: part for part in lead.get(file).context["parts"]}
    assert parts["Aménagements"].missing
    stale = lead.post(path, {"act": "need", "text": "Autre.", "seen": 0})
    assert stale.status_code == 409
    assert 'name="seen" value="1"' in stale.content.decode()
    sent = {"act": "decided", "text": DECIDED, "seen": 1}
    assert lead.post(path, sent).status_code == 302
    parts = {part.title: part for part in lead.get(file).context["parts"]}
    assert parts["Aménagements"].state == "Aménagement décidé."
    assert not parts["Aménagements"].missing


def test_a_question_without_an_answer_is_no_fault_of_the_file(world, sign_in):
    parts = sign_in(world.learner).get(f"/inscriptions/{world.enrolment.pk}/").context["parts"]
    part = next(part for part in parts if part.title == "Aménagements")
    unasked = "La question des besoins d’aménagement n’a pas encore de réponse."
    assert (part.missing, part.state) == (False, unasked)


def test_the_page_costs_the_same_with_many_facts(world, now, sign_in, path):
    client = sign_in(world.lead)
    say(world, now)
    queries_of(client, path)
    before = queries_of(client, path)
    for number in range(1, 11):
        say(world, now, text=f"Besoin {number}.", seen=number)
    assert queries_of(client, path) == before


def test_a_trainer_of_another_body_sees_nothing(world, now, sign_in, path):
    say(world, now)
    for stranger in (world.other_trainer, membership_factory(Role.LEAD), world.stranger):
        assert sign_in(stranger).get(path).status_code == 404

"""The screens of assistance at a distance."""

from uuid import uuid4

import pytest

from records.models import PatientDataConfirmation
from tests.factories import enrolment_factory, module_factory
from tests.factories.assessments import learner_of
from tests.factories.assistance import contact_factory
from tests.training.assistance import question
from tests.training.web import queries_of
from training.models import AssistanceContact, AssistanceMessage, ModuleMessage


@pytest.fixture
def alone(world):
    """Nobody is named, nothing is written."""
    AssistanceContact.objects.all().delete()
    ModuleMessage.objects.all().delete()
    return world


def part_of(parts):
    """What the file of somebody says of assistance."""
    return next(part for part in parts if part.title == "Assistance à distance")


def test_the_learner_asks_the_trainer_answers_on_screen(world, sign_in):
    path = f"/inscriptions/{world.enrolment.pk}/assistance/"
    client = sign_in(world.learner)
    assert "Contact : " in client.get(path).content.decode()
    url = f"{path}{world.module.pk}/"
    key = client.get(url).context["form"].initial["form_key"]
    assert client.post(url, {"text": "", "form_key": key}).status_code == 200
    assert client.post(url, {"text": "Une question ?", "form_key": key}).url == url
    assert client.post(url, {"text": "Une question ?", "form_key": key}).url == url
    assert AssistanceMessage.objects.count() == 1
    assert "attend une réponse" in client.get(path).content.decode()
    trainer = sign_in(world.trainer)
    assert "Une question ?" in trainer.get("/assistance/").content.decode()
    assert "ne demande pas de réponse" in trainer.get(url).content.decode()
    trainer.post(url, {"text": "Ma réponse.", "form_key": uuid4()})
    page = trainer.get("/assistance/").content.decode()
    assert "Aucune question n’attend" in page
    assert "1 sur 1" in page
    assert trainer.post(f"{url}sans-reponse/", {"form_key": uuid4()}).url == url
    assert AssistanceMessage.objects.count() == 2
    assert sign_in(world.companion).get(url).context["form"] is None
    assert sign_in(world.employer).get(url).status_code == 404
    assert sign_in(world.stranger).get(url).status_code == 404
    assert sign_in(world.learner).get(f"{path}999999/").status_code == 404


def test_the_lead_names_a_contact_on_screen(alone, sign_in):
    client, path = sign_in(alone.lead), f"/promotions/{alone.cohort.pk}/assistance/"
    assert "Aucun contact n’est nommé" in client.get(path).content.decode()
    data = {
        "module": "", "contact": alone.trainer.pk, "promised_days": 3, "words": "Me voici.",
        "form_key": uuid4(),
    }  # fmt: skip
    assert client.post(path, data | {"promised_days": 30}).context["form"].errors
    assert client.post(path, data | {"contact": alone.other_trainer.pk}).context["form"].errors
    assert client.post(path, data).url == path
    assert "sous 3 jours ouvrés" in client.get(path).content.decode()
    parts = client.get(f"/inscriptions/{alone.enrolment.pk}/").context["parts"]
    assert "1 module attend le message de l’organisme : ses heures" in part_of(parts).state
    client.post(path, data | {"module": alone.module.pk, "form_key": uuid4()})
    parts = client.get(f"/inscriptions/{alone.enrolment.pk}/").context["parts"]
    assert not part_of(parts).missing


def test_screens_cost_the_same_with_many_questions(world, now, sign_in):
    client = sign_in(world.trainer)
    paths = [
        "/assistance/",
        f"/inscriptions/{world.enrolment.pk}/assistance/",
        f"/inscriptions/{world.enrolment.pk}/assistance/{world.module.pk}/",
    ]
    question(world, now, form_key="q-0")
    for path in paths:
        queries_of(client, path)
    before = [queries_of(client, path) for path in paths]
    for number in range(20):
        mate = enrolment_factory(world.cohort)
        question(world, now, form_key=f"m-{number}", enrolment=mate, actor=learner_of(mate))
        question(world, now, form_key=f"n-{number}")
        contact_factory(world.cohort, module=module_factory(world.module.track_version))
    assert [queries_of(client, path) for path in paths] == before


def test_a_name_is_asked_then_kept_with_its_reason(world, sign_in):
    client = sign_in(world.learner)
    url = f"/inscriptions/{world.enrolment.pk}/assistance/{world.module.pk}/"
    data = {"text": "Puis-je en parler à Mme Durand ?", "form_key": uuid4()}
    assert "Ce n’est pas un patient" not in client.get(url).content.decode()
    asked = client.post(url, data)
    assert "Mme Durand ?</textarea>" in asked.content.decode()
    assert "Ce n’est pas un patient" in asked.content.decode()
    said = {"no_patient": "on", "no_patient_why": "C’est ma collègue de l’accueil"}
    assert client.post(url, data | said).url == url
    assert client.post(url, data | said).url == url
    message = AssistanceMessage.objects.get()
    kept = PatientDataConfirmation.objects.get()
    assert kept.source_key == f"training.assistance:{message.pk}"
    assert kept.kinds == ["person"]

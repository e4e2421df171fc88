"""The welcome pack: one test an outcome, then its screens."""

import pytest
from django.db import IntegrityError, transaction

from people.enums import Role
from people.services import NotAllowed, StaleForm
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory
from tests.training.web import queries_of
from training.models import WelcomePack, WelcomeReceipt
from training.queries.welcome import newest_pack, welcome_of
from training.services.welcome import (
    MAX_TEXT,
    NewerPack,
    TextMissing,
    confirm_welcome,
    write_pack,
)


def write(world, now, text="Bienvenue.\n\nVoici vos salles.", seen=0, **changes) -> WelcomePack:
    return write_pack(**{"actor": world.lead, "text": text, "seen": seen, "now": now} | changes)


def test_a_version_is_written_once_and_has_its_paragraphs(world, now):
    made = write(world, now, text="Bienvenue.\r\n\r\nVoici vos salles.\n")
    assert write(world, now) == made
    assert made.paragraphs == ["Bienvenue.", "Voici vos salles."]
    assert newest_pack(world.body.pk) == made
    assert newest_pack(membership_factory(Role.LEAD).organisation_id) is None


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("  ", TextMissing),
        ("x" * (MAX_TEXT + 1), TextMissing),
        ("Appelez le 06 12 34 56 78", PatientData),
    ],
)
def test_a_text_that_cannot_be_is_refused(world, now, text, refusal):
    with pytest.raises(refusal):
        write(world, now, text=text)
    assert WelcomePack.objects.count() == 0


def test_a_second_tab_and_who_does_not_lead_are_refused(world, now):
    write(world, now)
    with pytest.raises(StaleForm):
        write(world, now, text="Autre.")
    with pytest.raises(NotAllowed):
        write(world, now, text="Autre.", seen=1, actor=world.trainer)


def test_a_learner_receives_the_newest_version_once(world, now):
    first = write(world, now)
    made = confirm_welcome(actor=world.learner, enrolment=world.enrolment, pack=first, now=now)
    again = confirm_welcome(actor=world.learner, enrolment=world.enrolment, pack=first, now=now)
    assert again == made
    assert welcome_of(world.enrolment).received
    second = write(world, now, text="Autre texte.", seen=1)
    assert not welcome_of(world.enrolment).received
    with pytest.raises(NewerPack):
        confirm_welcome(actor=world.learner, enrolment=world.enrolment, pack=first, now=now)
    confirm_welcome(actor=world.learner, enrolment=world.enrolment, pack=second, now=now)
    assert [one.pack for one in welcome_of(world.enrolment).receipts] == [second, first]


def test_nobody_confirms_for_somebody_else(world, now):
    pack = write(world, now)
    for actor in (world.lead, world.employer, world.stranger):
        with pytest.raises(NotAllowed):
            confirm_welcome(actor=actor, enrolment=world.enrolment, pack=pack, now=now)


def test_the_database_refuses_what_the_services_do(world, now):
    pack = write(world, now)
    confirm_welcome(actor=world.learner, enrolment=world.enrolment, pack=pack, now=now)
    for change in (
        lambda: WelcomePack.objects.filter(pk=pack.pk).update(text=""),
        lambda: WelcomePack.objects.create(
            organisation=world.body, number=1, text="x", written_by=world.lead, written_at=now
        ),
        lambda: WelcomeReceipt.objects.create(
            enrolment=world.enrolment, pack=pack, confirmed_by=world.learner, confirmed_at=now
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_lead_writes_the_learner_confirms_the_lead_reads_the_receipt(world, sign_in):
    client, path = sign_in(world.lead), f"/inscriptions/{world.enrolment.pk}/accueil/"
    assert "Pas encore de livret d’accueil" in client.get(path).content.decode()
    assert client.post("/livret-accueil/", {"text": "", "seen": 0}).status_code == 422
    assert client.post("/livret-accueil/", {"text": "Bienvenue.", "seen": 0}).status_code == 302
    parts = {part.title: part for part in client.get(path[:-8]).context["parts"]}
    assert parts["Livret d’accueil"].missing
    learner = sign_in(world.learner)
    assert "J’ai lu et reçu" in learner.get(path).content.decode()
    assert learner.post(f"{path}1/").url == path
    assert learner.post(f"{path}7/").status_code == 404
    page = sign_in(world.trainer).get(path).content.decode()
    assert f"{world.learner.user}, le" in page
    assert "J’ai lu et reçu" not in page
    assert sign_in(world.employer).get(path).status_code == 404


def test_a_second_tab_reads_once_what_happened_and_what_is_stored_now(world, sign_in):
    client = sign_in(world.lead)
    client.post("/livret-accueil/", {"text": "Bienvenue.", "seen": 0})
    page = client.post("/livret-accueil/", {"text": "Bonjour.", "seen": 0}).content.decode()
    assert page.count("Votre texte est gardé") == 1
    assert "Écrit entre-temps" in page
    assert "<dt>Texte</dt><dd>Bienvenue.</dd>" in page
    assert 'name="seen" value="1"' in page


def test_the_page_costs_the_same_with_many_versions(world, now, sign_in):
    client, path = sign_in(world.lead), f"/inscriptions/{world.enrolment.pk}/accueil/"
    enrolment_factory(world.cohort)
    write(world, now)
    queries_of(client, path)
    before = queries_of(client, path)
    for number in range(1, 11):
        pack = write(world, now, text=f"Texte {number}.", seen=number)
        confirm_welcome(actor=world.learner, enrolment=world.enrolment, pack=pack, now=now)
    assert queries_of(client, path) == before

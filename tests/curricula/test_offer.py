import pytest
from django.db import IntegrityError, transaction

from curricula.models import Offer, Track
from curricula.services.offer import FIELDS, describe_offer
from people.enums import LEADING_ROLES, Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from tests.factories import membership_factory, organisation_factory

SAID = dict.fromkeys(FIELDS, "") | {"price": "900 euros", "contact": "contact@essai.example"}


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def track(loaded):
    return Track.objects.get(code="115")


def test_what_is_said_is_kept_and_noted(lead, track, now):
    offer = describe_offer(actor=lead, track=track, version=0, now=now, **SAID)
    assert (offer.price, offer.organisation, offer.version) == ("900 euros", lead.organisation, 1)
    assert AuditEvent.objects.get(verb="curricula.offer.described").actor == lead


def test_same_words_twice_are_kept_once(lead, track, now):
    for _ in range(2):
        offer = describe_offer(actor=lead, track=track, version=0, now=now, **SAID)
    assert offer.version == 1
    assert AuditEvent.objects.filter(verb="curricula.offer.described").count() == 1


def test_page_that_is_too_old_changes_nothing(lead, track, now):
    describe_offer(actor=lead, track=track, version=0, now=now, **SAID)
    newer = SAID | {"price": "1 000 euros"}
    assert describe_offer(actor=lead, track=track, version=1, now=now, **newer).version == 2
    with pytest.raises(StaleForm):
        describe_offer(actor=lead, track=track, version=1, now=now, **SAID)
    assert Offer.objects.get().price == "1 000 euros"


@pytest.mark.parametrize("role", [role for role in Role if role not in LEADING_ROLES])
def test_others_say_nothing_for_the_training_body(track, now, role):
    with pytest.raises(NotAllowed):
        describe_offer(actor=membership_factory(role), track=track, version=0, now=now, **SAID)
    assert not Offer.objects.exists()


def test_one_offer_a_body_and_track(track, now):
    body = organisation_factory()
    Offer.objects.create(track=track, organisation=body, changed_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(track=track, organisation=body, changed_at=now)


def test_public_page_shows_what_is_said_and_what_is_missing(lead, track, client):
    client.force_login(lead.user)
    assert "Renseigner la fiche" in client.get("/formations/115/").content.decode()
    shown = client.get("/formations/115/renseigner/").content.decode()
    assert 'name="version" value="0"' in shown
    answer = client.post(
        "/formations/115/renseigner/",
        {"price": "900 <b>euros</b>", "version": 0, "adhesion": lead.pk},
        follow=True,
    )
    assert "Fiche enregistrée" in answer.content.decode()
    client.logout()
    text = client.get("/formations/115/").content.decode()
    assert "900 &lt;b&gt;euros&lt;/b&gt;" in text
    assert text.count("à compléter par l’organisme") == 4
    assert "Renseigner la fiche" not in text
    assert client.get("/formations/380/").content.decode().count("à compléter par") == 5


def test_page_that_is_too_old_gives_the_text_back_and_the_next_try_counts(lead, track, now, client):
    client.force_login(lead.user)
    describe_offer(actor=lead, track=track, version=0, now=now, **SAID)
    sent = {"price": "mon prix", "version": 0}
    text = client.post("/formations/115/renseigner/", sent).content.decode()
    assert "mon prix" in text
    assert "Cette page a changé" in text
    assert 'name="version" value="1"' in text
    client.post("/formations/115/renseigner/", sent | {"version": 1})
    assert Offer.objects.get().price == "mon prix"


def test_too_long_text_comes_back(lead, track, client):
    client.force_login(lead.user)
    sent = {"price": "x" * 601, "version": 0}
    text = client.post("/formations/115/renseigner/", sent).content.decode()
    assert "x" * 601 in text
    assert not Offer.objects.exists()


def test_bodies_stand_side_by_side(track, now, client):
    for price in ("un prix", "autre prix"):
        other = membership_factory(Role.LEAD)
        describe_offer(actor=other, track=track, version=0, now=now, **SAID | {"price": price})
    text = client.get("/formations/115/").content.decode()
    assert "un prix" in text
    assert "autre prix" in text

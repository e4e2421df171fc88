"""The training agreement: one test an outcome, then its screens."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from people.enums import Role
from people.services import NotAllowed, StaleForm
from records.enums import DocumentKind
from records.models import Document
from records.services import PatientData, render_again, revoke_document
from tests.factories import membership_factory
from tests.factories.calendar import budget_factory
from tests.training.web import queries_of
from training.enums import ExchangeParty, PriceTax
from training.models import Enrolment, EnrolmentDocument, TrainingTerms
from training.queries.training_agreement import agreement_draft
from training.rules.needs import Exchange
from training.services.documents import AlreadyStated, DocumentNotReady
from training.services.needs import write_analysis
from training.services.training_agreement import (
    AgreementChanged,
    PriceRefused,
    Terms,
    TermsRefused,
    issue_training_agreement,
    write_terms,
)

OBJECTIVE = "Tenir l’accueil seule."
GIVEN = {
    "price": Decimal("1380.50"),
    "tax": PriceTax.EXCLUDED,
    "payment": "En deux fois.",
    "means": "Salle et supports.",
    "follow_up": "Émargement, quiz, attestation.",
    "funder_file": "D-17",
}


def agree(world, now, seen=0, actor=None, **changes) -> TrainingTerms:
    return write_terms(
        actor=actor or world.lead, enrolment=world.enrolment, terms=Terms(**GIVEN | changes),
        seen=seen, now=now,
    )  # fmt: skip


def draft_of(world):
    return agreement_draft(Enrolment.objects.get(pk=world.enrolment.pk))


def issue(world, now, **changes) -> EnrolmentDocument:
    given = {
        "actor": world.lead, "enrolment": world.enrolment, "seen": draft_of(world).fingerprint,
        "now": now,
    }  # fmt: skip
    return issue_training_agreement(**given | changes)


def hear(world, now, parties, seen=0) -> None:
    """A version of the analysis that heard these parties."""
    day, name = date(2027, 2, 1), "Camille Essai"
    write_analysis(
        actor=world.lead, enrolment=world.enrolment, objective=OBJECTIVE, seen=seen, now=now,
        exchanges=[Exchange(party, "Apprendre.", day, name) for party in parties],
    )  # fmt: skip


@pytest.fixture
def whole(world, now):
    """Everything that an agreement needs: a plan by category, a funder, an analysis, terms."""
    version = world.cohort.track_version
    version.minutes = sum(version.modules.values_list("minutes", flat=True))
    version.save()
    budget_factory(world.module, world.module.minutes - 60)
    budget_factory(world.module, 60, "distance")
    world.payer = membership_factory(Role.FUNDER)
    world.enrolment.funder = world.payer.organisation
    world.enrolment.save()
    hear(world, now, ExchangeParty)
    agree(world, now)
    world.path = f"/inscriptions/{world.enrolment.pk}/convention-de-formation/"
    return world


@pytest.fixture
def typed() -> dict:
    return GIVEN | {"price": "1380,50", "tax": "excluded", "seen": 0}


def test_terms_are_written_in_versions_and_once(world, now):
    made = agree(world, now)
    assert agree(world, now) == made
    second = agree(world, now, seen=1, price=Decimal(0))
    assert (second.number, second.price) == (2, 0)
    with pytest.raises(StaleForm):
        agree(world, now, price=Decimal(9))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"price": Decimal("-0.01")}, PriceRefused),
        ({"price": Decimal("1.001")}, PriceRefused),
        ({"price": Decimal("10000000")}, PriceRefused),
        ({"payment": " "}, TermsRefused),
        ({"means": ""}, TermsRefused),
        ({"follow_up": "\r\n"}, TermsRefused),
        ({"funder_file": "06 12 34 56 78"}, PatientData),
        ({"payment": "Écrire à a@exemple.fr"}, PatientData),
    ],
)
def test_terms_that_cannot_be_are_refused(world, now, changes, refusal):
    with pytest.raises(refusal):
        agree(world, now, **changes)
    assert not TrainingTerms.objects.exists()


def test_only_who_leads_the_body_writes_and_issues(whole, now):
    for actor in (whole.trainer, whole.learner, whole.employer, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            agree(whole, now, seen=1, actor=actor, price=Decimal(1))
        with pytest.raises(NotAllowed):
            issue(whole, now, actor=actor)
    assert not Document.objects.exists()


def test_the_database_refuses_what_the_services_do(world, now):
    rows = TrainingTerms.objects.filter(pk=agree(world, now).pk)
    for change in (
        {"price": Decimal(-1)}, {"tax": "autre"}, {"payment": ""}, {"means": ""}, {"follow_up": ""},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_an_agreement_freezes_what_is_known_and_what_was_written(whole, now):
    tie = issue(whole, now, identification="  SIRET 123 456 789 00012 ")
    document, cohort = tie.document, whole.cohort
    said = document.content
    minutes = whole.cohort.track_version.minutes
    assert document.kind == DocumentKind.TRAINING_AGREEMENT
    assert set(document.shared_with.all()) == {whole.enrolment.practice, whole.enrolment.funder}
    assert (tie.since, tie.until) == (cohort.starts_on, cohort.ends_on)
    assert said["objective"] == OBJECTIVE
    assert said["modules"] == [{"title": whole.module.title, "minutes": whole.module.minutes}]
    assert (said["minutes"], said["due"]) == (minutes, minutes)
    assert said["price"] == "1\u00a0380,50\u00a0€, hors taxe (HT)"
    assert said["identification"] == "SIRET 123 456 789 00012"
    assert said["rate"] == draft_of(whole).content["rate"]
    assert (said["employer"], said["funder"]) == (
        whole.enrolment.practice.name, whole.enrolment.funder.name
    )  # fmt: skip
    with document.pdf.open("rb") as file:
        assert render_again(Document.objects.get(pk=document.pk)) == file.read()


def test_the_rate_is_that_of_the_public_catalogue(whole):
    whole.module.budgets.filter(category="distance").update(minutes=whole.module.minutes)
    whole.module.budgets.exclude(category="distance").delete()
    assert draft_of(whole).content["rate"] == "100\u00a0%"
    whole.module.budgets.all().delete()
    assert [one for one in draft_of(whole).missing if "taux à distance" in one]


def test_without_an_analysis_or_terms_nothing_is_issued(world, now):
    missing = draft_of(world).missing
    assert [word for word in ("analyse du besoin", "conditions", "taux") if word in str(missing)]
    with pytest.raises(DocumentNotReady):
        issue(world, now)
    assert not Document.objects.exists()


def test_the_same_agreement_twice_is_one_and_another_asks_for_a_revocation(whole, now):
    first = issue(whole, now)
    assert issue(whole, now) == first
    agree(whole, now, seen=1, price=Decimal(9))
    with pytest.raises(AlreadyStated):
        issue(whole, now)
    whole.cohort.ends_on = date(2028, 1, 1)
    whole.cohort.save()
    with pytest.raises(AlreadyStated):
        issue(whole, now)
    revoke_document(actor=whole.lead, document=first.document, reason="Prix revu.", now=now)
    assert issue(whole, now).document.content["price"].startswith("9,00")


def test_what_changed_meanwhile_is_to_be_read_again(whole, now):
    seen = draft_of(whole).fingerprint
    agree(whole, now, seen=1, price=Decimal(9))
    with pytest.raises(AgreementChanged):
        issue(whole, now, seen=seen)


@pytest.mark.parametrize("space", [" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"])
def test_a_price_is_read_with_its_spaces(world, sign_in, typed, space):
    terms = f"/inscriptions/{world.enrolment.pk}/convention-de-formation/conditions/"
    sign_in(world.lead).post(terms, typed | {"price": f"1{space}380,50"})
    assert TrainingTerms.objects.get().price == Decimal("1380.50")


def test_the_lead_writes_the_terms_and_delivers_the_agreement(world, sign_in, typed, now):
    path = f"/inscriptions/{world.enrolment.pk}/convention-de-formation/"
    client = sign_in(world.lead)
    page = client.get(path).content.decode()
    assert "Les conditions ne sont pas écrites" in page
    assert "Délivrer la convention de formation" not in page
    terms = f"{path}conditions/"
    for wrong in ({"price": "beaucoup"}, {"price": "-1"}, {"tax": ""}, {"means": ""}):
        assert client.post(terms, typed | wrong).status_code == 422
    assert not TrainingTerms.objects.exists()
    for _ in range(2):
        assert client.post(terms, typed).url == path
    assert TrainingTerms.objects.get().price == Decimal("1380.50")
    assert 'value="1380,50"' in client.get(terms).content.decode()
    stale = client.post(terms, typed | {"price": "9"})
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "Écrit entre-temps" in page
    assert "<dt>Prix, en euros</dt><dd>1380,50</dd>" in page
    assert "<dt>Moyens</dt>" not in page
    assert page.count("Votre texte est gardé") == 1
    assert 'name="seen" value="1"' in stale.content.decode()


def test_the_page_shows_what_will_be_frozen_then_the_document_of_all(whole, sign_in):
    client = sign_in(whole.lead)
    page = client.get(whole.path).content.decode()
    for expected in (OBJECTIVE, "1\u00a0380,50\u00a0€", "D6353-1", "à vérifier", "D-17"):
        assert expected in page
    file = f"/inscriptions/{whole.enrolment.pk}/"
    titles = {part.title: part.missing for part in client.get(file).context["parts"]}
    assert titles["Convention de formation"]
    assert client.post(whole.path, {"seen": "autre"}).status_code == 409
    assert client.post(whole.path, {"identification": ""}).status_code == 422
    documents = f"/heures/{whole.enrolment.pk}/documents/"
    sent = {"seen": draft_of(whole).fingerprint}
    for _ in range(2):
        assert client.post(whole.path, sent).url == documents
    code = Document.objects.get().code
    page = client.get(whole.path).content.decode()
    assert "Une convention est en vigueur" in page
    assert "Délivrer la convention de formation" not in page
    titles = {part.title: part.missing for part in client.get(file).context["parts"]}
    assert not titles["Convention de formation"]
    for actor in (whole.learner, whole.employer, whole.payer, whole.companion):
        client = sign_in(actor)
        assert code in client.get(documents).content.decode()
        assert client.get(f"/documents/{code}.pdf").status_code == 200
    assert sign_in(whole.stranger).get(f"/documents/{code}.pdf").status_code == 404
    text = client.get(f"/verifier/{code}/").content.decode()
    assert whole.module.title in text
    assert "380,50" not in text
    assert OBJECTIVE not in text


def test_it_can_be_revoked_among_the_documents(whole, sign_in, now):
    code = issue(whole, now).document.code
    path = f"/heures/{whole.enrolment.pk}/documents/{code}/revoquer/"
    assert sign_in(whole.lead).post(path, {"reason": "Prix revu."}).status_code == 302
    assert "Convention révoquée" in sign_in(whole.lead).get(f"/verifier/{code}/").content.decode()


def test_others_get_neither_the_page_nor_the_terms(whole, sign_in):
    for actor, status in (
        (whole.trainer, 403), (whole.companion, 403), (whole.learner, 404), (whole.employer, 404),
        (whole.payer, 404), (whole.stranger, 404),
    ):  # fmt: skip
        for address in (whole.path, f"{whole.path}conditions/"):
            assert sign_in(actor).get(address).status_code == status


def test_the_page_costs_the_same_with_many_versions(whole, now, sign_in):
    client = sign_in(whole.lead)
    queries_of(client, whole.path)
    before = queries_of(client, whole.path)
    for number in range(1, 11):
        agree(whole, now, seen=number, price=Decimal(number))
    assert queries_of(client, whole.path) == before

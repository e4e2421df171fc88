"""A training agreement follows from a need analysis that heard each party, or says why not."""

import pytest

from records.models import Document
from records.services import PatientData, revoke_document
from tests.training.test_training_agreement import draft_of, hear, issue, whole
from training.enums import ExchangeParty
from training.services.training_agreement import (
    MAX_REASON,
    AgreementChanged,
    PartyNotHeard,
    ReasonTooLong,
)

__all__ = ["whole"]
WHY = "Le financeur n’a pas répondu à trois messages."
P = ExchangeParty


@pytest.mark.parametrize(
    ("heard", "named"),
    [
        ([P.LEARNER], "l’employeur, le financeur"),
        ([P.EMPLOYER], "le bénéficiaire, le financeur"),
        ([P.LEARNER, P.EMPLOYER], "le financeur"),
    ],
)
def test_a_party_not_heard_is_named_and_nothing_is_issued(whole, now, heard, named):
    hear(whole, now, heard, seen=1)
    assert draft_of(whole).missing == []
    for nothing in ("", "  "):
        with pytest.raises(PartyNotHeard, match=f"n’a pas entendu : {named}"):
            issue(whole, now, unheard_why=nothing)
    assert not Document.objects.exists()


def test_with_a_reason_it_is_issued_and_the_reason_stays_with_it(whole, now):
    hear(whole, now, [P.LEARNER, P.EMPLOYER], seen=1)
    made = issue(whole, now, unheard_why=f"  {WHY} ")
    said = made.document.content
    assert (said["unheard"], said["unheard_why"]) == (["le financeur"], WHY)
    assert issue(whole, now, unheard_why=WHY) == made


def test_who_is_not_on_the_file_is_not_asked(whole, now):
    hear(whole, now, [P.LEARNER, P.EMPLOYER], seen=1)
    whole.enrolment.funder = None
    whole.enrolment.save()
    assert "unheard" not in issue(whole, now).document.content


def test_where_everybody_was_heard_no_reason_is_kept(whole, now):
    said = issue(whole, now, unheard_why=WHY).document.content
    assert "unheard" not in said
    assert "unheard_why" not in said


def test_a_reason_that_cannot_be_is_refused(whole, now):
    hear(whole, now, [P.LEARNER], seen=1)
    with pytest.raises(PatientData):
        issue(whole, now, unheard_why="Appelez le 06 12 34 56 78")
    with pytest.raises(ReasonTooLong):
        issue(whole, now, unheard_why="x" * (MAX_REASON + 1))
    assert not Document.objects.exists()


def test_a_party_that_is_heard_meanwhile_is_read_again(whole, now):
    hear(whole, now, [P.LEARNER], seen=1)
    seen = draft_of(whole).fingerprint
    hear(whole, now, P, seen=2)
    with pytest.raises(AgreementChanged):
        issue(whole, now, seen=seen, unheard_why=WHY)


def test_two_parties_not_heard_are_spoken_of_as_two(whole, now, sign_in):
    client = sign_in(whole.lead)
    hear(whole, now, [P.LEARNER], seen=1)
    page = client.get(whole.path).content.decode()
    assert "Entendez ces parties</a>, ou dites pourquoi elles ne l’ont pas été" in page
    assert "Pourquoi ces parties n’ont pas été entendues" in page
    sent = {"seen": draft_of(whole).fingerprint}
    refused = client.post(whole.path, sent).content.decode()
    assert "Entendez ces parties, dans une nouvelle version" in refused
    assert "cette partie" not in refused


def test_the_lead_reads_who_was_not_heard_and_says_why_on_screen(whole, now, sign_in):
    client = sign_in(whole.lead)
    assert "unheard_why" not in client.get(whole.path).content.decode()
    hear(whole, now, [P.LEARNER, P.EMPLOYER], seen=1)
    page = client.get(whole.path).content.decode()
    assert "n’a pas entendu : le financeur." in page
    assert 'name="unheard_why"' in page
    sent = {"seen": draft_of(whole).fingerprint, "identification": "SIRET à part"}
    refused = client.post(whole.path, sent)
    assert refused.status_code == 422
    assert "Entendez cette partie" in refused.content.decode()
    assert "SIRET à part" in refused.content.decode()
    assert client.post(whole.path, sent | {"unheard_why": WHY}).status_code == 302
    page = client.get(whole.path).content.decode()
    assert f"Motif : {WHY}" in page
    document = Document.objects.get()
    assert WHY not in client.get(f"/verifier/{document.code}/").content.decode()
    revoke_document(actor=whole.lead, document=document, reason="Reprise.", now=now)
    assert client.get(whole.path).status_code == 200

from datetime import date

import pytest

from people.enums import OrganisationKind, Role
from records.enums import DocumentKind, DocumentState
from records.models import Document
from records.rules.french import duration
from tests.factories import enrolment_factory, membership_factory, organisation_factory
from tests.factories.documents import SINCE, UNTIL, hours_document_factory, seen_of
from tests.training.web import queries_of
from training.enums import Presence
from training.rules.attendance import Mark
from training.services import record_session, write_marks

CERTIFICATE, STATEMENT = DocumentKind.CERTIFICATE, DocumentKind.HOURS_STATEMENT


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def paid(full):
    full.enrolment.funder = organisation_factory(OrganisationKind.FUNDER)
    full.enrolment.save()
    full.payer = membership_factory(Role.FUNDER, full.enrolment.funder)
    full.path = f"/heures/{full.enrolment.pk}/documents/"
    return full


@pytest.fixture
def sent(paid, now):
    """What the button sends."""
    return {
        "since": SINCE.isoformat(),
        "until": UNTIL.isoformat(),
        "nature": "training",
        "identification": "",
        "seen": seen_of(paid.enrolment, CERTIFICATE, now),
    }


def show(client, path: str, **query) -> str:
    return client.get(path, query).content.decode()


def test_nobody_has_a_document_yet_and_the_page_says_what_it_will_hold(paid, sign_in):
    page = show(sign_in(paid.lead), paid.path)
    assert "Aucun document pour l’instant" in page
    assert f"{paid.path}nouveau/certificat/" in page
    assert f"{paid.path}nouveau/releve/" in page
    page = show(sign_in(paid.learner), paid.path)
    assert "Mes documents" in page
    assert "apparaissent ici" in page
    assert "nouveau/certificat" not in page


def test_the_list_is_reached_from_the_hours_the_cohort_and_the_home_of_the_funder(paid, sign_in):
    client = sign_in(paid.lead)
    assert paid.path in show(client, f"/heures/{paid.enrolment.pk}/")
    assert paid.path in show(client, f"/promotions/{paid.cohort.pk}/")
    assert paid.path in show(sign_in(paid.payer), "/accueil/")


def test_each_sees_what_is_shared_with_them_and_can_open_it(paid, sign_in, now):
    certificate = hours_document_factory(paid.lead, paid.enrolment, now).document
    statement = hours_document_factory(paid.lead, paid.enrolment, now, STATEMENT).document
    for who in ("learner", "trainer", "lead", "payer"):
        client = sign_in(getattr(paid, who))
        page = show(client, paid.path)
        for document in (certificate, statement):
            assert f"/documents/{document.code}.pdf" in page, who
            assert client.get(f"/documents/{document.code}.pdf").status_code == 200, who
        assert ("revoquer" in page) == (who == "lead"), who
    client = sign_in(paid.employer)
    page = show(client, paid.path)
    assert certificate.code in page
    assert statement.code not in page
    assert client.get(f"/documents/{statement.code}.pdf").status_code == 404
    client = sign_in(paid.funder)
    assert client.get(f"/documents/{certificate.code}.pdf").status_code == 404


def test_the_page_shows_what_the_document_will_say_before_it_is_delivered(paid, sign_in, now):
    page = show(sign_in(paid.lead), f"{paid.path}nouveau/certificat/")
    for expected in (
        "Ce que le document dira",
        str(paid.enrolment.learner),
        paid.enrolment.practice.name,
        "mardi 1er septembre 2026",
        "jeudi 4 mars 2027",
        "3 h 30",
        "à vérifier",
        "Délivrer le certificat de réalisation",
    ):
        assert expected in page
    page = show(sign_in(paid.lead), f"{paid.path}nouveau/releve/")
    assert paid.enrolment.funder.name in page
    assert paid.module.title in page
    assert 'name="nature"' not in page
    assert not Document.objects.exists()


def test_another_period_is_shown_when_it_is_asked_for(paid, sign_in):
    path = f"{paid.path}nouveau/certificat/"
    page = show(sign_in(paid.lead), path, since="2027-01-01", until="2027-01-31")
    assert "Aucune heure n’est acceptée dans cette période" in page
    assert '<button class="bouton">' not in page
    page = show(sign_in(paid.lead), path, since="hier", until="")
    assert "Ce que le document dira" not in page
    assert "Saisissez une date valide" in page


def test_a_statement_without_a_funder_says_why_it_is_not_offered(full, sign_in):
    page = show(sign_in(full.lead), f"/heures/{full.enrolment.pk}/documents/nouveau/releve/")
    assert "ne nomme aucun financeur" in page


def test_delivering_twice_delivers_once_and_leads_to_the_list(paid, sent, sign_in):
    client = sign_in(paid.lead)
    for _ in range(2):
        assert client.post(f"{paid.path}nouveau/certificat/", sent).url == paid.path
    document = Document.objects.get()
    page = show(client, paid.path)
    assert f"Certificat de réalisation {document.code} : délivré." in page
    assert "en vigueur" in page
    assert "Certificat en vigueur" in show(client, f"/verifier/{document.code}/")


def test_hours_that_changed_meanwhile_are_shown_again_and_can_be_delivered(
    paid, sent, sign_in, now
):
    write_marks(
        actor=paid.trainer, session=paid.session, now=now, reason="Arrivée après le début.",
        marks={paid.enrolment: Mark(Presence.PRESENT, late=30)},
    )  # fmt: skip
    client = sign_in(paid.lead)
    answer = client.post(f"{paid.path}nouveau/certificat/", sent | {"identification": "SIRET 1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Les heures ont changé" in page
    assert 'value="SIRET 1"' in page
    fresh = seen_of(paid.enrolment, CERTIFICATE, now)
    assert f'name="seen" value="{fresh}"' in page
    assert not Document.objects.exists()
    assert client.post(f"{paid.path}nouveau/certificat/", sent | {"seen": fresh}).status_code == 302


@pytest.mark.parametrize(
    "parts", [{"since": ""}, {"nature": "cqp"}, {"seen": ""}, {"until": "2027-02-31"}]
)
def test_a_form_that_is_wrong_delivers_nothing(paid, sent, sign_in, parts):
    answer = sign_in(paid.lead).post(f"{paid.path}nouveau/certificat/", sent | parts)
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_a_kind_that_nobody_knows_is_a_missing_page(paid, sign_in):
    assert sign_in(paid.lead).get(f"{paid.path}nouveau/diplome/").status_code == 404


def test_a_colleague_is_refused_and_another_body_finds_nothing(paid, sent, sign_in, now):
    code = hours_document_factory(paid.lead, paid.enrolment, now).document.code
    revoke = {"reason": "Non."}
    for path, data in (("nouveau/certificat/", sent), (f"{code}/revoquer/", revoke)):
        assert sign_in(paid.trainer).post(paid.path + path, data).status_code == 403
        assert sign_in(paid.payer).post(paid.path + path, data).status_code == 404
        stranger = membership_factory(Role.LEAD)
        assert sign_in(stranger).post(paid.path + path, data).status_code == 404
    assert Document.objects.get().state == DocumentState.IN_FORCE


def test_revoking_asks_why_and_is_done_once(paid, sign_in, now):
    document = hours_document_factory(paid.lead, paid.enrolment, now).document
    path, client = f"{paid.path}{document.code}/revoquer/", sign_in(paid.lead)
    assert "Une révocation ne se défait pas" in show(client, path)
    assert "Donnez la raison" in client.post(path, {"reason": " "}).content.decode()
    assert client.post(path, {"reason": "Heures corrigées."}).url == paid.path
    assert "déjà révoqué" in client.post(path, {"reason": "Encore."}).content.decode()
    assert "déjà révoqué" in show(client, path)
    page = show(client, paid.path)
    assert "révoqué" in page
    assert f"{document.code}/revoquer/" not in page
    assert Document.objects.get().state == DocumentState.REVOKED


def test_the_document_of_another_learner_is_not_found_under_this_one(paid, sign_in, now):
    code = hours_document_factory(paid.lead, paid.enrolment, now).document.code
    other = enrolment_factory(paid.cohort)
    path = f"/heures/{other.pk}/documents/{code}/revoquer/"
    assert sign_in(paid.lead).get(path).status_code == 404


def test_a_document_whose_hours_were_corrected_since_says_so(paid, sign_in, now):
    document = hours_document_factory(paid.lead, paid.enrolment, now).document
    hours_document_factory(paid.lead, paid.enrolment, now, DocumentKind.ATTENDANCE_SHEET)
    client, said = sign_in(paid.lead), "Le compte d’heures de cette période est aujourd’hui de"
    assert said not in show(client, paid.path)
    write_marks(
        actor=paid.trainer, session=paid.session, now=now, reason="Arrivée après le début.",
        marks={paid.enrolment: Mark(Presence.PRESENT, late=30)},
    )  # fmt: skip
    page = show(client, paid.path)
    assert page.count(f"{said} {duration(document.content['minutes'] - 30)}") == 1
    assert "révoquez-le et délivrez-en un autre" in page
    assert "L’organisme de formation peut délivrer" in show(sign_in(paid.learner), paid.path)
    Document.objects.filter(pk=document.pk).update(state=DocumentState.REVOKED)
    assert said not in show(sign_in(paid.lead), paid.path)


def test_the_list_costs_the_same_with_thirty_documents(paid, sign_in, now):
    client = sign_in(paid.lead)
    hours_document_factory(paid.lead, paid.enrolment, now, since=date(2027, 1, 1))
    one = queries_of(client, paid.path)
    for number in range(2, 31):
        hours_document_factory(paid.lead, paid.enrolment, now, since=date(2027, 1, number))
    assert paid.enrolment.documents.count() == 30
    assert queries_of(client, paid.path) == one


@pytest.mark.parametrize("slug", ["releve", "emargement"])
def test_the_preview_costs_the_same_with_thirty_lines(paid, sign_in, session_form, slug):
    client, path = sign_in(paid.lead), f"{paid.path}nouveau/{slug}/"
    one = queries_of(client, path)
    for number in range(1, 30):
        record_session(
            **session_form
            | {
                "form_key": f"jeton-{number + 1}",
                "starts_at": session_form["starts_at"].replace(month=2, day=number % 28 + 1)
                .replace(hour=9 + number // 28 * 6),
                "ends_at": session_form["ends_at"].replace(month=2, day=number % 28 + 1)
                .replace(hour=12 + number // 28 * 6),
            }
        )  # fmt: skip
    assert queries_of(client, path) == one


def test_a_sheet_is_previewed_then_delivered(paid, sign_in, now):
    client, path = sign_in(paid.lead), f"{paid.path}nouveau/emargement/"
    page = show(client, path, since=SINCE.isoformat(), until=UNTIL.isoformat())
    assert "1 séance sans l’une des deux signatures" in page
    assert "Délivrer la feuille d’émargement" in page
    sent = {
        "since": SINCE.isoformat(), "until": UNTIL.isoformat(), "identification": "",
        "seen": seen_of(paid.enrolment, DocumentKind.ATTENDANCE_SHEET, now),
    }  # fmt: skip
    assert client.post(path, sent).url == paid.path
    code = Document.objects.get().code
    assert f"Feuille d’émargement {code} : délivrée." in show(client, paid.path)
    client.logout()
    assert "Présence séance par séance" in client.get(f"/verifier/{code}/").content.decode()

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.enums import OrganisationKind, Role
from records.forms.verify import MAX_BYTES
from records.models import Document, DocumentLooks
from records.rules.codes import make_code
from records.services import revoke_document
from tests.factories import membership_factory, organisation_factory, user_factory
from tests.records.world import content, document_factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return membership_factory(Role.LEAD)


@pytest.fixture
def document(lead):
    return document_factory(lead)


@pytest.fixture
def pdf(document) -> bytes:
    with document.pdf.open("rb") as file:
        return file.read()


@pytest.fixture
def queue(monkeypatch):
    sent = []
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_: sent.append((name, *args))
    )
    return sent


def page(client, code):
    return client.get(f"/verifier/{code}/")


def compare(client, code, data, name="attestation.pdf"):
    return client.post(
        f"/verifier/{code}/comparer/",
        {"pdf": SimpleUploadedFile(name, data, "application/pdf")},
    )


def test_form_leads_to_the_page_of_a_code_typed_carelessly(client, document):
    typed = document.code.lower().replace("-", " ").replace("0", "o")
    response = client.get("/verifier/", {"code": typed})
    assert response.url == f"/verifier/{document.code}/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Tapez le code écrit sur le document."),
        ("bonjour", "Ce n’est pas un code de document"),
        (make_code("7K4M92Q")[:-1] + "0", "Le dernier caractère, qui contrôle les autres"),
        ("x" * 500, "Assurez-vous"),
    ],
)
def test_form_says_what_is_wrong_with_a_code(client, typed, sentence):
    response = client.get("/verifier/", {"code": typed})
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_page_says_what_is_attested_for_whom_by_whom_and_what_it_is_not(client, document):
    response = page(client, document.code)
    text = response.content.decode()
    for expected in (
        "En vigueur aujourd’hui",
        "Camille Dorval",
        content()["statement"],
        "Organisme Exemple, Lyon",
        "Claire Nogaret, responsable pédagogique",
        "lundi 1er mars 2027",
        "n’est pas le CQP",
        "RNCP40913",
        "Vérifié le",
        document.code,
    ):
        assert expected in text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response


def test_page_of_a_revoked_document_says_since_when_but_not_why(client, lead, document, now):
    revoke_document(actor=lead, document=document, reason="Raison interne", now=now)
    text = page(client, document.code).content.decode()
    assert "Révoquée, n’a plus cours" in text
    assert "jeudi 4 mars 2027" in text
    assert "En vigueur aujourd’hui" not in text
    assert "Raison interne" not in text


def test_page_shows_the_frozen_name_after_the_person_changed_theirs(client, document):
    document.holder.last_name = "Autrement"
    document.holder.save()
    assert "Camille Dorval" in page(client, document.code).content.decode()


@pytest.mark.parametrize("code", [make_code("0000000"), "LVT-0000-0001", "nimporte-quoi"])
def test_unknown_and_malformed_codes_get_the_same_answer(
    client, document, code, django_assert_num_queries
):
    with django_assert_num_queries(1):
        response = page(client, code)
    assert response.status_code == 404
    assert "Aucun document ne porte ce code." in response.content.decode()
    assert code not in response.content.decode()


def test_page_of_a_code_in_another_writing_leads_to_the_right_one(client, document):
    response = page(client, document.code.lower())
    assert response.url == f"/verifier/{document.code}/"


def test_query_count_does_not_grow(client, lead, django_assert_num_queries):
    documents = [document_factory(lead) for _ in range(3)]
    with django_assert_num_queries(2):
        page(client, documents[0].code)


def test_query_count_of_somebody_signed_in(client, lead, document, django_assert_max_num_queries):
    client.force_login(lead.user)
    with django_assert_max_num_queries(5):
        page(client, document.code)


def test_a_look_is_sent_to_the_queue_and_written_by_nobody_in_the_request(client, document, queue):
    page(client, document.code)
    page(client, "LVT-0000-0001")
    assert [sent[:2] for sent in queue] == [("records.count_look", document.code)]
    assert DocumentLooks.objects.count() == 0


def test_page_is_shown_when_the_broker_is_down(client, document, monkeypatch):
    def refuse(*args, **options):
        raise ConnectionError

    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    monkeypatch.setattr(current_app, "send_task", refuse)
    assert page(client, document.code).status_code == 200


def test_compare_tells_the_delivered_file_from_a_changed_one(client, document, pdf):
    assert "C’est bien le fichier délivré" in compare(client, document.code, pdf).content.decode()
    changed = compare(client, document.code, pdf + b" ").content.decode()
    assert "Ce n’est pas le fichier délivré" in changed


def test_compare_with_a_revoked_document_says_both(client, lead, document, pdf, now):
    revoke_document(actor=lead, document=document, reason="Une erreur.", now=now)
    text = compare(client, document.code, pdf).content.decode()
    assert "C’est bien le fichier délivré, mais il n’a plus cours" in text


def test_compare_needs_a_file_and_accepts_an_empty_one(client, document):
    response = client.post(f"/verifier/{document.code}/comparer/")
    assert "Choisissez le fichier PDF" in response.content.decode()
    assert "Ce n’est pas le fichier délivré" in compare(client, document.code, b"").content.decode()


@pytest.mark.parametrize("size", [MAX_BYTES + 1, MAX_BYTES + 1_000_000])
def test_compare_refuses_a_file_that_is_too_big(client, document, size):
    response = compare(client, document.code, b"0" * size)
    assert "Ce fichier dépasse 5 Mo" in response.content.decode()


def test_compare_by_get_leads_to_the_page_and_unknown_codes_to_the_same_answer(client, document):
    assert client.get(f"/verifier/{document.code}/comparer/").status_code == 302
    assert compare(client, "LVT-0000-0001", b"x").status_code == 404


ACTORS = {
    "holder": lambda d: d.holder,
    "lead": lambda d: d.events.get().actor.user,
    "trainer of the issuer": lambda d: membership_factory(Role.TRAINER, d.issuer).user,
    "employer": lambda d: membership_factory(Role.EMPLOYER, d.shared_with.get()).user,
    "colleague assistant": lambda d: membership_factory(Role.LEARNER, d.shared_with.get()).user,
    "employer elsewhere": lambda d: membership_factory(Role.EMPLOYER).user,
    "lead elsewhere": lambda d: membership_factory(Role.LEAD).user,
    "nobody": lambda d: user_factory(),
}
MAY = {"holder", "lead", "trainer of the issuer", "employer"}


@pytest.mark.parametrize("who", ACTORS)
def test_file_is_for_those_who_may_see_it(client, document, pdf, who):
    client.force_login(ACTORS[who](document))
    response = client.get(reverse("records:document", args=[document.code]))
    assert response.status_code == (200 if who in MAY else 404)
    if who in MAY:
        assert response.content == pdf
        assert f'filename="{document.code}.pdf"' in response["Content-Disposition"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "application/pdf"


def test_file_asks_outsiders_to_log_in(client, document):
    response = client.get(reverse("records:document", args=[document.code]))
    assert response.url.startswith("/connexion/")


def test_file_is_found_with_any_membership_of_the_person(client, document):
    person = membership_factory(Role.FUNDER).user
    membership_factory(Role.EMPLOYER, document.shared_with.get(), person)
    client.force_login(person)
    response = client.get(f"/documents/{document.code}.pdf")
    assert response.status_code == 200


def test_file_that_is_missing_on_the_disk_is_a_missing_page(client, document):
    document.pdf.storage.delete(document.pdf.name)
    client.force_login(document.holder)
    assert client.get(f"/documents/{document.code}.pdf").status_code == 404


def test_visible_to_agrees_with_visible_to_person(document):
    practice = organisation_factory(OrganisationKind.PRACTICE)
    document.shared_with.add(practice)
    for actor in [
        membership_factory(Role.EMPLOYER, practice),
        membership_factory(Role.LEARNER, practice, document.holder),
        membership_factory(Role.LEARNER, practice),
        membership_factory(Role.JUROR),
    ]:
        one = Document.objects.visible_to(actor).count()
        assert one == Document.objects.visible_to_person(actor.user, [actor]).count()

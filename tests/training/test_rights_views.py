from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from people.enums import Role
from tests.factories import enrolment_factory, membership_factory
from tests.training.web import queries_of
from training.models import CheckedDiploma, Enrolment, ExternalCertificate
from training.services.rights import note_certificate

PEOPLE = (
    "learner", "trainer", "companion", "lead", "employer", "stranger", "other_trainer", "funder"
)  # fmt: skip
MATRIX = {
    "droits/": (200, 200, 200, 200, 200, 404, 404, 404),
    "diplome/": (404, 403, 403, 200, 404, 404, 403, 404),
    "certificats/": (200, 403, 403, 200, 404, 404, 403, 404),
    "delai/": (404, 403, 403, 200, 404, 404, 403, 404),
}


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def base(world):
    world.funder = membership_factory(Role.FUNDER)
    return f"/inscriptions/{world.enrolment.pk}/"


def carers(world):
    track = world.cohort.track_version.track
    track.for_carers = True
    track.save()


def note(world, now, number=0, days=30):
    return note_certificate(
        actor=world.learner, enrolment=world.enrolment, title=f"AFGSU {number}", issuer="CESU",
        obtained_on=date(2023, 1, 1), expires_on=now.date() + timedelta(days=days),
        form_key=f"c-{number}", now=now,
    )  # fmt: skip


@pytest.mark.parametrize("page", MATRIX)
def test_each_page_is_open_to_those_it_is_for(world, base, sign_in, page):
    answers = tuple(sign_in(getattr(world, who)).get(base + page).status_code for who in PEOPLE)
    assert dict(zip(PEOPLE, answers, strict=True)) == dict(zip(PEOPLE, MATRIX[page], strict=True))


def test_the_file_says_what_is_to_be_checked_among_what_is_missing(world, base, sign_in, now):
    carers(world)
    note(world, now, days=-1)
    parts = sign_in(world.lead).get(base).context["parts"]
    part = next(part for part in parts if part.title == "Diplôme, certificats et échéances")
    assert part.missing
    assert not parts[-1].missing
    assert part.state == "Le diplôme est à contrôler, un certificat expire ou a expiré."


def test_the_lead_notes_a_diploma_and_takes_it_back(world, base, sign_in):
    carers(world)
    client = sign_in(world.lead)
    assert "à contrôler" in client.get(f"{base}droits/").content.decode()
    sent = {"diploma": "care", "obtained_on": "2020-06-01", "seen_as": "original"}
    page = client.post(f"{base}diplome/", sent, follow=True).content.decode()
    assert "Contrôle noté : diplôme d’État d’aide-soignant." in page
    checked = CheckedDiploma.objects.get()
    address = f"{base}diplome/{checked.pk}/retirer/"
    assert "Donnez le motif" in client.post(address, {"reason": ""}).content.decode()
    assert client.post(address, {"reason": "Mauvaise personne."}).url == f"{base}droits/"
    page = client.get(f"{base}droits/").content.decode()
    assert "à contrôler" in page
    assert "Motif : Mauvaise personne." in page


def test_what_was_typed_comes_back_with_a_refusal(world, base, sign_in):
    sent = {
        "title": "AFGSU", "issuer": "CESU", "obtained_on": "2024-06-01",
        "expires_on": "2023-06-01", "form_key": "00000000-0000-4000-8000-000000000051",
    }  # fmt: skip
    page = sign_in(world.learner).post(f"{base}certificats/", sent).content.decode()
    assert "La fin de validité vient avant l’obtention." in page
    assert 'value="AFGSU"' in page
    assert ExternalCertificate.objects.count() == 0


def test_a_certificate_is_added_then_taken_out_by_the_learner(world, base, sign_in):
    client = sign_in(world.learner)
    sent = {
        "title": "AFGSU", "issuer": "CESU", "obtained_on": "2024-06-01",
        "expires_on": "2027-04-01", "form_key": "00000000-0000-4000-8000-000000000052",
    }  # fmt: skip
    page = client.post(f"{base}certificats/", sent, follow=True).content.decode()
    assert "expire bientôt" in page
    noted = ExternalCertificate.objects.get()
    page = client.post(f"{base}certificats/{noted.pk}/retirer/", follow=True).content.decode()
    assert "Certificat retiré" in page


def test_the_lead_chooses_another_regime_and_the_learner_reads_why(world, base, sign_in):
    sent = {"regime": "arrete-2019", "reason": "Diplôme vu ce jour.", "seen": 0}
    client = sign_in(world.lead)
    assert client.post(f"{base}delai/", sent).url == f"{base}droits/"
    stale = sent | {"regime": "avenant-7", "reason": "Autre onglet."}
    page = client.post(f"{base}delai/", stale).content.decode()
    assert "Autre onglet." in page
    assert Enrolment.objects.get().regime == "arrete-2019"
    page = sign_in(world.learner).get(f"{base}droits/").content.decode()
    assert "Diplôme vu ce jour." in page
    assert "Un autre texte demanderait plus" in page
    assert "<b>Arrêté du 7 novembre 2019</b>" in page


def test_a_diploma_of_somebody_else_is_not_found_here(world, base, sign_in):
    other = enrolment_factory(world.cohort)
    client = sign_in(world.lead)
    sent = {"diploma": "care", "obtained_on": "2020-06-01", "seen_as": "original"}
    client.post(f"/inscriptions/{other.pk}/diplome/", sent)
    pk = CheckedDiploma.objects.get().pk
    assert client.get(f"{base}diplome/{pk}/retirer/").status_code == 404


def test_pages_cost_the_same_with_thirty_of_everything(world, base, sign_in, now):
    client = sign_in(world.lead)
    note(world, now)
    paths = (f"{base}droits/", f"/promotions/{world.cohort.pk}/echeances/")
    before = [queries_of(client, path) for path in paths]
    for number in range(1, 30):
        enrolment_factory(world.cohort)
        note(world, now, number)
    assert [queries_of(client, path) for path in paths] == before


def test_the_nearest_deadline_of_a_cohort_comes_first(world, sign_in, now):
    carers(world)
    late = enrolment_factory(world.cohort)
    late.recruited_on = date(2024, 1, 2)
    late.save()
    note(world, now)
    page = sign_in(world.companion).get(f"/promotions/{world.cohort.pk}/echeances/")
    assert page.context["lines"][0].enrolment == late
    gone = enrolment_factory(world.cohort)
    gone.situation = "left"
    gone.save()
    page = sign_in(world.companion).get(f"/promotions/{world.cohort.pk}/echeances/")
    assert gone not in [line.enrolment for line in page.context["lines"]]
    text = page.content.decode()
    assert "dépassé depuis" in text
    assert "diplôme à contrôler" in text
    assert "AFGSU 0 : expire bientôt" in text


def deadlines_file(client, cohort, kind):
    answer = client.get(f"/promotions/{cohort.pk}/export/echeances/{kind}/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_deadlines_are_files_with_the_rows_of_the_screen(world, sign_in, now):
    carers(world)
    late = enrolment_factory(world.cohort)
    Enrolment.objects.filter(pk=late.pk).update(recruited_on=date(2024, 1, 2))
    note(world, now)
    client = sign_in(world.companion)
    page = client.get(f"/promotions/{world.cohort.pk}/echeances/")
    assert f"/promotions/{world.cohort.pk}/export/echeances/xlsx/" in page.content.decode()
    lines = page.context["lines"]
    text = deadlines_file(client, world.cohort, "csv").decode("utf-8-sig")
    head, *rows = [line.split(";") for line in text.splitlines()]
    assert head[:5] == ["Nom", "Prénom", "Cabinet", "Recruté le", "Formation à suivre avant le"]
    assert [row[:2] for row in rows] == [
        [line.enrolment.learner.last_name, line.enrolment.learner.first_name] for line in lines
    ]
    assert rows[0][4] == str(lines[0].delays.follow_by)
    assert rows[1][9] == "diplôme à contrôler, AFGSU 0 : expire bientôt"
    sheet = load_workbook(BytesIO(deadlines_file(client, world.cohort, "xlsx"))).active
    assert sheet["D2"].value.date() == date(2024, 1, 2)


def test_deadlines_are_no_file_for_others(world, sign_in):
    path = f"/promotions/{world.cohort.pk}/export/echeances/csv/"
    assert sign_in(world.learner).get(path).status_code == 404
    assert sign_in(world.other_trainer).get(path).status_code == 404

"""What is printed about an agreement: a version to sign by hand, and the letter before it."""

import pytest
from django.urls import reverse

from people.enums import Role
from tests.factories import enrolment_factory, membership_factory
from tests.training.test_convention import mission, sign_all, write
from tests.training.test_convention_paper import file_paper
from tests.training.web import queries_of
from training.services.commitments import write_commitments
from training.services.convention import sign_agreement

PEOPLE = (
    "learner", "trainer", "companion", "lead", "employer", "stranger", "other_trainer", "funder"
)  # fmt: skip
CODES = (200, 200, 200, 200, 200, 404, 404, 404)


@pytest.fixture
def base(world, monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    world.funder = membership_factory(Role.FUNDER)
    return reverse("training:convention_at", args=[world.enrolment.pk, world.enrolment.practice_id])


def commit(world, now, **changes):
    said = {"body": "Former.", "learner": "Apprendre.", "practice": "Accueillir.", "seen": 0}
    return write_commitments(actor=world.lead, now=now, **said | changes)


@pytest.mark.parametrize("page", ["1/imprimer/", "lettre/"])
def test_each_page_is_open_to_those_who_see_the_agreement(world, base, sign_in, now, page):
    write(world, now)
    answers = tuple(sign_in(getattr(world, who)).get(base + page).status_code for who in PEOPLE)
    assert dict(zip(PEOPLE, answers, strict=True)) == dict(zip(PEOPLE, CODES, strict=True))


def test_a_version_prints_with_its_reference_its_week_and_three_boxes(world, base, sign_in, now):
    made = write(world, now, delegated=[mission("M01")])
    mission("M02")
    client = sign_in(world.employer)
    address = f"{base}1/imprimer/"
    assert f'href="{address}"' in client.get(base).content.decode()
    page = client.get(address).content.decode()
    for said in (
        f"CAB-{world.enrolment.pk}-{world.enrolment.practice_id}-v1",
        "Lundi, 9 h à 12 h 30", "10 h 30 par semaine",
        "Tenir l’accueil seul.", "Mission M01", str(world.enrolment.practice),
        str(world.enrolment.learner), str(world.body),
    ):  # fmt: skip
        assert said in page
    assert "Mission M02" not in page
    assert page.count('data-nom="Signature"></td>') == 3
    filing = sign_in(world.lead).get(f"{base}1/papier/").content.decode()
    assert made.reference in filing


def test_the_boxes_say_who_has_signed_already(world, base, sign_in, now):
    made = write(world, now)
    sign_agreement(actor=world.learner, agreement=made, now=now)
    file_paper(world, made, now, sides=["practice"])
    page = sign_in(world.lead).get(f"{base}1/imprimer/").content.decode()
    assert page.count("Signé depuis son compte") == 1
    assert page.count("Signé sur un papier déjà déposé") == 1
    assert page.count('data-nom="Signature"></td>') == 1


def test_an_older_version_says_that_it_is_signed_no_more(world, base, sign_in, now):
    write(world, now)
    client = sign_in(world.lead)
    assert "plus récente" not in client.get(f"{base}1/imprimer/").content.decode()
    write(world, now, objective="Autre.", seen=1)
    assert "plus récente" in client.get(f"{base}1/imprimer/").content.decode()
    assert "plus récente" not in client.get(f"{base}2/imprimer/").content.decode()


def test_a_version_that_is_not_there_or_of_somebody_else_is_not_found(world, base, sign_in, now):
    write(world, now, enrolment=enrolment_factory(world.cohort))
    assert sign_in(world.lead).get(f"{base}1/imprimer/").status_code == 404


def test_printing_costs_the_same_with_many_missions_and_signatures(world, base, sign_in, now):
    client = sign_in(world.lead)
    made = write(world, now, delegated=[mission("M01")])
    sign_agreement(actor=world.lead, agreement=made, now=now)
    file_paper(world, made, now, sides=["practice"])
    address = f"{base}1/imprimer/"
    queries_of(client, address)
    before = queries_of(client, address)
    sign_all(world, made, now)
    made.delegated.add(*[mission(f"N{number:02}") for number in range(10)])
    assert queries_of(client, address) == before


def test_the_letter_has_no_text_before_the_commitments_are_written(world, base, sign_in):
    page = sign_in(world.lead).get(f"{base}lettre/").content.decode()
    assert "n’a pas encore de texte" in page
    assert "/accueil/engagements/" in page
    assert (
        "/accueil/engagements/" not in sign_in(world.learner).get(f"{base}lettre/").content.decode()
    )


def test_the_letter_holds_the_newest_responsibilities_of_each_side(world, base, sign_in, now):
    commit(world, now, body="Ancien.")
    commit(world, now, seen=1)
    client = sign_in(world.companion)
    assert f'href="{base}lettre/"' in client.get(base).content.decode()
    page = client.get(f"{base}lettre/").content.decode()
    for said in ("Former.", "Apprendre.", "Accueillir.", "version 2", "choix de l’organisme"):
        assert said in page
    assert "Ancien." not in page
    assert f"À {world.enrolment.practice}" in page
    assert "Noter que le courrier est parti" in page
    assert "Noter que" not in sign_in(world.employer).get(f"{base}lettre/").content.decode()


def test_the_letter_says_that_the_practice_has_no_responsibility_written(world, base, sign_in, now):
    commit(world, now, practice="")
    page = sign_in(world.lead).get(f"{base}lettre/").content.decode()
    assert "Aucun n’y est écrit pour le cabinet" in page
    assert "Le cabinet s’engage" not in page

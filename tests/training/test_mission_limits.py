"""A mission that a source gives to holders of a diploma: in the agreement and the catalogue."""

from datetime import date

import pytest

from curricula.services.mission_conditions import withdraw_condition
from people.enums import Role
from tests.factories import enrolment_factory, membership_factory
from tests.factories.conditions import condition_factory, mission_factory
from tests.training.test_convention import sign_all, write
from tests.training.test_convention_paper import file_paper
from tests.training.test_rights_services import check
from tests.training.web import queries_of
from training.enums import MissionReach, Situation
from training.models import AgreementPaper, AgreementSignature, CheckedDiploma, PracticeAgreement
from training.queries.convention import convention_of, delegated_on
from training.queries.mission_limits import mission_limits
from training.services.convention import MissionReserved, sign_agreement
from training.services.rights import withdraw_diploma

CARE = {"diplomas": ("care",)}
ABSENT = "Ce diplôme n’est pas contrôlé pour"
OUT = "hors limites dans votre cabinet"
GIVEN = "déléguée par votre convention"


@pytest.fixture
def mission(world):
    return mission_factory("M01")


@pytest.fixture
def held(world, mission, now):
    """From 1 March on, a verified text gives the mission to aides-soignants."""
    return condition_factory(world.lead, mission, now, **CARE)


def reaches(world, day) -> dict[str, MissionReach]:
    found = mission_limits(world.enrolment, day)
    return {one.mission.code: one.reach for one in found.values()}


# --- What is delegated ----------------------------------------------------------------------------


def test_a_mission_is_reserved_until_its_diploma_is_checked_and_again_when_it_is_not(
    world, held, now
):
    assert reaches(world, now.date()) == {"M01": MissionReach.RESERVED}
    assert reaches(world, date(2027, 2, 28)) == {}
    elsewhere = enrolment_factory(world.cohort)
    check(world, now, enrolment=elsewhere)
    assert reaches(world, now.date()) == {"M01": MissionReach.RESERVED}
    seen = check(world, now)
    assert reaches(world, now.date()) == {}
    withdraw_diploma(actor=world.lead, checked=seen, reason="Erreur.", now=now)
    assert reaches(world, now.date()) == {"M01": MissionReach.RESERVED}
    withdraw_condition(actor=world.lead, condition=held, reason="Erreur.", now=now)
    assert reaches(world, now.date()) == {}


def test_a_reserved_mission_is_not_delegated_and_the_refusal_says_why(world, mission, held, now):
    with pytest.raises(MissionReserved) as refusal:
        write(world, now, delegated=[mission, mission_factory("M02")])
    assert refusal.value.message == (
        "M01 Mission M01 : réservée aux titulaires du diplôme d’État d’aide-soignant "
        "(Texte d’essai, article 1). Ce diplôme n’est pas contrôlé pour cette personne."
    )
    assert not PracticeAgreement.objects.exists()
    check(world, now)
    assert write(world, now, delegated=[mission]).delegated.get() == mission


def test_what_nobody_verified_is_shown_and_refuses_nothing(world, mission, now):
    condition_factory(world.lead, mission, now, status="to_check")
    assert reaches(world, now.date()) == {"M01": MissionReach.UNSURE}
    made = write(world, now, delegated=[mission])
    sign_all(world, made, now)
    assert delegated_on(world.enrolment, now.date()) == {mission.pk}


def test_the_first_day_on_which_a_version_could_hold_decides(world, mission, now):
    condition_factory(world.lead, mission, now, since=date(2027, 4, 1), **CARE)
    with pytest.raises(MissionReserved):
        write(world, now, delegated=[mission], since=date(2027, 4, 1))
    made = write(world, now, delegated=[mission], since=date(2027, 3, 31))
    condition_factory(world.lead, mission, now, until=date(2027, 3, 3))
    # Begun a month ago, a version is judged as of today: the condition that ended is past.
    assert write(world, now, delegated=[mission], since=date(2027, 2, 1), seen=made.number)


def test_a_proposal_is_not_signed_once_its_mission_is_reserved(world, mission, now):
    made = write(world, now, delegated=[mission])
    first = sign_agreement(actor=world.lead, agreement=made, now=now)
    condition_factory(world.lead, mission, now, **CARE)
    with pytest.raises(MissionReserved):
        sign_agreement(actor=world.employer, agreement=made, now=now)
    assert sign_agreement(actor=world.lead, agreement=made, now=now) == first
    assert AgreementSignature.objects.count() == 1
    check(world, now)
    sign_all(world, made, now)
    assert convention_of(world.enrolment, now.date()).in_force == made


@pytest.mark.usefixtures("private_files")
def test_a_paper_is_judged_by_the_date_it_bears(world, mission, now):
    made = write(world, now, delegated=[mission], since=date(2027, 3, 1))
    condition = condition_factory(world.lead, mission, now, since=now.date(), **CARE)
    with pytest.raises(MissionReserved):
        file_paper(world, made, now)
    assert not AgreementPaper.objects.exists()
    withdraw_condition(actor=world.lead, condition=condition, reason="Erreur.", now=now)
    condition_factory(world.lead, mission, now, since=date(2027, 3, 5), **CARE)
    assert file_paper(world, made, now).signed_on == date(2027, 3, 4)


def test_a_version_signed_before_stays_as_it_was_signed(world, mission, now):
    sign_all(world, write(world, now, delegated=[mission]), now)
    condition_factory(world.lead, mission, now, **CARE)
    assert delegated_on(world.enrolment, now.date()) == {mission.pk}
    with pytest.raises(MissionReserved):
        write(world, now, delegated=[mission], objective="Autre.", seen=1)


def test_limits_cost_two_queries_whatever_they_are(
    world, mission, held, now, django_assert_num_queries
):
    for number in range(5):
        condition_factory(world.lead, mission_factory(f"N{number}"), now)
    with django_assert_num_queries(2):
        assert len(mission_limits(world.enrolment, now.date())) == 6


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture
def base(world, monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return f"/inscriptions/{world.enrolment.pk}/convention/cabinets/{world.enrolment.practice_id}/"


def test_the_form_says_what_is_reserved_and_the_server_refuses_it(
    world, base, sign_in, mission, held
):
    client = sign_in(world.lead)
    label = "M01 Mission M01 (réservée : titulaires du diplôme d’État d’aide-soignant, Texte"
    assert label in client.get(f"{base}ecrire/").content.decode()
    sent = {
        "since": "2027-03-01", "objective": "Tenir l’accueil.", "delegated": [mission.pk],
        "seen": 0, "d1_morning_start": "09:00", "d1_morning_end": "12:30",
    }  # fmt: skip
    answer = client.post(f"{base}ecrire/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{ABSENT} cette personne." in page
    assert "Tenir l’accueil." in page
    assert client.post(f"{base}ecrire/", sent | {"delegated": []}).url == base


def test_all_parties_read_why_and_by_which_source(world, base, sign_in, mission, now):
    sign_all(world, write(world, now, delegated=[mission]), now)
    condition_factory(world.lead, mission, now, **CARE)
    condition_factory(world.lead, mission_factory("M02"), now, status="to_check", quote="Doute.")
    for who in (world.learner, world.employer, world.companion, world.lead):
        page = sign_in(who).get(base).content.decode()
        assert "Elle reste telle qu’elle est signée" in page
        assert page.count('href="https://essai.example/texte"') == 2
        assert 'signal">condition à vérifier<' in page
        assert "« Doute. »" in page
    printed = sign_in(world.employer).get(f"{base}1/imprimer/").content.decode()
    assert f"{ABSENT} cette personne." in printed
    assert "Doute." not in printed
    check(world, now)
    page = sign_in(world.learner).get(base).content.decode()
    assert "Elle reste telle qu’elle est signée" not in page
    assert CheckedDiploma.objects.count() == 1


def test_who_signs_a_reserved_proposal_is_told_why(world, base, sign_in, mission, now):
    write(world, now, delegated=[mission])
    condition_factory(world.lead, mission, now, **CARE)
    client = sign_in(world.learner)
    page = client.post(f"{base}1/signer/", follow=True).content.decode()
    assert f"{ABSENT} cette personne." in page
    assert not AgreementSignature.objects.exists()


def test_the_catalogue_tells_an_assistant_what_is_theirs(world, base, sign_in, mission, now):
    other = mission_factory("M02")
    client = sign_in(world.learner)
    for page in ("/missions/", "/missions/?vue=tableau"):
        text = client.get(page).content.decode()
        assert "Aucune convention signée n’est en vigueur aujourd’hui" in text
        assert (text.count(OUT), text.count(GIVEN)) == (0, 0)
    sign_all(world, write(world, now, delegated=[mission]), now)
    condition_factory(world.lead, other, now, **CARE)
    for page in ("/missions/", "/missions/?vue=tableau"):
        text = client.get(page).content.decode()
        assert (text.count(OUT), text.count(GIVEN)) == (1, 1)
        assert text.count(f"{ABSENT} vous.") == 1
    check(world, now)
    assert f"{ABSENT} vous." not in client.get("/missions/").content.decode()


def test_the_catalogue_tells_others_nothing_of_anybody(world, base, sign_in, client, mission, now):
    sign_all(world, write(world, now, delegated=[mission]), now)
    condition_factory(world.lead, mission, now, **CARE)
    client.logout()
    pages = [client.get("/missions/").content.decode()]
    for who in (world.employer, world.lead, world.stranger, membership_factory(Role.FUNDER)):
        pages.append(sign_in(who).get("/missions/").content.decode())
    world.enrolment.situation = Situation.LEFT
    world.enrolment.save()
    pages.append(sign_in(world.learner).get("/missions/").content.decode())
    for page in pages:
        assert "Réservée aux titulaires" in page
        assert (OUT in page, GIVEN in page, ABSENT in page) == (False, False, False)


def test_pages_cost_the_same_with_many_conditions_and_versions(
    world, base, sign_in, mission, held, now
):
    check(world, now)
    sign_all(world, write(world, now, delegated=[mission]), now)
    client = sign_in(world.learner)
    pages = (base, f"{base}1/imprimer/", "/missions/")
    costs = [queries_of(client, page) for page in pages for _ in range(2)][1::2]
    for number in range(5):
        condition_factory(world.lead, mission_factory(f"N{number}"), now)
        write(world, now, objective=f"Objectif {number}", seen=number + 1)
    assert [queries_of(client, page) for page in pages] == costs

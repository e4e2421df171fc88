"""Who sees which screen: a stranger meets 404, a colleague without the right 403."""

import pytest

from portfolio.services import issue_module_attestation
from tests.factories.portfolio import completed_module_factory, submitted_week_factory

EVERYBODY = (
    *("learner", "trainer", "companion", "lead", "admin", "employer", "funder", "juror"),
    *("stranger", "other_trainer", "other_lead", "other_employer"),
)
OWN_PAGES = {"learner": 200, "stranger": 200, "employer": 404, "other_employer": 404}
OWN_PAGES |= {"funder": 404, "juror": 404}
# Not named: 403 for those who work for a training body.
SCREENS = {
    "/livret/": OWN_PAGES,
    "/competences/": OWN_PAGES,
    "/livrets/a-viser/": {"trainer": 200, "lead": 200, "other_trainer": 200, "other_lead": 200}
    | dict.fromkeys(["learner", "stranger", "employer", "other_employer", "funder", "juror"], 404),
    "/livrets/{week}/": {"trainer": 200, "lead": 200, "companion": 200, "admin": 200},
    "/competences/{enrolment}/": dict.fromkeys(
        ["learner", "trainer", "lead", "companion", "admin", "employer"], 200
    ),
    "/competences/{enrolment}/{competency}/": dict.fromkeys(
        ["learner", "trainer", "lead", "companion", "admin", "employer"], 200
    ),
    "/attestations/": {"lead": 200, "admin": 200, "other_lead": 200}
    | dict.fromkeys(["learner", "stranger", "employer", "other_employer", "funder", "juror"], 404),
    "/attestations/{enrolment}/{module}/": {"lead": 200, "admin": 200}
    | {"trainer": 403, "companion": 403, "other_trainer": 403},
    "/attestations/{code}/revoquer/": {"lead": 200, "admin": 200}
    | {"trainer": 403, "companion": 403, "other_trainer": 403},
}
BY_ROLE = {"/livret/", "/competences/", "/livrets/a-viser/", "/attestations/"}


@pytest.fixture
def places(world, now):
    completed_module_factory(world.desk)
    held = issue_module_attestation(
        actor=world.lead, enrolment=world.enrolment, module=world.module, now=now
    )
    return {
        "week": submitted_week_factory(world.enrolment).pk,
        "enrolment": world.enrolment.pk,
        "competency": world.competencies[0].pk,
        "module": world.module.pk,
        "code": held.document.code,
    }


def test_every_screen_answers_each_actor_as_it_should(client, world, places):
    wrong = []
    for address, answers in SCREENS.items():
        otherwise = 403 if address in BY_ROLE else 404
        for who in EVERYBODY:
            client.force_login(getattr(world, who).user)
            status = client.get(address.format(**places)).status_code
            if status != answers.get(who, otherwise):
                wrong.append((address, who, status))
    assert wrong == []


def test_every_screen_asks_to_sign_in(client, places):
    for address in SCREENS:
        assert client.get(address.format(**places)).url.startswith("/connexion/?next=")


def test_answers_to_a_week_are_for_those_who_sign(client, world, places):
    expected = {"companion": 403, "admin": 403, "other_trainer": 404, "learner": 404}
    expected |= {"employer": 404, "stranger": 404, "funder": 404}
    for who, status in expected.items():
        client.force_login(getattr(world, who).user)
        for act in ("viser", "renvoyer"):
            address = f"/livrets/{places['week']}/{act}/"
            sent = client.post(address, {"version": 3, "comment": "À revoir."})
            assert (who, act, sent.status_code) == (who, act, status)


def test_things_that_do_not_exist_look_like_those_of_others(client, world, places):
    client.force_login(world.lead.user)
    for address in (
        "/livrets/999999/",
        "/livrets/99999999999999999999/",
        "/competences/999999/",
        f"/competences/{places['enrolment']}/999999/",
        f"/attestations/{places['enrolment']}/999999/",
        "/attestations/LVT-0000-0000/revoquer/",
        "/attestations/<script>/revoquer/",
    ):
        assert client.get(address).status_code == 404

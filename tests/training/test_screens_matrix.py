"""Who sees which screen."""

import pytest

from tests.training.web import lesson_path

PEOPLE = (
    "learner", "trainer", "companion", "lead", "employer", "stranger", "other_trainer", "funder"
)  # fmt: skip
MATRIX = {
    "lesson": (200, 200, 200, 200, 404, 404, 200, 404),
    "hours": (200, 200, 200, 200, 200, 404, 404, 404),
    "export": (200, 200, 200, 200, 200, 404, 404, 404),
    "overview": (302, 200, 200, 200, 200, 200, 200, 200),
    "sessions": (404, 200, 200, 200, 404, 404, 200, 404),
    "session": (200, 200, 200, 200, 404, 404, 404, 404),
    "session_new": (404, 200, 403, 200, 404, 404, 404, 404),
    "cohort_new": (404, 403, 403, 200, 404, 404, 403, 404),
    "enrol": (404, 403, 403, 200, 404, 404, 403, 404),
    "file": (200, 200, 200, 200, 200, 404, 404, 404),
    "gates": (404, 200, 403, 200, 404, 404, 404, 404),
    "roll_call": (404, 200, 403, 200, 404, 404, 404, 404),
    "signatures": (404, 200, 403, 200, 404, 404, 404, 404),
    "sheet": (404, 200, 200, 200, 404, 404, 404, 404),
    "scan": (404, 200, 403, 200, 404, 404, 404, 404),
    "room_code": (404, 200, 403, 200, 404, 404, 404, 404),
    "contests": (404, 200, 403, 200, 404, 404, 200, 404),
    "make_ups": (404, 200, 403, 200, 404, 404, 404, 404),
    "own_attendance": (200, 403, 403, 403, 404, 200, 403, 404),
    "enter_code": (200, 403, 403, 403, 404, 200, 403, 404),
    "documents": (200, 200, 200, 200, 200, 404, 404, 404),
    "document_new": (404, 403, 403, 200, 404, 404, 403, 404),
    "practice_new": (404, 403, 403, 200, 404, 404, 403, 404),
    "totals": (404, 200, 200, 200, 404, 404, 404, 404),
    "weeks": (404, 200, 200, 200, 404, 404, 404, 404),
    "learner_export": (200, 200, 200, 200, 200, 404, 404, 404),
    "cohort_export": (404, 200, 200, 200, 404, 404, 404, 404),
    "calendar": (404, 200, 200, 200, 404, 404, 404, 404),
    "phases": (404, 403, 403, 200, 404, 404, 403, 404),
    "planning": (404, 403, 403, 200, 404, 404, 403, 404),
    "session_plan": (404, 403, 403, 200, 404, 404, 403, 404),
    "calendar_settings": (404, 403, 403, 200, 404, 404, 403, 404),
    "session_edit": (404, 403, 403, 302, 404, 404, 403, 404),
    "agenda": (200, 200, 200, 200, 200, 200, 200, 200),
}


def paths(world):
    return {
        "lesson": lesson_path(world),
        "hours": f"/heures/{world.enrolment.pk}/",
        "export": f"/heures/{world.enrolment.pk}/export/csv/",
        "overview": "/heures/",
        "sessions": "/seances/",
        "session": f"/seances/{world.session.pk}/",
        "session_new": f"/seances/nouvelle/?promotion={world.cohort.pk}",
        "cohort_new": "/promotions/nouvelle/",
        "enrol": f"/promotions/{world.cohort.pk}/inscrire/",
        "file": f"/inscriptions/{world.enrolment.pk}/",
        "gates": f"/modules-ouverts/{world.enrolment.pk}/",
        "roll_call": f"/seances/{world.session.pk}/appel/",
        "signatures": f"/seances/{world.session.pk}/signatures/",
        "sheet": f"/seances/{world.session.pk}/feuille/",
        "scan": f"/seances/{world.session.pk}/feuille/deposer/",
        "room_code": f"/seances/{world.session.pk}/code/",
        "contests": "/contestations/",
        "make_ups": f"/heures/{world.enrolment.pk}/rattrapages/",
        "own_attendance": "/presences/",
        "enter_code": "/presence/",
        "documents": f"/heures/{world.enrolment.pk}/documents/",
        "document_new": f"/heures/{world.enrolment.pk}/documents/nouveau/certificat/",
        "practice_new": "/cabinets/nouveau/",
        "totals": f"/promotions/{world.cohort.pk}/totaux/",
        "weeks": f"/promotions/{world.cohort.pk}/semaines/",
        "learner_export": f"/heures/{world.enrolment.pk}/export/courbe/csv/",
        "cohort_export": f"/promotions/{world.cohort.pk}/export/lignes/csv/",
        "calendar": f"/promotions/{world.cohort.pk}/calendrier/",
        "phases": f"/promotions/{world.cohort.pk}/calendrier/phases/",
        "planning": f"/promotions/{world.cohort.pk}/calendrier/planifier/",
        "session_plan": f"/promotions/{world.cohort.pk}/calendrier/ajouter/",
        "calendar_settings": "/calendrier/reglages/",
        "session_edit": f"/seances/{world.session.pk}/modifier/",
        "agenda": "/agenda/",
    }


@pytest.mark.parametrize("screen", MATRIX)
def test_each_screen_is_open_to_those_it_is_for(full, sign_in, screen):
    path = paths(full)[screen]
    answers = tuple(sign_in(getattr(full, who)).get(path).status_code for who in PEOPLE)
    assert dict(zip(PEOPLE, answers, strict=True)) == dict(zip(PEOPLE, MATRIX[screen], strict=True))


@pytest.mark.parametrize("screen", MATRIX)
def test_nobody_sees_a_screen_without_signing_in(full, client, screen):
    response = client.get(paths(full)[screen])
    assert response.url.startswith("/connexion/")

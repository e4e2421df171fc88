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
    "gates": (404, 200, 403, 200, 404, 404, 404, 404),
    "documents": (200, 200, 200, 200, 200, 404, 404, 404),
    "document_new": (404, 403, 403, 200, 404, 404, 403, 404),
    "practice_new": (404, 403, 403, 200, 404, 404, 403, 404),
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
        "gates": f"/modules-ouverts/{world.enrolment.pk}/",
        "documents": f"/heures/{world.enrolment.pk}/documents/",
        "document_new": f"/heures/{world.enrolment.pk}/documents/nouveau/certificat/",
        "practice_new": "/cabinets/nouveau/",
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

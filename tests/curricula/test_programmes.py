"""The public catalogue: what Qualiopi's indicator 1 lists, and nothing that is not known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curricula.enums import VersionState
from curricula.models import LessonPage, TrackVersion
from tests.factories import module_factory, track_version_factory

ASKED = (
    "Public", "Prérequis", "Objectifs", "Durée", "Modalités d’accès", "Délai d’accès", "Tarif",
    "Contact", "Comment on apprend", "Comment c’est évalué",
    "Accessibilité aux personnes handicapées",
    "Résultats",
)  # fmt: skip


def cost(client, path) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_catalogue_leads_to_both_tracks(loaded, client):
    text = client.get("/formations/").content.decode()
    assert 'href="/formations/115/"' in text
    assert 'href="/formations/380/"' in text
    assert "Ni l’un ni l’autre ne délivre le CQP" in text


@pytest.mark.parametrize("code", ["115", "380"])
def test_programme_says_all_that_the_public_is_owed(loaded, client, code):
    text = client.get(f"/formations/{code}/").content.decode()
    assert [word for word in ASKED if word not in text] == []
    assert text.count("à compléter par l’organisme") == 5
    assert text.count("pas encore de données") == 3
    assert "proposition" in text
    assert "Ce n’est pas le CQP" in text
    assert "rédaction de travail, non officielle" in text


def test_objectives_are_the_competencies(loaded, client):
    text = client.get("/formations/115/").content.decode()
    assert "Accueillir chaque personne, sur place ou au téléphone" in text


def test_hours_at_distance_are_those_of_live_lessons(loaded, client):
    programme = client.get("/formations/380/").context["programme"]
    lessons = LessonPage.objects.filter(modules__track_version=programme.version)
    assert programme.lesson_minutes == sum(lesson.minutes for lesson in lessons)
    lessons.filter(code="L13").update(live=False)
    again = client.get("/formations/380/").context["programme"]
    assert again.lesson_minutes < programme.lesson_minutes
    assert programme.lesson_minutes + programme.rest_minutes == 22_800
    assert programme.written_count == len(programme.plan.modules)


def test_hours_are_told_by_category_with_the_distance_rate(loaded, client):
    text = client.get("/formations/115/").content.decode()
    assert "classe virtuelle</th>" in text
    assert "en situation de travail</th>" not in text
    assert "Taux à distance : <b>18,9 %</b>" in text
    assert "article D6353-1" in text


def test_newest_published_version_shows(db, client):
    first = track_version_factory()
    more = {"track": first.track, "qualification": first.qualification}
    TrackVersion.objects.create(number=2, minutes=60, state=VersionState.PUBLISHED, **more)
    TrackVersion.objects.create(number=3, minutes=60, state=VersionState.DRAFT, **more)
    shown = client.get(f"/formations/{first.track.code}/").context["programme"]
    assert shown.version.number == 2
    listed = [(v.track, v.number) for v in client.get("/formations/").context["versions"]]
    assert [number for track, number in listed if track == first.track] == [2]


def test_what_is_not_published_is_nowhere(db, client):
    version = track_version_factory()
    TrackVersion.objects.update(state=VersionState.DRAFT)
    assert client.get(f"/formations/{version.track.code}/").status_code == 404
    assert client.get("/formations/inconnu/").status_code == 404
    assert "Aucune formation publiée" in client.get("/formations/").content.decode()


def test_programme_costs_the_same_with_many_modules(db, client):
    version = module_factory().track_version
    path = f"/formations/{version.track.code}/"
    client.get(path)
    one = cost(client, path)
    for _ in range(5):
        module_factory(version)
        track_version_factory()
    assert cost(client, path) == one

import pytest
from django.utils import timezone

from curricula.enums import VersionState
from curricula.models import TrackVersion
from people.enums import OrganisationKind, Role
from people.models import Organisation
from tests.factories import membership_factory, user_factory
from tests.training.web import queries_of
from training.enums import DistanceRule
from training.models import Cohort, Enrolment


@pytest.fixture
def assistant(world):
    return membership_factory(Role.LEARNER, user=user_factory("Zoé", "Libre"))


def test_lead_opens_a_cohort_and_goes_on_to_enrol(world, sign_in):
    data = {
        "title": "Lyon, automne 2027",
        "track_version": world.cohort.track_version_id,
        "starts_on": "2027-09-01",
        "ends_on": "2028-06-30",
        "distance_rule": "declared",
    }
    client = sign_in(world.lead)
    urls = {client.post("/promotions/nouvelle/", data).url for _ in range(2)}
    made = Cohort.objects.get(title="Lyon, automne 2027")
    assert made.distance_rule == DistanceRule.MEASURED
    assert "distance_rule" not in client.get("/promotions/nouvelle/").content.decode()
    assert urls == {f"/promotions/{made.pk}/inscrire/"}
    wrong = client.post("/promotions/nouvelle/", data | {"ends_on": "2027-01-01", "title": "X"})
    assert "La fin prévue doit venir après le début." in wrong.content.decode()


def test_a_new_cohort_is_offered_the_newest_version_only(world, sign_in):
    old = world.cohort.track_version
    newest = TrackVersion.objects.create(
        track=old.track, number=old.number + 1, qualification=old.qualification, minutes=60,
        state=VersionState.PUBLISHED,
    )  # fmt: skip
    client = sign_in(world.lead)
    text = client.get("/promotions/nouvelle/").content.decode()
    assert f'<option value="{newest.pk}">' in text
    assert f'<option value="{old.pk}">' not in text
    data = {"title": "X", "starts_on": "2027-09-01", "ends_on": "2028-06-30"}
    client.post("/promotions/nouvelle/", data | {"track_version": old.pk})
    assert not Cohort.objects.filter(title="X").exists()
    world.cohort.refresh_from_db()
    assert world.cohort.track_version == old


def test_lead_enrols_an_assistant(world, sign_in, assistant):
    client = sign_in(world.lead)
    path = f"/promotions/{world.cohort.pk}/inscrire/"
    assert "Zoé Libre" in client.get(path, {"recherche": "libre"}).content.decode()
    assert "Personne ne correspond" in client.get(path, {"recherche": "zzz"}).content.decode()
    data = {"assistant": assistant.pk, "recruited_on": timezone.localdate().isoformat()}
    for _ in range(2):
        assert client.post(path, data).url == path
    made = Enrolment.objects.get(learner=assistant.user)
    assert (made.practice, made.funder) == (assistant.organisation, None)


def test_bad_enrolment_is_refused_with_a_reason(world, sign_in, assistant):
    client = sign_in(world.lead)
    path = f"/promotions/{world.cohort.pk}/inscrire/"
    for wrong in ({"assistant": "x"}, {"assistant": world.trainer.pk}, {"recruited_on": "jadis"}):
        data = {"assistant": assistant.pk, "recruited_on": "2027-01-04"} | wrong
        page = client.post(path, data)
        assert "Rien n’est enregistré pour l’instant" in page.content.decode()
    assert Enrolment.objects.count() == 1


def test_enrolment_screen_costs_the_same_with_one_and_many(world, sign_in, assistant):
    client = sign_in(world.lead)
    path = f"/promotions/{world.cohort.pk}/inscrire/"
    client.get(path)
    one = queries_of(client, path)
    for _ in range(15):
        membership_factory(Role.LEARNER)
    assert queries_of(client, path) == one


def test_practice_is_created_once(world, sign_in):
    client = sign_in(world.lead)
    data = {"name": "Cabinet des Tilleuls", "city": "Lyon"}
    urls = {client.post("/cabinets/nouveau/", data).url for _ in range(2)}
    made = Organisation.objects.get(name="Cabinet des Tilleuls")
    assert urls == {f"/invitations/nouvelle/?organisation={made.pk}"}
    assert made.kind == OrganisationKind.PRACTICE


def test_practice_needs_a_name(world, sign_in):
    page = sign_in(world.lead).post("/cabinets/nouveau/", {"name": " "})
    assert page.status_code == 200
    assert not Organisation.objects.filter(name="").exists()

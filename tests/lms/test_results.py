"""What the public reads of the results of a track."""

from datetime import timedelta

import pytest

from lms.queries.results import FEWEST, TrackResult, track_results
from people.enums import Role
from records.services import revoke_document
from tests.factories import cohort_factory, enrolment_factory
from tests.factories.site import TODAY, Site, attest, site_factory

NOTHING = "pas encore de données"


@pytest.fixture
def site(db) -> Site:
    """A cohort of five that has ended; nobody holds an attestation yet."""
    site = site_factory(learners=0)
    site.enrolments += [enrolment_factory(site.cohort) for _ in range(FEWEST)]
    end(site)
    return site


def end(site: Site, days: int = 1) -> None:
    site.cohort.starts_on = TODAY - timedelta(300)
    site.cohort.ends_on = TODAY - timedelta(days)
    site.cohort.save()


def attest_all(site: Site, enrolment) -> None:
    for module in site.modules:
        attest(site, enrolment, module)


def results(site: Site) -> list[TrackResult]:
    return track_results(site.cohort.track_version.track, TODAY)


def shown(client, site: Site) -> str:
    track = site.cohort.track_version.track
    return client.get(f"/formations/{track.code}/").content.decode()


def test_those_with_every_attestation_are_counted(site):
    for enrolment in site.enrolments[:2]:
        attest_all(site, enrolment)
    for module in site.modules[:2]:
        attest(site, site.enrolments[2], module)
    assert results(site) == [TrackResult(str(site.body), over=5, complete=2)]
    assert results(site)[0].percent == 40


def test_an_attestation_that_was_revoked_no_longer_counts(site, now):
    attest_all(site, site.enrolments[0])
    document = site.enrolments[0].attestations.first().document
    revoke_document(actor=site.staff[Role.LEAD], document=document, reason="Erreur.", now=now)
    assert results(site) == [TrackResult(str(site.body), over=5, complete=0)]


def test_a_cohort_that_goes_on_tells_nothing_yet(site):
    end(site, days=0)
    assert results(site) == []


def test_fewer_than_five_people_tell_nothing(site):
    site.enrolments[0].delete()
    assert results(site) == []


def test_training_bodies_are_counted_apart(site):
    other = cohort_factory(track_version=site.cohort.track_version)
    for _ in range(FEWEST):
        enrolment_factory(other)
    other.starts_on, other.ends_on = site.cohort.starts_on, site.cohort.ends_on
    other.save()
    assert sorted(result.organisation for result in results(site)) == sorted(
        [str(site.body), str(other.organisation)]
    )


def test_the_public_page_tells_them_or_says_that_there_is_nothing_yet(site, client):
    attest_all(site, site.enrolments[0])
    text = shown(client, site)
    assert f"{site.body} : 1 personne sur 5 (20 %)" in text
    assert text.count(NOTHING) == 2
    site.enrolments[1].delete()
    assert shown(client, site).count(NOTHING) == 3


def test_results_take_one_query(site, django_assert_num_queries):
    with django_assert_num_queries(1):
        results(site)

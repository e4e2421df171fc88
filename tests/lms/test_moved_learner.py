"""What the screens of every room show once a learner follows a newer version of the track."""

from dataclasses import replace

import pytest

from assessments.models import Submission
from assessments.queries import module_results
from curricula.models import Rubric
from curricula.queries.plans import plan_of
from lms.queries.competencies import light_maps
from lms.queries.track import track_sheets
from people.enums import Role
from portfolio.models import ModuleAttestation
from portfolio.queries import attestation_readiness, competency_map
from portfolio.services import issue_module_attestation
from records.models import Document
from tests.factories import rubric_factory
from tests.factories.assessments import learner_of
from tests.factories.site import NOW
from tests.factories.versions import module_of, newer_version
from training.models import Enrolment
from training.queries import hours_totals
from training.services import move_cohort


def moved(site, version) -> Enrolment:
    enrolment = site.enrolments[0]
    move_cohort(
        actor=site.staff[Role.LEAD],
        cohort=site.cohort,
        version=version,
        enrolments=[enrolment],
        seen=site.cohort.track_version_id,
        newest=version.number,
        reason="Essai",
        now=NOW,
    )
    return Enrolment.objects.for_screen().get(pk=enrolment.pk)


def with_other_rubric(plan):
    """The same modules, each synthesis with another rubric."""
    rubric: Rubric = rubric_factory([])
    modules = [
        replace(m, assignment=m.assignment and replace(m.assignment, rubric=rubric.code))
        for m in plan.modules
    ]
    return replace(plan, modules=tuple(modules))


@pytest.fixture
def before(site) -> dict:
    enrolment = Enrolment.objects.for_screen().get(pk=site.enrolments[0].pk)
    return {
        "steps": [(s.done, len(s.steps)) for s in track_sheets(enrolment)],
        "hours": hours_totals([enrolment.pk]),
        "blocks": [b.words for b in competency_map(enrolment)],
        "documents": list(Document.objects.values()),
    }


def test_the_same_modules_in_a_newer_version_leave_everything_as_it_was(site, before):
    enrolment = moved(site, newer_version(site.cohort.track_version))
    assert [(s.done, len(s.steps)) for s in track_sheets(enrolment)] == before["steps"]
    assert hours_totals([enrolment.pk]) == before["hours"]
    assert [b.words for b in competency_map(enrolment)] == before["blocks"]
    assert [b.words for b in light_maps([enrolment])[enrolment.pk]] == before["blocks"]
    assert list(Document.objects.values()) == before["documents"]


def test_an_attestation_stands_for_the_module_of_the_same_code(site):
    held = ModuleAttestation.objects.get(enrolment=site.enrolments[0])
    enrolment = moved(site, newer_version(site.cohort.track_version))
    module = module_of(enrolment.track_version, held.module)
    assert attestation_readiness(enrolment, module).document == held.document
    again = issue_module_attestation(
        actor=site.staff[Role.LEAD], enrolment=enrolment, module=module, now=NOW
    )
    assert again == held


def test_another_rubric_asks_a_new_synthesis_and_keeps_the_old_facts(site, before):
    old = site.modules[0]
    version = newer_version(site.cohort.track_version, change=with_other_rubric)
    enrolment = moved(site, version)
    results = module_results([enrolment.pk])
    new = results[enrolment.pk, module_of(version, old).pk]
    assert (new.quiz_passed, new.submission_state) == (True, "")
    assert results[enrolment.pk, old.pk].submission_state
    words = [b.words for b in competency_map(enrolment)]
    assert words == [b.words for b in light_maps([enrolment])[enrolment.pk]]


def test_the_pages_of_a_learner_who_moved_open(site, signed_in):
    enrolment = moved(site, newer_version(site.cohort.track_version))
    client = signed_in(learner_of(enrolment))
    module = module_of(enrolment.track_version, site.modules[0])
    addresses = ["/accueil/", "/parcours/", "/heures/", f"/parcours/modules/{module.pk}/"]
    addresses += [f"/parcours/modules/{module.pk}/{name}/" for name in ("quiz", "synthese")]
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200, address
    quiz = client.get(f"/parcours/modules/{module.pk}/quiz/").content.decode()
    attempt = enrolment.quiz_attempts.get(passed=True)
    result = f"/parcours/modules/{module.pk}/quiz/{attempt.pk}/"
    assert result in quiz
    assert client.get(result).status_code == 200


def test_a_waiting_synthesis_waits_in_the_newer_version(site):
    waiting = Submission.objects.get(enrolment=site.enrolments[0], state="submitted")
    enrolment = moved(site, newer_version(site.cohort.track_version))
    module = module_of(enrolment.track_version, waiting.assignment.module)
    assert module_results([enrolment.pk])[enrolment.pk, module.pk].submission_id == waiting.pk


def test_the_lead_sees_attestations_after_the_move(site, signed_in):
    enrolment = moved(site, newer_version(site.cohort.track_version))
    client = signed_in(site.staff[Role.LEAD])
    old = ModuleAttestation.objects.get(enrolment=enrolment).module
    for address in ("/accueil/", "/attestations/", f"/attestations/{enrolment.pk}/{old.pk}/"):
        assert client.get(address, follow=True).status_code == 200, address


def test_plans_of_both_versions_stay_equal(site):
    old = site.cohort.track_version
    assert plan_of(newer_version(old)) == plan_of(old)

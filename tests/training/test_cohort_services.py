from datetime import date

import pytest

from curricula.enums import VersionState
from people.enums import OrganisationKind, Role
from people.models import AuditEvent, Membership
from people.services import NotAllowed
from tests.factories import organisation_factory, track_version_factory, user_factory
from training.enums import DistanceRule
from training.models import Cohort, Enrolment
from training.services import (
    AlreadyEnrolled,
    CohortDatesWrong,
    CohortTitleTaken,
    RecruitmentDateWrong,
    VersionNotPublished,
    WrongOrganisation,
    create_cohort,
    enrol,
)


@pytest.fixture
def cohort_form(world, now) -> dict:
    return {
        "actor": world.lead,
        "title": "  Promotion   du Rhône ",
        "track_version": world.cohort.track_version,
        "starts_on": date(2027, 4, 1),
        "ends_on": date(2028, 1, 31),
        "now": now,
    }


@pytest.fixture
def enrol_form(world, now) -> dict:
    return {
        "actor": world.lead,
        "cohort": world.cohort,
        "learner": user_factory(),
        "practice": organisation_factory(OrganisationKind.PRACTICE),
        "recruited_on": date(2026, 9, 15),
        "now": now,
    }


def test_create_cohort_tidies_its_name_and_is_made_once(cohort_form, world):
    made = create_cohort(**cohort_form)
    assert (made.title, made.organisation) == ("Promotion du Rhône", world.body)
    assert create_cohort(**cohort_form) == made
    assert made.distance_rule == DistanceRule.MEASURED
    assert AuditEvent.objects.filter(verb="training.cohort.created").count() == 1


def test_nobody_opens_a_cohort_that_counts_what_is_declared(cohort_form):
    with pytest.raises(TypeError):
        create_cohort(**cohort_form, distance_rule=DistanceRule.DECLARED)
    assert not Cohort.objects.filter(title="Promotion du Rhône").exists()


def test_same_name_for_other_dates_is_refused(cohort_form):
    create_cohort(**cohort_form)
    with pytest.raises(CohortTitleTaken):
        create_cohort(**cohort_form | {"ends_on": date(2028, 6, 30)})


def test_cohort_needs_dates_in_order(cohort_form):
    with pytest.raises(CohortDatesWrong):
        create_cohort(**cohort_form | {"ends_on": date(2027, 4, 1)})


def test_cohort_needs_a_published_version(cohort_form):
    draft = track_version_factory()
    draft.state = VersionState.DRAFT
    with pytest.raises(VersionNotPublished):
        create_cohort(**cohort_form | {"track_version": draft})


@pytest.mark.parametrize("who", ["trainer", "companion", "learner", "employer"])
def test_only_those_who_lead_create_and_enrol(cohort_form, enrol_form, world, who):
    actor = getattr(world, who)
    with pytest.raises(NotAllowed):
        create_cohort(**cohort_form | {"actor": actor})
    with pytest.raises(NotAllowed):
        enrol(**enrol_form | {"actor": actor})
    assert Cohort.objects.count() == 1


def test_enrol_pins_versions_and_makes_an_assistant(enrol_form, world):
    made = enrol(**enrol_form)
    version = world.cohort.track_version
    assert (made.track_version, made.qualification) == (version, version.qualification)
    membership = Membership.objects.get(user=made.learner)
    assert (membership.role, membership.organisation) == (Role.LEARNER, made.practice)
    assert membership.start == date(2026, 9, 15)


def test_enrol_twice_is_once(enrol_form):
    assert enrol(**enrol_form) == enrol(**enrol_form)
    assert AuditEvent.objects.filter(verb="training.enrolment.made").count() == 1
    assert Membership.objects.filter(user=enrol_form["learner"]).count() == 1


def test_enrol_again_with_other_facts_is_refused(enrol_form):
    enrol(**enrol_form)
    with pytest.raises(AlreadyEnrolled):
        enrol(**enrol_form | {"recruited_on": date(2026, 10, 1)})


def test_person_recruited_later_is_an_assistant_today(enrol_form):
    made = enrol(**enrol_form | {"recruited_on": date(2027, 5, 1)})
    assert Membership.objects.get(user=made.learner).start == date(2027, 3, 4)


@pytest.mark.parametrize("day", [date(1926, 9, 15), date(2037, 9, 15)])
def test_impossible_recruitment_date_is_refused(enrol_form, day):
    with pytest.raises(RecruitmentDateWrong):
        enrol(**enrol_form | {"recruited_on": day})
    assert Enrolment.objects.count() == 1


def test_practice_and_funder_are_of_the_right_kind(enrol_form, world):
    with pytest.raises(WrongOrganisation):
        enrol(**enrol_form | {"practice": world.body})
    with pytest.raises(WrongOrganisation):
        enrol(**enrol_form | {"funder": world.body})


def test_lead_of_another_body_enrols_nobody_here(enrol_form, cohort_form):
    stranger = Membership.objects.create(
        user=user_factory(),
        organisation=organisation_factory(),
        role=Role.LEAD,
        start=date(2020, 1, 1),
    )
    with pytest.raises(NotAllowed):
        enrol(**enrol_form | {"actor": stranger})

from tests.factories import cohort_factory, enrolment_factory, module_factory


def test_factories_build_a_small_world(db):
    module = module_factory()
    enrolment = enrolment_factory(cohort_factory(track_version=module.track_version))
    assert enrolment.qualification == module.track_version.qualification
    assert module.lessons.count() == 2
    assert module.assignment.rubric.criteria.count() == 5

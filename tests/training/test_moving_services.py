from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curricula.enums import VersionState
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from tests.factories import (
    cohort_factory,
    enrolment_factory,
    membership_factory,
    qualification_factory,
    track_version_factory,
)
from tests.factories.versions import add_lesson, module_of, newer_version
from training.models import Enrolment, EnrolmentMove, HoursEntry
from training.queries import hours_totals, track_outline
from training.services import (
    AlreadyFinished,
    CohortMoved,
    MoveReasonNeeded,
    NotInTrack,
    NotOfThisCohort,
    OtherReference,
    VersionNotNewer,
    VersionNotOpen,
    move_cohort,
    read_lesson,
    record_evaluation,
)

REASON = "Une leçon sur le secret s’ajoute."


@pytest.fixture
def newer(world):
    """The second version: the same module with one more lesson."""
    version = newer_version(world.cohort.track_version)
    add_lesson(module_of(version, world.module))
    return version


@pytest.fixture
def form(world, newer, now):
    return {
        "actor": world.lead,
        "cohort": world.cohort,
        "version": newer,
        "enrolments": [world.enrolment],
        "seen": world.cohort.track_version_id,
        "newest": newer.number,
        "reason": REASON,
        "now": now,
    }


def read(world, module, lesson, now):
    enrolment = Enrolment.objects.get(pk=world.enrolment.pk)
    read_lesson(actor=world.learner, enrolment=enrolment, module=module, lesson=lesson, now=now)


def passed(world, module, kind, now, key=""):
    record_evaluation(
        actor=world.learner,
        enrolment=Enrolment.objects.get(pk=world.enrolment.pk),
        module=module,
        kind=kind,
        source_key=key or f"essai:{kind}:{module.pk}",
        now=now,
    )


def counted(enrolment) -> tuple[int, int]:
    found = hours_totals([enrolment.pk])[enrolment.pk]
    return found.accepted, found.pending


def test_a_newer_version_moves_nobody_until_it_is_confirmed(world, newer):
    world.enrolment.refresh_from_db()
    assert world.enrolment.track_version == world.cohort.track_version != newer


def test_the_cohort_and_those_ticked_follow_the_newer_version(world, newer, form, now):
    stays = enrolment_factory(world.cohort)
    old = world.cohort.track_version
    moves = move_cohort(**form)
    world.cohort.refresh_from_db()
    world.enrolment.refresh_from_db()
    stays.refresh_from_db()
    assert world.cohort.track_version == world.enrolment.track_version == newer
    assert stays.track_version == old
    move = EnrolmentMove.objects.get()
    assert moves == [move]
    assert (move.enrolment, move.from_version, move.to_version) == (world.enrolment, old, newer)
    assert (move.moved_by, move.reason, move.moved_at) == (world.lead, REASON, now)
    event = AuditEvent.objects.get(verb="training.cohort.moved")
    assert event.detail["enrolments"] == [world.enrolment.pk]


def test_the_same_confirmation_twice_moves_once(form):
    assert move_cohort(**form) == move_cohort(**form)
    assert EnrolmentMove.objects.count() == 1
    assert AuditEvent.objects.filter(verb="training.cohort.moved").count() == 1


def test_somebody_who_stayed_behind_can_follow_later(world, newer, form):
    move_cohort(**form | {"enrolments": []})
    move_cohort(**form | {"seen": newer.pk})
    world.enrolment.refresh_from_db()
    assert world.enrolment.track_version == newer


def test_a_form_is_stale_when_a_third_version_was_published_meanwhile(newer, form):
    newer_version(newer)
    with pytest.raises(CohortMoved):
        move_cohort(**form)
    assert not EnrolmentMove.objects.exists()


def test_a_form_is_stale_when_the_cohort_has_moved_meanwhile(world, newer, form):
    third = newer_version(newer)
    move_cohort(**form | {"newest": 3})
    with pytest.raises(CohortMoved):
        move_cohort(**form | {"version": third, "newest": 3})


def test_only_those_who_lead_the_body_move_its_cohort(world, form):
    for actor in (world.trainer, world.learner, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            move_cohort(**form | {"actor": actor})


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.RETIRED])
def test_nobody_moves_to_a_version_that_is_not_published(newer, form, state):
    newer.state = state
    newer.save()
    with pytest.raises(VersionNotOpen):
        move_cohort(**form)


def test_nobody_moves_to_an_older_version_or_another_track(world, form):
    old = world.cohort.track_version
    move_cohort(**form)
    for version in (old, track_version_factory()):
        with pytest.raises(VersionNotNewer):
            move_cohort(**form | {"version": version})


def test_nobody_moves_to_another_reference(world, form):
    other = newer_version(
        world.cohort.track_version,
        change=lambda plan: replace(plan, modules=()),
        qualification=qualification_factory(),
        number=3,
    )
    with pytest.raises(OtherReference):
        move_cohort(**form | {"version": other, "newest": 3})


def test_somebody_of_another_cohort_is_refused(form):
    with pytest.raises(NotOfThisCohort):
        move_cohort(**form | {"enrolments": [enrolment_factory(cohort_factory())]})


def test_a_finished_enrolment_stays(world, form, now):
    for lesson in world.lessons:
        read(world, world.module, lesson, now)
    for kind in ("quiz", "synthesis"):
        passed(world, world.module, kind, now)
    with pytest.raises(AlreadyFinished, match=str(world.enrolment.learner)):
        move_cohort(**form)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_move_needs_a_reason(form, reason):
    with pytest.raises(MoveReasonNeeded):
        move_cohort(**form | {"reason": reason})


def test_what_was_done_counts_in_the_module_of_the_same_code(world, newer, form, now):
    read(world, world.module, world.lessons[0], now)
    passed(world, world.module, "quiz", now)
    before = counted(world.enrolment)
    move_cohort(**form)
    world.enrolment.refresh_from_db()
    outline = track_outline(world.enrolment)[0]
    assert outline.module == module_of(newer, world.module)
    assert [place.read for place in outline.lessons] == [True, False, False]
    assert outline.quiz_done
    assert outline.hours.accepted == before[0]
    assert counted(world.enrolment) == before


def test_a_lesson_added_is_accepted_at_once_when_the_quiz_was_passed_before(
    world, newer, form, now
):
    passed(world, world.module, "quiz", now)
    move_cohort(**form)
    module = module_of(newer, world.module)
    added = module.module_lessons.last().lesson
    read(world, module, added, now)
    assert counted(world.enrolment) == (added.minutes, 0)


def test_waiting_minutes_are_accepted_by_the_quiz_of_the_newer_version(world, newer, form, now):
    read(world, world.module, world.lessons[0], now)
    move_cohort(**form)
    passed(world, module_of(newer, world.module), "quiz", now)
    assert counted(world.enrolment) == (world.lessons[0].minutes, 0)


def test_an_evaluation_handed_in_before_the_move_is_recorded_after_it(world, newer, form, now):
    move_cohort(**form)
    passed(world, world.module, "synthesis", now)
    world.enrolment.refresh_from_db()
    assert track_outline(world.enrolment)[0].synthesis_done


def test_an_evaluation_of_a_version_never_followed_is_refused(world, newer, now):
    with pytest.raises(NotInTrack):
        passed(world, module_of(newer, world.module), "quiz", now)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.sampled_from(["0", "1", "quiz", "move"]), max_size=8))
def test_hours_never_fall_and_no_lesson_counts_twice(world, newer, form, now, acts):
    """Ledgers of earlier examples are of other learners: each example enrols its own."""
    world.cohort.track_version = world.module.track_version
    world.cohort.save()
    world.enrolment = enrolment_factory(world.cohort)
    world.learner = world.enrolment.learner.memberships.get()
    seen, total = set(), 0
    for act in acts:
        world.enrolment.refresh_from_db()
        module = module_of(world.enrolment.track_version, world.module)
        if act == "move":
            move_cohort(**form | {"enrolments": [world.enrolment]})
        elif act == "quiz":
            passed(world, module, "quiz", now, f"essai:{world.enrolment.pk}:{module.pk}")
        else:
            read(world, module, world.lessons[int(act)], now)
            seen.add(world.lessons[int(act)])
        accepted, pending = counted(world.enrolment)
        assert accepted + pending == sum(lesson.minutes for lesson in seen) >= total
        total = accepted + pending
    keys = HoursEntry.objects.filter(enrolment=world.enrolment, state="submitted")
    assert keys.count() == len(seen)

"""The life of a track version, from an empty draft to its retirement."""

from dataclasses import replace

import pytest

from curricula.enums import BudgetCategory, Mastery, VersionState
from curricula.models import Track, TrackVersion
from curricula.queries import newest_versions
from curricula.queries.plans import coverage_matrix, expected_competencies, plan_of
from curricula.rules.plan import AssignmentPlan, ModulePlan, TrackPlan
from curricula.rules.plan_edits import with_absence, with_module
from curricula.rules.plan_problems import plan_problems
from curricula.services.plans import competencies_of
from curricula.services.tracks import (
    NotADraft,
    ReferenceNotPublished,
    StillADraft,
    TrackCodeTaken,
    TrackMoved,
    TrackWrong,
    delete_draft,
    new_track,
    new_track_version,
    publish_track,
    retire_track,
    save_plan,
)
from people.enums import LEADING_ROLES, Role
from people.models import AuditEvent
from people.services import NotAllowed
from tests.factories import (
    lesson_factory,
    membership_factory,
    qualification_factory,
    rubric_factory,
)

MODULE = ModulePlan("M1", "Premiers pas", minutes=60, budget={BudgetCategory.IN_PERSON: 60})


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def reference(db):
    return qualification_factory(competencies=2)


@pytest.fixture
def draft(lead, reference, now):
    return new_track(
        actor=lead, code="essai", title="Essai", audience="", qualification=reference,
        minutes=60, now=now,
    )  # fmt: skip


@pytest.fixture
def sound(draft) -> TrackPlan:
    """A plan of that draft that can be published."""
    keys = frozenset(expected_competencies(draft))
    return TrackPlan(minutes=60, modules=(replace(MODULE, competencies=keys),))


@pytest.fixture
def published(lead, draft, sound, now):
    saved = save_plan(actor=lead, version=draft, revision=0, plan=sound, now=now)
    return publish_track(actor=lead, version=saved, revision=saved.revision, now=now)


def verbs() -> list[str]:
    found = AuditEvent.objects.filter(verb__startswith="curricula.track").order_by("pk")
    return list(found.values_list("verb", flat=True))


def whole_plan(draft) -> TrackPlan:
    """A plan that says all that a plan can say."""
    first, second = expected_competencies(draft)
    lesson, other = lesson_factory(), lesson_factory()
    rubric = rubric_factory([])
    basics = replace(
        MODULE, lessons=(other.code, lesson.code), competencies=frozenset([first]),
        budget={BudgetCategory.DISTANCE: 40, BudgetCategory.WORK: 20}, spacing_days=14,
        refresh_weeks=8, summary="Résumé", domain="coordination",
        assignment=AssignmentPlan("Écrit", "Racontez.", 10, 20, rubric.code),
    )  # fmt: skip
    rest = replace(MODULE, code="M2", requires={"M1": Mastery.ALL})
    return TrackPlan(
        minutes=120, note="Note", source="Source", caps={BudgetCategory.WORK: 30},
        modules=(basics, rest), absences={second: "Vue au cabinet."},
    )  # fmt: skip


def test_a_plan_is_stored_and_read_again_as_it_was(lead, draft, now):
    plan = whole_plan(draft)
    saved = save_plan(actor=lead, version=draft, revision=0, plan=plan, now=now)
    assert plan_of(saved) == plan
    assert (saved.revision, saved.state) == (1, VersionState.DRAFT)
    assert verbs() == ["curricula.track.created", "curricula.track.rewritten"]


def test_an_accepted_absence_keeps_its_author_until_its_reason_changes(lead, draft, now):
    plan = whole_plan(draft)
    saved = save_plan(actor=lead, version=draft, revision=0, plan=plan, now=now)
    colleague = membership_factory(Role.LEAD, organisation=lead.organisation)
    save_plan(actor=colleague, version=saved, revision=1, plan=plan, now=now)
    assert saved.absences.get().accepted_by == lead
    (key,) = plan.absences
    again = with_absence(plan, key, "Autre motif.")
    save_plan(actor=colleague, version=saved, revision=2, plan=again, now=now)
    assert saved.absences.get().accepted_by == colleague


def test_a_new_version_says_all_that_the_last_one_says(lead, published, now):
    copy = new_track_version(actor=lead, version=published, now=now)
    assert (copy.number, copy.state) == (2, VersionState.DRAFT)
    assert plan_of(copy) == plan_of(published)
    assert new_track_version(actor=lead, version=published, now=now) == copy
    assert published.track.versions.count() == 2


def test_a_draft_has_no_new_version(lead, draft, now):
    with pytest.raises(StillADraft):
        new_track_version(actor=lead, version=draft, now=now)


def test_publishing_makes_it_the_one_that_new_cohorts_follow(lead, published, now):
    assert published in newest_versions()
    draft = new_track_version(actor=lead, version=published, now=now)
    publish_track(actor=lead, version=draft, revision=draft.revision, now=now)
    assert [v.number for v in newest_versions().filter(track=published.track)] == [2]


def test_what_is_wrong_is_told_whole_and_keeps_it_a_draft(lead, draft, sound, now):
    plan = replace(
        sound, minutes=90, modules=(replace(sound.modules[0], competencies=frozenset()),)
    )
    saved = save_plan(actor=lead, version=draft, revision=0, plan=plan, now=now)
    with pytest.raises(TrackWrong) as refused:
        publish_track(actor=lead, version=saved, revision=1, now=now)
    assert len(refused.value.reasons) == 3
    draft.refresh_from_db()
    assert (draft.state, draft.revision) == (VersionState.DRAFT, 1)


def test_a_retired_version_is_no_longer_chosen(lead, published, now):
    retire_track(actor=lead, version=published, revision=published.revision, now=now)
    assert published not in newest_versions()
    with pytest.raises(TrackMoved):
        retire_track(actor=lead, version=published, revision=published.revision, now=now)


def test_a_draft_can_be_thrown_away_with_its_track(lead, draft, now):
    delete_draft(actor=lead, version=draft, revision=0, now=now)
    assert not Track.objects.filter(code="essai").exists()
    assert verbs()[-1] == "curricula.track.deleted"


def test_a_draft_thrown_away_leaves_the_other_versions(lead, published, now):
    draft = new_track_version(actor=lead, version=published, now=now)
    delete_draft(actor=lead, version=draft, revision=draft.revision, now=now)
    assert list(published.track.versions.all()) == [published]


def test_a_published_version_no_longer_changes(lead, published, sound, now):
    seen = published.revision
    with pytest.raises(NotADraft):
        save_plan(actor=lead, version=published, revision=seen, plan=sound, now=now)
    with pytest.raises(NotADraft):
        publish_track(actor=lead, version=published, revision=seen, now=now)
    with pytest.raises(NotADraft):
        delete_draft(actor=lead, version=published, revision=seen, now=now)


def test_of_two_editors_the_second_is_told(lead, draft, sound, now):
    save_plan(actor=lead, version=draft, revision=0, plan=sound, now=now)
    for act in (
        lambda: save_plan(actor=lead, version=draft, revision=0, plan=sound, now=now),
        lambda: publish_track(actor=lead, version=draft, revision=0, now=now),
        lambda: delete_draft(actor=lead, version=draft, revision=0, now=now),
    ):
        with pytest.raises(TrackMoved):
            act()


def test_another_reference_keeps_only_what_it_has_too(lead, draft, sound, now):
    smaller = qualification_factory(competencies=1)
    saved = save_plan(
        actor=lead, version=draft, revision=0, plan=sound, now=now, qualification=smaller
    )
    assert saved.qualification == smaller
    assert plan_of(saved).modules[0].competencies == frozenset(expected_competencies(saved))


def wrong_plans(sound: TrackPlan):
    (module,) = sound.modules
    synthesis = AssignmentPlan("Écrit", "Racontez.", 20, 20, "R-inconnue")
    return {
        "Leçon inconnue : L-inconnue.": replace(module, lessons=("L-inconnue",)),
        "Grille inconnue : R-inconnue.": replace(module, assignment=synthesis),
        "maximum de mots": replace(module, assignment=synthesis),
        "Compétence absente du référentiel suivi : B9/K9.": replace(
            module, competencies=frozenset(["B9/K9"])
        ),
        "un prérequis nomme un autre module": replace(module, requires={"M1": Mastery.ADVISED}),
        "un prérequis nomme": replace(module, requires={"M9": Mastery.ADVISED}),
    }


def test_what_cannot_be_stored_is_refused_and_nothing_is_written(lead, draft, sound, now):
    saved = save_plan(actor=lead, version=draft, revision=0, plan=sound, now=now)
    for words, module in wrong_plans(sound).items():
        with pytest.raises(TrackWrong, match=words):
            save_plan(
                actor=lead,
                version=saved,
                revision=1,
                plan=with_module(sound, "M1", module),
                now=now,
            )
    for words, plan in {
        "Le code de module M1 sert déjà": with_module(sound, None, sound.modules[0]),
        "absente du référentiel": with_absence(sound, "B9/K9", "Motif"),
    }.items():
        with pytest.raises(TrackWrong, match=words):
            save_plan(actor=lead, version=saved, revision=1, plan=plan, now=now)
    saved.refresh_from_db()
    assert (plan_of(saved), saved.revision) == (sound, 1)


def test_a_code_serves_one_track(lead, draft, reference, now):
    with pytest.raises(TrackCodeTaken):
        new_track(
            actor=lead, code="essai", title="Autre", audience="", qualification=reference,
            minutes=60, now=now,
        )  # fmt: skip
    assert TrackVersion.objects.count() == 1


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.RETIRED])
def test_a_track_follows_a_published_reference(lead, draft, sound, reference, now, state):
    reference.state = state
    reference.save()
    with pytest.raises(ReferenceNotPublished):
        new_track(
            actor=lead, code="autre", title="Autre", audience="", qualification=reference,
            minutes=60, now=now,
        )  # fmt: skip
    saved = save_plan(actor=lead, version=draft, revision=0, plan=sound, now=now)
    with pytest.raises(ReferenceNotPublished):
        publish_track(actor=lead, version=saved, revision=1, now=now)
    other = qualification_factory()
    other.state = state
    other.save()
    with pytest.raises(ReferenceNotPublished):
        save_plan(actor=lead, version=saved, revision=1, plan=sound, now=now, qualification=other)


@pytest.mark.parametrize("role", sorted(set(Role) - set(LEADING_ROLES)))
def test_only_those_who_lead_touch_tracks(role, lead, draft, sound, reference, now):
    actor = membership_factory(role)
    acts = [
        lambda: new_track(
            actor=actor, code="x", title="X", audience="", qualification=reference, minutes=1,
            now=now,
        ),
        lambda: new_track_version(actor=actor, version=draft, now=now),
        lambda: save_plan(actor=actor, version=draft, revision=0, plan=sound, now=now),
        lambda: publish_track(actor=actor, version=draft, revision=0, now=now),
        lambda: retire_track(actor=actor, version=draft, revision=0, now=now),
        lambda: delete_draft(actor=actor, version=draft, revision=0, now=now),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    draft.refresh_from_db()
    assert draft.revision == 0


# --- Coverage and the published content -----------------------------------------------------------


def big(lead, now, modules: int, competencies: int) -> TrackVersion:
    reference = qualification_factory(competencies=competencies)
    draft = new_track(
        actor=lead, code=f"grand-{modules}", title="Grand", audience="", qualification=reference,
        minutes=60 * modules, now=now,
    )  # fmt: skip
    keys = sorted(expected_competencies(draft))
    rubric = rubric_factory(list(competencies_of(draft).values()))
    synthesis = AssignmentPlan("Écrit", "Racontez.", 10, 20, rubric.code)
    plan = TrackPlan(
        minutes=60 * modules,
        modules=tuple(
            replace(
                MODULE, code=f"M{n}", lessons=(lesson_factory().code,),
                competencies=frozenset(keys[n::modules]), assignment=synthesis,
                requires={f"M{n - 1}": Mastery.ADVISED} if n else {},
            )
            for n in range(modules)
        ),
    )  # fmt: skip
    return save_plan(actor=lead, version=draft, revision=0, plan=plan, now=now)


def test_plan_and_matrix_take_as_many_queries_at_3_by_5_and_at_40_by_60(
    lead, now, django_assert_num_queries
):
    small, large = big(lead, now, 3, 5), big(lead, now, 40, 60)
    for version in (small, large):
        with django_assert_num_queries(9):
            plan_of(version)
        with django_assert_num_queries(12):
            coverage = coverage_matrix(version)
        assert coverage.uncovered == []
    assert (len(coverage.modules), len(coverage.lines)) == (40, 60)


def test_the_matrix_says_what_is_aimed_at_evaluated_accepted_and_left_out(lead, draft, now):
    plan = whole_plan(draft)
    saved = save_plan(actor=lead, version=draft, revision=0, plan=plan, now=now)
    first, second = coverage_matrix(saved).lines
    assert [cell.words for _, cell in first.cells] == ["visée", ""]
    assert (first.covered, first.reason) == (True, "")
    assert (second.covered, second.reason) == (False, "Vue au cabinet.")
    assert coverage_matrix(saved).uncovered == [second]


def test_the_newest_tracks_of_the_repository_could_be_published_today(loaded):
    for version in newest_versions():
        plan = plan_of(version)
        assert plan_problems(plan, expected_competencies(version)) == []
        assert all(sum(m.budget.values()) == m.minutes for m in plan.modules)
        assert all(m.lesson_minutes == m.budget[BudgetCategory.DISTANCE] for m in plan.modules)

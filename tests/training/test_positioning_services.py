from datetime import date

import pytest

from curricula.models import Competency
from people.models import AuditEvent
from people.services import NotAllowed
from records.services import PatientData
from tests.factories import enrolment_factory, module_factory
from tests.factories.versions import module_of, newer_version
from training.enums import PositionLevel, PriorKind
from training.models import ExemptionDecision, Position, PriorResult
from training.queries import exempted_minutes, individual_path, relief_of
from training.rules.positioning import Relief
from training.services import (
    ExemptionMoved,
    ExemptionReasonMissing,
    ExemptionRefused,
    NothingPlaced,
    NotInTrack,
    NotOfTheReference,
    PositionsMoved,
    PriorRefused,
    decide_exemption,
    declare_prior,
    place_competencies,
    withdraw_prior,
)

TWO, ONE, NONE = PositionLevel.ORGANISES, PositionLevel.CARRIES_OUT, PositionLevel.NOT_YET


@pytest.fixture
def competencies(world):
    """Those of the reference; the module aims at the first two."""
    found = list(Competency.objects.filter(block__qualification=world.enrolment.qualification))
    world.module.competencies.set(found[:2])
    return found


def place(world, now, levels, actor=None, seen=0):
    return place_competencies(
        actor=actor or world.learner, enrolment=world.enrolment, levels=levels, seen=seen, now=now
    )


def declare(world, now, **fields):
    return declare_prior(
        **{
            "actor": world.learner,
            "enrolment": world.enrolment,
            "kind": PriorKind.TRAINING,
            "title": "Accueil en cabinet",
            "obtained_on": date(2025, 6, 1),
            "module": world.module,
            "minutes": 120,
            "form_key": "acquis-1",
            "now": now,
        }
        | fields
    )


def decide(world, now, **fields):
    return decide_exemption(
        **{
            "actor": world.lead,
            "enrolment": world.enrolment,
            "module": world.module,
            "percentage": 25,
            "prior_minutes": 0,
            "reason": "Trois ans au secrétariat.",
            "seen": 0,
            "now": now,
        }
        | fields
    )


def line_of(world, now):
    [line] = individual_path(world.enrolment, now.date()).lines
    return line


# positions


def test_both_raters_stand_side_by_side(world, competencies, now):
    place(world, now, {competencies[0]: TWO})
    place(world, now, {competencies[0]: ONE}, actor=world.trainer)
    [block, *_] = [
        block
        for block in individual_path(world.enrolment, now.date()).blocks
        if competencies[0].block_id == block.block.pk
    ]
    line = next(line for line in block.lines if line.competency == competencies[0])
    assert (line.learner.level, line.trainer.level) == (TWO, ONE)
    assert line.placed.kept == ONE
    assert (line.learner.placed_by, line.trainer.placed_by) == (world.learner, world.trainer)


def test_a_new_position_leaves_the_earlier_one(world, competencies, now):
    place(world, now, {competencies[0]: NONE})
    place(world, now, {competencies[0]: ONE}, seen=1)
    rows = Position.objects.order_by("number").values_list("number", "level", "rater")
    assert list(rows) == [(1, NONE, "learner"), (2, ONE, "learner")]


def test_only_what_differs_is_written(world, competencies, now):
    first, second = competencies[:2]
    place(world, now, {first: ONE})
    made = place(world, now, {first: ONE, second: TWO}, seen=1)
    assert [row.competency for row in made] == [second]


def test_the_same_positions_twice_are_written_once(world, competencies, now):
    place(world, now, {competencies[0]: ONE})
    assert place(world, now, {competencies[0]: ONE}) == []
    assert Position.objects.count() == 1
    assert AuditEvent.objects.filter(verb="training.positions.placed").count() == 1


def test_positions_from_an_older_page_are_refused(world, competencies, now):
    place(world, now, {competencies[0]: ONE}, actor=world.trainer)
    with pytest.raises(PositionsMoved):
        place(world, now, {competencies[0]: TWO}, actor=world.lead)
    assert Position.objects.get().level == ONE


def test_what_the_other_side_wrote_makes_no_page_old(world, competencies, now):
    place(world, now, {competencies[0]: ONE}, actor=world.trainer)
    assert len(place(world, now, {competencies[0]: TWO})) == 1


@pytest.mark.parametrize("who", ["companion", "employer", "stranger", "other_trainer"])
def test_nobody_else_places_or_declares(world, competencies, now, who):
    with pytest.raises(NotAllowed):
        place(world, now, {competencies[0]: ONE}, actor=getattr(world, who))
    with pytest.raises(NotAllowed):
        declare(world, now, actor=getattr(world, who))
    row = declare(world, now)
    with pytest.raises(NotAllowed):
        withdraw_prior(actor=getattr(world, who), prior=row, now=now)


def test_nothing_ticked_is_refused(world, now):
    with pytest.raises(NothingPlaced):
        place(world, now, {})


def test_competency_of_another_reference_is_refused(world, now):
    other = enrolment_factory().qualification.blocks.first().competencies.first()
    with pytest.raises(NotOfTheReference):
        place(world, now, {other: ONE})


# prior results


def test_prior_hours_are_noted_once_a_form(world, now):
    row = declare(world, now)
    assert declare(world, now) == row
    assert (row.minutes, row.declared_by) == (120, world.learner)
    assert AuditEvent.objects.filter(verb="training.prior.declared").count() == 1


def test_a_form_of_somebody_else_is_not_theirs(world, now):
    declare(world, now)
    other = enrolment_factory(world.cohort)
    with pytest.raises(NotAllowed):
        declare(
            world, now, actor=other.learner.memberships.get(), enrolment=other,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "  "}, "l’intitulé"),
        ({"title": "x" * 201}, "l’intitulé"),
        ({"obtained_on": date(2027, 3, 5)}, "à venir"),
        ({"obtained_on": date(1900, 3, 5)}, "trop ancienne"),
        ({"module": None}, "choisissez lequel"),
        ({"minutes": 600_001}, "cette durée"),
    ],
)
def test_a_prior_result_that_cannot_be_right_is_refused(world, now, fields, said):
    with pytest.raises(PriorRefused) as refusal:
        declare(world, now, **fields)
    assert said in refusal.value.message.lower()
    assert PriorResult.objects.count() == 0


def test_prior_result_belongs_to_a_module_of_the_track(world, now):
    with pytest.raises(NotInTrack):
        declare(world, now, module=module_factory())


def test_prior_result_holds_no_identifier(world, now):
    with pytest.raises(PatientData):
        declare(world, now, title="Voir le patient au 06 12 34 56 78")


def test_withdrawn_prior_stays_and_counts_no_more(world, now):
    row = declare(world, now)
    decide(world, now, prior_minutes=120)
    assert line_of(world, now).proposal.prior == 120
    withdraw_prior(actor=world.learner, prior=row, now=now)
    withdraw_prior(actor=world.lead, prior=row, now=now)
    row.refresh_from_db()
    assert row.withdrawn_by == world.learner
    line = line_of(world, now)
    assert (line.proposal.prior, line.relief.prior, line.to_review) == (0, 120, True)
    assert AuditEvent.objects.filter(verb="training.prior.withdrawn").count() == 1


# decisions


def test_proposal_rests_on_both_raters_and_recent_hours(world, competencies, now):
    levels = {competencies[0]: TWO, competencies[1]: TWO}
    place(world, now, levels)
    assert line_of(world, now).proposal.percentage == 0
    place(world, now, {competencies[0]: TWO, competencies[1]: ONE}, actor=world.trainer)
    declare(world, now)
    declare(world, now, obtained_on=date(2015, 6, 1), minutes=60, form_key="acquis-2")
    found = line_of(world, now).proposal
    assert (found.percentage, found.prior) == (50, 120)
    assert len(found.reasons) == 3


def test_nothing_is_taken_off_before_the_lead_decides(world, competencies, now):
    place(world, now, {competencies[0]: TWO, competencies[1]: TWO})
    place(world, now, {competencies[0]: TWO, competencies[1]: TWO}, actor=world.trainer)
    assert line_of(world, now).relief == Relief(600, 0, 0)


def test_lead_decides_and_what_is_due_follows(world, now):
    declare(world, now)
    row = decide(world, now, prior_minutes=60)
    line = line_of(world, now)
    assert (line.decision, line.relief, line.relief.due) == (row, Relief(600, 150, 60), 390)
    event = AuditEvent.objects.get(verb="training.exemption.decided")
    assert (event.actor, event.object_id) == (world.lead, str(row.pk))


def test_newest_decision_counts_and_the_first_stays(world, now):
    decide(world, now)
    decide(world, now, percentage=50, reason="Après l’entretien.", seen=1)
    assert line_of(world, now).relief.exempted == 300
    numbers = ExemptionDecision.objects.order_by("number").values_list("number", "percentage")
    assert list(numbers) == [(1, 25), (2, 50)]


def test_the_same_decision_twice_is_taken_once(world, now):
    assert decide(world, now) == decide(world, now)
    assert AuditEvent.objects.filter(verb="training.exemption.decided").count() == 1


def test_decision_from_an_older_page_is_refused(world, now):
    decide(world, now)
    with pytest.raises(ExemptionMoved):
        decide(world, now, percentage=100)
    assert ExemptionDecision.objects.get().percentage == 25


@pytest.mark.parametrize(
    "who", ["learner", "trainer", "companion", "employer", "stranger", "other_trainer"]
)
def test_only_those_who_lead_decide(world, now, who):
    with pytest.raises(NotAllowed):
        decide(world, now, actor=getattr(world, who))


@pytest.mark.parametrize("reason", ["  ", "x" * 501])
def test_a_decision_has_a_reason(world, now, reason):
    with pytest.raises(ExemptionReasonMissing):
        decide(world, now, reason=reason)


def test_reason_of_a_decision_holds_no_identifier(world, now):
    with pytest.raises(PatientData):
        decide(world, now, reason="Voir le patient au 06 12 34 56 78")


@pytest.mark.parametrize("percentage", [-5, 7, 105])
def test_percentage_goes_by_steps(world, now, percentage):
    with pytest.raises(ExemptionRefused):
        decide(world, now, percentage=percentage)


@pytest.mark.parametrize("obtained_on", [date(2022, 3, 3), date(2015, 1, 1)])
def test_old_hours_are_not_accepted(world, now, obtained_on):
    declare(world, now, obtained_on=obtained_on)
    with pytest.raises(ExemptionRefused) as refusal:
        decide(world, now, prior_minutes=120)
    assert "0 h" in refusal.value.message


def test_no_more_prior_minutes_than_declared(world, now):
    declare(world, now)
    with pytest.raises(ExemptionRefused):
        decide(world, now, prior_minutes=121)
    assert decide(world, now, prior_minutes=120).prior_minutes == 120


def test_decision_on_a_module_that_is_not_followed_is_refused(world, now):
    with pytest.raises(NotInTrack):
        decide(world, now, module=module_factory())


def test_decision_follows_the_module_into_a_newer_version(world, now):
    decide(world, now)
    version = newer_version(world.enrolment.track_version)
    module = module_of(version, world.module)
    module.minutes = 1000
    module.save()
    world.enrolment.track_version = version
    world.enrolment.save()
    found = relief_of([world.enrolment.pk])[world.enrolment.pk]
    planned = sum(version.modules.values_list("minutes", flat=True))
    assert found == Relief(planned, 250, 0)
    again = decide(world, now, module=module, percentage=0, reason="Tout est à suivre.", seen=1)
    assert again.number == 2
    assert exempted_minutes([world.enrolment.pk]) == {world.enrolment.pk: 0}


def test_path_and_sums_agree(world, now):
    other = module_factory(world.module.track_version)
    declare(world, now)
    decide(world, now, prior_minutes=120)
    decide(world, now, module=other, percentage=100)
    path = individual_path(world.enrolment, now.date())
    empty = enrolment_factory(world.cohort)
    found = relief_of([world.enrolment.pk, empty.pk])
    assert found == {world.enrolment.pk: path.total, empty.pk: Relief(1200, 0, 0)}
    assert path.total == Relief(1200, 750, 120)
    assert exempted_minutes([world.enrolment.pk, empty.pk]) == {
        world.enrolment.pk: 870, empty.pk: 0
    }  # fmt: skip


def test_sums_cost_the_same_with_many_learners(world, now, django_assert_num_queries):
    decide(world, now)
    with django_assert_num_queries(2):
        relief_of([world.enrolment.pk])
    many = [enrolment_factory(world.cohort).pk for _ in range(30)]
    with django_assert_num_queries(2):
        relief_of([world.enrolment.pk, *many])

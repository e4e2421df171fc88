from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import AuditEvent
from people.services import NotAllowed
from records.services import PatientData
from tests.factories import enrolment_factory, module_factory
from tests.factories.versions import module_of, newer_version
from training.enums import CheckResult, EntrySkill, PositionLevel
from training.models import (
    EntryCheck,
    EvaluationDone,
    HoursEntry,
    PositioningScore,
)
from training.queries import individual_path
from training.queries.entry import check_lines
from training.services import move_cohort, place_competencies
from training.services.entry import (
    CheckRefused,
    ChecksMoved,
    ScoreRefused,
    note_check,
    post_positioning_score,
)
from training.services.reading import NotInTrack

OFFICE, VOCABULARY = EntrySkill.OFFICE, EntrySkill.VOCABULARY
ACQUIRED, TO_STRENGTHEN = CheckResult.ACQUIRED, CheckResult.TO_STRENGTHEN


def check(world, now, **fields):
    return note_check(
        **{
            "actor": world.trainer,
            "enrolment": world.enrolment,
            "skill": OFFICE,
            "result": TO_STRENGTHEN,
            "checked_on": now.date(),
            "how": "Exercice sur un poste",
            "note": "Le traitement de texte, pas encore le tableur.",
            "seen": 0,
            "form_key": "verification-1",
            "now": now,
        }
        | fields
    )


def post(world, now, **fields):
    return post_positioning_score(
        **{
            "actor": world.learner,
            "enrolment": world.enrolment,
            "module": world.module,
            "score": 3,
            "out_of": 4,
            "source_key": "assessments.positioning:1",
            "now": now,
        }
        | fields
    )


def office(world):
    return next(line for line in check_lines(world.enrolment) if line.skill == OFFICE)


# what is checked at entry


def test_nothing_noted_is_said_for_every_skill(world):
    lines = check_lines(world.enrolment)
    assert [line.skill for line in lines] == [OFFICE, VOCABULARY]
    assert {(line.state, line.under_reserve) for line in lines} == {("rien de noté", False)}


def test_a_check_says_what_was_seen_how_and_by_whom(world, now):
    row = check(world, now, how="  Exercice   sur un poste ")
    assert (row.how, row.checked_by, row.number) == ("Exercice sur un poste", world.trainer, 1)
    line = office(world)
    assert (line.check, line.state, line.under_reserve) == (row, "à renforcer", True)
    event = AuditEvent.objects.get(verb="training.entry.checked")
    assert (event.actor, event.object_id) == (world.trainer, str(row.pk))


def test_newest_check_of_a_skill_counts_and_the_first_stays(world, now):
    first = check(world, now)
    check(world, now, skill=VOCABULARY, seen=1, form_key="verification-2")
    again = check(
        world, now, actor=world.lead, result=ACQUIRED, seen=2, form_key="verification-3"
    )  # fmt: skip
    line = office(world)
    assert (line.check, line.earlier, line.under_reserve) == (again, [first], False)
    assert again.number == 2


def test_the_same_form_twice_notes_it_once(world, now):
    assert check(world, now) == check(world, now, note="Autre chose.")
    assert EntryCheck.objects.count() == 1
    assert AuditEvent.objects.filter(verb="training.entry.checked").count() == 1


def test_check_from_an_older_page_is_refused(world, now):
    check(world, now)
    with pytest.raises(ChecksMoved):
        check(world, now, actor=world.lead, result=ACQUIRED, form_key="verification-2")
    assert office(world).check.result == TO_STRENGTHEN


def test_a_form_of_another_person_is_not_theirs(world, now):
    check(world, now)
    with pytest.raises(NotAllowed):
        check(world, now, enrolment=enrolment_factory(world.cohort))


@pytest.mark.parametrize("who", ["learner", "companion", "employer", "stranger", "other_trainer"])
def test_nobody_else_checks(world, now, who):
    with pytest.raises(NotAllowed):
        check(world, now, actor=getattr(world, who))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"how": " "}, "comment"),
        ({"how": "x" * 201}, "comment"),
        ({"note": " "}, "une phrase"),
        ({"note": "x" * 301}, "une phrase"),
        ({"checked_on": date(2027, 3, 5)}, "à venir"),
        ({"checked_on": date(2016, 3, 5)}, "trop ancienne"),
    ],
)
def test_a_check_that_cannot_be_right_is_refused(world, now, fields, said):
    with pytest.raises(CheckRefused) as refusal:
        check(world, now, **fields)
    assert said in refusal.value.message
    assert EntryCheck.objects.count() == 0


@pytest.mark.parametrize("field", ["how", "note"])
def test_a_check_names_no_patient(world, now, field):
    with pytest.raises(PatientData):
        check(world, now, **{field: "Avec le patient du 06 12 34 56 78"})


# the score of a positioning quiz


def test_a_score_is_posted_once_a_source(world, now):
    assert post(world, now) == post(world, now, score=0)
    row = PositioningScore.objects.get()
    assert (row.score, row.out_of, row.posted_by) == (3, 4, world.learner)
    assert AuditEvent.objects.filter(verb="training.positioning.scored").count() == 1


def test_a_score_is_no_evaluation_and_gives_no_hours(world, now):
    post(world, now)
    assert (EvaluationDone.objects.count(), HoursEntry.objects.count()) == (0, 0)


def test_a_score_below_the_floor_takes_the_proposal_to_nothing(world, now):
    competencies = world.enrolment.qualification.blocks.first().competencies.all()
    world.module.competencies.set(competencies)
    levels = dict.fromkeys(competencies, PositionLevel.ORGANISES)
    for actor in (world.learner, world.trainer):
        place_competencies(actor=actor, enrolment=world.enrolment, levels=levels, seen=0, now=now)
    [line] = individual_path(world.enrolment, now.date()).lines
    assert (line.score, line.proposal.percentage) == (None, 100)
    row = post(world, now, score=2)
    [line] = individual_path(world.enrolment, now.date()).lines
    assert (line.score, line.proposal.percentage) == (row, 0)
    post(world, now + timedelta(days=1), source_key="assessments.positioning:2")
    [line] = individual_path(world.enrolment, now.date()).lines
    assert line.proposal.percentage == 100


def test_a_score_follows_its_module_into_a_newer_version(world, now):
    row = post(world, now)
    version = newer_version(world.module.track_version)
    move_cohort(
        actor=world.lead, cohort=world.cohort, version=version, enrolments=[world.enrolment],
        seen=world.module.track_version_id, newest=version.number, reason="Une leçon s’ajoute.",
        now=now,
    )  # fmt: skip
    world.enrolment.refresh_from_db()
    [line] = individual_path(world.enrolment, now.date()).lines
    assert (line.module, line.score) == (module_of(version, world.module), row)


@pytest.mark.parametrize("numbers", [(-1, 4), (5, 4), (0, 0)])
def test_a_score_that_cannot_be_right_is_refused(world, now, numbers):
    score, out_of = numbers
    with pytest.raises(ScoreRefused):
        post(world, now, score=score, out_of=out_of)


def test_a_score_belongs_to_a_module_of_the_track(world, now):
    with pytest.raises(NotInTrack):
        post(world, now, module=module_factory())


@pytest.mark.parametrize("who", ["trainer", "lead", "employer", "stranger"])
def test_nobody_posts_the_score_of_a_learner(world, now, who):
    with pytest.raises(NotAllowed):
        post(world, now, actor=getattr(world, who))


def test_a_source_is_of_one_learner(world, now):
    post(world, now)
    other = enrolment_factory(world.cohort)
    with pytest.raises(NotAllowed):
        post(world, now, actor=other.learner.memberships.get(), enrolment=other)


# what the database refuses


def breaks(row, said):
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert said in str(refusal.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def copy_of(row, **fields):
    """The same row again, with other values and a key of its own."""
    row.pk, row._state.adding = None, True
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def test_database_keeps_checks_right(world, now):
    row = check(world, now)
    breaks(copy_of(row, form_key="autre"), "déjà notée")
    breaks(copy_of(row, number=2, skill="driving"), "bureautique")
    breaks(copy_of(row, skill=OFFICE, result="good"), "ceux proposés")
    breaks(copy_of(row, result=ACQUIRED, note=""), "dit comment")


def test_database_keeps_scores_right(world, now):
    row = post(world, now)
    breaks(copy_of(row, source_key="autre", score=5), "de zéro au nombre")
    breaks(copy_of(row, score=0, out_of=0), "de zéro au nombre")

from datetime import date

import pytest

from portfolio.enums import CompetencyState
from portfolio.queries import (
    attestation_readiness,
    competency_map,
    logbook_path,
    most_used,
    readiness_table,
    week_path,
)
from tests.factories import enrolment_factory
from tests.factories.assessments import grade_factory, handed_in_factory
from tests.factories.portfolio import (
    completed_module_factory,
    entry_factory,
    signed_week_factory,
    submitted_week_factory,
    week_factory,
)


def states(enrolment):
    sheets = [sheet for block in competency_map(enrolment) for sheet in block.competencies]
    return {sheet.competency.code: sheet.state for sheet in sheets}


def sheet_of(enrolment, competency):
    sheets = [sheet for block in competency_map(enrolment) for sheet in block.competencies]
    return next(sheet for sheet in sheets if sheet.competency == competency)


def test_map_of_a_beginner_is_all_to_show(world):
    assert set(states(world.enrolment).values()) == {CompetencyState.MISSING}


def test_week_being_written_gives_no_fact(world):
    entry_factory(week_factory(world.enrolment))
    assert set(states(world.enrolment).values()) == {CompetencyState.MISSING}


def test_map_follows_week_and_grade(world):
    first = world.competencies[0]
    submitted_week_factory(world.enrolment, iso_week=8, day=date(2027, 2, 22))
    assert sheet_of(world.enrolment, first).state == CompetencyState.PENDING
    signed_week_factory(world.desk)
    sheet = sheet_of(world.enrolment, first)
    assert sheet.state == CompetencyState.STARTED
    assert [gap.sentence for gap in sheet.missing] == [
        "Il manque un critère d’écrit de synthèse au niveau « acquis » (2 sur 3) ou plus."
    ]
    assert sheet.missing[0].learner_act == (
        f"/parcours/modules/{world.module.pk}/synthese/",
        "Écrire la synthèse",
    )
    grade_factory(world.desk, handed_in_factory(world.desk), 2)
    sheet = sheet_of(world.enrolment, first)
    assert sheet.state == CompetencyState.SHOWN
    assert sheet.missing == []


def test_evidence_says_who_when_and_where(world):
    week = signed_week_factory(world.desk)
    fact = sheet_of(world.enrolment, world.competencies[0]).facts[0]
    entry = week.entries.get()
    assert (fact.title, fact.on, fact.by) == ("Pratique", entry.day, str(world.trainer.user))
    assert fact.staff_url == f"/livrets/{week.pk}/#situation-{entry.pk}"
    assert fact.learner_url == (
        f"/livret/2027/9/?inscription={world.enrolment.pk}#situation-{entry.pk}"
    )


def test_map_of_one_learner_ignores_the_others(world):
    other = enrolment_factory(world.cohort)
    signed_week_factory(world.desk, other)
    assert set(states(world.enrolment).values()) == {CompetencyState.MISSING}


def test_block_counts_and_words(world):
    signed_week_factory(world.desk)
    blocks = competency_map(world.enrolment)
    assert [(block.shown, block.total) for block in blocks] == [(0, 2), (0, 2)]
    assert sorted(block.words for block in blocks) == ["1 en cours, 1 à montrer", "2 à montrer"]


@pytest.mark.parametrize("weeks", [1, 6])
def test_map_costs_the_same_with_more_facts(world, django_assert_num_queries, weeks):
    for number in range(1, weeks + 1):
        signed_week_factory(
            world.desk, iso_week=number, competencies=world.competencies, minutes=60
        )
    handed_in_factory(world.desk)
    with django_assert_num_queries(8):
        competency_map(world.enrolment)


def test_most_used_comes_first(world):
    week = week_factory(world.enrolment)
    entry_factory(week, competencies=world.competencies[1:3])
    entry_factory(week, competencies=world.competencies[2:3])
    expected = [world.competencies[2].pk, world.competencies[1].pk]
    assert most_used(world.enrolment) == expected


def test_path_says_the_state_of_each_week(world):
    submitted_week_factory(world.enrolment, iso_week=8, day=date(2027, 2, 22))
    signed_week_factory(world.desk, iso_week=7, day=date(2027, 2, 15))
    week_factory(world.enrolment, iso_week=6)
    path = logbook_path(world.enrolment, date(2027, 3, 4))
    found = {week.iso.number: week.words for week in path.weeks if week.iso.year == 2027}
    assert {number: found[number] for number in (5, 6, 7, 8, 9, 10)} == {
        5: "fermée, sans livret",
        6: "fermée, non remise",
        7: "visée",
        8: "en attente de visa",
        9: "à écrire",
        10: "à venir",
    }
    assert path.title == "semaine 27 sur 44"
    assert len(path.weeks) == 44


def test_spine_marks_months_and_today(world, django_assert_num_queries):
    with django_assert_num_queries(2):
        spine = week_path(world.enrolment, date(2027, 3, 4))
    assert spine[0] == ("manque", "sept.")
    assert spine[26] == ("ici", "27")
    assert spine[27] == ("", "")
    assert spine[30] == ("", "avr.")


def test_path_before_the_start_has_no_current_week(world):
    path = logbook_path(world.enrolment, date(2026, 8, 1))
    assert path.current is None
    assert path.title == "44 semaines"


def test_readiness_follows_what_is_done(world):
    before = attestation_readiness(world.enrolment, world.module)
    first = world.module.lessons.order_by("module_lessons__order").first()
    assert before.missing[0] == (
        f"Leçon à lire : « {first.title} ».",
        f"/parcours/lecons/{world.module.pk}/{first.slug}/",
    )
    assert len(before.missing) == 4
    completed_module_factory(world.desk)
    after = attestation_readiness(world.enrolment, world.module)
    assert (after.ready, after.missing) == (True, [])


def test_readiness_of_one_module_is_that_of_the_table(world, django_assert_num_queries):
    completed_module_factory(world.desk)
    table = readiness_table([world.enrolment])
    with django_assert_num_queries(8):
        alone = attestation_readiness(world.enrolment, world.module)
    assert alone == table[world.enrolment.pk, world.module.pk]


def test_readiness_gives_the_lead_only_acts_of_the_body(world):
    submission = handed_in_factory(world.desk)
    sheet = attestation_readiness(world.enrolment, world.module, staff=True)
    assert [url for _, url in sheet.missing] == ["", "", "", f"/a-corriger/{submission.pk}/"]


@pytest.mark.parametrize("learners", [1, 6])
def test_readiness_of_many_costs_the_same(world, django_assert_num_queries, learners):
    people = [world.enrolment, *(enrolment_factory(world.cohort) for _ in range(learners - 1))]
    for person in people:
        completed_module_factory(world.desk, person)
    with django_assert_num_queries(8):
        table = readiness_table(people)
    assert all(sheet.ready for sheet in table.values())

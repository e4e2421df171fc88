"""The totals read from the database equal the rule, and cost the same whatever the numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curricula.enums import BudgetCategory
from tests.factories import enrolment_factory
from tests.factories.calendar import missed_factory
from tests.factories.curricula import budget_factory, module_factory
from training.enums import HoursCategory, HoursState, SessionState
from training.models import Enrolment, HoursEntry, TrainingSession
from training.queries import cohort_hours, hours_totals
from training.queries.foreseen import foreseen, place
from training.queries.hours import cohort_learners_hours, hours_cells, hours_lines, plans_of
from training.queries.hours_page import hours_page
from training.queries.totals import TAKEN_OFF, TotalsRow, cohort_totals, learners_totals
from training.queries.weeks import alerts, cohort_people, standings, week_lines
from training.rules.pace import mondays
from training.rules.plan import cells
from training.rules.totals import Five
from training.services import decide_exemption, record_session

TODAY = date(2027, 3, 4)
ADMITTED = datetime(2026, 9, 1, 8, tzinfo=UTC)


def post(enrolment, actor, **line) -> HoursEntry:
    wanted = {
        "category": HoursCategory.DISTANCE, "state": HoursState.ACCEPTED, "minutes": 60,
        "occurred_on": TODAY, "label": "x", "posted_by": actor, "posted_at": ADMITTED,
    }  # fmt: skip
    return HoursEntry.objects.create(enrolment=enrolment, **wanted | line)


def announce(world, module=None, state=SessionState.ANNOUNCED, **fields) -> TrainingSession:
    start = datetime(2027, 4, 5, 7, tzinfo=UTC)
    wanted = {
        "cohort": world.cohort, "module": module or world.module, "title": "À venir",
        "starts_at": start, "ends_at": start + timedelta(minutes=210), "state": state,
        "form_key": f"annonce-{TrainingSession.objects.count()}",
    }  # fmt: skip
    return TrainingSession.objects.create(**wanted | fields)


ledgers = st.lists(
    st.tuples(
        st.sampled_from(list(HoursCategory)),
        st.sampled_from(list(HoursState)),
        st.integers(1, 500),
        st.dates(TODAY, TODAY + timedelta(days=1)),
        st.booleans(),
        st.sampled_from(["", "in_person", "work"]),
    ),
    max_size=10,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ledgers)
def test_cells_of_the_database_are_those_of_the_rule(world, ledger):
    HoursEntry.objects.all().delete()
    if not world.module.budgets.exists():
        budget_factory(world.module, in_person=400, distance=300)
    for number, (category, state, minutes, day, somewhere, budget) in enumerate(ledger):
        post(
            world.enrolment, world.trainer, category=category, state=state, minutes=minutes,
            occurred_on=day, module=world.module if somewhere else None, budget=budget,
            source_key=f"essai:{number}",
        )  # fmt: skip
    lines = [line.as_line for line in hours_lines(world.enrolment)]
    rule = cells(lines, plans_of(world.enrolment).all)
    read = hours_cells([world.enrolment.pk]).get(world.enrolment.pk, [])
    assert {(x.code, x.category): x for x in read} == {(x.code, x.category): x for x in rule}


def test_the_planned_are_announced_or_held_and_lessons(world, session_form):
    record_session(**session_form)
    announce(world)
    announce(world, state=SessionState.PLANNED)
    announce(world, state=SessionState.CANCELLED)
    found = learners_totals([world.enrolment])[world.enrolment.pk]
    assert found == Five(
        minimum=world.enrolment.track_version.minutes, planned=2 * 210 + 2 * 20, submitted=210,
        verified=210, accepted=210,
    )  # fmt: skip


def test_what_is_planned_never_exceeds_what_a_module_plans(world):
    budget_factory(world.module, in_person=120, distance=30)
    announce(world, category=BudgetCategory.IN_PERSON)
    announce(world, category=BudgetCategory.VIRTUAL)
    page = hours_page(world.enrolment, TODAY)
    assert page.five.planned == 150
    named = {row.name: (row.five.minimum, row.five.planned, row.fixed) for row in page.categories}
    assert named == {
        "Présentiel": (120, 120, True),
        "À distance": (30, 30, True),
        "Classe virtuelle": (0, 0, False),
    }


def test_a_day_at_a_distance_counts_seven_hours(world):
    for number in range(3):
        post(
            world.enrolment, world.trainer, module=world.module, minutes=200,
            source_key=f"training.lesson:{world.enrolment.pk}:{number}",
        )  # fmt: skip
    totals = hours_totals([world.enrolment.pk])[world.enrolment.pk]
    assert (totals.accepted, totals.over_day) == (420, 180)
    page = hours_page(world.enrolment, TODAY)
    assert (page.five.accepted, page.five.verified, page.five.over_day) == (420, 600, 180)
    assert page.days_over == {TODAY: 180}


def test_a_cohort_counts_the_crowded_days_of_each_of_its_learners(world):
    other = enrolment_factory(world.cohort)
    for number in range(3):
        post(
            world.enrolment, world.trainer, module=world.module, minutes=200,
            source_key=f"training.lesson:{world.enrolment.pk}:{number}",
        )  # fmt: skip
        post(
            other, world.trainer, module=world.module, minutes=200,
            occurred_on=TODAY - timedelta(days=number),
            source_key=f"training.lesson:{other.pk}:{number}",
        )  # fmt: skip
    each = hours_totals([world.enrolment.pk, other.pk])
    assert [each[pk].accepted for pk in (world.enrolment.pk, other.pk)] == [420, 600]
    assert cohort_learners_hours(world.cohort) == each
    whole = cohort_hours([world.cohort.pk])[world.cohort.pk]
    assert (whole.accepted, whole.over_day) == (1020, 180)


def test_the_page_of_a_learner_and_the_lists_say_the_same(full):
    announce(full)
    others = [enrolment_factory(full.cohort) for _ in range(2)]
    page = hours_page(full.enrolment, TODAY)
    people = list(cohort_people(full.lead, full.cohort))
    found = learners_totals(people)
    assert found[full.enrolment.pk] == page.five
    standing = {one.enrolment.pk: one for one in standings(people, TODAY)}[full.enrolment.pk]
    assert replace(standing.situation, pace=page.outlook.situation.pace) == page.outlook.situation
    assert standing.drift == page.outlook.drift
    whole = cohort_totals(full.lead, full.cohort)
    assert whole.learners == 1 + len(others)
    assert whole.five == sum(found.values(), Five())
    modules = sum((row.five for row in whole.modules), Five())
    assert replace(modules, minimum=whole.five.minimum) == whole.five


def test_what_is_exempted_lowers_what_is_owed_everywhere(full, now):
    required = full.enrolment.track_version.minutes
    decide_exemption(
        actor=full.lead, enrolment=full.enrolment, module=full.module, percentage=50,
        prior_minutes=0, reason="Diplôme vu.", seen=0, now=now,
    )  # fmt: skip
    off = full.module.minutes // 2
    page = hours_page(full.enrolment, TODAY)
    assert (page.five.minimum, page.relief.exempted) == (required - off, off)
    assert page.outlook.situation.goal == required - off
    people = list(cohort_people(full.lead, full.cohort))
    assert learners_totals(people)[full.enrolment.pk] == page.five
    assert standings(people, TODAY)[0].drift == page.outlook.drift
    assert cohort_totals(full.lead, full.cohort).five.minimum == required - off


def test_the_row_of_a_module_owes_less_by_what_is_off_it(full, now):
    other = module_factory(full.module.track_version, minutes=300)
    budget_factory(full.module, distance=full.module.minutes)
    enrolment_factory(full.cohort)
    decide_exemption(
        actor=full.lead, enrolment=full.enrolment, module=full.module, percentage=50,
        prior_minutes=0, reason="Diplôme vu.", seen=0, now=now,
    )  # fmt: skip
    planned = full.module.minutes
    owed = planned - planned // 2
    page = hours_page(full.enrolment, TODAY)
    assert [row.five.minimum for row in page.modules] == [owed, 300]
    assert page.categories[0].five.minimum == planned
    assert page.categories[-1] == TotalsRow(TAKEN_OFF, Five(minimum=owed - planned))
    whole = cohort_totals(full.lead, full.cohort)
    assert [row.five.minimum for row in whole.modules] == [owed + planned, 300 * 2]
    assert [row.name for row in whole.modules] == [str(full.module), str(other)]


def test_the_minimums_of_the_categories_add_up_to_what_is_due(full, now):
    minutes = full.module.minutes
    budget_factory(full.module, in_person=minutes - 60, distance=60)
    version = full.module.track_version
    version.minutes = minutes
    version.save()
    full.enrolment.refresh_from_db()
    enrolment_factory(full.cohort)
    decide_exemption(
        actor=full.lead, enrolment=full.enrolment, module=full.module, percentage=25,
        prior_minutes=0, reason="Diplôme vu.", seen=0, now=now,
    )  # fmt: skip
    whole = cohort_totals(full.lead, full.cohort)
    for page, rows in (
        (hours_page(full.enrolment, TODAY).five, hours_page(full.enrolment, TODAY).categories),
        (whole.five, whole.categories),
    ):
        assert page.minimum < minutes * 2
        assert sum(row.five.minimum for row in rows) == page.minimum


def test_a_cohort_of_two_versions_adds_up(full):
    from tests.factories.versions import newer_version

    other = enrolment_factory(full.cohort)
    Enrolment.objects.filter(pk=other.pk).update(
        track_version=newer_version(full.cohort.track_version)
    )
    people = list(cohort_people(full.lead, full.cohort))
    whole = cohort_totals(full.lead, full.cohort)
    assert whole.five == sum(learners_totals(people).values(), Five())


def test_weeks_hold_the_minutes_verified_of_each(full):
    announce(full)
    weeks = mondays(date(2027, 2, 15), TODAY)
    (line,) = week_lines(standings(cohort_people(full.lead, full.cohort), TODAY), weeks)
    assert [(week.monday, week.minutes, week.shade) for week in line.weeks] == [
        (weeks[0], 0, 0), (weeks[1], 0, 0), (weeks[2], 210, 1)
    ]  # fmt: skip


def test_alerts_name_the_furthest_behind_first(full):
    late = enrolment_factory(full.cohort)
    missed_factory(full.cohort, full.module)
    found = alerts(standings(cohort_people(full.lead, full.cohort), TODAY))
    assert [one.enrolment.pk for one in found] == [late.pk, full.enrolment.pk]
    assert found[0].drift.threshold.label == "en retard"
    assert found[0].drift.late == found[1].drift.late + 210


def test_nobody_is_late_while_nothing_was_announced(world):
    (one,) = standings(cohort_people(world.lead, world.cohort), TODAY)
    assert one.drift.threshold is None
    assert one.drift.due <= 2 * 20  # the lessons of the track


def test_sessions_after_the_end_bring_nothing(full):
    announce(full, starts_at=datetime(2027, 8, 2, 7, tzinfo=UTC),
             ends_at=datetime(2027, 8, 2, 10, tzinfo=UTC))  # fmt: skip
    announce(full)
    situation = hours_page(full.enrolment, TODAY).outlook.situation
    assert (situation.coming.sessions, situation.coming.session_minutes) == (1, 210)
    assert situation.until == date(2027, 7, 2)


@pytest.mark.parametrize("people", [1, 30])
def test_everything_is_read_in_a_fixed_number_of_queries(world, django_assert_num_queries, people):
    for _ in range(people - 1):
        enrolment_factory(world.cohort)
    announce(world)
    found = list(cohort_people(world.lead, world.cohort))
    with django_assert_num_queries(8):
        learners_totals(found)
    with django_assert_num_queries(8):
        standings(found, TODAY)
    with django_assert_num_queries(11):
        cohort_totals(world.lead, world.cohort)
    with django_assert_num_queries(5):
        foreseen(found)
    with django_assert_num_queries(9):
        hours_page(found[0], TODAY)


def test_the_curve_starts_with_the_cohort_and_ends_at_what_is_accepted(full):
    page = hours_page(full.enrolment, TODAY)
    curve = page.outlook.curve
    plan = foreseen([full.enrolment])[place(full.enrolment)]
    assert curve.plan == plan.curve(TODAY)
    assert (curve.plan[-1], curve.done[-1]) == (page.five.minimum, page.five.accepted)
    assert len(curve.done) == (TODAY - date(2026, 8, 31)).days // 7 + 1
    assert curve.months[0] == (0, "août", "août 2026")
    assert curve.months[1] == (1, "sept.", "septembre 2026")

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import enrolment_factory
from training.enums import HoursCategory, HoursState
from training.models import HoursEntry
from training.queries import cohort_roster, hours_detail, hours_totals
from training.queries.cohort_export import LINES, ledger_rows
from training.queries.hours import EXPORT_COLUMNS, export_rows
from training.rules.hours import Line
from training.rules.plan import planned_totals
from training.rules.verified import AT_A_DISTANCE

entries = st.lists(
    st.builds(
        Line,
        source_key=st.sampled_from("abcd"),
        category=st.sampled_from(list(HoursCategory)),
        state=st.sampled_from(list(HoursState)),
        minutes=st.integers(1, 720),
        version=st.integers(1, 3),
        on=st.dates(date(2027, 3, 1), date(2027, 3, 2)),
    ),
    max_size=8,
    unique_by=lambda line: (line.source_key, line.version, line.state),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entries)
def test_the_query_equals_the_rule(world, now, ledger):
    # A source keeps its category, as the services post it.
    category = {line.source_key: line.category for line in ledger}
    ledger = [replace(line, category=category[line.source_key]) for line in ledger]
    HoursEntry.objects.all().delete()
    HoursEntry.objects.bulk_create(
        HoursEntry(
            enrolment=world.enrolment,
            category=line.category,
            state=line.state,
            minutes=line.minutes,
            source_key=line.source_key,
            version=line.version,
            occurred_on=line.on,
            label="x",
            posted_by=world.trainer,
            posted_at=now,
        )
        for line in ledger
    )
    found = hours_totals([world.enrolment.pk])[world.enrolment.pk]
    assert found == planned_totals(ledger, {})
    detail = hours_detail(world.enrolment)
    assert detail.totals == found
    shown = sum(line.minutes for line in (*detail.accepted, *detail.pending))
    assert shown == found.counted + found.over_day


def test_roster_costs_the_same_with_one_and_thirty(world, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(cohort_roster(world.trainer, world.cohort)) == 1
    for _ in range(29):
        enrolment_factory(world.cohort)
    with django_assert_num_queries(3):
        assert len(cohort_roster(world.trainer, world.cohort)) == 30


def test_roster_shows_to_others_what_they_may_see(world):
    enrolment_factory(world.cohort)
    assert len(cohort_roster(world.employer, world.cohort)) == 1
    assert cohort_roster(world.stranger, world.cohort) == []


def test_of_seven_hundred_verified_minutes_the_file_says_which_four_hundred_and_twenty_count(
    world, now
):
    HoursEntry.objects.all().delete()
    HoursEntry.objects.bulk_create(
        HoursEntry(
            enrolment=world.enrolment, category=HoursCategory.DISTANCE, state=HoursState.ACCEPTED,
            minutes=350, source_key=f"training.lesson:{number}", version=1,
            occurred_on=date(2027, 3, 1), label="x", posted_by=world.trainer, posted_at=now,
        )
        for number in (1, 2)
    )  # fmt: skip
    detail = hours_detail(world.enrolment)
    files = (
        (EXPORT_COLUMNS, export_rows(detail)),
        (LINES, list(ledger_rows(world.lead, world.cohort))),
    )
    for heads, found in files:
        rows = [dict(zip(heads, row, strict=True)) for row in found]
        assert [row["Vérifiée, avant plafonds"] for row in rows] == ["oui", "oui"]
        assert {row["Vérifiée par"] for row in rows} == {AT_A_DISTANCE.act}
        kept = sorted(row["Accepté après plafonds (min)"] for row in rows)
        assert kept == [70, 350]
        assert sum(kept) == detail.totals.accepted == 420

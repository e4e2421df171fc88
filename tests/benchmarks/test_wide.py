"""The very large cohort, in small: what the pages say equals a naive calculation."""

from datetime import date

import pytest

from people.enums import Role
from tests.benchmarks import wide
from tests.benchmarks.wide_rows import fill
from tests.factories import cohort_factory, membership_factory, module_factory
from tests.factories.curricula import budget_factory
from training.models import Attendance, Cohort, HoursEntry
from training.queries.cohort_export import ledger_rows
from training.queries.totals import cohort_totals, learners_totals
from training.queries.weeks import cohort_people, standings, week_lines
from training.rules.pace import mondays

LEARNERS, SESSIONS, LIMIT = 6, 23, 600


@pytest.fixture
def large(db):
    """Three modules, of which one plans ten hours in person."""
    first = module_factory(lessons=0)
    budget_factory(first, in_person=LIMIT)
    for _ in range(2):
        module_factory(first.track_version, lessons=0)
    cohort = cohort_factory(track_version=first.track_version)
    fill(cohort, membership_factory(Role.TRAINER, cohort.organisation), LEARNERS, SESSIONS)
    return cohort


def naive(cohort: Cohort) -> dict[int, tuple[int, int]]:
    """Verified and accepted minutes of each learner, row by row, mark by mark."""
    found = {}
    for enrolment in cohort.enrolments.all():
        by_module, verified = {}, 0
        for session in cohort.sessions.all():
            marks = sorted(
                session.attendances.filter(enrolment=enrolment), key=lambda mark: mark.number
            )
            verified += marks[-1].minutes
            code = session.module.code
            by_module[code] = by_module.get(code, 0) + marks[-1].minutes
        planned = {
            module.code: module.budgets.exists() for module in cohort.track_version.modules.all()
        }
        accepted = sum(
            min(minutes, LIMIT) if planned[code] else minutes for code, minutes in by_module.items()
        )
        found[enrolment.pk] = (verified, accepted)
    return found


def test_totals_of_the_large_cohort_equal_a_naive_calculation(large):
    lead = membership_factory(Role.LEAD, large.organisation)
    people = list(cohort_people(lead, large))
    expected = naive(large)
    found = learners_totals(people)
    assert {pk: (five.verified, five.accepted) for pk, five in found.items()} == expected
    assert any(verified > accepted for verified, accepted in expected.values())
    whole = cohort_totals(lead, large)
    assert whole.five.verified == sum(verified for verified, _ in expected.values())
    assert whole.five.accepted == sum(accepted for _, accepted in expected.values())
    weeks = mondays(large.starts_on, date(2027, 7, 1))
    lines = week_lines(standings(people, date(2027, 7, 1)), weeks)
    for line in lines:
        shown = sum(week.minutes for week in line.weeks)
        assert shown == expected[line.standing.enrolment.pk][0]
    rows = list(ledger_rows(lead, large))
    assert sum(row[7] for row in rows) == whole.five.verified
    assert sum(row[10] for row in rows) == whole.five.accepted


def test_the_large_cohort_holds_every_mark(large):
    assert Attendance.objects.standing().count() == LEARNERS * SESSIONS
    assert HoursEntry.objects.filter(minutes=0).exists()
    assert not HoursEntry.objects.filter(minutes=0, version=1).exists()


@pytest.mark.parametrize("wrong", [["--learners", "0"], ["--sessions", "401"]])
def test_the_large_cohort_is_bounded(monkeypatch, wrong):
    monkeypatch.setattr("sys.argv", ["wide", *wrong])
    with pytest.raises(SystemExit):
        wide.main()

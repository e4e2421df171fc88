"""Writing after the window, and reopening a week."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from portfolio.models import LogbookEntry, LogbookWeek, WeekOpening
from portfolio.queries.window import late_learners
from portfolio.rules.hours import WrittenHours
from portfolio.rules.weeks import IsoWeek
from portfolio.services import (
    OpeningRefused,
    WeekClosed,
    WeekLocked,
    WeekToReopen,
    add_entry,
    edit_entry,
    remove_entry,
    reopen_week,
    reopen_weeks,
    return_week,
    save_hours,
    submit_week,
    write_entry,
    write_week,
)
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory
from tests.factories.portfolio import (
    entry_factory,
    hours_factory,
    submitted_week_factory,
    week_factory,
    written_factory,
)
from training.enums import SituationAct, SituationReason
from training.models import Enrolment
from training.services.situation import change_situation

WEEK = IsoWeek(2027, 9)
LAST_DAY = datetime(2027, 3, 21, 22, 59, tzinfo=UTC)  # Sunday 23:59 in Paris
CLOSED = LAST_DAY + timedelta(minutes=1)
FOR_GOOD = datetime(2027, 5, 31, 8, 0, tzinfo=UTC)
REASON = "Retour de congé, prévenu le lundi."


@pytest.fixture
def opening(world):
    """How the lead reopens week 9, the day after it closed."""
    return {"actor": world.lead, "enrolment": world.enrolment, "week": WEEK, "reason": REASON,
            "now": CLOSED}  # fmt: skip


def writes(world, week, now):
    """Every way of writing in a stored week."""
    entry, learner = week.entries.get(), world.learner
    written = written_factory(world.competencies[:1])
    return [
        lambda: add_entry(actor=learner, week=week, form_key="z", written=written, now=now),
        lambda: edit_entry(actor=learner, entry=entry, version=1, written=written, now=now),
        lambda: remove_entry(actor=learner, entry=entry, version=1, now=now),
        lambda: save_hours(
            actor=learner, week=week, hours=hours_factory(week, 60), version=week.version, now=now
        ),
        lambda: submit_week(actor=learner, week=week, version=week.version, now=now),
    ]


def test_a_week_is_written_until_the_last_minute_of_its_window(world):
    week = week_factory(world.enrolment)
    entry_factory(week, now=LAST_DAY)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=LAST_DAY)


def test_no_write_passes_once_the_window_is_over(world):
    week = week_factory(world.enrolment)
    entry_factory(week)
    week.refresh_from_db()
    for act in writes(world, week, CLOSED):
        with pytest.raises(WeekClosed, match="s’écrivait jusqu’au dimanche 21 mars 2027"):
            act()
    assert LogbookEntry.objects.count() == 1
    assert week.version == LogbookWeek.objects.get().version


def test_a_closed_week_is_not_created(world):
    named = {"actor": world.learner, "enrolment": world.enrolment, "iso_year": 2027, "iso_week": 9}
    with pytest.raises(WeekClosed):
        write_entry(
            written=written_factory(world.competencies[:1]), form_key="a", now=CLOSED, **named
        )
    with pytest.raises(WeekClosed):
        write_week(hours=WrittenHours(), version=0, hand_in=False, now=CLOSED, **named)
    assert LogbookWeek.objects.count() == 0


def test_a_week_handed_in_says_so_rather_than_that_it_is_closed(world):
    week = submitted_week_factory(world.enrolment)
    for act in writes(world, week, CLOSED):
        with pytest.raises(WeekLocked):
            act()


def test_a_week_sent_back_is_open_for_fourteen_days(world):
    week = submitted_week_factory(world.enrolment)
    at = CLOSED + timedelta(days=60)
    return_week(
        actor=world.trainer, week=week, version=week.version, comment="Ajoutez mardi.", now=at
    )
    week.refresh_from_db()
    entry_factory(week, now=at + timedelta(days=14))
    with pytest.raises(WeekClosed):
        entry_factory(week, now=at + timedelta(days=15))


def test_somebody_enrolled_late_has_fourteen_days_for_the_weeks_before(world):
    late = enrolment_factory(world.cohort)
    Enrolment.objects.filter(pk=late.pk).update(enrolled_at=CLOSED)
    late.refresh_from_db()
    week_factory(late, iso_year=2026, iso_week=40, now=CLOSED + timedelta(days=14))
    with pytest.raises(WeekClosed):
        week_factory(late, iso_year=2026, iso_week=41, now=CLOSED + timedelta(days=15))


def test_a_suspension_moves_the_window_to_the_return(world):
    said = {"actor": world.lead, "enrolment": world.enrolment, "why": SituationReason.LEAVE}
    away, back = (datetime(2027, 3, 18, 8, tzinfo=UTC), datetime(2027, 4, 30, 8, tzinfo=UTC))
    change_situation(act=SituationAct.SUSPENDED, since=away.date(), seen=0, now=away, **said)
    with pytest.raises(WeekClosed):
        week_factory(world.enrolment, now=CLOSED)
    change_situation(act=SituationAct.RESUMED, since=back.date(), seen=1, now=back, **said)
    week_factory(world.enrolment, now=back + timedelta(days=14))


def test_a_lead_reopens_a_week_with_a_reason(world, opening):
    made = reopen_week(**opening)
    assert (made.until.isoformat(), made.reason, made.actor) == ("2027-04-05", REASON, world.lead)
    week = week_factory(world.enrolment, now=CLOSED + timedelta(days=14))
    with pytest.raises(WeekClosed):
        entry_factory(week, now=CLOSED + timedelta(days=15))
    assert "portfolio.week.reopened" in AuditEvent.objects.values_list("verb", flat=True)


def test_reopening_twice_on_a_day_is_done_once(opening):
    assert reopen_week(**opening) == reopen_week(**opening | {"reason": "Encore."})
    assert WeekOpening.objects.count() == 1


def test_a_reopened_week_that_closed_again_is_reopened_again(opening):
    reopen_week(**opening)
    with pytest.raises(OpeningRefused, match="ouverte jusqu’au"):
        reopen_week(**opening | {"now": CLOSED + timedelta(days=3)})
    reopen_week(**opening | {"now": CLOSED + timedelta(days=20)})
    assert WeekOpening.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": "  \n "}, "Donnez la raison de la réouverture."),
        ({"reason": "a" * 301}, "La raison dépasse 300 caractères."),
        ({"week": IsoWeek(2027, 53)}, "Cette semaine n’existe pas."),
        ({"week": IsoWeek(2027, 30)}, "Cette semaine n’est pas de ce livret, ou n’a pas commencé."),
        ({"now": LAST_DAY}, "Cette semaine est ouverte jusqu’au dimanche 21 mars 2027."),
        (
            {"now": FOR_GOOD},
            "Cette semaine est fermée définitivement : elle se rouvrait jusqu’au dimanche 30 mai "
            "2027.",
        ),
    ],
)
def test_reopening_is_refused(opening, change, message):
    with pytest.raises(OpeningRefused) as refusal:
        reopen_week(**opening | change)
    assert refusal.value.message == message
    assert WeekOpening.objects.count() == 0


def test_a_reason_that_identifies_a_patient_is_refused(opening):
    with pytest.raises(PatientData):
        reopen_week(**opening | {"reason": "Elle suivait une personne, 06 12 34 56 78."})


def test_a_week_handed_in_is_not_reopened(world, opening):
    submitted_week_factory(world.enrolment)
    with pytest.raises(OpeningRefused, match="est remise"):
        reopen_week(**opening)


@pytest.mark.parametrize(
    "who", ["trainer", "companion", "employer", "learner", "funder", "juror", "other_lead"]
)
def test_only_those_who_lead_the_body_reopen(world, opening, who):
    with pytest.raises(NotAllowed):
        reopen_week(**opening | {"actor": getattr(world, who)})


def test_nobody_reopens_their_own_week(world, opening):
    own = membership_factory(Role.LEAD, world.body, user=world.learner.user)
    with pytest.raises(NotAllowed):
        reopen_week(**opening | {"actor": own})


def test_several_are_reopened_each_on_its_own(world):
    weeks = [WeekToReopen(world.enrolment, IsoWeek(2027, number)) for number in (8, 9, 11)]
    done = reopen_weeks(actor=world.lead, weeks=weeks, reason=REASON, now=CLOSED)
    assert [one.iso_week for one in done.opened] == [8, 9]
    assert [one.week.number for one, _ in done.refused] == [11]


def test_late_weeks_are_closed_open_or_lost(world):
    submitted_week_factory(world.enrolment)
    [learner] = late_learners([world.enrolment], date(2027, 3, 22))
    weeks = {late.week.number for late in learner.closed}
    assert WEEK.number not in weeks
    assert weeks == {53, *range(1, 9)}
    assert [late.week.number for late in learner.open] == [11, 10]
    assert learner.lost > 0


@pytest.mark.parametrize("count", [1, 4])
def test_late_weeks_cost_the_same_for_more_people(world, django_assert_num_queries, count):
    enrolments = [enrolment_factory(world.cohort) for _ in range(count)]
    with django_assert_num_queries(2):
        late_learners(enrolments, date(2027, 3, 22))

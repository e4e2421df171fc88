import pytest

from people.enums import Role
from people.services import NotAllowed, ServiceError, StaleForm
from portfolio.enums import WeekState
from portfolio.models import WeekEvent
from portfolio.queries import waiting_weeks
from portfolio.services import CommentNeeded, WeekNotWaiting, return_week, sign_week, submit_week
from records.services import PatientData
from tests.factories import membership_factory
from tests.factories.portfolio import submitted_week_factory, week_factory
from training.models import HoursEntry


@pytest.fixture
def week(world):
    return submitted_week_factory(world.enrolment, minutes=1680)


def test_sign_week_posts_practice_once(world, week, now):
    event = sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    line = HoursEntry.objects.get()
    assert (event.state, event.actor, event.at) == (WeekState.SIGNED, world.trainer, now)
    assert (line.minutes, line.category, line.state) == (1680, "practice", "accepted")
    assert (
        line.source_key == f"portfolio.week:{week.pk}:{week.enrolment.practice_id}:v{week.version}"
    )
    assert str(line.occurred_on) == "2027-03-04"


def test_sign_week_without_hours_posts_nothing(world, now):
    week = submitted_week_factory(world.enrolment)
    sign_week(actor=world.lead, week=week, version=week.version, now=now)
    assert HoursEntry.objects.count() == 0


def test_sign_week_twice_is_refused(world, week, now):
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    with pytest.raises(WeekNotWaiting):
        sign_week(actor=world.lead, week=week, version=week.version, now=now)
    assert WeekEvent.objects.filter(state=WeekState.SIGNED).count() == 1
    assert HoursEntry.objects.count() == 1


def test_sign_week_at_another_version_than_read_is_refused(world, week, now):
    with pytest.raises(StaleForm):
        sign_week(actor=world.trainer, week=week, version=week.version - 1, now=now)
    week.refresh_from_db()
    assert week.state == WeekState.SUBMITTED


@pytest.mark.parametrize(
    "who", ["learner", "companion", "admin", "employer", "other_trainer", "other_lead", "funder"]
)
def test_sign_and_return_are_for_trainer_and_lead_of_the_body(world, week, now, who):
    actor = getattr(world, who)
    with pytest.raises(NotAllowed):
        sign_week(actor=actor, week=week, version=week.version, now=now)
    with pytest.raises(NotAllowed):
        return_week(actor=actor, week=week, comment="À revoir.", version=week.version, now=now)


def test_nobody_signs_their_own_week(world, week, now):
    both = membership_factory(Role.TRAINER, world.body, world.learner.user)
    with pytest.raises(NotAllowed):
        sign_week(actor=both, week=week, version=week.version, now=now)
    assert list(waiting_weeks(both)) == []


def test_return_week_says_what_to_complete_and_opens_it(world, week, now):
    event = return_week(
        actor=world.trainer, week=week, comment=" Ajoutez mardi. ", version=week.version, now=now
    )
    week.refresh_from_db()
    assert (event.comment, week.state) == ("Ajoutez mardi.", WeekState.RETURNED)
    again = submit_week(actor=world.learner, week=week, version=week.version, now=now)
    sign_week(actor=world.trainer, week=again, version=again.version, now=now)
    states = list(week.events.values_list("state", flat=True))
    assert states == ["submitted", "returned", "submitted", "signed"]


def test_return_week_without_comment_is_refused(world, week, now):
    with pytest.raises(CommentNeeded):
        return_week(actor=world.trainer, week=week, comment=" ", version=week.version, now=now)


def test_return_week_refuses_patient_data_and_long_texts(world, week, now):
    fields = {"actor": world.trainer, "week": week, "version": week.version, "now": now}
    with pytest.raises(PatientData):
        return_week(comment="Appelez le 06 12 34 56 78.", **fields)
    with pytest.raises(ServiceError):
        return_week(comment="a" * 1001, **fields)


def test_draft_cannot_be_signed(world, now):
    week = week_factory(world.enrolment, iso_week=8)
    with pytest.raises(WeekNotWaiting):
        sign_week(actor=world.trainer, week=week, version=1, now=now)

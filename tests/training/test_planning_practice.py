"""The planner and the hours agreed with practices, on a cohort."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import enrolment_factory, membership_factory
from tests.factories.calendar import coming_factory
from tests.training.calendar import plan, seen
from tests.training.test_convention import sign_all, write
from training.enums import SessionState, Situation
from training.models import TrainingSession
from training.queries.calendar import cohort_conflicts
from training.queries.planning import AtPractice, cohort_plan
from training.rules.timetable import Slot
from training.services import CalendarMoved

MONDAY_MORNING = Slot(1, time(8, 30), time(12, 30))
MONDAY = [MONDAY_MORNING, Slot(1, time(13), time(18))]
BOTH_DAYS = [*MONDAY, Slot(2, time(8), time(18))]


def agree(world, now, slots, enrolment=None, since=date(2027, 3, 1)):
    """What everybody signed for one learner of the cohort."""
    enrolment = enrolment or world.enrolment
    made = write(
        world, now, enrolment=enrolment, slots=slots, since=since,
        seen=enrolment.agreements.count(),
    )  # fmt: skip
    learner = enrolment.learner.memberships.get()
    employer = world.employer
    if enrolment.practice_id != employer.organisation_id:
        employer = membership_factory(employer.role, enrolment.practice)
    for actor in (world.lead, employer, learner):
        made.signatures.get_or_create(
            side={"learner": "learner", "employer": "practice"}.get(actor.role, "body"),
            defaults={"signed_by": actor, "signed_at": now},
        )
    return made


def days_of(world) -> list[date]:
    found = TrainingSession.objects.filter(cohort=world.cohort, state=SessionState.PLANNED)
    return [timezone.localdate(one.starts_at) for one in found.order_by("starts_at")]


def at_practice(world, now) -> AtPractice:
    return cohort_plan(world.lead, world.cohort, [], [], now).at_practice


def test_the_day_of_a_practice_is_left_alone_where_the_rhythm_allows(ready, now):
    agree(ready, now, MONDAY)
    assert at_practice(ready, now) == AtPractice(agreed=1, sessions=0, people=0)
    plan(ready, now)
    assert days_of(ready) == [date(2027, 3, 9)] * 2
    assert cohort_conflicts(ready.cohort, now) == []


def test_a_morning_at_the_practice_leaves_the_afternoon(ready, now):
    agree(ready, now, [MONDAY_MORNING])
    plan(ready, now)
    starts = TrainingSession.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert [timezone.localtime(one).strftime("%d %H:%M") for one in starts] == [
        "08 13:30", "09 09:00",
    ]  # fmt: skip


def test_without_a_choice_the_plan_stays_and_the_clashes_are_counted(ready, now):
    agree(ready, now, BOTH_DAYS)
    other = enrolment_factory(ready.cohort)
    agree(ready, now, [MONDAY_MORNING], other)
    assert at_practice(ready, now) == AtPractice(agreed=2, sessions=2, people=2)
    plan(ready, now)
    assert days_of(ready) == [date(2027, 3, 8)] * 2
    # The calendar then says the same.
    assert len(cohort_conflicts(ready.cohort, now)) == 2


@pytest.mark.parametrize("situation", [Situation.SUSPENDED, Situation.LEFT])
def test_who_does_not_follow_the_training_keeps_no_half_day_free(ready, now, situation):
    agree(ready, now, MONDAY)
    ready.cohort.enrolments.update(situation=situation)
    assert at_practice(ready, now) == AtPractice(0, 0, 0)
    plan(ready, now)
    assert days_of(ready) == [date(2027, 3, 8)] * 2


def test_a_version_that_is_not_signed_or_not_begun_keeps_nothing_free(ready, now):
    agree(ready, now, MONDAY, since=date(2027, 3, 9))
    write(ready, now, slots=BOTH_DAYS, seen=1)
    plan(ready, now)
    assert days_of(ready) == [date(2027, 3, 8)] * 2
    assert cohort_conflicts(ready.cohort, now) == []


def test_a_newer_version_counts_from_its_day_on(ready, now):
    agree(ready, now, [MONDAY_MORNING], since=date(2027, 3, 1))
    agree(ready, now, [Slot(3, time(9), time(12))], since=date(2027, 3, 15))
    first, second = (coming_factory(ready.cohort, ready.module, days=days) for days in (0, 7))
    assert [line.session for line in cohort_conflicts(ready.cohort, now)] == [first]
    assert second.starts_at - first.starts_at == timedelta(days=7)


def test_announced_sessions_stay_where_they_are(ready, now):
    told = coming_factory(ready.cohort, ready.module, state="announced", category="in_person")
    agree(ready, now, MONDAY)
    plan(ready, now)
    before = told.starts_at
    told.refresh_from_db()
    assert (told.starts_at, told.state) == (before, SessionState.ANNOUNCED)
    assert days_of(ready) == [date(2027, 3, 9)]


def test_an_agreement_signed_after_the_page_was_read_asks_to_read_again(ready, now):
    mark = seen(ready, now)
    agree(ready, now, BOTH_DAYS)
    with pytest.raises(CalendarMoved):
        plan(ready, now, seen=mark)
    assert days_of(ready) == []


def test_the_plan_costs_the_same_with_many_agreements(ready, now):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            cohort_plan(ready.lead, ready.cohort, [], [], now)
        return len(found)

    agree(ready, now, BOTH_DAYS)
    before = queries()
    for _ in range(5):
        agree(ready, now, MONDAY, enrolment_factory(ready.cohort))
    assert queries() == before


# --- Screen ---------------------------------------------------------------------------------------


@pytest.fixture
def preview(ready, sign_in, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)
    client = sign_in(ready.lead)

    def read() -> str:
        answer = client.get(f"/promotions/{ready.cohort.pk}/calendrier/planifier/")
        return " ".join(answer.content.decode().split())

    return read


def test_the_preview_says_how_many_sessions_fall_on_whose_hours(ready, preview, now):
    agree(ready, now, BOTH_DAYS)
    said = preview()
    assert "2 séances sur 2 aux heures convenues avec le cabinet de 1 assistant<" in said
    assert "Créer ces 2 séances en projet" in said


def test_the_preview_says_that_nothing_falls_on_agreed_hours(ready, preview, now):
    assert "heures convenues" not in preview()
    sign_all(ready, write(ready, now, slots=MONDAY), now)
    assert "Aucune séance proposée ne tombe aux heures convenues" in preview()


def test_the_planner_leaves_as_a_file_for_the_trainers_and_rooms_chosen(ready, sign_in):
    client, path = sign_in(ready.lead), f"/promotions/{ready.cohort.pk}/calendrier/planifier/"
    asked = f"trainers={ready.trainer.pk}"
    shown = client.get(f"{path}?{asked}")
    for kind in ("xlsx", "csv"):
        assert f'href="{path}export/{kind}/?{asked}"' in shown.content.decode()
    answer = client.get(f"{path}export/csv/?{asked}")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [row.split(";")[3:] for row in rows[1:]] == [
        [str(minutes) for minutes in (line.asked, line.dated, line.left, line.missing)]
        for line in shown.context["plan"].lines
    ]
    assert len(rows) > 1

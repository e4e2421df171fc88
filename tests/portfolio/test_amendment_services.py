"""Corrections of a signed week: asked for, made, answered, and the hours in the ledger."""

from datetime import date, timedelta

import pytest

from people.enums import OrganisationKind, Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from portfolio.enums import DayKind
from portfolio.models import AmendmentAnswer, WeekAmendment
from portfolio.queries.amendment import (
    amendments_of,
    waiting_amendments,
)
from portfolio.queries.hours import hours_of
from portfolio.rules.amendment import AmendedEntry
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.services import (
    AlreadyAnswered,
    AmendmentRefused,
    HoursRefused,
    WeekNotAmendable,
    amend_entry,
    amend_hours,
    answer_amendment,
)
from records.services import PatientData
from tests.factories import membership_factory, organisation_factory
from tests.factories.portfolio import (
    hours_factory,
    signed_week_factory,
    submitted_week_factory,
)
from training.queries.hours import hours_totals, standing
from training.services.contract import share_post

MONDAY = date(2027, 3, 1)
REASON = "J’avais oublié le mardi."


@pytest.fixture
def week(world):
    return signed_week_factory(world.desk, minutes=420)


@pytest.fixture
def asked(world, week, now):
    """What the learner asks: two days of 7 h instead of one."""
    return {
        "actor": world.learner, "week": week, "hours": hours_factory(week, 840), "reason": REASON,
        "version": week.version, "form_key": "correction-1", "now": now,
    }  # fmt: skip


@pytest.fixture
def entry(week):
    return week.entries.get()


@pytest.fixture
def rewritten(world, week, entry, now):
    """What the learner asks of the situation: another text and another competency."""
    amended = AmendedEntry("Autre texte.", claims={world.competencies[1].pk: None})
    return {
        "actor": world.learner, "entry": entry, "amended": amended, "reason": REASON,
        "version": week.version, "form_key": "correction-2", "now": now,
    }  # fmt: skip


def practice_of(enrolment) -> int:
    return hours_totals([enrolment.pk])[enrolment.pk].practice


def test_a_learner_asks_and_nothing_changes_yet(world, week, asked):
    made = amend_hours(**asked)
    week.refresh_from_db()
    assert week.practice_minutes == 420
    assert practice_of(world.enrolment) == 420
    assert list(waiting_amendments(world.trainer)) == [made]
    assert (made.before["practice"], made.after["practice"]) == (420, 840)


def test_an_accepted_correction_counts_its_hours_once(world, week, asked, now):
    made = amend_hours(**asked)
    answer_amendment(actor=world.trainer, amendment=made, accepted=True, now=now)
    week.refresh_from_db()
    assert (week.practice_minutes, hours_of(week)) == (840, asked["hours"])
    assert practice_of(world.enrolment) == 840
    lines = world.enrolment.hours_entries.order_by("version")
    assert [(line.minutes, line.version) for line in lines] == [(420, 1), (840, 2)]
    assert len({line.source_key for line in lines}) == 1
    assert made.before["practice"] == 420
    assert AuditEvent.objects.filter(verb="portfolio.amendment.accepted").exists()


def test_a_refused_correction_changes_nothing_and_says_why(world, week, asked, now):
    made = amend_hours(**asked)
    answer = answer_amendment(
        actor=world.lead, amendment=made, accepted=False, reason="Le mardi est en formation.",
        now=now,
    )  # fmt: skip
    week.refresh_from_db()
    assert (week.practice_minutes, practice_of(world.enrolment)) == (420, 420)
    assert answer.reason == "Le mardi est en formation."


def test_who_signs_corrects_at_once_with_a_reason(world, week, asked):
    made = amend_hours(**asked | {"actor": world.trainer})
    assert made.answer.accepted
    assert practice_of(world.enrolment) == 840


def test_hours_taken_away_leave_a_version_of_no_minutes(world, week, asked):
    hours = WrittenHours((WrittenDay(MONDAY, DayKind.LEAVE),))
    amend_hours(**asked | {"actor": world.trainer, "hours": hours})
    assert practice_of(world.enrolment) == 0
    newest = world.enrolment.hours_entries.latest("version")
    assert (newest.minutes, newest.version) == (0, 2)
    week.refresh_from_db()
    again = asked | {"actor": world.trainer, "version": week.version, "form_key": "encore"}
    amend_hours(**again)
    assert practice_of(world.enrolment) == 840


def test_hours_that_go_from_a_practice_to_another_are_not_counted_twice(world, now):
    further = organisation_factory(OrganisationKind.PRACTICE)
    share_post(
        actor=world.lead, enrolment=world.enrolment, practice=further, since=MONDAY, until=None,
        weekly_minutes=420, seen=0, now=now,
    )  # fmt: skip
    week = signed_week_factory(world.desk, minutes=840)
    main = world.enrolment.practice_id
    days = (
        WrittenDay(MONDAY, DayKind.WORKED, 420, main),
        WrittenDay(MONDAY + timedelta(days=1), DayKind.WORKED, 400, further.pk),
    )
    amend_hours(
        actor=world.trainer, week=week, hours=WrittenHours(days), reason=REASON,
        version=week.version, form_key="a", now=now,
    )  # fmt: skip
    assert practice_of(world.enrolment) == 820
    lines = standing(world.enrolment.hours_entries.all())
    assert sorted((line.minutes, line.version) for line in lines) == [(400, 1), (420, 2)]


def test_a_week_signed_without_hours_gets_them(world, now):
    week = signed_week_factory(world.desk)
    amend_hours(
        actor=world.trainer, week=week, hours=hours_factory(week, 60), reason=REASON,
        version=week.version, form_key="a", now=now,
    )  # fmt: skip
    assert practice_of(world.enrolment) == 60


def test_a_week_from_before_the_days_gives_its_sum_back(world, week, asked, now):
    week.days.all().delete()
    world.enrolment.hours_entries.all().delete()
    world.enrolment.hours_entries.create(
        category="practice", state="accepted", minutes=420, occurred_on=MONDAY, label="Semaine",
        source_key=f"portfolio.week:{week.pk}:v{week.version - 1}", posted_by=world.trainer,
        posted_at=now,
    )  # fmt: skip
    amend_hours(**asked | {"actor": world.trainer, "hours": WrittenHours(logbook=60)})
    assert practice_of(world.enrolment) == 420
    week.refresh_from_db()
    assert week.practice_minutes == 420
    amend_hours(
        **asked | {"actor": world.trainer, "version": week.version, "form_key": "correction-3"}
    )
    assert practice_of(world.enrolment) == 840


def test_the_same_form_twice_counts_once(asked):
    assert amend_hours(**asked) == amend_hours(**asked)
    assert WeekAmendment.objects.count() == 1


def test_the_form_of_another_week_is_refused(world, asked):
    amend_hours(**asked)
    other = signed_week_factory(world.desk, iso_week=8, minutes=60)
    with pytest.raises(AmendmentRefused):
        amend_hours(**asked | {"week": other, "version": other.version})


def test_a_second_correction_waits_for_the_answer_to_the_first(world, asked, week):
    amend_hours(**asked)
    other = asked | {"form_key": "b", "hours": hours_factory(week, 60)}
    for actor in (world.learner, world.trainer):
        with pytest.raises(AmendmentRefused, match="attend déjà une réponse"):
            amend_hours(**other | {"actor": actor})


def test_a_stale_version_is_refused(world, week, asked):
    amend_hours(**asked | {"actor": world.trainer})
    with pytest.raises(StaleForm):
        amend_hours(**asked | {"form_key": "b", "hours": hours_factory(week, 60)})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"reason": "  "}, AmendmentRefused),
        ({"reason": "a" * 501}, AmendmentRefused),
        ({"reason": "Une personne, 06 12 34 56 78."}, PatientData),
        (
            {"hours": WrittenHours((WrittenDay(date(2027, 3, 8), DayKind.LEAVE),))},
            HoursRefused,
        ),
        (
            {"hours": WrittenHours((WrittenDay(MONDAY, DayKind.WORKED, 60, 999_999),))},
            HoursRefused,
        ),
    ],
)
def test_a_correction_that_cannot_be_is_refused(asked, change, error):
    with pytest.raises(error):
        amend_hours(**asked | change)
    assert WeekAmendment.objects.count() == 0


def test_a_correction_that_changes_nothing_is_refused(week, asked):
    with pytest.raises(AmendmentRefused, match="Rien n’a changé"):
        amend_hours(**asked | {"hours": hours_factory(week, 420)})


def test_only_a_signed_week_is_corrected(world, now):
    week = submitted_week_factory(world.enrolment, minutes=60)
    with pytest.raises(WeekNotAmendable):
        amend_hours(
            actor=world.trainer, week=week, hours=hours_factory(week, 30), reason=REASON,
            version=week.version, form_key="a", now=now,
        )  # fmt: skip


@pytest.mark.parametrize(
    "who", ["companion", "admin", "employer", "funder", "stranger", "other_lead"]
)
def test_others_neither_ask_nor_answer(world, asked, who):
    with pytest.raises(NotAllowed):
        amend_hours(**asked | {"actor": getattr(world, who)})
    made = amend_hours(**asked)
    with pytest.raises(NotAllowed):
        answer_amendment(actor=getattr(world, who), amendment=made, accepted=True, now=asked["now"])


def test_nobody_answers_their_own_request(world, asked):
    made = amend_hours(**asked)
    own = membership_factory(Role.TRAINER, world.body, user=world.learner.user)
    for actor in (world.learner, own):
        with pytest.raises(NotAllowed):
            answer_amendment(actor=actor, amendment=made, accepted=True, now=asked["now"])
    assert list(waiting_amendments(own)) == []


def test_an_answer_is_given_once(world, asked, now):
    made = amend_hours(**asked)
    said = {"amendment": made, "accepted": True, "now": now}
    assert answer_amendment(actor=world.trainer, **said) == answer_amendment(
        actor=world.trainer, **said
    )
    assert practice_of(world.enrolment) == 840
    for actor, accepted in ((world.lead, True), (world.trainer, False)):
        with pytest.raises(AlreadyAnswered):
            answer_amendment(actor=actor, amendment=made, accepted=accepted, reason="Non.", now=now)
    assert AmendmentAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("reason", "error"), [(" ", AmendmentRefused), ("Voir 06 12 34 56 78.", PatientData)]
)
def test_a_refusal_needs_a_reason_without_patient_data(world, asked, reason, error):
    made = amend_hours(**asked)
    with pytest.raises(error):
        answer_amendment(
            actor=world.trainer, amendment=made, accepted=False, reason=reason, now=asked["now"]
        )
    assert AmendmentAnswer.objects.count() == 0


def test_after_28_days_the_week_is_locked(world, week, asked, now):
    amend_hours(
        **asked | {"form_key": "b", "now": now + timedelta(days=28), "actor": world.trainer}
    )
    week.refresh_from_db()
    late = {"now": now + timedelta(days=29), "version": week.version}
    for actor in (world.learner, world.trainer):
        with pytest.raises(AmendmentRefused, match="Cette semaine est verrouillée"):
            amend_hours(**asked | late | {"actor": actor, "hours": hours_factory(week, 60)})
    shown = amendments_of(world.learner, week, [], date(2027, 4, 2))
    assert (shown.locked, shown.open, shown.last_day) == (True, False, date(2027, 4, 1))


def test_what_was_asked_in_time_is_answered_later_and_holds_the_lock(world, week, asked, now):
    made = amend_hours(**asked)
    assert not amendments_of(world.learner, week, [], date(2027, 5, 1)).locked
    answer_amendment(
        actor=world.trainer, amendment=made, accepted=True, now=now + timedelta(days=60)
    )
    week.refresh_from_db()
    assert week.practice_minutes == 840
    assert amendments_of(world.learner, week, [], date(2027, 5, 4)).locked


def test_hours_and_a_situation_may_wait_together(world, week, asked, rewritten, now):
    both = [amend_hours(**asked), amend_entry(**rewritten)]
    for made in both:
        answer_amendment(actor=world.trainer, amendment=made, accepted=True, now=now)
    week.refresh_from_db()
    assert (week.practice_minutes, week.entries.get().text) == (840, "Autre texte.")

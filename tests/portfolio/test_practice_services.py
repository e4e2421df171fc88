"""What a practice answers with an account, and what it never reads."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest
from django.db import IntegrityError

from people.enums import OrganisationKind, Role
from people.models import AuditEvent, Organisation
from people.services import NotAllowed, StaleForm
from portfolio.models import LogbookWeek, PracticeAnswer
from portfolio.permissions import can_view_answer
from portfolio.queries.practice import practice_week, weeks_that_wait, weeks_to_answer
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.rules.practice import Answer
from portfolio.services import (
    confirm_weeks,
    edit_entry,
    remove_entry,
    return_week,
    sign_week,
    submit_week,
)
from portfolio.services.practice import AnswerRefused, CannotAnswer
from records.services.patient_data import PatientData
from tests.factories import membership_factory, organisation_factory
from tests.factories.portfolio import TEXT, entry_factory, week_factory, written_factory
from tests.portfolio.practice import answers, answers_entry, names, shared_week
from tests.training.contracts import end, share
from training.models import HoursEntry, SharedPost

MONDAY, WEDNESDAY = date(2027, 3, 1), date(2027, 3, 3)


@pytest.fixture
def week(world) -> LogbookWeek:
    return shared_week(world.enrolment)


class SharedWeek(NamedTuple):
    """A week handed in of somebody who works at two practices."""

    week: LogbookWeek
    other: Organisation
    post: SharedPost


def shared_post(world, now, audience="employer") -> SharedWeek:
    """A week at two practices, 7 h on Monday at the main one, 4 h on Wednesday at the other."""
    other = organisation_factory(OrganisationKind.PRACTICE)
    post = share(world, other, now, since=date(2026, 9, 1))
    week = week_factory(world.enrolment)
    entry_factory(week, audience="employer")
    entry_factory(week, audience=audience, practice=other.pk, text="Chez l’autre.")
    week.refresh_from_db()
    hours = WrittenHours(
        (
            WrittenDay(MONDAY, "worked", 420, world.enrolment.practice_id),
            WrittenDay(WEDNESDAY, "worked", 240, other.pk),
        )
    )
    week = submit_week(actor=world.learner, week=week, version=week.version, hours=hours, now=now)
    return SharedWeek(week, other, post)


def rewrites(world, week, now):
    """What is opened is written anew in a week that was sent back, which is handed in again."""
    written = written_factory(world.competencies[:1], audience="employer", text="Autre texte.")
    edit_entry(actor=world.learner, entry=week.entries.get(), version=1, written=written, now=now)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)


def test_a_practice_confirms_a_week(world, week, now):
    row = answers(world.employer, week, now)
    assert (row.kind, row.minutes, row.version, row.signer) == (
        "confirmed", 840, 1, world.employer,
    )  # fmt: skip
    assert not row.earlier
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor) == ("portfolio.practice.answered", world.employer)


def test_an_answer_holds_nothing_back(world, week, now):
    answers(world.employer, week, now, "not_seen")
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    assert HoursEntry.objects.get(category="practice").minutes == 840


def test_the_signature_of_the_trainer_leaves_the_answer_current(world, week, now):
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    row = answers(world.employer, week, now)
    assert not PracticeAnswer.objects.with_people().get(pk=row.pk).earlier


def test_a_page_opened_before_the_signature_of_the_trainer_still_answers(world, week, now):
    seen = practice_week(week, world.employer.organisation).seen
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    assert answers(world.employer, week, now, seen=seen).kind == "confirmed"


def test_a_new_version_makes_the_answer_one_of_before(world, week, now):
    first = answers(world.employer, week, now)
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    week.refresh_from_db()
    assert not PracticeAnswer.objects.with_people().get(pk=first.pk).earlier
    assert list(weeks_to_answer(world.employer)) == []
    rewrites(world, week, now)
    assert PracticeAnswer.objects.with_people().get(pk=first.pk).earlier
    assert list(weeks_to_answer(world.employer)) == [week]


def test_the_same_form_twice_answers_once(world, week, now):
    first = answers(world.employer, week, now)
    assert answers(world.employer, week, now) == first
    assert PracticeAnswer.objects.count() == 1


def test_a_token_of_another_week_is_refused(world, week, now):
    answers(world.employer, week, now, form_key="meme")
    other = shared_week(world.enrolment, iso_week=8)
    with pytest.raises(AnswerRefused):
        answers(world.employer, other, now, form_key="meme")


def test_a_later_answer_is_added_to_the_first(world, week, now):
    answers(world.employer, week, now, "not_seen")
    answers(world.employer, week, now)
    shown = practice_week(week, world.employer.organisation)
    assert [one.kind for one in shown.answers] == ["confirmed", "not_seen"]
    assert shown.answer.kind == "confirmed"


@pytest.mark.parametrize(
    "who", ["learner", "trainer", "lead", "companion", "funder", "other_employer", "stranger"]
)
def test_nobody_else_answers(world, week, now, who):
    with pytest.raises(NotAllowed):
        answers(getattr(world, who), week, now)


def test_who_employs_themselves_does_not_answer_their_own_week(world, week, now):
    own = membership_factory(Role.EMPLOYER, world.enrolment.practice, world.learner.user)
    assert list(weeks_to_answer(own)) == []
    with pytest.raises(NotAllowed):
        answers(own, week, now)


def test_a_week_sent_back_is_not_signed(world, week, now):
    seen = practice_week(week, world.employer.organisation).seen
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    with pytest.raises(CannotAnswer, match="renvoyée à son auteur"):
        answers(world.employer, week, now, seen=seen)


def test_a_page_that_shows_another_version_is_refused(world, week, now):
    seen = practice_week(week, world.employer.organisation).seen
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    rewrites(world, week, now)
    with pytest.raises(StaleForm):
        answers(world.employer, week, now, seen=seen)


@pytest.mark.parametrize("field", ["comment", "amended"])
def test_a_patient_is_not_named(world, week, now, field):
    answer = replace(
        Answer("confirmed", prepared="amended", amended="Une phrase en moins."),
        **{field: "Appeler le 06 12 34 56 78."},
    )
    with pytest.raises(PatientData):
        answers_entry(world.employer, week.entries.get(), now, answer=answer)
    assert not PracticeAnswer.objects.exists()


def test_each_practice_reads_and_signs_its_own_days(world, now):
    shared = shared_post(world, now)
    there = membership_factory(Role.EMPLOYER, shared.other)
    here = practice_week(shared.week, world.enrolment.practice)
    assert [(one.day, one.minutes) for one in here.days] == [(MONDAY, 420)]
    assert [one.text for one in here.entries] == [TEXT]
    assert answers(there, shared.week, now, form_key="la").minutes == 240
    assert list(weeks_to_answer(world.employer)) == [shared.week]
    assert list(weeks_to_answer(there)) == []


def test_the_employer_changed_in_the_week(world, now):
    """The part of the further practice ended on Tuesday: its Wednesday is not its any more."""
    shared = shared_post(world, now, audience="training")
    there = membership_factory(Role.EMPLOYER, shared.other)
    seen = practice_week(shared.week, shared.other).seen
    end(world, shared.post, now, until=date(2027, 3, 2))
    page = practice_week(shared.week, shared.other)
    assert ([one.day for one in page.left_out], page.minutes) == ([WEDNESDAY], 0)
    with pytest.raises(CannotAnswer, match="n’emploie pas"):
        answers(there, shared.week, now, seen=seen)
    assert answers(world.employer, shared.week, now).minutes == 420


def test_a_page_from_before_the_employer_changed_is_refused(world, now):
    shared = shared_post(world, now)
    there = membership_factory(Role.EMPLOYER, shared.other)
    seen = practice_week(shared.week, shared.other).seen
    end(world, shared.post, now, until=date(2027, 3, 2))
    with pytest.raises(StaleForm):
        answers(there, shared.week, now, seen=seen)
    assert answers(there, shared.week, now).minutes == 0


def test_a_practice_whose_part_is_over_today_does_not_sign_with_an_account(world, now):
    shared = shared_post(world, now)
    there = membership_factory(Role.EMPLOYER, shared.other)
    end(world, shared.post, now, until=date(2026, 9, 10))
    assert list(weeks_to_answer(there)) == []
    with pytest.raises(NotAllowed):
        answers(there, shared.week, now)


def test_missions_and_feelings_of_what_is_not_shared_stay_hidden(world, now):
    week = week_factory(world.enrolment)
    entry_factory(week)
    week.refresh_from_db()
    week = submit_week(actor=world.learner, week=week, version=week.version, now=now)
    page = practice_week(week, world.enrolment.practice)
    assert (page.days, page.entries, page.missions) == ([], [], [])
    assert list(weeks_to_answer(world.employer)) == []
    with pytest.raises(CannotAnswer, match="ni heures"):
        answers(world.employer, week, now)


def test_what_is_being_written_is_not_in_the_list(world, now):
    entry_factory(week_factory(world.enrolment), audience="employer")
    assert list(weeks_to_answer(world.employer)) == []


def test_the_doctor_validates_prepared_work_with_a_change(world, week, now):
    answer = Answer("confirmed", "Merci.", "amended", "J’ai raccourci la conclusion.")
    row = answers_entry(world.employer, week.entries.get(), now, answer=answer)
    assert (row.scope, row.prepared, row.amended) == (
        "entry", "amended", "J’ai raccourci la conclusion.",
    )  # fmt: skip


def test_a_situation_that_is_not_shared_is_not_answered(world, now):
    week = shared_week(world.enrolment)
    entry = week.entries.get()
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    entry = edit_entry(
        actor=world.learner, entry=entry, version=1, now=now,
        written=replace(written_factory(world.competencies[:1]), audience="training"),
    )  # fmt: skip
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    with pytest.raises(CannotAnswer, match="n’ouvre plus"):
        answers_entry(world.employer, entry, now)


def test_a_situation_of_another_practice_is_not_there(world, now):
    shared = shared_post(world, now)
    entry = shared.week.entries.get(practice=shared.other)
    with pytest.raises(CannotAnswer, match="retiré"):
        answers_entry(world.employer, entry, now)


def test_a_situation_removed_leaves_its_answer(world, week, now):
    row = answers_entry(world.employer, week.entries.get(), now)
    entry = week.entries.get()
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    remove_entry(actor=world.learner, entry=entry, version=1, now=now)
    row = PracticeAnswer.objects.get(pk=row.pk)
    assert (row.entry, row.scope, row.earlier) == (None, "entry", True)


def test_several_weeks_at_once_keep_none_back(world, now):
    first, second = shared_week(world.enrolment, iso_week=8), shared_week(world.enrolment)
    seen = [practice_week(one, world.employer.organisation).seen for one in (first, second)]
    return_week(
        actor=world.trainer, week=first, comment="Complétez.", version=first.version, now=now
    )
    done = confirm_weeks(
        actor=world.employer, seen=[*seen, "999999:1:0"], form_key="liste", now=now
    )
    assert done.confirmed == 1
    assert [reason for _, reason in done.refused] == ["elle n’est plus à signer."] * 2
    again = confirm_weeks(actor=world.employer, seen=seen[1:], form_key="liste", now=now)
    assert (again.confirmed, PracticeAnswer.objects.count()) == (1, 1)


def test_weeks_of_others_are_not_confirmed(world, week, now):
    done = confirm_weeks(
        actor=world.other_employer, form_key="liste", now=now,
        seen=[practice_week(week, world.employer.organisation).seen],
    )  # fmt: skip
    assert (done.confirmed, PracticeAnswer.objects.count()) == (0, 0)


def test_nothing_is_said_to_wait_of_who_has_left(world, week, now):
    many, oldest = weeks_that_wait(world.employer)
    assert (many, oldest) == (1, week.submitted_at)
    type(world.enrolment).objects.update(situation="left")
    assert weeks_that_wait(world.employer) == (0, None)
    assert list(weeks_to_answer(world.employer)) == [week]


def test_a_colleague_named_as_substitute_signs_for_who_named_them(world, week, now):
    colleague = membership_factory(Role.EMPLOYER, world.enrolment.practice)
    names(world.employer, now, member=colleague, name="", email="")
    row = answers(colleague, week, now)
    assert (row.who, row.in_place_of) == (str(colleague.user), str(world.employer.user))
    assert answers(world.employer, week, now, "not_seen").in_place_of == ""


def test_the_database_refuses_an_answer_of_nobody(world, week, now):
    row = answers(world.employer, week, now)
    row.pk, row.form_key, row.signer = None, "autre", None
    with pytest.raises(IntegrityError):
        row.save(force_insert=True)


def test_a_situation_of_a_day_that_is_not_theirs_is_not_in_their_week(world, now):
    shared = shared_post(world, now)
    end(world, shared.post, now, until=date(2027, 3, 1))
    page = practice_week(shared.week, shared.other)
    assert (page.entries, page.minutes) == ([], 0)
    assert "n’emploie pas" in page.problem


def test_staff_read_an_answer_as_long_as_they_read_its_situation(world, week, now):
    row = answers_entry(world.employer, week.entries.get(), now)
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    written = written_factory(world.competencies[:1], audience="self")
    edit_entry(actor=world.learner, entry=week.entries.get(), version=1, written=written, now=now)
    row = PracticeAnswer.objects.get(pk=row.pk)
    for who, reads in (("trainer", False), ("lead", False), ("learner", True), ("employer", True)):
        actor = getattr(world, who)
        assert (row in PracticeAnswer.objects.visible_to(actor)) == reads
        assert can_view_answer(actor, row) == reads

"""Each kind of thing that waits: it appears, is nobody else’s, and goes once it is done."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from curricula.models import Competency
from people.enums import Role
from people.models import User
from tests.factories import enrolment_factory, membership_factory
from tests.factories.training import announced_factory
from tests.training.assistance import question, reply
from tests.training.contracts import end, share
from tests.training.papers import pdf
from training.enums import (
    AgreementStep,
    ContestOutcome,
    ExchangeParty,
    ExcuseOutcome,
    Presence,
    Situation,
    WaitingKind,
)
from training.models import Attendance, Cohort, Enrolment, TrainingSession
from training.queries.waiting import waiting_for, waiting_of
from training.rules.attendance import Mark
from training.rules.needs import Exchange
from training.rules.timetable import Slot
from training.rules.waiting import Waits
from training.services import (
    answer_contest,
    contest_mark,
    correct_marks,
    hold_session,
    name_make_up,
    place_competencies,
    sign_presence,
    sign_sheet,
    withdraw_make_up,
)
from training.services.commitments import accept_commitments, write_commitments
from training.services.convention import note_step, sign_agreement, write_agreement
from training.services.excuse import answer_excuse, hand_in_excuse
from training.services.needs import write_analysis
from training.services.welcome import confirm_welcome, write_pack

K = WaitingKind
ABSENT = Mark(Presence.ABSENT)


def found(world, actor, now) -> dict[str, Waits]:
    """By kind, what waits of somebody."""
    if actor.role == Role.LEARNER:
        enrolment = Enrolment.objects.select_related("cohort").get(learner=actor.user_id)
        return {one.kind: one for one in waiting_of(actor, enrolment, now)}
    return {one.kind: one for one in waiting_for(actor, now)}


def of_whom(world, kind, now) -> set[str]:
    """The roles of whom a kind waits; strangers must be told nothing."""
    stranger = enrolment_factory()
    others = [
        stranger.learner.memberships.get(), membership_factory(Role.EMPLOYER, stranger.practice),
        membership_factory(Role.LEAD), world.other_trainer,
    ]  # fmt: skip
    for other in others:
        own = found(world, other, now).get(kind)
        assert own is None or own.enrolment == stranger.pk
    people = (world.learner, world.employer, world.trainer, world.companion, world.lead)
    return {actor.role for actor in people if kind in found(world, actor, now)}


def suspend(situation=Situation.SUSPENDED) -> None:
    Enrolment.objects.update(situation=situation)


def end_cohort(now) -> None:
    Cohort.objects.update(ends_on=now.date() - timedelta(days=1))


# --- Of the learner, the practice and the training body -------------------------------------------


def test_the_welcome_pack_waits_of_the_learner_until_it_is_confirmed(world, now):
    assert of_whom(world, K.WELCOME, now) == set()
    pack = write_pack(actor=world.lead, text="Bienvenue.", seen=0, now=now)
    assert of_whom(world, K.WELCOME, now) == {Role.LEARNER}
    assert found(world, world.learner, now)[K.WELCOME].since == now
    confirm_welcome(actor=world.learner, enrolment=world.enrolment, pack=pack, now=now)
    assert of_whom(world, K.WELCOME, now) == set()
    write_pack(actor=world.lead, text="Bienvenue à tous.", seen=1, now=now)
    assert of_whom(world, K.WELCOME, now) == {Role.LEARNER}
    end_cohort(now)
    assert of_whom(world, K.WELCOME, now) == set()


def test_commitments_wait_of_each_side_until_it_accepts(world, now):
    made = write_commitments(
        actor=world.lead, body="Être là", learner="Être à l’heure", practice="Laisser du temps",
        seen=0, now=now,
    )  # fmt: skip
    sides = {Role.LEARNER: world.learner, Role.EMPLOYER: world.employer, Role.LEAD: world.lead}
    waiting = set(sides)
    assert of_whom(world, K.COMMITMENTS, now) == waiting
    for role, actor in sides.items():
        accept_commitments(actor=actor, enrolment=world.enrolment, commitments=made, now=now)
        waiting = waiting - {role}
        assert of_whom(world, K.COMMITMENTS, now) == waiting


def test_commitments_without_any_of_the_practice_do_not_wait_of_it(world, now):
    write_commitments(
        actor=world.lead, body="Être là", learner="Être à l’heure", practice="", seen=0, now=now
    )
    assert of_whom(world, K.COMMITMENTS, now) == {Role.LEARNER, Role.LEAD}


def agreement(world, now, seen=0):
    return write_agreement(
        actor=world.lead, enrolment=world.enrolment, since=date(2027, 3, 1),
        slots=[Slot(1, time(9), time(12))], objective=f"Tenir l’accueil {seen}.", delegated=[],
        seen=seen, now=now + timedelta(days=seen),
    )  # fmt: skip


def test_the_newest_agreement_waits_of_each_side_until_it_signs(world, now):
    agreement(world, now)
    made = agreement(world, now, seen=1)
    sides = {Role.LEARNER: world.learner, Role.EMPLOYER: world.employer, Role.LEAD: world.lead}
    waiting = set(sides)
    assert of_whom(world, K.AGREEMENT, now) == waiting
    assert found(world, world.lead, now)[K.AGREEMENT].count == 1
    for role, actor in sides.items():
        sign_agreement(actor=actor, agreement=made, now=now)
        waiting = waiting - {role}
        assert of_whom(world, K.AGREEMENT, now) == waiting


@pytest.fixture
def sharing(world, further, monkeypatch, now):
    """The employer of a practice that shares the post today."""
    monkeypatch.setattr(timezone, "now", lambda: now)
    share(world, further, now)
    return membership_factory(Role.EMPLOYER, further)


def test_a_practice_that_shares_the_post_is_not_asked_for_the_main_agreement(world, sharing, now):
    agreement(world, now)
    assert Enrolment.objects.visible_to(sharing).get() == world.enrolment
    assert found(world, sharing, now) == {}


def further_agreement(world, sharing, now):
    return write_agreement(
        actor=world.lead, enrolment=world.enrolment, practice=sharing.organisation,
        since=date(2027, 3, 1), slots=[Slot(4, time(9), time(12))], objective="Tenir l’accueil.",
        delegated=[], seen=0, now=now,
    )  # fmt: skip


def test_each_practice_is_asked_to_sign_its_own_agreement(world, sharing, now):
    agreement(world, now)
    agreement(world, now, seen=1)
    own = further_agreement(world, sharing, now)
    waits = found(world, sharing, now)[K.AGREEMENT]
    assert (waits.count, waits.practice) == (1, sharing.organisation_id)
    assert found(world, world.employer, now)[K.AGREEMENT].practice == world.enrolment.practice_id
    assert found(world, world.learner, now)[K.AGREEMENT].count == 2
    assert found(world, world.lead, now)[K.AGREEMENT].count == 2
    sign_agreement(actor=sharing, agreement=own, now=now)
    assert K.AGREEMENT not in found(world, sharing, now)
    assert found(world, world.employer, now)[K.AGREEMENT].count == 1


def test_an_agreement_whose_part_is_over_waits_of_nobody(world, sharing, now):
    further_agreement(world, sharing, now)
    end(world, world.enrolment.shared_posts.get(), now, until=now.date())
    assert of_whom(world, K.AGREEMENT, now) == set()


def test_a_presence_waits_of_the_learner_until_it_is_signed(world, held, now):
    assert of_whom(world, K.PRESENCE, now) == {Role.LEARNER}
    end_cohort(now)
    assert found(world, world.learner, now)[K.PRESENCE].since == held.ends_at
    sign_presence(actor=world.learner, attendance=held.attendances.get(), now=now)
    assert of_whom(world, K.PRESENCE, now) == set()


def test_positions_wait_of_the_learner_until_all_are_given(world, now):
    assert of_whom(world, K.POSITIONS, now) == {Role.LEARNER}
    every = list(Competency.objects.filter(block__qualification=world.enrolment.qualification))
    for seen, competency in enumerate(every):
        assert K.POSITIONS in found(world, world.learner, now)
        place_competencies(
            actor=world.learner, enrolment=world.enrolment, levels={competency: 1}, seen=seen,
            now=now,
        )  # fmt: skip
    assert every
    assert of_whom(world, K.POSITIONS, now) == set()


def test_an_analysis_waits_of_the_lead_until_it_is_written(world, now):
    assert of_whom(world, K.ANALYSIS, now) == {Role.LEAD}
    assert found(world, world.lead, now)[K.ANALYSIS].who == str(world.enrolment.learner)
    said = Exchange(ExchangeParty.LEARNER, "Tenir l’accueil.", date(2027, 2, 1), "Camille Essai")
    write_analysis(
        actor=world.lead, enrolment=world.enrolment, exchanges=(said,), objective="L’accueil.",
        seen=0, now=now,
    )  # fmt: skip
    assert of_whom(world, K.ANALYSIS, now) == set()


def test_a_follow_up_is_told_to_the_practice_and_to_who_noted_it_until_its_day(world, sharing, now):
    day = now.date() + timedelta(days=3)
    note_step(
        actor=world.companion, enrolment=world.enrolment, step=AgreementStep.FOLLOW_UP,
        done_on=day, note="", checks=[], form_key="suivi-1", now=now,
    )  # fmt: skip
    assert of_whom(world, K.FOLLOW_UP, now) == {Role.EMPLOYER, Role.COMPANION}
    assert found(world, world.employer, now)[K.FOLLOW_UP].since.date() == day
    assert K.FOLLOW_UP in found(world, sharing, now)
    assert of_whom(world, K.FOLLOW_UP, now + timedelta(days=3)) == {Role.EMPLOYER, Role.COMPANION}
    assert of_whom(world, K.FOLLOW_UP, now + timedelta(days=4)) == set()


# --- Of the training body -------------------------------------------------------------------------


def test_a_question_waits_of_the_body_until_it_is_answered_and_is_late_after_its_delay(world, now):
    question(world, now)
    staff = {Role.TRAINER, Role.COMPANION, Role.LEAD}
    assert of_whom(world, K.QUESTION, now) == staff
    assert found(world, world.trainer, now)[K.QUESTION].late == 0
    later = found(world, world.trainer, now + timedelta(days=10))[K.QUESTION]
    assert (later.count, later.late, later.since) == (1, 1, now)
    reply(world, now)
    assert of_whom(world, K.QUESTION, now) == set()


def test_a_contested_presence_waits_until_it_is_answered(world, held, now):
    contest = contest_mark(
        actor=world.learner, attendance=held.attendances.get(), reason="J’étais là.", now=now
    )
    assert of_whom(world, K.CONTEST, now) == {Role.TRAINER, Role.LEAD}
    answer_contest(
        actor=world.lead, contest=contest, outcome=ContestOutcome.REJECTED, mark=None,
        words="Relu.", now=now,
    )  # fmt: skip
    assert of_whom(world, K.CONTEST, now) == set()


@pytest.mark.usefixtures("private_files")
def test_a_paper_of_absence_waits_until_it_is_answered(world, announced, now):
    hold_session(actor=world.trainer, session=announced, marks={world.enrolment: ABSENT}, now=now)
    handed = hand_in_excuse(
        actor=world.learner, attendance=announced.attendances.get(), upload=pdf(),
        form_key="depot-1", now=now,
    )  # fmt: skip
    assert of_whom(world, K.EXCUSE, now) == {Role.TRAINER, Role.LEAD}
    answer_excuse(
        actor=world.trainer, handed=handed, outcome=ExcuseOutcome.ACCEPTED, reason="", now=now
    )
    assert of_whom(world, K.EXCUSE, now) == set()


def test_a_roll_call_then_its_sheet_wait_of_its_trainer_and_of_the_lead(world, announced, now):
    TrainingSession.objects.update(trainer=world.trainer)
    colleague = membership_factory(Role.TRAINER, world.body)
    before = announced.starts_at - timedelta(minutes=1)
    assert of_whom(world, K.ROLL_CALL, before) == set()
    assert of_whom(world, K.ROLL_CALL, now) == {Role.TRAINER, Role.LEAD}
    hold_session(actor=world.trainer, session=announced, marks={world.enrolment: Mark()}, now=now)
    assert of_whom(world, K.ROLL_CALL, now) == set()
    assert of_whom(world, K.SHEET, now) == {Role.TRAINER, Role.LEAD}
    assert found(world, colleague, now) == {}
    sign_sheet(actor=world.trainer, session=announced, seen=1, now=now)
    assert of_whom(world, K.SHEET, now) == set()
    correct_marks(
        actor=world.trainer, session=announced, marks={world.enrolment: Mark(late=30)}, seen=1,
        reason="Arrivée tard", now=now,
    )  # fmt: skip
    assert of_whom(world, K.SHEET, now) == {Role.TRAINER, Role.LEAD}


def test_a_session_missed_waits_of_the_lead_until_a_make_up_is_to_come_or_was_attended(
    world, announced, now
):
    hold_session(actor=world.trainer, session=announced, marks={world.enrolment: ABSENT}, now=now)
    assert of_whom(world, K.DEBT, now) == {Role.LEAD}
    starts = {"starts_at": now + timedelta(days=5), "ends_at": now + timedelta(days=5, hours=3)}
    session = announced_factory(world.cohort, world.module, trainer=world.trainer, **starts)
    named = {"actor": world.lead, "enrolment": world.enrolment, "missed": announced}
    make_up = name_make_up(**named, session=session, now=now)
    assert of_whom(world, K.DEBT, now) == set()
    assert of_whom(world, K.DEBT, now + timedelta(days=6)) == {Role.LEAD}
    withdraw_make_up(actor=world.lead, make_up=make_up, now=now)
    assert of_whom(world, K.DEBT, now) == {Role.LEAD}
    name_make_up(**named, session=session, now=now)
    later = now + timedelta(days=6)
    hold_session(actor=world.trainer, session=session, marks={world.enrolment: Mark()}, now=later)
    assert of_whom(world, K.DEBT, later) == set()


# --- Who is out -----------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", [Situation.SUSPENDED, Situation.LEFT])
def test_of_who_is_suspended_or_gone_only_answers_and_sheets_wait(world, held, now, situation):
    TrainingSession.objects.update(trainer=world.trainer)
    agreement(world, now)
    write_pack(actor=world.lead, text="Bienvenue.", seen=0, now=now)
    question(world, now)
    assert found(world, world.learner, now)
    suspend(situation)
    assert found(world, world.learner, now) == found(world, world.employer, now) == {}
    assert set(found(world, world.lead, now)) == {K.QUESTION, K.SHEET}


@pytest.mark.parametrize("situation", [Situation.SUSPENDED, Situation.LEFT])
def test_who_is_out_may_still_ask_sign_and_accept(world, held, now, situation):
    made, pack = agreement(world, now), write_pack(actor=world.lead, text="Là.", seen=0, now=now)
    commitments = write_commitments(
        actor=world.lead, body="Être là", learner="Venir", practice="", seen=0, now=now
    )
    suspend(situation)
    hours = world.enrolment.hours_entries.count()
    own = {"actor": world.learner, "now": now}
    question(world, now)
    sign_agreement(**own, agreement=made)
    confirm_welcome(**own, enrolment=world.enrolment, pack=pack)
    accept_commitments(**own, enrolment=world.enrolment, commitments=commitments)
    sign_presence(**own, attendance=held.attendances.get())
    assert found(world, world.trainer, now)[K.QUESTION].count == 1
    assert reply(world, now).text == "Dans le glossaire."
    assert world.enrolment.hours_entries.count() == hours


def test_the_lead_is_still_told_of_a_closed_account(world, now):
    User.objects.filter(pk=world.learner.user_id).update(is_active=False)
    assert K.ANALYSIS in found(world, world.lead, now)


# --- Cost -----------------------------------------------------------------------------------------


def test_everything_is_read_in_one_query_and_counted(world, now, django_assert_num_queries):
    for _ in range(9):
        enrolment_factory(world.cohort, practice=world.enrolment.practice)
    world.enrolment.refresh_from_db()
    for actor in (world.employer, world.trainer, world.companion, world.lead):
        with django_assert_num_queries(1):
            waiting_for(actor, now)
    enrolment = Enrolment.objects.select_related("cohort").get(pk=world.enrolment.pk)
    with django_assert_num_queries(1):
        waiting_of(world.learner, enrolment, now)
    assert found(world, world.lead, now)[K.ANALYSIS].count == 10
    assert Attendance.objects.count() == 0
    assert waiting_for(membership_factory(Role.FUNDER), now) == []

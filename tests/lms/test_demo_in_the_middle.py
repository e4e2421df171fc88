"""The demo in the middle of the training, built once for these tests."""

import pytest

from people.models import Membership
from portfolio.enums import WeekState
from portfolio.models import (
    EntryAttachment,
    FollowUp,
    LogbookWeek,
    Meeting,
    ModuleAttestation,
    PracticeAnswer,
    PracticeLink,
    PracticeSubstitute,
    WeekAmendment,
    WeekOpening,
    WeekSheet,
)
from portfolio.queries.obstacle import obstacles
from portfolio.queries.practice import weeks_to_answer
from records.enums import DocumentState
from tests.conftest import THURSDAY
from tests.lms.demo import TODAY, build, check_accounts
from training.enums import AdaptationAct, AgreementSide, ExchangeParty
from training.models import (
    AdaptationFact,
    AgreementPaper,
    Attendance,
    CommitmentAcceptance,
    Convocation,
    EnrolmentDocument,
    HandedExcuse,
    InductionDay,
    NeedAnalysis,
    TrainerAway,
    TrainerWeek,
)
from training.queries.availability import unkept_sessions
from training.queries.documents import HOURS_KINDS
from training.queries.paper_wanted import papers_asked
from training.queries.training_agreement import agreement_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _built(loaded_once, laid_once):
    with laid_once():
        build(THURSDAY)
        yield


def test_the_nine_accounts_have_their_password():
    check_accounts()


def test_in_the_middle_something_waits_for_everybody(now):
    assert LogbookWeek.objects.filter(state=WeekState.SUBMITTED).exists()
    assert LogbookWeek.objects.filter(state=WeekState.SIGNED).exists()
    pieces = EntryAttachment.objects.order_by("pk")
    assert [piece.state for piece in pieces] == ["open", "waiting"]
    assert {piece.entry.week.state for piece in pieces} == {WeekState.SUBMITTED}
    sheet = WeekSheet.objects.get()
    assert (sheet.state, sheet.number, sheet.week) == ("open", 1, pieces[0].entry.week)
    assert WeekOpening.objects.count() <= 1
    waits = WeekAmendment.objects.order_by("pk").values_list("answer__accepted", flat=True)
    assert list(waits) == [None, True]
    states = set(ModuleAttestation.objects.values_list("document__state", flat=True))
    assert states == {DocumentState.IN_FORCE, DocumentState.REVOKED}
    kinds = EnrolmentDocument.objects.values_list("document__kind", flat=True)
    assert sorted(kinds) == sorted(HOURS_KINDS)
    [accepted] = CommitmentAcceptance.objects.all()
    assert InductionDay.objects.get().cohort == accepted.enrolment.cohort
    assert accepted.enrolment.learner.email == "apprenant1@livret.example"
    assert [one.enrolment for one in Convocation.objects.all()] == [accepted.enrolment] * 2
    said, away = TrainerWeek.objects.get(), TrainerAway.objects.get()
    assert said.week.text == "lundi toute la journée, mardi toute la journée et mercredi matin"
    assert (said.person, away.part) == (away.trainer.user, "morning")
    assert unkept_sessions(said.said_by, said.said_by, now) == []


def test_one_need_is_analysed_its_adaptation_decided_and_its_agreement_ready():
    analysis = NeedAnalysis.objects.get()
    assert analysis.exchanges.count() == len(ExchangeParty)
    acts = AdaptationFact.objects.order_by("number").values_list("act", flat=True)
    assert list(acts) == [AdaptationAct.NEED, AdaptationAct.DECIDED]
    assert agreement_draft(analysis.enrolment).missing == []
    assert HandedExcuse.objects.waiting().count() == 1
    assert papers_asked(Attendance.objects.all()).count() == 1
    [paper] = AgreementPaper.objects.all()
    assert [one.side for one in paper.signatures.all()] == [AgreementSide.PRACTICE]
    assert paper.agreement.signatures.count() == 2
    noted = Meeting.objects.order_by("kind").values_list("kind", "state")
    assert sorted(noted) == [
        ("group", "diffused"), ("interview", "diffused"), ("interview", "draft"),
        ("visit", "diffused"),
    ]  # fmt: skip
    assert FollowUp.objects.open().count() == 2


def test_a_practice_answered_weeks_and_situations_and_some_wait():
    found = PracticeAnswer.objects.filter(scope="week")
    assert found.exists()
    assert set(PracticeAnswer.objects.values_list("kind", flat=True)) == {"confirmed", "not_seen"}
    assert PracticeAnswer.objects.filter(prepared="amended").count() == 1
    employer = Membership.objects.get(user__email="employeur@livret.example")
    assert weeks_to_answer(employer).count() == 3
    assert PracticeLink.objects.get().email == PracticeSubstitute.objects.get().email


def test_one_obstacle_was_taken_to_somebody_and_stays_open_and_one_is_solved():
    companion = Membership.objects.get(user__email="accompagnateur@livret.example")
    found = obstacles(companion, TODAY)
    assert [one.life.whom for one in found if one.life.state == "taken"] == ["le médecin"]
    assert [one.life.kind for one in found if one.life.state == "solved"] == ["access"]
    assert {one.entry.week.enrolment.learner.email for one in found if one.life.whom} == {
        "assistant@livret.example"
    }

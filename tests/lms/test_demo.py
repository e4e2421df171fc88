"""The demo: built through the services, the same facts for a seed, at each stage."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.models import GradeChange
from lms.services.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from lms.services.demo.build import STAGES, build_demo
from people.models import Membership, User
from portfolio.enums import WeekState
from portfolio.models import (
    EntryAttachment,
    FollowUp,
    LogbookEntry,
    LogbookWeek,
    Meeting,
    ModuleAttestation,
    PracticeAnswer,
    PracticeLink,
    PracticeSubstitute,
    WeekAmendment,
    WeekOpening,
)
from portfolio.queries.obstacle import obstacles
from portfolio.queries.practice import weeks_to_answer
from records.enums import DocumentState
from tests.architecture.test_edges import writes_of
from tests.architecture.tree import ROOT
from training.enums import AdaptationAct, AgreementSide, ExchangeParty
from training.models import (
    AdaptationFact,
    AgreementPaper,
    Attendance,
    CommitmentAcceptance,
    Convocation,
    Enrolment,
    EnrolmentDocument,
    EntryCheck,
    HandedExcuse,
    HoursEntry,
    InductionDay,
    LessonRead,
    NeedAnalysis,
    PositioningScore,
    SharedPost,
    TrainerAway,
    TrainerWeek,
)
from training.queries.availability import unkept_sessions
from training.queries.contract import contract_of
from training.queries.convention import convention_of
from training.queries.documents import HOURS_KINDS
from training.queries.paper_wanted import papers_asked
from training.queries.training_agreement import agreement_draft

LEARNERS = 3
TODAY = date(2027, 3, 4)


def build(now, *, stage="en-cours", seed=1):
    build_demo(stage=stage, learners=LEARNERS, seed=seed, now=now, today=TODAY, step=lambda: None)


def facts() -> dict[str, list]:
    """What happened, without keys and codes."""
    return {
        "people": sorted(User.objects.values_list("email", "first_name", "last_name")),
        "hours": sorted(
            HoursEntry.objects.values_list(
                "enrolment__learner__email", "label", "state", "minutes", "occurred_on"
            )
        ),
        "weeks": sorted(
            LogbookWeek.objects.values_list(
                "enrolment__learner__email", "iso_year", "iso_week", "state", "practice_minutes"
            )
        ),
        "entries": sorted(
            LogbookEntry.objects.values_list("day", "kind", "text", "competencies__code")
        ),
        "grades": sorted(GradeChange.objects.values_list("points", "comment", "graded_at")),
    }


def built_then_undone(now, **wanted) -> dict[str, list]:
    with transaction.atomic():
        build(now, **wanted)
        found = facts()
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("loaded")
def test_public_pages_of_the_tracks_are_filled_in_and_say_that_it_is_a_demo(now, client):
    build(now, stage="inscrit")
    for code in ("115", "380"):
        text = client.get(f"/formations/{code}/").content.decode()
        assert "à compléter par l’organisme" not in text
        assert "Tarif inventé" in text


@pytest.mark.usefixtures("loaded")
def test_same_seed_same_facts_other_seed_other_facts(now):
    first = built_then_undone(now, seed=1)
    assert built_then_undone(now, seed=1) == first
    assert built_then_undone(now, seed=2)["entries"] != first["entries"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_the_nine_accounts_with_their_password(now, stage):
    build(now, stage=stage)
    for email in DEMO_ACCOUNTS:
        user = User.objects.get(email=email)
        assert user.check_password(DEMO_PASSWORD)
        assert Membership.objects.filter(user=user).exists()


@pytest.mark.usefixtures("loaded")
def test_enrolled_learners_have_done_nothing_yet(now):
    build(now, stage="inscrit")
    assert not LessonRead.objects.exists()
    assert not HoursEntry.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_somebody_answered_the_positioning_quiz_and_was_checked_at_entry(now):
    build(now, stage="inscrit")
    [email] = set(PositioningScore.objects.values_list("enrolment__learner__email", flat=True))
    assert email not in DEMO_ACCOUNTS
    checks = EntryCheck.objects.order_by("pk").values_list("enrolment__learner__email", "result")
    assert list(checks) == [(email, "acquired"), (email, "strengthen")]


@pytest.mark.usefixtures("loaded")
def test_in_the_middle_something_waits_for_everybody(now):
    build(now, stage="en-cours")
    assert LogbookWeek.objects.filter(state=WeekState.SUBMITTED).exists()
    assert LogbookWeek.objects.filter(state=WeekState.SIGNED).exists()
    pieces = EntryAttachment.objects.order_by("pk")
    assert [piece.state for piece in pieces] == ["open", "waiting"]
    assert {piece.entry.week.state for piece in pieces} == {WeekState.SUBMITTED}
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


@pytest.mark.usefixtures("loaded")
def test_one_need_is_analysed_its_adaptation_decided_and_its_agreement_ready(now):
    build(now, stage="en-cours")
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
    assert list(noted) == [("group", "diffused"), ("interview", "draft"), ("visit", "diffused")]
    assert FollowUp.objects.open().count() == 1


@pytest.mark.usefixtures("loaded")
def test_a_practice_answered_weeks_and_situations_and_some_wait(now):
    build(now, stage="en-cours")
    found = PracticeAnswer.objects.filter(scope="week")
    assert found.exists()
    assert set(PracticeAnswer.objects.values_list("kind", flat=True)) == {"confirmed", "not_seen"}
    assert PracticeAnswer.objects.filter(prepared="amended").count() == 1
    employer = Membership.objects.get(user__email="employeur@livret.example")
    # One of them was confirmed, then corrected.
    assert weeks_to_answer(employer).count() == 4
    assert PracticeLink.objects.get().email == PracticeSubstitute.objects.get().email


@pytest.mark.usefixtures("loaded")
def test_at_the_end_every_module_with_content_is_attested(now):
    build(now, stage="certifie")
    per_learner = ModuleAttestation.objects.filter(document__state=DocumentState.IN_FORCE)
    assert per_learner.count() == sum(
        enrolment.track_version.modules.count() for enrolment in Enrolment.objects.all()
    )


@pytest.mark.usefixtures("loaded")
def test_demo_is_refused_where_people_already_are(now):
    build(now, stage="inscrit")
    with pytest.raises(CommandError, match="base vide"):
        call_command("demo")


def test_demo_writes_nothing_by_itself_but_the_password_known_to_all():
    writes = {
        file.name: lines
        for file in (ROOT / "lms" / "services" / "demo").glob("*.py")
        if (lines := writes_of(file.read_text()))
    }
    assert set(writes) == {"cast.py"}
    assert len(writes["cast.py"]) == 1


@pytest.mark.usefixtures("loaded")
def test_one_post_of_the_demo_is_shared_by_two_practices_with_a_referent_on_each_side(now):
    with_elise = 7
    build_demo(
        stage="inscrit", learners=with_elise, seed=1, now=now, today=TODAY, step=lambda: None
    )
    post = SharedPost.objects.get()
    found = contract_of(post.enrolment, TODAY)
    assert post.enrolment.learner.first_name == "Élise"
    assert all("Démo" in side.organisation.name for side in found.sides[1:])
    assert (len(found.sides), found.missing) == (3, [])


@pytest.mark.usefixtures("loaded")
def test_both_practices_of_the_shared_post_have_an_agreement_of_their_own(now):
    with_elise = 7
    build_demo(
        stage="en-cours", learners=with_elise, seed=1, now=now, today=TODAY, step=lambda: None
    )
    post = SharedPost.objects.get()
    main, further = (convention_of(post.enrolment, TODAY, one) for one in post.enrolment.practices)
    assert main.in_force == main.newest
    assert further.unsigned == [AgreementSide.PRACTICE]
    assert further.place.practice == post.practice
    assert {slot.weekday for slot in further.newest.timetable} == {1, 2}
    assert main.newest.delegated.exists()


@pytest.mark.usefixtures("loaded")
def test_one_obstacle_was_taken_to_somebody_and_stays_open_and_one_is_solved(now):
    build(now)
    companion = Membership.objects.get(user__email="accompagnateur@livret.example")
    found = obstacles(companion, TODAY)
    assert [one.life.whom for one in found if one.life.state == "taken"] == ["le médecin"]
    assert [one.life.kind for one in found if one.life.state == "solved"] == ["access"]
    assert {one.entry.week.enrolment.learner.email for one in found if one.life.whom} == {
        "assistant@livret.example"
    }

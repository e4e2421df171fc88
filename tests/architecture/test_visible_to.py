"""What each queryset shows to each actor, and that its `can_…` says the same of every row."""

import pytest

from assessments.models import QuizAttempt, Submission
from assessments.permissions import can_grade, can_view_attempt, can_view_submission
from curricula.models import MissionCondition, Qualification, ReferenceImport
from curricula.permissions import can_view_condition, can_view_reference
from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.models import Membership, Organisation
from portfolio.enums import WeekState
from portfolio.models import (
    ActivityReview,
    CareFact,
    EntryAttachment,
    EntryTemplate,
    FollowUp,
    LogbookEntry,
    LogbookWeek,
    Meeting,
    ModuleAttestation,
    ObstacleFact,
    PersonalReview,
    PracticeAnswer,
    PracticeLink,
    PracticeSubstitute,
    SentenceComment,
    SharingFact,
    UserGroup,
    WallCopy,
    WeekAmendment,
    WeekOpening,
    WeekSheet,
)
from portfolio.permissions import (
    CARE_ROLES,
    LINK_ROLES,
    RUNNING_ROLES,
    SUPPORT_ROLES,
    WALL_ROLES,
    can_answer_amendment,
    can_issue_attestation,
    can_read_amendment,
    can_read_attachment,
    can_read_comment,
    can_read_copy,
    can_read_entry,
    can_read_follow_up,
    can_read_group,
    can_read_inside,
    can_read_meeting,
    can_read_personal,
    can_read_review,
    can_read_sharing,
    can_read_sheet,
    can_sign_week,
    can_use_template,
    can_view_answer,
    can_view_care,
    can_view_link,
    can_view_obstacle_fact,
    can_view_opening,
    can_view_substitute,
    can_write_week,
)
from records.models import Document, Invitation, KeptFile
from records.permissions import FILE_ROLES, can_view_file
from tests.architecture.actors import FOREIGN, NEIGHBOUR, OURS, Actor, World
from tests.architecture.tree import APPS, ROOT
from tests.architecture.writing import comment_of, template_of
from training.models import (
    AdaptationFact,
    AgreementFact,
    AssistanceMessage,
    Attendance,
    AttendanceContest,
    ClosedPeriod,
    Cohort,
    CohortPhase,
    Enrolment,
    EnrolmentDocument,
    EnrolmentMove,
    HandedExcuse,
    PracticeAgreement,
    Room,
    TrainerAway,
    TrainerWeek,
    TrainingSession,
)
from training.permissions import (
    SESSION_ROLES,
    can_view_adaptation,
    can_view_agreement,
    can_view_attendance,
    can_view_away,
    can_view_closure,
    can_view_cohort,
    can_view_contest,
    can_view_enrolment,
    can_view_handed_excuse,
    can_view_message,
    can_view_move,
    can_view_phase,
    can_view_room,
    can_view_session,
    can_view_trainer_week,
)

LEARNING = (*STAFF_ROLES, Role.LEARNER)
LEADS_OF_ALL = {(FOREIGN, role) for role in LEADING_ROLES}


def ours(*roles: Role) -> set[tuple[str, Role]]:
    return {(OURS, role) for role in roles}


EVERYBODY = {
    *((place, role) for place in (OURS, FOREIGN) for role in Role),
    *((NEIGHBOUR, role) for role in (Role.LEARNER, Role.EMPLOYER, Role.FUNDER)),
}


# One thing of the learner by queryset, and the only actors who see it.
SEEN = {
    # What is published is for every member of the site.
    Qualification: (lambda w: w.enrolment.qualification, EVERYBODY),
    MissionCondition: (lambda w: MissionCondition.objects.get(), EVERYBODY),
    ReferenceImport: (lambda w: w.reference_import, ours(*LEADING_ROLES)),
    Cohort: (lambda w: w.site.cohort, ours(*STAFF_ROLES)),
    Enrolment: (lambda w: w.enrolment, ours(*LEARNING, Role.EMPLOYER, Role.FUNDER)),
    EnrolmentDocument: (
        lambda w: w.certificate,
        ours(*LEARNING, Role.EMPLOYER, Role.FUNDER),
    ),
    AdaptationFact: (
        lambda w: w.enrolment.adaptations.get(),
        ours(*SESSION_ROLES, Role.LEARNER),
    ),
    EnrolmentMove: (lambda w: w.move, ours(*LEARNING)),
    PracticeAgreement: (
        lambda w: w.enrolment.agreements.get(practice=w.enrolment.practice),
        ours(*LEARNING, Role.EMPLOYER),
    ),
    AgreementFact: (
        lambda w: w.enrolment.agreement_facts.get(practice=w.enrolment.practice),
        ours(*LEARNING, Role.EMPLOYER),
    ),
    Room: (lambda w: w.site.body.rooms.get(), ours(*STAFF_ROLES)),
    ClosedPeriod: (lambda w: w.site.body.closures.get(), ours(*STAFF_ROLES)),
    CohortPhase: (lambda w: w.site.cohort.phases.get(), ours(*STAFF_ROLES)),
    TrainerAway: (lambda w: w.site.staff[Role.TRAINER].days_away.get(), ours(*STAFF_ROLES)),
    TrainerWeek: (lambda w: w.site.body.given_weeks.get(), ours(*STAFF_ROLES)),
    TrainingSession: (lambda w: w.session, ours(*LEARNING) | {(NEIGHBOUR, Role.LEARNER)}),
    Attendance: (lambda w: w.attendance, ours(*LEARNING)),
    AssistanceMessage: (
        lambda w: AssistanceMessage.objects.get(enrolment=w.enrolment),
        ours(*LEARNING),
    ),
    AttendanceContest: (lambda w: w.contest, ours(*SESSION_ROLES, Role.LEARNER)),
    HandedExcuse: (lambda w: w.handed, ours(*SESSION_ROLES, Role.LEARNER)),
    KeptFile: (lambda w: w.paper_kept, ours(*FILE_ROLES, Role.LEARNER)),
    Submission: (lambda w: w.submission, ours(*LEARNING)),
    QuizAttempt: (lambda w: w.attempt, ours(*LEARNING)),
    CareFact: (lambda w: w.enrolment.care_facts.get(), ours(Role.LEARNER, *CARE_ROLES)),
    LogbookWeek: (lambda w: w.week, ours(*LEARNING)),
    LogbookEntry: (lambda w: w.week.entries.get(), ours(*LEARNING)),
    PracticeAnswer: (lambda w: w.practice_answer, ours(*LEARNING, Role.EMPLOYER)),
    PracticeLink: (lambda w: w.practice_link, ours(*LINK_ROLES)),
    PracticeSubstitute: (lambda w: w.substitute, ours(Role.EMPLOYER)),
    ObstacleFact: (lambda w: w.obstacle.obstacle_facts.get(), ours(*LEARNING, Role.EMPLOYER)),
    EntryAttachment: (lambda w: w.piece, ours(*LEARNING)),
    WeekSheet: (lambda w: w.paper_sheet, ours(*LEARNING)),
    EntryTemplate: (lambda w: template_of(w.enrolment), ours(Role.LEARNER)),
    SentenceComment: (lambda w: comment_of(w.enrolment), ours(*LEARNING)),
    WeekAmendment: (lambda w: w.amendment, ours(*LEARNING)),
    WeekOpening: (lambda w: w.enrolment.week_openings.get(), ours(*LEARNING)),
    Meeting: (lambda w: w.meeting, ours(Role.LEARNER, *SUPPORT_ROLES)),
    FollowUp: (lambda w: w.action, ours(Role.LEARNER, *SUPPORT_ROLES)),
    SharingFact: (lambda w: w.copy.consent, ours(*WALL_ROLES)),
    WallCopy: (lambda w: w.copy, ours(*WALL_ROLES) | {(NEIGHBOUR, Role.LEARNER)}),
    UserGroup: (
        lambda w: w.user_group,
        ours(*RUNNING_ROLES, Role.LEARNER, Role.EMPLOYER)
        | {(NEIGHBOUR, Role.LEARNER), (NEIGHBOUR, Role.EMPLOYER)},
    ),
    ActivityReview: (lambda w: w.review, ours(*LEARNING, Role.EMPLOYER)),
    PersonalReview: (lambda w: w.personal, ours(*LEARNING)),
    ModuleAttestation: (lambda w: w.attestation, ours(*LEARNING, Role.EMPLOYER, Role.FUNDER)),
    Document: (lambda w: w.document, ours(*LEARNING, Role.EMPLOYER)),
    Invitation: (lambda w: w.invitation, ours(*LEADING_ROLES)),
    # A training body is seen from inside only, with those who work there.
    Organisation: (lambda w: w.site.body, ours(*STAFF_ROLES)),
    Membership: (lambda w: w.lead, ours(*STAFF_ROLES)),
}
# Practices are shared by the training bodies of a site: whoever leads one sees them.
SHARED = {
    Organisation: lambda w: w.site.practice,
    Membership: lambda w: w.site.learner,
}
# What is of one practice of a post, and not of the others.
OF_ONE_PRACTICE = {ActivityReview, ObstacleFact, PracticeAnswer, PracticeSubstitute}
# What the learner has not handed in is for their eyes alone.
PRIVATE = {
    Submission: lambda w: Submission.objects.get(enrolment=w.neighbour),
    LogbookWeek: lambda w: w.entry.week,
    LogbookEntry: lambda w: w.entry,
    EntryAttachment: lambda w: w.entry.attachments.get(),
    ActivityReview: lambda w: w.review_draft,
    PersonalReview: lambda w: w.neighbour.personal_review,
    WeekSheet: lambda w: w.entry.week.sheets.get(),
}
TWINS = {
    "Qualification.visible_to": (Qualification, can_view_reference),
    "MissionCondition.visible_to": (MissionCondition, can_view_condition),
    "Cohort.visible_to": (Cohort, can_view_cohort),
    "Enrolment.visible_to": (Enrolment, can_view_enrolment),
    "EnrolmentMove.visible_to": (EnrolmentMove, can_view_move),
    "AdaptationFact.visible_to": (AdaptationFact, can_view_adaptation),
    "PracticeAgreement.visible_to": (PracticeAgreement, can_view_agreement),
    "AgreementFact.visible_to": (AgreementFact, can_view_agreement),
    "Room.visible_to": (Room, can_view_room),
    "ClosedPeriod.visible_to": (ClosedPeriod, can_view_closure),
    "CohortPhase.visible_to": (CohortPhase, can_view_phase),
    "TrainerAway.visible_to": (TrainerAway, can_view_away),
    "TrainerWeek.visible_to": (TrainerWeek, can_view_trainer_week),
    "TrainingSession.visible_to": (TrainingSession, can_view_session),
    "Attendance.visible_to": (Attendance, can_view_attendance),
    "AssistanceMessage.visible_to": (AssistanceMessage, can_view_message),
    "AttendanceContest.visible_to": (AttendanceContest, can_view_contest),
    "HandedExcuse.visible_to": (HandedExcuse, can_view_handed_excuse),
    "KeptFile.visible_to": (KeptFile, can_view_file),
    "Submission.visible_to": (
        Submission,
        lambda actor, row: can_view_submission(actor, row.enrolment, row.state),
    ),
    "Submission.gradable_by": (
        Submission,
        lambda actor, row: can_grade(actor, row.enrolment, row.state),
    ),
    "QuizAttempt.visible_to": (
        QuizAttempt,
        lambda actor, row: can_view_attempt(actor, row.enrolment),
    ),
    "LogbookWeek.visible_to": (
        LogbookWeek,
        lambda actor, row: (
            can_write_week(actor, row.enrolment)
            or (
                actor.is_staff
                and row.state != WeekState.DRAFT
                and can_view_enrolment(actor, row.enrolment)
            )
        ),
    ),
    "CareFact.visible_to": (CareFact, can_view_care),
    "LogbookEntry.visible_to": (LogbookEntry, can_read_entry),
    "EntryAttachment.visible_to": (EntryAttachment, can_read_attachment),
    "WeekSheet.visible_to": (WeekSheet, can_read_sheet),
    "EntryTemplate.visible_to": (EntryTemplate, can_use_template),
    "SentenceComment.visible_to": (SentenceComment, can_read_comment),
    "WeekAmendment.visible_to": (WeekAmendment, can_read_amendment),
    "WeekAmendment.answerable_by": (
        WeekAmendment,
        lambda actor, row: not hasattr(row, "answer") and can_answer_amendment(actor, row),
    ),
    "WeekOpening.visible_to": (WeekOpening, can_view_opening),
    "Meeting.visible_to": (Meeting, can_read_meeting),
    "FollowUp.visible_to": (FollowUp, can_read_follow_up),
    "ActivityReview.visible_to": (ActivityReview, can_read_review),
    "PersonalReview.visible_to": (PersonalReview, can_read_personal),
    "ObstacleFact.visible_to": (ObstacleFact, can_view_obstacle_fact),
    "SharingFact.visible_to": (SharingFact, can_read_sharing),
    "WallCopy.visible_to": (WallCopy, can_read_copy),
    "UserGroup.visible_to": (UserGroup, can_read_group),
    "UserGroup.inside": (UserGroup, can_read_inside),
    "LogbookWeek.signable_by": (
        LogbookWeek,
        lambda actor, row: row.state != WeekState.DRAFT and can_sign_week(actor, row.enrolment),
    ),
    "PracticeAnswer.visible_to": (PracticeAnswer, can_view_answer),
    "PracticeLink.visible_to": (PracticeLink, can_view_link),
    "PracticeSubstitute.visible_to": (PracticeSubstitute, can_view_substitute),
    "ModuleAttestation.visible_to": (
        ModuleAttestation,
        lambda actor, row: can_view_enrolment(actor, row.enrolment),
    ),
}


def members(world: World) -> list[Actor]:
    return [actor for actor in world.actors if actor.membership]


def who_sees(world: World, thing) -> set[tuple[str, Role]]:
    visible = type(thing).objects.visible_to
    return {
        (actor.place, actor.role)
        for actor in members(world)
        if visible(actor.membership).filter(pk=thing.pk).exists()
    }


@pytest.mark.parametrize("model", SEEN, ids=lambda model: model.__name__)
def test_a_thing_is_seen_by_those_it_concerns_and_nobody_else(world, model):
    thing, seen = SEEN[model]
    assert who_sees(world, thing(world)) == seen


@pytest.mark.parametrize("model", SHARED, ids=lambda model: model.__name__)
def test_a_practice_and_its_people_are_seen_from_inside_and_by_whoever_leads(world, model):
    inside = ours(Role.LEARNER, Role.EMPLOYER, *LEADING_ROLES)
    assert who_sees(world, SHARED[model](world)) == inside | LEADS_OF_ALL


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model.__name__)
def test_a_draft_is_for_its_author(world, model):
    [(_, role)] = who_sees(world, PRIVATE[model](world))
    assert role == Role.LEARNER


@pytest.mark.parametrize("name", TWINS)
def test_the_queryset_and_its_permission_say_the_same_of_every_row(world, name):
    model, can = TWINS[name]
    rows = list(model.objects.all())
    assert rows
    for actor in members(world):
        found = set(getattr(model.objects, name.split(".")[1])(actor.membership))
        assert found == {row for row in rows if can(actor.membership, row)}, str(actor)


@pytest.mark.parametrize("model", SEEN, ids=lambda model: model.__name__)
def test_a_practice_that_shares_the_post_sees_what_the_main_one_does(world, model):
    thing, seen = SEEN[model]
    sharing, row = world.sharing.membership, thing(world)
    sees = model.objects.visible_to(sharing).filter(pk=row.pk).exists()
    assert sees == ((OURS, Role.EMPLOYER) in seen and model not in OF_ONE_PRACTICE)


@pytest.mark.parametrize("name", TWINS)
def test_queryset_and_permission_agree_for_a_practice_that_shares_the_post(world, name):
    model, can = TWINS[name]
    sharing = world.sharing.membership
    found = set(getattr(model.objects, name.split(".")[1])(sharing))
    assert found == {row for row in model.objects.all() if can(sharing, row)}


def test_what_is_agreed_with_a_further_practice_is_not_for_the_main_one(world):
    for rows in (world.enrolment.agreements, world.enrolment.agreement_facts):
        row = rows.exclude(practice=world.enrolment.practice).get()
        assert who_sees(world, row) == ours(*LEARNING)
        assert type(row).objects.visible_to(world.sharing.membership).filter(pk=row.pk).exists()


def test_an_attestation_is_issued_by_those_who_lead_the_body_of_the_learner(world):
    may = {
        (actor.place, actor.role)
        for actor in members(world)
        if can_issue_attestation(actor.membership, world.enrolment)
    }
    assert may == ours(*LEADING_ROLES)


def test_nobody_sees_two_rows_for_one(world):
    """Joins multiply: what is counted on a page would be wrong."""
    for model in SEEN:
        for actor in [*members(world), world.sharing]:
            keys = list(model.objects.visible_to(actor.membership).values_list("pk", flat=True))
            assert len(keys) == len(set(keys)), (model, str(actor))


def test_every_queryset_with_a_rule_of_sight_is_here():
    files = [path for app in APPS for path in (ROOT / app / "models").glob("*.py")]
    ruled = sum(path.read_text().count("def visible_to(") for path in files)
    assert ruled == len(SEEN)

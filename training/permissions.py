"""Who may do what in training. Each `can_view_*` is the twin of a queryset's `visible_to`."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.models import Membership
from training.enums import AgreementSide, SessionState

# Those of the training body who hold sessions and record them.
SESSION_ROLES = (Role.TRAINER, Role.LEAD, Role.ADMIN)
# Those who may open a closed module for one person.
GATE_ROLES = (Role.TRAINER, Role.LEAD)
# Those who place somebody in the competencies: the person, and a trainer or lead beside them.
POSITION_ROLES = (Role.LEARNER, Role.TRAINER, Role.LEAD)
# Those who see the rights of somebody: diploma, certificates, delays.
RIGHTS_ROLES = (Role.LEARNER, *STAFF_ROLES, Role.EMPLOYER)
# Those who note a step of the partnership with a practice.
STEP_ROLES = (Role.COMPANION, *LEADING_ROLES)
# Those who sign an agreement, each for their own party.
SIGNING_SIDES = (Role.LEARNER, Role.EMPLOYER, *LEADING_ROLES)
# Those who note a certificate from elsewhere.
CERTIFICATE_ROLES = (Role.LEARNER, *LEADING_ROLES)
# Those who read the convocations of somebody.
CONVOCATION_ROLES = (Role.LEARNER, *STAFF_ROLES)
# Those who may read the hours of somebody.
HOURS_ROLES = (Role.LEARNER, *STAFF_ROLES, Role.EMPLOYER, Role.FUNDER)


def of_the_body(actor: Membership, cohort: Any) -> bool:
    """Works for the training body that runs the cohort."""
    return actor.is_staff and actor.organisation_id == cohort.organisation_id


def is_learner(actor: Membership, enrolment: Any) -> bool:
    return actor.role == Role.LEARNER and actor.user_id == enrolment.learner_id


def employs(actor: Membership, enrolment: Any) -> bool:
    """For the main practice, or for one that shares the post today.

    Twin of what `EnrolmentQuerySet.visible_to` shows to an employer.
    """
    if actor.role != Role.EMPLOYER:
        return False
    shared = enrolment.shared_posts.today().filter(practice_id=actor.organisation_id)
    return actor.organisation_id == enrolment.practice_id or shared.exists()


def can_create_cohort(actor: Membership) -> bool:
    return actor.leads


def can_create_practice(actor: Membership) -> bool:
    return actor.leads


def can_enrol(actor: Membership, cohort: Any) -> bool:
    return actor.leads and of_the_body(actor, cohort)


def can_issue_document(actor: Membership, enrolment: Any) -> bool:
    """State the hours of a learner in the name of the training body."""
    return actor.leads and of_the_body(actor, enrolment.cohort)


def can_move_cohort(actor: Membership, cohort: Any) -> bool:
    """Take a cohort and its learners to a newer version of the track."""
    return actor.leads and of_the_body(actor, cohort)


def can_record_session(actor: Membership, cohort: Any) -> bool:
    return actor.role in SESSION_ROLES and of_the_body(actor, cohort)


def can_plan(actor: Membership, cohort: Any) -> bool:
    """Plan, announce, move and cancel the sessions of a cohort."""
    return actor.leads and of_the_body(actor, cohort)


def can_set_calendar(actor: Membership) -> bool:
    """Rooms, closed periods and absences of trainers of one's own training body."""
    return actor.leads


def can_say_availability(actor: Membership, trainer: Any) -> bool:
    """A lead says that of the trainers of the body, a trainer their own."""
    own = actor.role == Role.TRAINER and actor.user_id == trainer.user_id
    return of_the_body(actor, trainer) and (actor.leads or own)


def can_view_trainer_week(actor: Membership, week: Any) -> bool:
    return of_the_body(actor, week)


def can_view_room(actor: Membership, room: Any) -> bool:
    return of_the_body(actor, room)


def can_view_closure(actor: Membership, closure: Any) -> bool:
    return of_the_body(actor, closure)


def can_view_phase(actor: Membership, phase: Any) -> bool:
    return of_the_body(actor, phase.cohort)


def can_view_away(actor: Membership, away: Any) -> bool:
    return of_the_body(actor, away.trainer)


def can_read_lesson(actor: Membership, enrolment: Any) -> bool:
    """Nobody reads in the place of somebody else."""
    return is_learner(actor, enrolment)


def can_record_evaluation(actor: Membership, enrolment: Any) -> bool:
    """The learner who passed it, or the training body that marked it."""
    return is_learner(actor, enrolment) or of_the_body(actor, enrolment.cohort)


def can_open_module(actor: Membership, enrolment: Any) -> bool:
    return actor.role in GATE_ROLES and of_the_body(actor, enrolment.cohort)


def can_place(actor: Membership, enrolment: Any) -> bool:
    """The learner for themselves, or a trainer or lead of the body beside them."""
    return is_learner(actor, enrolment) or can_open_module(actor, enrolment)


def can_decide_exemption(actor: Membership, enrolment: Any) -> bool:
    return actor.leads and of_the_body(actor, enrolment.cohort)


def can_post_practice(actor: Membership, enrolment: Any) -> bool:
    """Those who sign a week of the livret: never the learner."""
    return employs(actor, enrolment) or of_the_body(actor, enrolment.cohort)


def can_view_cohort(actor: Membership, cohort: Any) -> bool:
    return of_the_body(actor, cohort)


def can_view_move(actor: Membership, move: Any) -> bool:
    """The learner and the training body: not those who employ or pay."""
    return is_learner(actor, move.enrolment) or of_the_body(actor, move.enrolment.cohort)


def can_view_session(actor: Membership, session: Any) -> bool:
    if actor.role == Role.LEARNER:
        if session.state == SessionState.PLANNED:
            return False
        mine = session.cohort.enrolments.filter(learner_id=actor.user_id)
        if session.make_up_only:
            named = session.make_ups.filter(withdrawn_at=None)
            mine = mine.filter(pk__in=named.values("enrolment"))
        noted = session.attendances.filter(enrolment__learner_id=actor.user_id)
        return mine.exists() or noted.exists()
    return of_the_body(actor, session.cohort)


def can_view_attendance(actor: Membership, attendance: Any) -> bool:
    """The training body, and the learner of whom it was noted."""
    return is_learner(actor, attendance.enrolment) or of_the_body(actor, attendance.session.cohort)


def can_view_contest(actor: Membership, contest: Any) -> bool:
    """The learner who contests, and those who may answer."""
    attendance = contest.attendance
    return is_learner(actor, attendance.enrolment) or can_record_session(
        actor, attendance.session.cohort
    )


def can_view_handed_excuse(actor: Membership, handed: Any) -> bool:
    """The learner who handed it in, and those who may answer."""
    return is_learner(actor, handed.enrolment) or can_record_session(actor, handed.session.cohort)


def can_name_make_up(actor: Membership, enrolment: Any) -> bool:
    """Those who hold sessions say which one makes up for which."""
    return can_record_session(actor, enrolment.cohort)


def can_view_enrolment(actor: Membership, enrolment: Any) -> bool:
    """The learner, the training body, the practices that employ, the funder that pays."""
    organisation = actor.organisation_id
    return (
        is_learner(actor, enrolment)
        or of_the_body(actor, enrolment.cohort)
        or employs(actor, enrolment)
        or (actor.role == Role.FUNDER and organisation == enrolment.funder_id)
    )


def can_check_rights(actor: Membership, enrolment: Any) -> bool:
    """See a diploma, choose the regime of a delay: those who lead the training body."""
    return actor.leads and of_the_body(actor, enrolment.cohort)


def can_note_certificate(actor: Membership, enrolment: Any) -> bool:
    """The learner for themselves, or those who lead."""
    return is_learner(actor, enrolment) or can_check_rights(actor, enrolment)


def can_change_situation(actor: Membership, enrolment: Any) -> bool:
    """Suspend, take back, let go, change the cohort: those who lead the training body."""
    return actor.leads and of_the_body(actor, enrolment.cohort)


def can_write_agreement(actor: Membership, enrolment: Any) -> bool:
    """Write a version of the agreement: those who lead the training body."""
    return actor.leads and of_the_body(actor, enrolment.cohort)


def can_note_step(actor: Membership, enrolment: Any) -> bool:
    """Visit, letter, follow-up: those who lead, and the companion who visits."""
    return actor.role in STEP_ROLES and of_the_body(actor, enrolment.cohort)


def can_view_agreement(actor: Membership, row: Any) -> bool:
    """A version of an agreement, or a step noted with its practice.

    An employer reads what is agreed with their own practice and, while it shares the post, with
    the main one; never what is agreed with another further practice.
    """
    if actor.role == Role.FUNDER or not can_view_enrolment(actor, row.enrolment):
        return False
    main = row.enrolment.practice_id
    return actor.role != Role.EMPLOYER or row.practice_id in (actor.organisation_id, main)


def sides_of(actor: Membership, enrolment: Any, practice_id: int) -> list[AgreementSide]:
    """For which party of the agreement with a practice somebody signs.

    Nobody signs for another party, and an employer signs for their own practice alone.
    """
    if is_learner(actor, enrolment):
        return [AgreementSide.LEARNER]
    if employs(actor, enrolment):
        return [AgreementSide.PRACTICE] if actor.organisation_id == practice_id else []
    return [AgreementSide.BODY] if can_write_agreement(actor, enrolment) else []


def can_write_welcome(actor: Membership) -> bool:
    """Write the welcome pack of one's own training body."""
    return actor.leads


def can_name_contact(actor: Membership, cohort: Any) -> bool:
    """Say who assists a cohort at a distance."""
    return actor.leads and of_the_body(actor, cohort)


def can_write_to_cohort(actor: Membership, cohort: Any) -> bool:
    """Write to a whole cohort in the threads of a module: those who may answer there."""
    return actor.role in SESSION_ROLES and of_the_body(actor, cohort)


def can_view_message(actor: Membership, message: Any) -> bool:
    return is_learner(actor, message.enrolment) or of_the_body(actor, message.enrolment.cohort)


def can_answer(actor: Membership, enrolment: Any) -> bool:
    """Answer a question of assistance: those who hold sessions."""
    return actor.role in SESSION_ROLES and of_the_body(actor, enrolment.cohort)


def can_write_commitments(actor: Membership) -> bool:
    """Write the commitments of each side, for one's own training body."""
    return actor.leads


def can_hold_induction(actor: Membership, cohort: Any) -> bool:
    """Set the induction day of a cohort and note who was there: those who lead."""
    return actor.leads and of_the_body(actor, cohort)


def can_convoke(actor: Membership, cohort: Any) -> bool:
    """Send convocations to the sessions of a cohort: those who lead."""
    return actor.leads and of_the_body(actor, cohort)


# Those who read what is said of an adaptation: never who employs, pays or only accompanies.
ADAPTATION_ROLES = (Role.LEARNER, *SESSION_ROLES)
# Those who say a need of adaptation: the person, or those who lead, with them.
NEED_ROLES = (Role.LEARNER, *LEADING_ROLES)


def can_write_analysis(actor: Membership, enrolment: Any) -> bool:
    """Write a version of the need analysis: those who lead the training body."""
    return actor.leads and of_the_body(actor, enrolment.cohort)


def can_view_adaptation(actor: Membership, fact: Any) -> bool:
    """The person, the trainers and the leads of the training body."""
    return is_learner(actor, fact.enrolment) or can_record_session(actor, fact.enrolment.cohort)


def can_decide_adaptation(actor: Membership, enrolment: Any) -> bool:
    """Answer a need of adaptation: those who lead the training body."""
    return actor.leads and of_the_body(actor, enrolment.cohort)


def can_write_contract(actor: Membership, enrolment: Any) -> bool:
    """Note the contract, the practices that share a post, the referents: those who lead."""
    return actor.leads and of_the_body(actor, enrolment.cohort)


def can_check_entry(actor: Membership, enrolment: Any) -> bool:
    """Note what was seen of a skill at entry: a trainer or lead of the body, never the learner."""
    return actor.role in GATE_ROLES and of_the_body(actor, enrolment.cohort)

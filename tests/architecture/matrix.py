"""Who gets in where: one row for each address of the site."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from portfolio.permissions import SIGNING_ROLES
from tests.architecture.actors import FOREIGN, NEIGHBOUR, World
from tests.architecture.row import Reach, Row, nothing
from tests.architecture.rows_accompaniment import ACCOMPANIMENT
from tests.architecture.rows_assistance import ASSISTANCE
from tests.architecture.rows_attachments import ATTACHMENTS
from tests.architecture.rows_attendance import ATTENDANCE
from tests.architecture.rows_bilans import BILANS
from tests.architecture.rows_calendar import CALENDAR
from tests.architecture.rows_care import CARE
from tests.architecture.rows_contract import CONTRACT
from tests.architecture.rows_convention import CONVENTION
from tests.architecture.rows_curricula import CURRICULA
from tests.architecture.rows_documents import DOCUMENTS
from tests.architecture.rows_export import EXPORT
from tests.architecture.rows_exports import EXPORTS
from tests.architecture.rows_file import FILE
from tests.architecture.rows_groups import GROUPS
from tests.architecture.rows_import import IMPORT
from tests.architecture.rows_induction import INDUCTION
from tests.architecture.rows_needs import NEEDS
from tests.architecture.rows_obstacles import OBSTACLES
from tests.architecture.rows_offline import OFFLINE
from tests.architecture.rows_paper import PAPER
from tests.architecture.rows_positioning import POSITIONING
from tests.architecture.rows_practice import PRACTICE
from tests.architecture.rows_reminders import REMINDERS
from tests.architecture.rows_rights import RIGHTS
from tests.architecture.rows_situation import SITUATION
from tests.architecture.rows_totals import TOTALS
from tests.architecture.rows_weeks import WEEKS
from tests.architecture.rows_welcome import WELCOME
from tests.architecture.rows_writing import WRITING
from tests.factories.media import REFLECTION
from training.permissions import GATE_ROLES, HOURS_ROLES, SESSION_ROLES

LEARNER = (Role.LEARNER,)
MARKING = (Role.TRAINER, Role.LEAD)
PARTNERS = (Role.EMPLOYER, Role.FUNDER)
ALL = tuple(Role)
BESIDE = {(NEIGHBOUR, Role.LEARNER)}
READERS = BESIDE | {(FOREIGN, role) for role in STAFF_ROLES}


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def module(world: World) -> tuple:
    return (world.module.pk,)


def lesson(world: World) -> tuple:
    return (world.module.pk, world.lesson.slug)


def reflection(world: World) -> tuple:
    return (world.lesson.code, REFLECTION)


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def newer(world: World) -> tuple:
    """The version that the cohort of the learner may go on to."""
    return (world.site.cohort.pk, world.newer.number)


def moved(world: World) -> dict[str, Any]:
    return {
        "enrolments": [world.neighbour.pk],
        "reason": "Un module s’ajoute.",
        "seen": world.site.cohort.track_version_id,
        "newest": world.newer.number,
    }


def week(world: World) -> tuple:
    return (world.week.pk,)


def of_enrolment(world: World) -> str:
    return f"inscription={world.enrolment.pk}"


def signed(world: World) -> dict[str, Any]:
    return {"version": world.week.version, "comment": "À compléter."}


def situation(world: World) -> dict[str, Any]:
    return {
        "day": "2027-03-02",
        "kind": "practice",
        "text": "J’ai préparé la salle et accueilli trois personnes.",
        "competencies": [world.competency.pk],
        "form_key": "matrice-situation",
        "version": world.entry.version,
    }


def session_form(world: World) -> dict[str, Any]:
    return {
        "module": world.module.pk,
        "title": "Atelier",
        "day": "2027-03-03",
        "start": "08:00",
        "end": "09:00",
        "present": [world.enrolment.pk],
        "form_key": "00000000-0000-4000-8000-000000000001",
    }


def waived(world: World) -> dict[str, Any]:
    return {"module": world.module.pk, "reason": "Acquis ailleurs."}


def grade(world: World) -> dict[str, Any]:
    criteria = world.submission.assignment.rubric.criteria.all()
    levels = {f"c{criterion.pk}": 3 for criterion in criteria}
    return levels | {"form_key": "matrice-note", "version": world.submission.version}


def invited(world: World) -> dict[str, Any]:
    return {
        "first_name": "Sam",
        "last_name": "Essai",
        "email": "sam@essai.example",
        "organisation": world.site.practice.pk,
        "role": Role.LEARNER,
    }


def enrolled(world: World) -> dict[str, Any]:
    assistant = world.other.learner
    return {"assistant": assistant.pk, "recruited_on": "2026-11-02", "funder": ""}


def new_cohort(world: World) -> dict[str, Any]:
    return {
        "title": "Promotion de la matrice",
        "track_version": world.newer.pk,
        "starts_on": "2027-09-01",
        "ends_on": "2028-07-01",
    }


def answers(world: World) -> dict[str, Any]:
    return {"form_key": "matrice-quiz", "seen": "x"}


def written(world: World) -> dict[str, Any]:
    return {"text": "Un texte.", "version": 0}


def code(world: World) -> tuple:
    return (world.document.code,)


def own_entry(world: World) -> tuple:
    return (2027, 9, world.entry.pk)


ROLE, OWN = Reach.ROLE, Reach.OURS
LEARNING = (*STAFF_ROLES, Role.LEARNER)
ROWS = (
    *CURRICULA,
    *TOTALS,
    *ATTACHMENTS,
    *ATTENDANCE,
    *BILANS,
    *CARE,
    *EXPORT,
    *CALENDAR,
    *DOCUMENTS,
    *CONTRACT,
    *CONVENTION,
    *EXPORTS,
    *FILE,
    *IMPORT,
    *NEEDS,
    *OBSTACLES,
    *OFFLINE,
    *POSITIONING,
    *PAPER,
    *PRACTICE,
    *REMINDERS,
    *RIGHTS,
    *SITUATION,
    *ASSISTANCE,
    *WEEKS,
    *WELCOME,
    *WRITING,
    *INDUCTION,
    *ACCOMPANIMENT,
    *GROUPS,
    # people, the doors
    Row("people:choose_membership", ROLE, ALL, post=nothing, gets=False),
    Row("lms:front", Reach.PUBLIC),
    Row("lms:health", Reach.PUBLIC),
    Row("lms:first_day", Reach.GONE, post=nothing),
    Row("lms:home", Reach.ACCOUNT),
    Row("lms:account", Reach.ACCOUNT),
    # documents and invitations
    Row("records:check", Reach.PUBLIC),
    Row("records:verify", Reach.PUBLIC, args=code),
    Row("records:compare", Reach.PUBLIC, args=code),
    Row("records:invitation", Reach.PUBLIC, args=lambda w: (w.token,)),
    Row("records:document", OWN, (*LEARNING, Role.EMPLOYER), code, (0,), screen=ALL),
    Row("records:invite", ROLE, LEADING_ROLES, post=invited),
    # A lesson is no secret among trainers: the staff of every training body may read it.
    Row("training:lesson", OWN, LEARNING, lesson, (0, 1), also=READERS),
    Row("training:media", OWN, LEARNING, lambda w: ("document", w.paper.pk), (0, 1), also=READERS),
    Row("training:editor_picture", ROLE, LEADING_ROLES, lambda w: (w.picture.file.name,), (0,)),
    Row("training:read", OWN, LEARNER, lesson, (0, 1), also=BESIDE, post=nothing, gets=False),
    Row("lms:glossary", ROLE, ALL),
    Row("lms:search", ROLE, ALL, query=lambda w: "q=lecon"),
    Row("lms:track", ROLE, LEARNER),
    Row("lms:module", OWN, LEARNING, module, (0,), also=BESIDE),
    Row("assessments:quiz", OWN, LEARNER, module, (0,), also=BESIDE, post=answers),
    Row(
        "assessments:quiz_attempt", OWN, LEARNING,
        lambda w: (w.module.pk, w.attempt.pk), (0, 1),
    ),
    Row("assessments:synthesis", OWN, LEARNER, module, (0,), also=BESIDE, post=written),
    # marking
    Row("assessments:marking", ROLE, MARKING),
    Row("assessments:marking_list", ROLE, MARKING),
    Row("assessments:mark", OWN, MARKING, lambda w: (w.submission.pk,), (0,), post=grade),
    # hours and sessions
    Row("training:hours_overview", ROLE, HOURS_ROLES),
    Row("training:hours", OWN, HOURS_ROLES, enrolment, (0,)),
    Row("training:hours_export", OWN, HOURS_ROLES, lambda w: (w.enrolment.pk, "csv"), (0,)),
    Row("training:hours_export", OWN, HOURS_ROLES, lambda w: (w.enrolment.pk, "xlsx"), (0,)),
    Row("training:gates", OWN, GATE_ROLES, enrolment, (0,), post=waived),
    Row("training:sessions", ROLE, STAFF_ROLES),
    Row("training:session", OWN, LEARNING, lambda w: (w.session.pk,), (0,), also=BESIDE),
    Row("training:session_new", ROLE, SESSION_ROLES),
    Row(
        "training:session_new", OWN, SESSION_ROLES,
        query=lambda w: f"promotion={w.site.cohort.pk}", post=session_form,
    ),
    # cohorts
    Row("training:cohort_new", ROLE, LEADING_ROLES, post=new_cohort),
    Row("training:practice_new", ROLE, LEADING_ROLES, post=lambda w: {"name": "X", "city": "Y"}),
    Row("training:enrol", OWN, LEADING_ROLES, cohort, (0,), post=enrolled),
    Row("training:moving", OWN, LEADING_ROLES, cohort, (0,)),
    Row("training:move", OWN, LEADING_ROLES, newer, (0, 1), post=moved),
    Row("training:difference", OWN, LEARNING, lambda w: (w.move.pk,), (0,)),
    Row("lms:cohorts", ROLE, STAFF_ROLES),
    Row("lms:cohort", OWN, STAFF_ROLES, cohort, (0,)),
    Row("lms:hours_csv", OWN, STAFF_ROLES, cohort, (0,)),
    Row("lms:hours_xlsx", OWN, STAFF_ROLES, cohort, (0,)),
    Row("lms:assistants", ROLE, (Role.EMPLOYER,)),
    Row("lms:components", ROLE, STAFF_ROLES),
    # the livret
    Row("portfolio:path", ROLE, LEARNER),
    Row("portfolio:path", OWN, LEARNER, query=of_enrolment),
    Row("portfolio:week", ROLE, LEARNER, lambda w: (2027, 9), post=situation),
    Row("portfolio:week", OWN, LEARNER, lambda w: (2027, 9), query=of_enrolment, post=situation),
    Row("portfolio:entry", OWN, LEARNER, own_entry, (2,)),
    # Taking out twice takes out once: a situation that is not there leads back to one's own week.
    Row("portfolio:remove_entry", ROLE, LEARNER, own_entry, (2,), post=situation),
    Row("portfolio:shared_entries", ROLE, (Role.EMPLOYER,)),
    Row("portfolio:waiting_weeks", ROLE, SIGNING_ROLES, post=nothing),
    Row("portfolio:read_week", OWN, STAFF_ROLES, week, (0,)),
    Row("portfolio:sign_week", OWN, STAFF_ROLES, week, (0,), post=signed, posts=SIGNING_ROLES),
    Row("portfolio:return_week", OWN, STAFF_ROLES, week, (0,), post=signed, posts=SIGNING_ROLES),
    Row("portfolio:reflect", OWN, LEARNER, reflection, (0, 1), also=BESIDE),
    # competencies
    Row("portfolio:own_map", ROLE, LEARNER),
    Row("portfolio:own_map", OWN, LEARNER, query=of_enrolment),
    Row("portfolio:map", OWN, (*LEARNING, Role.EMPLOYER), enrolment, (0,)),
    Row(
        "portfolio:evidence", OWN, (*LEARNING, Role.EMPLOYER),
        lambda w: (w.enrolment.pk, w.competency.pk), (0, 1),
    ),
    # attestations
    Row("portfolio:attestations", ROLE, LEADING_ROLES),
    Row(
        "portfolio:attestation", OWN, LEADING_ROLES,
        lambda w: (w.enrolment.pk, w.module.pk), (0, 1), post=nothing,
    ),
    Row("portfolio:revoke", OWN, LEADING_ROLES, code, (0,), post=lambda w: {"reason": "Erreur."}),
)  # fmt: skip

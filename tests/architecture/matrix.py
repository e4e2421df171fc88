"""Who gets in where: one row for each address of the site."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from curricula.queries import package_of
from curricula.rules.case_format import ITEM_TYPES
from curricula.rules.case_writer import Origin
from curricula.rules.case_writer import case_package as case_package_of
from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from portfolio.permissions import SIGNING_ROLES
from tests.architecture.actors import (
    ANONYMOUS,
    FOREIGN,
    FORMER,
    NEIGHBOUR,
    NOBODY,
    OURS,
    REFERENCE_CSV,
    Actor,
    World,
)
from tests.factories.site import NOW
from training.permissions import HOURS_ROLES, SESSION_ROLES

LEARNER = (Role.LEARNER,)
MARKING = (Role.TRAINER, Role.LEAD)
PARTNERS = (Role.EMPLOYER, Role.FUNDER)
ALL = tuple(Role)
BESIDE = {(NEIGHBOUR, Role.LEARNER)}
UNKNOWN = {int: 999_999, str: "LVT-0000-0000"}


class Reach(Enum):
    """How far a screen is open to the roles of its row."""

    PUBLIC = "anybody"
    ACCOUNT = "anybody with an account"
    ROLE = "whoever has the role, with what is their own"
    OURS = "whoever has the role and to do with the learner"
    GONE = "nobody"


@dataclass(frozen=True)
class Row:
    """An address and who gets in; all others get 404, colleagues of the training body 403.

    `args` and `query` make the address; the arguments at `things` name somebody's thing. `also` are
    further actors (place, role). `screen`: the roles for which the screen exists, where it is not
    the roles that get in. `post`: what a POST sends, `posts` the roles whose POST does something;
    `gets` is False for an address that only takes a POST.
    """

    name: str
    reach: Reach
    roles: tuple[Role, ...] = ()
    args: Callable[[World], tuple] = lambda world: ()
    things: tuple[int, ...] = ()
    query: Callable[[World], str] | None = None
    also: frozenset[tuple[str, Role]] | set[tuple[str, Role]] = frozenset()
    screen: tuple[Role, ...] = ()
    post: Callable[[World], dict[str, Any]] | None = None
    posts: tuple[Role, ...] = ()
    gets: bool = True

    def address(self, world: World) -> str:
        query = f"?{self.query(world)}" if self.query else ""
        return reverse(self.name, args=self.args(world)) + query

    def unknown_addresses(self, world: World) -> list[str]:
        """The same address for things that nobody has."""
        args, found = self.args(world), []
        query = f"?{self.query(world)}" if self.query else ""
        for place in self.things:
            other = [*args]
            other[place] = UNKNOWN[type(args[place])]
            found.append(reverse(self.name, args=other) + query)
        if self.query:
            name = self.query(world).split("=")[0]
            found.append(f"{reverse(self.name, args=args)}?{name}={UNKNOWN[int]}")
        return found

    def lets_in(self, actor: Actor, *, posting: bool = False) -> bool:
        roles = self.posts if posting and self.posts else self.roles
        if self.reach in {Reach.PUBLIC, Reach.GONE}:
            return self.reach == Reach.PUBLIC
        if self.reach == Reach.ACCOUNT:
            return actor.place != ANONYMOUS
        if actor.role is None:
            return False
        known = self.reach == Reach.ROLE or actor.place == OURS
        return actor.role in roles and (known or (actor.place, actor.role) in self.also)

    def refusal(self, actor: Actor) -> int:
        """A colleague is told that it is not for them; for a stranger it does not exist.

        Staff of another training body are told 403 by their role alone, whatever they ask for.
        """
        if self.reach == Reach.GONE or actor.place in {FORMER, NOBODY}:
            return 404
        colleague = actor.place == OURS and actor.role in STAFF_ROLES
        staff = actor.role in STAFF_ROLES and actor.role not in (self.screen or self.roles)
        return 403 if colleague or staff else 404


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def module(world: World) -> tuple:
    return (world.module.pk,)


def lesson(world: World) -> tuple:
    return (world.module.pk, world.lesson.slug)


def lesson_code(world: World) -> tuple:
    return (world.lesson.code,)


def taken(world: World) -> dict[str, Any]:
    """A file of one question, ticked, with its source."""
    return {
        "kind": "gift",
        "content": "Quoi ?{=a ~b}",
        "form_key": "00000000-0000-4000-8000-000000000002",
        "take_0": "on",
        "code_0": "MATRICE-1",
        "source_0": "Code de la santé publique, article L1110-4",
        "certainty_0": "A",
    }


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


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
        "track_version": world.site.cohort.track_version_id,
        "starts_on": "2027-09-01",
        "ends_on": "2028-07-01",
    }


def answers(world: World) -> dict[str, Any]:
    return {"form_key": "matrice-quiz", "seen": "x"}


def written(world: World) -> dict[str, Any]:
    return {"text": "Un texte.", "version": 0}


def reference(world: World) -> tuple:
    return (world.enrolment.qualification_id,)


def revised(world: World) -> dict[str, Any]:
    return {"revision": 0, "verified_on": "2027-03-01", "version": "matrice"}


def table_file(world: World) -> dict[str, Any]:
    file = SimpleUploadedFile("matrice.csv", REFERENCE_CSV)
    return {"kind": "csv", "file": file, "form_key": "matrice-import"}


def code(world: World) -> tuple:
    return (world.document.code,)


def track_code(world: World) -> tuple:
    return (world.enrolment.track_version.track.code,)


def offered(world: World) -> dict[str, Any]:
    return {"price": "900 euros", "version": 0}


def own_entry(world: World) -> tuple:
    return (2027, 9, world.entry.pk)


def case_package(world: World) -> tuple:
    return (package_of(world.enrolment.qualification).identifier,)


def case_row(kind: str, place: int = 0) -> Callable[[World], tuple]:
    """The identifier of a row of the reference that is followed, as the CASE service gives it."""

    def found(world: World) -> tuple:
        origin = Origin("https://livret.example", NOW)
        written = case_package_of(package_of(world.enrolment.qualification), origin)
        return (written[kind][place]["identifier"],)

    return found


def nothing(world: World) -> dict[str, Any]:
    return {}


ROLE, OWN = Reach.ROLE, Reach.OURS
LEARNING = (*STAFF_ROLES, Role.LEARNER)
ROWS = (
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
    # what is taught
    Row("curricula:missions", Reach.PUBLIC),
    Row("curricula:programmes", Reach.PUBLIC),
    Row("curricula:programme", Reach.PUBLIC, args=track_code),
    Row("curricula:offer", ROLE, LEADING_ROLES, args=track_code, post=offered),
    Row("curricula:employers", Reach.PUBLIC),
    Row("curricula:faq", Reach.PUBLIC),
    Row("curricula:readiness", Reach.PUBLIC),
    Row("curricula:subsidies", Reach.PUBLIC),
    Row("curricula:abroad", Reach.PUBLIC),
    Row("curricula:references", ROLE, ALL),
    Row("curricula:reference", ROLE, ALL, lambda w: (w.enrolment.qualification_id,)),
    # published references as any reader of CASE 1.1 asks for them
    Row("curricula:case_documents", Reach.PUBLIC),
    Row("curricula:case_document", Reach.PUBLIC, args=case_package),
    Row("curricula:case_package", Reach.PUBLIC, args=case_package),
    Row("curricula:case_item", Reach.PUBLIC, args=case_row("CFItems")),
    Row("curricula:case_item_associations", Reach.PUBLIC, args=case_row("CFItems")),
    Row("curricula:case_association", Reach.PUBLIC, args=case_row("CFAssociations")),
    Row("curricula:case_item_type", Reach.PUBLIC, args=lambda w: (ITEM_TYPES[0].identifier,)),
    Row("curricula:case_unknown", Reach.GONE, args=lambda w: ("CFConcepts",)),
    Row("curricula:lessons", ROLE, LEADING_ROLES),
    Row("curricula:questions", ROLE, LEADING_ROLES, lesson_code, (0,)),
    Row("curricula:questions_export", ROLE, LEADING_ROLES, lambda w: (w.lesson.code, "gift"), (0,)),
    Row("curricula:questions_export", ROLE, LEADING_ROLES, lambda w: (w.lesson.code, "xml"), (0,)),
    Row("curricula:questions_import", ROLE, LEADING_ROLES, lesson_code, (0,), post=taken),
    Row("curricula:unwritten", ROLE, LEADING_ROLES),
    Row("curricula:reference", ROLE, ALL, reference, (0,)),
    Row("curricula:export", ROLE, ALL, lambda w: (*reference(w), "csv"), (0,)),
    Row("curricula:export", ROLE, ALL, lambda w: (*reference(w), "xlsx"), (0,)),
    Row("curricula:compare", ROLE, ALL, lambda w: (*reference(w), *reference(w)), (0, 1)),
    Row("curricula:publish", ROLE, LEADING_ROLES, reference, (0,), post=revised, gets=False),
    Row("curricula:retire", ROLE, LEADING_ROLES, reference, (0,), post=revised, gets=False),
    Row("curricula:mark_verified", ROLE, LEADING_ROLES, reference, (0,), post=revised, gets=False),
    Row("curricula:new_version", ROLE, LEADING_ROLES, reference, (0,), post=revised, gets=False),
    Row("curricula:import", ROLE, LEADING_ROLES, post=table_file),
    Row("curricula:import_template", ROLE, LEADING_ROLES, lambda w: ("csv",)),
    Row("curricula:import_template", ROLE, LEADING_ROLES, lambda w: ("xlsx",)),
    # Their colleagues read what the lead handed in; the lead alone confirms it.
    Row(
        "curricula:import_preview", OWN, LEADING_ROLES, lambda w: (w.reference_import.pk,), (0,),
        post=lambda w: {"seen": "rien"}, posts=(Role.LEAD,),
    ),
    # A lesson is no secret among trainers: the staff of every training body may read it.
    Row(
        "training:lesson", OWN, LEARNING, lesson, (0, 1),
        also=BESIDE | {(FOREIGN, role) for role in STAFF_ROLES},
    ),
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
    Row("portfolio:waiting_weeks", ROLE, SIGNING_ROLES),
    Row("portfolio:read_week", OWN, STAFF_ROLES, week, (0,)),
    Row("portfolio:sign_week", OWN, STAFF_ROLES, week, (0,), post=signed, posts=SIGNING_ROLES),
    Row("portfolio:return_week", OWN, STAFF_ROLES, week, (0,), post=signed, posts=SIGNING_ROLES),
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

"""Who gets in where, in `curricula`."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from curricula.models import MissionCondition
from curricula.permissions import PREVIEW_ROLES
from curricula.queries import package_of
from curricula.rules.case_format import ITEM_TYPES
from curricula.rules.case_writer import Origin
from curricula.rules.case_writer import case_package as case_package_of
from people.enums import LEADING_ROLES, Role
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from tests.architecture.world import REFERENCE_CSV
from tests.factories.site import NOW

ALL = tuple(Role)
ROLE, OWN = Reach.ROLE, Reach.OURS


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


def asked(world: World) -> tuple:
    return (world.lesson.code, world.lesson.questions.order_by("order").first().pk)


def question_typed(world: World) -> dict[str, Any]:
    return {
        "kind": "open", "text": "Racontez.", "feedback": "Je raconte.", "source": "Code, L1110-4",
        "certainty": "A", "version": 1, "form_key": "00000000-0000-4000-8000-000000000003",
        "r-TOTAL_FORMS": 0, "r-INITIAL_FORMS": 0,
    }  # fmt: skip


def question_moved(world: World) -> dict[str, Any]:
    return {"revision": 1, "by": "1"}


def reference(world: World) -> tuple:
    return (world.enrolment.qualification_id,)


def revised(world: World) -> dict[str, Any]:
    return {"revision": 0, "verified_on": "2027-03-01", "version": "matrice"}


def table_file(world: World) -> dict[str, Any]:
    file = SimpleUploadedFile("matrice.csv", REFERENCE_CSV)
    return {"kind": "csv", "file": file, "form_key": "matrice-import"}


def track_code(world: World) -> tuple:
    return (world.enrolment.track_version.track.code,)


def offered(world: World) -> dict[str, Any]:
    return {"price": "900 euros", "version": 0}


def case_package(world: World) -> tuple:
    return (package_of(world.enrolment.qualification).identifier,)


def case_row(kind: str, place: int = 0) -> Callable[[World], tuple]:
    """The identifier of a row of the reference that is followed, as the CASE service gives it."""

    def found(world: World) -> tuple:
        origin = Origin("https://livret.example", NOW)
        written = case_package_of(package_of(world.enrolment.qualification), origin)
        return (written[kind][place]["identifier"],)

    return found


def condition(world: World) -> tuple:
    return (MissionCondition.objects.get().pk,)


def condition_typed(world: World) -> dict[str, Any]:
    return {
        "mission": MissionCondition.objects.get().mission_id, "diplomas": ["care"],
        "quote": "Matrice.", "source": "Essai", "link": "https://essai.example/",
        "read_on": "2027-03-01", "status": "to_check", "since": "2027-03-01", "until": "",
        "reason": "Matrice.", "form_key": "00000000-0000-4000-8000-000000000091",
    }  # fmt: skip


def draft(world: World) -> tuple:
    return (world.draft.pk,)


def draft_module(world: World) -> tuple:
    return (world.draft.pk, world.draft.modules.get().code)


def new_track(world: World) -> dict[str, Any]:
    return {
        "title": "Parcours de la matrice",
        "code": "matrice",
        "qualification": world.enrolment.qualification_id,
        "minutes": "10 h",
    }


def headed(world: World) -> dict[str, Any]:
    return {**new_track(world), "revision": 0}


def moved(world: World) -> dict[str, Any]:
    return {"revision": 0, "by": "1"}


def absent(world: World) -> dict[str, Any]:
    return {"revision": 0, "competency": "rien", "reason": "Essai."}


CURRICULA = (
    # what is taught
    Row("lms:missions", Reach.PUBLIC),
    Row("curricula:programmes", Reach.PUBLIC),
    Row("lms:programme", Reach.PUBLIC, args=track_code),
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
    Row("curricula:lessons", ROLE, PREVIEW_ROLES),
    Row("curricula:lesson_preview", ROLE, PREVIEW_ROLES, lesson_code, (0,)),
    Row("curricula:questions", ROLE, LEADING_ROLES, lesson_code, (0,)),
    Row("curricula:questions_export", ROLE, LEADING_ROLES, lambda w: (w.lesson.code, "gift"), (0,)),
    Row("curricula:questions_export", ROLE, LEADING_ROLES, lambda w: (w.lesson.code, "xml"), (0,)),
    Row("curricula:questions_import", ROLE, LEADING_ROLES, lesson_code, (0,), post=taken),
    Row("curricula:question_new", ROLE, LEADING_ROLES, lesson_code, (0,), post=question_typed),
    Row("curricula:question_edit", ROLE, LEADING_ROLES, asked, (0, 1), post=question_typed),
    Row(
        "curricula:question_move", ROLE, LEADING_ROLES, asked, (0, 1), post=question_moved,
        gets=False,
    ),
    Row(
        "curricula:question_remove", ROLE, LEADING_ROLES, asked, (0, 1), post=question_moved,
        gets=False,
    ),
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
    Row(
        "curricula:import_progress", OWN, LEADING_ROLES, lambda w: (w.reference_import.pk,), (0,),
    ),
    # conditions on missions
    Row("curricula:conditions", ROLE, LEADING_ROLES),
    Row("curricula:condition_new", ROLE, LEADING_ROLES, post=condition_typed),
    Row("curricula:condition_correct", ROLE, LEADING_ROLES, condition, (0,), post=condition_typed),
    Row(
        "curricula:condition_withdraw", ROLE, LEADING_ROLES, condition, (0,),
        post=lambda w: {"reason": "Matrice."},
    ),
    # tracks being written
    Row("curricula:tracks", ROLE, LEADING_ROLES),
    Row("curricula:track_new", ROLE, LEADING_ROLES, post=new_track),
    Row("curricula:track", ROLE, LEADING_ROLES, draft, (0,)),
    Row("curricula:track_coverage", ROLE, LEADING_ROLES, draft, (0,)),
    Row("curricula:track_compare", ROLE, LEADING_ROLES, lambda w: (*draft(w), *draft(w)), (0, 1)),
    Row("curricula:track_head", ROLE, LEADING_ROLES, draft, (0,), post=headed),
    Row("curricula:track_module_new", ROLE, LEADING_ROLES, draft, (0,), post=moved),
    Row("curricula:track_module", ROLE, LEADING_ROLES, draft_module, (0, 1), post=moved),
    Row(
        "curricula:track_module_move", ROLE, LEADING_ROLES, draft_module, (0, 1), post=moved,
        gets=False,
    ),
    Row(
        "curricula:track_module_remove", ROLE, LEADING_ROLES, draft_module, (0, 1), post=moved,
        gets=False,
    ),
    Row("curricula:track_absence", ROLE, LEADING_ROLES, draft, (0,), post=absent, gets=False),
    Row(
        "curricula:track_absence_withdraw", ROLE, LEADING_ROLES, draft, (0,), post=absent,
        gets=False,
    ),
    Row("curricula:track_publish", ROLE, LEADING_ROLES, draft, (0,), post=revised, gets=False),
    Row("curricula:track_new_version", ROLE, LEADING_ROLES, draft, (0,), post=revised, gets=False),
    Row("curricula:track_retire", ROLE, LEADING_ROLES, draft, (0,), post=revised, gets=False),
    Row("curricula:track_delete", ROLE, LEADING_ROLES, draft, (0,), post=revised, gets=False),
)  # fmt: skip

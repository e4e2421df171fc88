"""Who gets in where: roll calls, signatures, contests and debts of hours."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from people.enums import STAFF_ROLES, Role
from records.permissions import FILE_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row, nothing
from training.permissions import SESSION_ROLES

LEARNER = (Role.LEARNER,)
ROLE, OWN = Reach.ROLE, Reach.OURS
KEY = "00000000-0000-4000-8000-000000000021"


def to_call(world: World) -> tuple:
    return (world.announced.pk,)


def session(world: World) -> tuple:
    return (world.session.pk,)


def mark(world: World) -> tuple:
    return (world.attendance.pk,)


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def called(world: World) -> dict[str, Any]:
    people = (world.enrolment, world.neighbour)
    return {"seen": 0} | {f"p{one.pk}": "present" for one in people}


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("feuille.pdf", b"%PDF-1.7\n%%EOF\n")


def scanned(world: World) -> dict[str, Any]:
    return {"upload": paper(), "signed": [world.enrolment.pk]}


def answered(world: World) -> dict[str, Any]:
    return {"outcome": "rejected", "presence": "present", "words": "Relu avec vous."}


def named(world: World) -> dict[str, Any]:
    return {"missed": world.session.pk, "session": world.announced.pk}


def arrived(world: World) -> dict[str, Any]:
    return {"enrolment": world.enrolment.pk}


def signed(world: World) -> dict[str, Any]:
    return {"attendance": world.attendance.pk}


ATTENDANCE = (
    Row("records:kept_file", OWN, (*FILE_ROLES, *LEARNER), lambda w: (w.paper_kept.key,), (0,)),
    Row("training:roll_call", OWN, SESSION_ROLES, to_call, (0,), post=called),
    Row("training:arrive", OWN, SESSION_ROLES, to_call, (0,), post=arrived, gets=False),
    Row("training:room_code", OWN, SESSION_ROLES, to_call, (0,)),
    Row("training:signatures", OWN, SESSION_ROLES, session, (0,), post=lambda w: {"seen": 1}),
    Row("training:sign_here", OWN, SESSION_ROLES, session, (0,), post=signed, gets=False),
    Row("training:sheet", OWN, STAFF_ROLES, session, (0,)),
    Row("training:scan", OWN, SESSION_ROLES, session, (0,), post=scanned),
    Row(
        "training:excuse", OWN, SESSION_ROLES, lambda w: (*session(w), *enrolment(w)), (0, 1),
        post=lambda w: {"upload": paper(), "form_key": KEY},
    ),
    Row("training:enter_code", ROLE, LEARNER, post=lambda w: {"code": "123456"}),
    Row("training:own_attendance", ROLE, LEARNER),
    Row("training:own_attendance_export", ROLE, LEARNER, lambda w: ("csv",)),
    Row("training:sign", OWN, LEARNER, mark, (0,), post=nothing, gets=False),
    Row("training:contest", OWN, LEARNER, mark, (0,), post=lambda w: {"reason": "C’est faux."}),
    Row(
        "training:excuse_hand_in", OWN, LEARNER, mark, (0,),
        post=lambda w: {"upload": paper(), "form_key": KEY},
    ),
    Row("training:excuses", ROLE, SESSION_ROLES),
    Row("training:excuses_export", ROLE, SESSION_ROLES, lambda w: ("csv",)),
    Row("training:papers_wanted", ROLE, SESSION_ROLES),
    Row(
        "training:excuse_answer", OWN, SESSION_ROLES, lambda w: (w.handed.pk,), (0,),
        post=lambda w: {"outcome": "declined", "reason": "Illisible."},
    ),
    Row("training:contests", ROLE, SESSION_ROLES),
    Row("training:contests_export", ROLE, SESSION_ROLES, lambda w: ("csv",)),
    Row(
        "training:contest_answer", OWN, SESSION_ROLES, lambda w: (w.contest.pk,), (0,),
        post=answered,
    ),
    Row("training:make_ups", OWN, SESSION_ROLES, enrolment, (0,), post=named),
    Row(
        "training:make_up_withdraw", OWN, SESSION_ROLES, lambda w: (w.make_up.pk,), (0,),
        post=nothing, gets=False,
    ),
)  # fmt: skip

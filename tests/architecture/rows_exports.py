"""Who gets in where: files of the pages that are of no cohort, and of open invitations."""

from people.enums import LEADING_ROLES, STAFF_ROLES
from tests.architecture.row import Reach, Row
from training.permissions import HOURS_ROLES, SESSION_ROLES

ROLE, OWN = Reach.ROLE, Reach.OURS
KINDS = ("csv", "xlsx")

EXPORTS = tuple(
    row
    for kind in KINDS
    for row in (
        Row("training:hours_overview_export", ROLE, HOURS_ROLES, lambda w, k=kind: (k,)),
        Row("training:availability_export", ROLE, STAFF_ROLES, lambda w, k=kind: (k,)),
        Row("training:assistance_inbox_export", ROLE, STAFF_ROLES, lambda w, k=kind: (k,)),
        Row("training:papers_wanted_export", ROLE, SESSION_ROLES, lambda w, k=kind: (k,)),
        Row(
            "training:unanswered_export", OWN, LEADING_ROLES,
            lambda w, k=kind: (w.site.cohort.pk, k), (0,),
        ),
    )
)  # fmt: skip

"""Who gets in where: the hours of a cohort."""

from people.enums import STAFF_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.permissions import HOURS_ROLES


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def file(what: str, kind: str):
    return lambda world: (*cohort(world), what, kind)


TOTALS = (
    Row("training:totals", Reach.OURS, STAFF_ROLES, cohort, (0,)),
    Row("training:weeks", Reach.OURS, STAFF_ROLES, cohort, (0,)),
    *(
        Row("training:cohort_export", Reach.OURS, STAFF_ROLES, file(what, kind), (0,))
        for what in (
            "lignes", "totaux", "semaines", "echeances", "presences", "rattrapages", "seances",
            "assistance", "positionnement", "convocations", "accueil", "conflits",
            "corrections", "feuilles", "positions",
        )
        for kind in ("csv", "xlsx")
    ),
    *(
        Row(
            "training:learner_export", Reach.OURS, HOURS_ROLES,
            lambda world, what=what: (world.enrolment.pk, what, "csv"), (0,),
        )
        for what in ("totaux", "courbe")
    ),
)  # fmt: skip

"""The induction day of the demo and its commitments, accepted by one assistant."""

from datetime import datetime

from lms.services.demo.calendar import at
from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership
from training.enums import InductionItem
from training.models import Enrolment
from training.queries.induction import induction_lines
from training.rules.induction import InductionMark
from training.services.commitments import accept_commitments, write_commitments
from training.services.induction import Noted, note_induction, write_day

BODY = """Démonstration : répondre à une question en deux jours ouvrés
Démonstration : annoncer les séances à l’avance, et dire pourquoi elles changent"""
LEARNER = """Démonstration : venir aux séances, ou prévenir
Démonstration : tenir son livret chaque semaine
Démonstration : ne jamais écrire ce qui permettrait de reconnaître un patient"""
PRACTICE = "Démonstration : libérer l’assistant les jours de séance"


def induct(cast: Cast, enrolment: Enrolment, now: datetime) -> None:
    """The first day of the cohort of somebody; they accepted the commitments, others have not."""
    cohort = enrolment.cohort
    day, evening = cohort.starts_on, at(cohort.starts_on, 17)
    write_day(
        actor=cast.lead, cohort=cohort, day=day, place="Salle Démo", seen=0, now=evening,
        done=[item.value for item in InductionItem if item != InductionItem.VISIT],
    )  # fmt: skip
    said = "Une journée claire (démonstration)."
    note_induction(
        actor=cast.lead, cohort=cohort, now=evening,
        notes=[
            Noted(
                line.enrolment.pk,
                InductionMark(True, True, said if line.enrolment == enrolment else ""), 0,
            )
            for line in induction_lines(cohort, day)
        ],
    )  # fmt: skip
    commitments = write_commitments(
        actor=cast.lead, body=BODY, learner=LEARNER, practice=PRACTICE, seen=0, now=evening
    )
    learner = Membership.objects.get(
        organisation=enrolment.practice, role=Role.LEARNER, user=enrolment.learner, until=None
    )
    accept_commitments(actor=learner, enrolment=enrolment, commitments=commitments, now=now)

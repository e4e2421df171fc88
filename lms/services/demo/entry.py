"""Where the first people of the demo stood at entry, and what was taken off their hours."""

from datetime import date, timedelta

from curricula.models import Competency, Module
from lms.services.demo.calendar import at
from lms.services.demo.cast import Cast
from lms.services.demo.learning import Learner
from training.enums import PositionLevel, PriorKind
from training.services import decide_exemption, declare_prior, place_competencies

PRIOR_MINUTES = 120
REASON = "Formation suivie l’an dernier, attestation vue."


def stand_at_entry(cast: Cast, learner: Learner, start: date) -> None:
    """Both raters place the competencies, hours of before are noted, and the lead decides once."""
    enrolment, now = learner.enrolment, at(start, 10)
    competencies = list(Competency.objects.filter(block__qualification=enrolment.qualification_id))
    for actor, hold in ((learner.membership, 2), (cast.trainer, 3)):
        levels = {
            competency: PositionLevel(2 - min(number % (hold + 1), 2))
            for number, competency in enumerate(competencies)
        }
        place_competencies(actor=actor, enrolment=enrolment, levels=levels, seen=0, now=now)
    module = Module.objects.filter(track_version=enrolment.track_version_id).first()
    if module is None:
        return
    declare_prior(
        actor=learner.membership, enrolment=enrolment, kind=PriorKind.TRAINING,
        title="Accueil en cabinet (démonstration)", obtained_on=start - timedelta(days=365),
        module=module, minutes=PRIOR_MINUTES, form_key=learner.key(), now=now,
    )  # fmt: skip
    decide_exemption(
        actor=cast.lead, enrolment=enrolment, module=module, percentage=0,
        prior_minutes=PRIOR_MINUTES, reason=REASON, seen=0, now=now,
    )  # fmt: skip

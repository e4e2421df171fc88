"""Where people of the demo stood at entry: positions, hours of before, quiz, what was checked."""

from datetime import date, timedelta

from assessments.queries.positioning import positioning_lines, positioning_questions
from assessments.services import submit_positioning
from curricula.models import Competency, Module
from lms.services.demo.calendar import at
from lms.services.demo.cast import Cast
from lms.services.demo.learning import Learner
from training.enums import CheckResult, EntrySkill, PositionLevel, PriorKind
from training.services import decide_exemption, declare_prior, place_competencies
from training.services.entry import note_check

PRIOR_MINUTES = 120
REASON = "Formation suivie l’an dernier, attestation vue."
CHECKS = (
    (EntrySkill.OFFICE, CheckResult.ACQUIRED, "Courrier et tableau faits seule, au poste."),
    (
        EntrySkill.VOCABULARY, CheckResult.TO_STRENGTHEN,
        "Les mots courants sont connus, les racines pas encore.",
    ),
)  # fmt: skip


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


def answer_at_entry(cast: Cast, learner: Learner, start: date) -> None:
    """The positioning quiz of every module that asks, one answer wrong now and then; two checks."""
    enrolment, now = learner.enrolment, at(start, 10)
    for line in positioning_lines(enrolment):
        if not line.open:
            continue
        wrong = learner.chance.randrange(6)
        answers: dict[int, list[int]] = {}
        for number, question in enumerate(positioning_questions(line.module)):
            choices = [c["id"] for c in question["choices"] if c["correct"] == (number != wrong)]
            answers[int(question["id"])] = choices[: None if number != wrong else 1]
        submit_positioning(
            actor=learner.membership, enrolment=enrolment, module=line.module, answers=answers,
            form_key=learner.key(), seen="", now=now,
        )  # fmt: skip
    for seen, (skill, result, note) in enumerate(CHECKS):
        note_check(
            actor=cast.trainer, enrolment=enrolment, skill=skill, result=result, checked_on=start,
            how="Entretien et exercice au poste (démonstration)", note=note, seen=seen,
            form_key=learner.key(), now=now,
        )  # fmt: skip

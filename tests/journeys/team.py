"""An assistant on the real 380 h track, with those around them."""

from dataclasses import dataclass

from curricula.models import Module
from curricula.queries import newest_versions
from lms.services.demo.texts import SYNTHESIS
from people.enums import OrganisationKind, Role
from people.models import Membership
from tests.factories import (
    cohort_factory,
    enrolment_factory,
    membership_factory,
    organisation_factory,
    user_factory,
)
from tests.factories.assessments import Desk, grade_factory, handed_in_factory, learner_of
from tests.factories.assistance import contact_factory
from tests.factories.portfolio import submitted_week_factory
from tests.journeys.browser import Browser
from training.models import Enrolment

ESSAY = "\n\n".join(SYNTHESIS)
SITUATION = (
    "Avant la consultation, j’ai vérifié les droits de neuf dossiers et préparé les courriers "
    "attendus. Le médecin a commencé avec des dossiers à jour."
)


@dataclass
class Team:
    """The people by their role; the first module of the track is the one worked on."""

    module: Module
    enrolment: Enrolment
    assistant: Membership
    trainer: Membership
    lead: Membership
    employer: Membership

    @property
    def desk(self) -> Desk:
        return Desk(
            self.module, self.enrolment.cohort, self.enrolment, self.assistant, self.trainer
        )

    def screen_of(self, role: str) -> Browser:
        """Somebody signs in."""
        return Browser(getattr(self, role))


def team_factory() -> Team:
    body = organisation_factory(OrganisationKind.TRAINING_BODY, "Organisme Les Deux Rives")
    practice = organisation_factory(OrganisationKind.PRACTICE, "Cabinet des Tilleuls")
    track_version = newest_versions().get(track__code="380")
    enrolment = enrolment_factory(
        cohort_factory(body, track_version), user_factory("Inès", "Essai"), practice
    )
    trainer = membership_factory(Role.TRAINER, body, user_factory("Paul", "Essai"))
    contact_factory(enrolment.cohort, trainer)
    return Team(
        module=track_version.modules.order_by("order").first(),
        enrolment=enrolment,
        assistant=learner_of(enrolment),
        trainer=trainer,
        lead=membership_factory(Role.LEAD, body, user_factory("Claire", "Essai")),
        employer=membership_factory(Role.EMPLOYER, practice, user_factory("Anne", "Essai")),
    )


def hand_in_essay(team: Team):
    return handed_in_factory(team.desk, text=ESSAY)


def mark_essay(team: Team, *levels: int):
    return grade_factory(team.desk, hand_in_essay(team), *(levels or (3,)))


def hand_in_week(team: Team, minutes: int = 0):
    return submitted_week_factory(team.enrolment, minutes=minutes, text=SITUATION)


def read_and_answer(screen: Browser, module: Module) -> None:
    """On the screen: read each lesson, then answer the quiz rightly."""
    for _ in module.lessons.all():
        screen.open(f"/parcours/modules/{module.pk}/").follow("Lire :").press("J’ai lu, suivant")
    screen.open(f"/parcours/modules/{module.pk}/").follow("Répondre :")
    screen.press("Envoyer mes réponses", **right_answers(module))


def right_answers(module: Module) -> dict[str, list[str]]:
    """What somebody who knows the lessons ticks."""
    return {
        f"q{question.pk}": [str(c.pk) for c in question.choices.all() if c.correct]
        for lesson in module.lessons.prefetch_related("questions__choices")
        for question in lesson.questions.all()
    }

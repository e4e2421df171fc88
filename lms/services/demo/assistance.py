"""Assistance in the demo: a contact named from the first day, questions answered and waiting."""

from datetime import date, timedelta
from typing import Any

from lms.services.demo.calendar import at
from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership
from training.models import Cohort, Enrolment
from training.services.assistance import answer, ask, name_contact

WORDS = (
    "Texte de démonstration. Écrivez ici toute question sur une leçon ou sur le site : je réponds "
    "moi-même, au plus tard sous deux jours ouvrés."
)
QUESTIONS = (
    "La leçon sur la confidentialité : la règle vaut-elle aussi pour un message laissé sur un "
    "répondeur ?",
    "Le quiz peut-il se refaire si je me trompe à la dernière question ?",
    "Où retrouver la liste des sigles vue en séance ?",
)
REPLY = "Oui. Relisez l’encadré de la leçon, et parlons-en à la prochaine séance si c’est utile."


def name_contacts(cast: Cast, cohort: Cohort, start: date) -> None:
    name_contact(
        actor=cast.lead, cohort=cohort, module=None, contact=cast.trainer, promised_days=2,
        words=WORDS, form_key=f"demo-contact-{cohort.pk}", now=at(start, 9),
    )  # fmt: skip


def talk(cast: Cast, enrolments: list[Enrolment], today: date) -> None:
    """Each asks once; all but the last have their answer."""
    for number, enrolment in enumerate(enrolments):
        module = enrolment.track_version.modules.first()
        learner = Membership.objects.filter(
            user=enrolment.learner, organisation=enrolment.practice, role=Role.LEARNER, until=None
        ).first()
        if learner is None or module is None:
            continue
        about: dict[str, Any] = {"enrolment": enrolment, "module": module}
        asked = today - timedelta(days=9 - number)
        ask(
            actor=learner, text=QUESTIONS[number % len(QUESTIONS)], now=at(asked, 18),
            form_key=f"demo-question-{enrolment.pk}", **about,
        )  # fmt: skip
        if number < len(enrolments) - 1:
            answer(
                actor=cast.trainer, text=REPLY, now=at(asked + timedelta(days=1), 9),
                form_key=f"demo-reponse-{enrolment.pk}", **about,
            )  # fmt: skip

"""Assistance in the demo: a contact named from the first day, questions answered and waiting."""

from datetime import date, timedelta
from typing import Any

from lms.services.demo.calendar import at
from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership
from training.models import Cohort, Enrolment
from training.services.assistance import answer, ask, name_contact, write_to_cohort

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


TOLD = (
    "Texte de démonstration. Bonjour, je suis votre contact dans ce module : posez ici vos "
    "questions sur ses leçons, son quiz ou le site."
)


def name_contacts(cast: Cast, cohort: Cohort, start: date, *, everywhere: bool) -> None:
    """One contact of all modules, who writes in each; in the last one only `everywhere`."""
    name_contact(
        actor=cast.lead, cohort=cohort, module=None, contact=cast.trainer, promised_days=2,
        words=WORDS, form_key=f"demo-contact-{cohort.pk}", now=at(start, 9),
    )  # fmt: skip
    modules = list(cohort.track_version.modules.all())
    write_to_cohort(
        actor=cast.trainer, cohort=cohort, text=TOLD,
        modules=modules if everywhere else modules[:-1],
        form_key=f"demo-message-{cohort.pk}", now=at(start, 9, 15),
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

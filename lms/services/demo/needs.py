"""The need of one assistant of the demo: analysed with three parties, an adaptation decided."""

from datetime import datetime, timedelta

from lms.services.demo.cast import Cast
from training.enums import AdaptationAct, ExchangeParty
from training.models import Enrolment
from training.rules.needs import Exchange
from training.services.needs import say_adaptation, write_analysis

OBJECTIVE = "Tenir seule l’accueil et préparer les dossiers de la journée (démonstration)."
SAID = {
    ExchangeParty.LEARNER: "Être plus sûre à l’accueil et comprendre les dossiers (démonstration).",
    ExchangeParty.EMPLOYER: "Des dossiers prêts avant la consultation (démonstration).",
    ExchangeParty.FUNDER: "Un relevé d’heures à la fin de chaque trimestre (démonstration).",
}
NEED = "Des supports en gros caractères (démonstration)."
ADAPTATION = "Supports en corps 18, envoyés deux jours avant la séance (démonstration)."
NTH = 6  # Élise, or the last one of a smaller demo


def one_with_needs(enrolments: list[Enrolment]) -> Enrolment:
    """Whose need the demo shows."""
    return enrolments[min(NTH, len(enrolments) - 1)]


def hear(cast: Cast, enrolment: Enrolment, now: datetime) -> None:
    """What each party said before the training, then the need of adaptation and its answer."""
    before = enrolment.cohort.starts_on - timedelta(days=14)
    names = {
        ExchangeParty.LEARNER: str(enrolment.learner),
        ExchangeParty.EMPLOYER: "Hélène Démo",
        ExchangeParty.FUNDER: "Omar Démo",
    }
    parties = [party for party in SAID if party != ExchangeParty.FUNDER or enrolment.funder_id]
    write_analysis(
        actor=cast.lead, enrolment=enrolment, objective=OBJECTIVE, seen=0, now=now,
        exchanges=[Exchange(party, SAID[party], before, names[party]) for party in parties],
    )  # fmt: skip
    for seen, (act, text) in enumerate(
        ((AdaptationAct.NEED, NEED), (AdaptationAct.DECIDED, ADAPTATION))
    ):
        say_adaptation(actor=cast.lead, enrolment=enrolment, act=act, text=text, seen=seen, now=now)

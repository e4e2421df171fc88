"""The need of one assistant of the demo: analysed, an adaptation decided, terms agreed."""

from datetime import datetime, timedelta
from decimal import Decimal

from lms.services.demo.cast import Cast
from training.enums import AdaptationAct, ExchangeParty, PriceTax
from training.models import Enrolment
from training.rules.needs import Exchange
from training.services.needs import say_adaptation, write_analysis
from training.services.training_agreement import Terms, write_terms

OBJECTIVE = "Tenir seule l’accueil et préparer les dossiers de la journée (démonstration)."
SAID = {
    ExchangeParty.LEARNER: "Être plus sûre à l’accueil et comprendre les dossiers (démonstration).",
    ExchangeParty.EMPLOYER: "Des dossiers prêts avant la consultation (démonstration).",
    ExchangeParty.FUNDER: "Un relevé d’heures à la fin de chaque trimestre (démonstration).",
}
NEED = "Des supports en gros caractères (démonstration)."
ADAPTATION = "Supports en corps 18, envoyés deux jours avant la séance (démonstration)."
EUROS_AN_HOUR = 12
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


def set_terms(cast: Cast, enrolment: Enrolment, now: datetime) -> None:
    """The terms of the training agreement, with the invented price of the demo."""
    terms = Terms(
        price=Decimal(EUROS_AN_HOUR * enrolment.track_version.minutes) / 60,
        tax=PriceTax.EXEMPT,
        payment="Tarif inventé, pour la démonstration. Une moitié au début, l’autre à la fin.",
        means="Salle de plain-pied, supports à l’écran, leçons à distance (démonstration).",
        follow_up="Feuilles d’émargement, quiz, écrits de synthèse, attestations de module "
        "(démonstration).",
        funder_file="DEMO-0001",
    )
    write_terms(actor=cast.lead, enrolment=enrolment, terms=terms, seen=0, now=now)

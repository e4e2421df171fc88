"""What a training agreement needs before it is delivered. Worked table: docs/rules/documents.md."""

from dataclasses import dataclass
from decimal import Decimal

from records.rules.french import duration


@dataclass(frozen=True)
class AgreementFacts:
    """What decides whether a training agreement can be delivered; minutes are whole.

    `modules` is the sum of the modules, `minutes` what the track lasts. `rate` is None when no
    module says how its hours are spent.
    """

    first_name: str
    last_name: str
    objective: str
    has_terms: bool
    minutes: int
    modules: int
    rate: Decimal | None


def missing_for_agreement(facts: AgreementFacts) -> list[str]:
    """Why a training agreement cannot be delivered, in French; empty when it can.

    Code du travail, D6353-1 since 1 July 2025: objective, content, means, duration, period, rate
    of distance teaching, conduct, follow-up and sanction, price and payment.
    """
    named = bool(facts.first_name.strip() and facts.last_name.strip())
    checks = (
        (named, "Le prénom ou le nom de la personne manque dans son compte."),
        (
            bool(facts.objective),
            "L’analyse du besoin n’est pas écrite : la convention en reprend l’objectif.",
        ),
        (
            facts.has_terms,
            "Les conditions ne sont pas écrites : moyens, suivi et sanction, prix, règlement.",
        ),
        (facts.minutes > 0, "Le parcours ne dure aucune minute."),
        (
            facts.modules == facts.minutes,
            f"Les modules font {duration(facts.modules)} au lieu de {duration(facts.minutes)} : "
            "la maquette du parcours est à corriger.",
        ),
        (
            facts.rate is not None,
            "La maquette ne répartit pas ses heures : le taux à distance est inconnu.",
        ),
    )
    return [sentence for good, sentence in checks if not good]


def euros(amount: Decimal) -> str:
    """« 1 380,50 € », with no-break spaces."""
    return f"{amount:,.2f} €".replace(",", " ").replace(".", ",").replace(" ", "\u00a0")


def percent(rate: Decimal) -> str:
    """« 18,9 % »; « 20 % » for a whole number."""
    shown = rate.normalize() if rate != rate.to_integral() else rate.to_integral()
    return f"{shown:f}\u00a0%".replace(".", ",")

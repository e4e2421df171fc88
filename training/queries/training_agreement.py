"""The training agreement of an enrolment: its terms, and what it would say now."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from curricula.models import Block
from curricula.queries.plans import plan_of
from curricula.rules.distance import distance_rate
from people.enums import LEADING_ROLES
from people.models import Membership
from records.enums import DocumentKind, DocumentState
from training.models import Enrolment, EnrolmentDocument, NeedAnalysis, TrainingTerms
from training.queries.documents import Draft
from training.queries.file_part import FilePart
from training.queries.positioning import relief_of
from training.rules.needs import missing_exchanges
from training.rules.training_agreement import (
    AgreementFacts,
    euros,
    missing_for_agreement,
    percent,
)

KIND = DocumentKind.TRAINING_AGREEMENT
AGREED = (
    "L’organisme de formation a établi cette convention pour la personne nommée (Code du travail, "
    "article D6353-1). Elle est à signer par les parties nommées ci-dessous."
)
NOT_DONE = (
    "Cette convention de formation dit ce qui est convenu, non ce qui a été suivi : elle n’atteste "
    "aucune heure et aucun titre. Elle n’est pas le CQP Assistant médical (RNCP40913) : seul le "
    "certificateur délivre ce titre. Livret ne recueille pas les signatures des parties."
)


def agreement_in_force(enrolment: Enrolment) -> EnrolmentDocument | None:
    """The training agreement that is in force; one query."""
    return (
        enrolment.documents.filter(document__kind=KIND, document__state=DocumentState.IN_FORCE)
        .select_related("document")
        .first()
    )


def newest_terms(enrolment: Enrolment) -> TrainingTerms | None:
    """The newest version of the terms; one query."""
    return enrolment.terms.select_related("written_by__user").first()


def agreement_draft(enrolment: Enrolment) -> Draft:
    """What the agreement would say now; sixteen queries, however many modules there are.

    Where the newest analysis did not hear a party, `unheard` says which.

    `enrolment` comes with its learner, practice, funder, cohort, training body and track.
    """
    version, learner = enrolment.track_version, enrolment.learner
    plan, terms = plan_of(version), newest_terms(enrolment)
    analysis = enrolment.analyses.prefetch_related("exchanges").first()
    rate, objective = distance_rate(plan), analysis.objective if analysis else ""
    facts = AgreementFacts(
        first_name=learner.first_name,
        last_name=learner.last_name,
        objective=objective,
        has_terms=terms is not None,
        minutes=version.minutes,
        modules=sum(module.minutes for module in plan.modules),
        rate=rate,
    )
    blocks = Block.objects.filter(qualification=enrolment.qualification_id)
    content = {
        **_parties(enrolment),
        **(_terms(terms) if terms else {}),
        **_unheard(enrolment, analysis),
        "title": "Convention de formation",
        "action": str(version),
        "objective": objective,
        "blocks": [block.title for block in blocks],
        "modules": [{"title": one.title, "minutes": one.minutes} for one in plan.modules],
        "minutes": version.minutes,
        "due": relief_of([enrolment.pk])[enrolment.pk].due,
        "rate": "" if rate is None else percent(rate),
        "statement": AGREED,
        "is_not": NOT_DONE,
    }
    cohort = enrolment.cohort
    return Draft(KIND, cohort.starts_on, cohort.ends_on, content, missing_for_agreement(facts))


def _unheard(enrolment: Enrolment, analysis: NeedAnalysis | None) -> dict[str, list[str]]:
    """Whose words the analysis lacks; nothing where everybody was heard, or nothing is written."""
    if analysis is None:
        return {}
    parties = {one.party for one in analysis.exchanges.all()}
    missing = missing_exchanges(parties, funded=enrolment.funder_id is not None)
    return {"unheard": missing} if missing else {}


def _parties(enrolment: Enrolment) -> dict[str, Any]:
    body, practice, funder = enrolment.cohort.organisation, enrolment.practice, enrolment.funder
    return {
        "site": settings.SITE_URL,
        "holder_name": str(enrolment.learner),
        "organisation": body.name,
        "city": body.city,
        "employer": practice.name,
        "employer_city": practice.city,
        "funder": funder.name if funder else "",
        "funder_city": funder.city if funder else "",
        "starts_on": enrolment.cohort.starts_on.isoformat(),
        "ends_on": enrolment.cohort.ends_on.isoformat(),
    }


def _terms(terms: TrainingTerms) -> dict[str, str]:
    return {
        "price": f"{euros(terms.price)}, {terms.get_tax_display()}",
        "payment": terms.payment,
        "funder_file": terms.funder_file,
        "means": terms.means,
        "follow_up": terms.follow_up,
    }


def training_agreement_part(
    actor: Membership, enrolment: Enrolment, today: date
) -> FilePart | None:
    """The part of the file, for those who lead; the others find it among the documents."""
    if actor.role not in LEADING_ROLES:
        return None
    known = agreement_in_force(enrolment)
    state = f"{known.document.code}, en vigueur." if known else "Pas encore délivrée."
    url = reverse("training:training_agreement", args=[enrolment.pk])
    return FilePart("Convention de formation", state, url, missing=known is None)

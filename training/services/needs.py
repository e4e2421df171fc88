"""The need of a person: its analysis in versions, and the adaptations of their training."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.enums import AdaptationAct
from training.models import (
    AdaptationFact,
    AdaptationTakenBack,
    Enrolment,
    NeedAnalysis,
    NeedExchange,
)
from training.permissions import can_decide_adaptation, can_write_analysis, is_learner
from training.queries.needs import adaptation_choices_of, last_adaptation
from training.rules.diagnosis import diagnosis_words, refusal_of
from training.rules.needs import Exchange

MAX_REASON = 300


class AnalysisIncomplete(ServiceError):
    message = "Écrivez au moins un échange, et l’objectif qui en résulte."


class ExchangeToCome(ServiceError):
    message = "Un échange ne peut pas être à venir : notez-le quand il a eu lieu."


class AdaptationRefused(ServiceError):
    message = "Ceci ne peut pas être dit à cette étape : relisez la page."


class AdaptationTextMissing(ServiceError):
    message = "Dites le besoin ou l’aménagement en quelques mots, sans diagnostic."


class DiagnosisNamed(ServiceError):
    def __init__(self, words: list[str]) -> None:
        super().__init__(refusal_of(words))


class NothingToTakeBack(ServiceError):
    message = "Il n’y a pas de texte à retirer ici : relisez la page."


class TakeBackReasonMissing(ServiceError):
    message = f"Dites pourquoi ce texte est retiré, en {MAX_REASON} caractères au plus."


@transaction.atomic
def write_analysis(
    *,
    actor: Membership,
    enrolment: Enrolment,
    exchanges: Sequence[Exchange],
    objective: str,
    seen: int,
    now: datetime,
) -> NeedAnalysis:
    """A further version of the analysis, one exchange a party; the same content twice is one.

    `seen` is the number of the newest version that the page showed. Raises AnalysisIncomplete,
    ExchangeToCome, PatientData, StaleForm.
    """
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not can_write_analysis(actor, row):
        raise NotAllowed
    objective = " ".join(objective.split())
    heard = [_tidied(one) for one in exchanges]
    if not heard or not objective or any(not one.said or not one.with_whom for one in heard):
        raise AnalysisIncomplete
    if any(one.met_on > timezone.localdate(now) for one in heard):
        raise ExchangeToCome
    refuse_patient_data(objective, *(one.said for one in heard))
    refuse_patient_data(*(one.with_whom for one in heard), staff=True)
    newest = row.analyses.first()
    if newest and newest.number == seen + 1 and _same(newest, heard, objective):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    made = NeedAnalysis.objects.create(
        enrolment=row, number=seen + 1, objective=objective, written_by=actor, written_at=now
    )
    NeedExchange.objects.bulk_create(NeedExchange(analysis=made, **vars(one)) for one in heard)
    audit(actor, "training.analysis.written", made, at=now)
    return made


def _tidied(one: Exchange) -> Exchange:
    return Exchange(
        one.party,
        one.said.replace("\r\n", "\n").strip(),
        one.met_on,
        " ".join(one.with_whom.split()),
    )


def _same(row: NeedAnalysis, heard: Sequence[Exchange], objective: str) -> bool:
    told = {(e.party, e.said, e.met_on, e.with_whom) for e in row.exchanges.all()}
    return row.objective == objective and told == {
        (e.party, e.said, e.met_on, e.with_whom) for e in heard
    }


@transaction.atomic
def say_adaptation(
    *,
    actor: Membership,
    enrolment: Enrolment,
    act: str,
    text: str,
    seen: int,
    now: datetime,
) -> AdaptationFact:
    """Say a need, that there is none, or what is decided; the same form twice says it once.

    `seen` is the number of the newest fact that the page showed. Raises AdaptationRefused,
    AdaptationTextMissing, DiagnosisNamed, PatientData, StaleForm.
    """
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not (is_learner(actor, row) or can_decide_adaptation(actor, row)):
        raise NotAllowed
    text = "" if act == AdaptationAct.NONE else " ".join(text.split())
    if not text and act != AdaptationAct.NONE:
        raise AdaptationTextMissing
    _refuse_diagnosis(text)
    last = last_adaptation(row)
    if last and last.number == seen + 1 and _again(last, actor, act, text):
        return last
    if (last.number if last else 0) != seen:
        raise StaleForm
    if act not in adaptation_choices_of(actor, row, last):
        raise AdaptationRefused
    made = AdaptationFact.objects.create(
        enrolment=row, number=seen + 1, act=act, text=text, said_by=actor, said_at=now
    )
    audit(actor, "training.adaptation.said", made, at=now)
    return made


def _again(row: AdaptationFact, actor: Membership, act: str, text: str) -> bool:
    return (row.act, row.text, row.said_by_id) == (act, text, actor.pk)


def _refuse_diagnosis(text: str) -> None:
    """Nothing that identifies a person, and no word of the published list."""
    refuse_patient_data(text)
    if words := diagnosis_words(text):
        raise DiagnosisNamed(words)


@transaction.atomic
def take_back_adaptation(
    *, actor: Membership, fact: AdaptationFact, reason: str, now: datetime
) -> AdaptationTakenBack:
    """Blank a text that should not have been written; who, when and why stay, the text does not.

    Twice says it once. Raises NothingToTakeBack, TakeBackReasonMissing, DiagnosisNamed,
    PatientData.
    """
    row = AdaptationFact.objects.select_for_update(of=("self",)).get(pk=fact.pk)
    if not can_decide_adaptation(actor, row.enrolment):
        raise NotAllowed
    if row.blanked:
        return AdaptationTakenBack.objects.get(fact=row)
    if not row.text:
        raise NothingToTakeBack
    reason = " ".join(reason.split())
    if not reason or len(reason) > MAX_REASON:
        raise TakeBackReasonMissing
    _refuse_diagnosis(reason)
    AdaptationFact.objects.filter(pk=row.pk).update(text="", blanked=True)
    made = AdaptationTakenBack.objects.create(fact=row, reason=reason, taken_by=actor, taken_at=now)
    audit(actor, "training.adaptation.taken_back", made, at=now)
    return made

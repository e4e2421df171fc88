"""Convocations to sessions: one message a person, never twice for the same version."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from curricula.enums import BudgetCategory
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.rules.french import clock, elided, long_date
from records.services import refuse_patient_data, send_message
from training.models import Cohort, Convocation, ConvocationSending, Enrolment
from training.permissions import can_convoke
from training.queries.convocation import ConvocationPlan, PlanLine, convocation_plan

MAX_BRING = 1000
UNKNOWN = "à préciser"


class NobodyToConvoke(ServiceError):
    message = "Personne n’est à convoquer à ces séances : choisissez-en d’autres, ou des personnes."


class BringTooLong(ServiceError):
    message = f"Dites ce qu’il faut apporter en {MAX_BRING} caractères au plus."


class AlreadySent(StaleForm):
    message = (
        "Cette page a déjà envoyé une convocation, avec un autre texte ou à d’autres personnes : "
        "celle-ci n’est pas envoyée. Relisez qui reste à convoquer, puis confirmez."
    )


class PlanMoved(StaleForm):
    message = (
        "Une séance ou une personne a changé depuis que vous avez ouvert cette page : rien n’est "
        "envoyé. Relisez ci-dessous, puis confirmez de nouveau."
    )


@transaction.atomic
def convoke(
    *,
    actor: Membership,
    cohort: Cohort,
    sessions: Collection[int],
    people: Collection[int],
    bring: str,
    seen: str,
    form_key: str,
    now: datetime,
) -> ConvocationSending:
    """Convoke people of a cohort (enrolments) to sessions of it; each gets one message.

    `seen` is the mark of the plan that was shown. The same form twice sends once. Raises PlanMoved,
    AlreadySent when it says something else the second time, NobodyToConvoke, BringTooLong,
    PatientData.
    """
    if not can_convoke(actor, cohort):
        raise NotAllowed
    row = (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=cohort.pk)
    )
    bring = bring.replace("\r\n", "\n").strip()
    if known := ConvocationSending.objects.filter(form_key=form_key).first():
        if known.cohort_id != row.pk:
            raise StaleForm
        if not _says(known, sessions, people, bring):
            raise AlreadySent
        return known
    if len(bring) > MAX_BRING:
        raise BringTooLong
    refuse_patient_data(bring, staff=True)
    plan = convocation_plan(row, sessions, now)
    if plan.mark != seen:
        raise PlanMoved
    chosen = [one for one in plan.people if one.pk in people]
    if not chosen:
        raise NobodyToConvoke
    made = ConvocationSending.objects.create(
        cohort=row, bring=bring, form_key=form_key, sent_by=actor, sent_at=now
    )
    for one in chosen:
        _tell(made, one, _add(made, plan, one), now)
    audit(actor, "training.convocations.sent", made, at=now, people=len(chosen))
    return made


def _says(
    sending: ConvocationSending, sessions: Collection[int], people: Collection[int], bring: str
) -> bool:
    """Whether a sending is what a form asks for: its text, its people, no other session."""
    rows = set(sending.convocations.values_list("session", "enrolment"))
    same_people = {one for _, one in rows} == set(people)
    return sending.bring == bring and same_people and {one for one, _ in rows} <= set(sessions)


def _add(
    sending: ConvocationSending, plan: ConvocationPlan, enrolment: Enrolment
) -> list[Convocation]:
    mine = [line for line in plan.lines if enrolment in line.to_send]
    return Convocation.objects.bulk_create(_row(sending, line, enrolment) for line in mine)


def _row(sending: ConvocationSending, line: PlanLine, enrolment: Enrolment) -> Convocation:
    """The session as it stands, so that what was sent can be read later."""
    session = line.session
    away = "à distance" if session.category == BudgetCategory.VIRTUAL else ""
    return Convocation(
        sending=sending, enrolment=enrolment, session=session, version=session.version,
        opening=line.opening, title=session.title, module=session.module.title,
        starts_at=session.starts_at, ends_at=session.ends_at,
        place=session.room.name if session.room else away,
        trainer=str(session.trainer.user) if session.trainer else "",
    )  # fmt: skip


def _tell(
    sending: ConvocationSending, enrolment: Enrolment, rows: list[Convocation], now: datetime
) -> None:
    cohort = sending.cohort
    first = long_date(timezone.localdate(rows[0].starts_at))
    count = f"{len(rows)} séance{'s' if len(rows) > 1 else ''}"
    subject = f"Convocation : {count}, à partir du {first}"
    if rows[0].opening:
        subject = f"Convocation au début de la formation, le {first}"
    address = f"{settings.SITE_URL}{reverse('training:convocations', args=[enrolment.pk])}"
    parts = [
        "Bonjour,", f"Convocation {elided('de', cohort.organisation)}, pour « {cohort} » :",
        *(_text(one) for one in rows),
        *([f"À apporter ou à savoir :\n{sending.bring}"] if sending.bring else []),
        f"Vos convocations, à imprimer au besoin : {address}\n",
    ]  # fmt: skip
    send_message(
        key=f"training.convocation:{sending.pk}:{enrolment.pk}", to=enrolment.learner.email,
        subject=subject[:200], body="\n\n".join(parts), now=now,
    )  # fmt: skip


def _text(one: Convocation) -> str:
    start, end = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    lines = [
        f"- {long_date(start.date())}, {clock(start)} à {clock(end)} : {one.title}",
        f"  Module : {one.module}", f"  Lieu : {one.place or UNKNOWN}",
        f"  Formateur : {one.trainer or UNKNOWN}",
    ]  # fmt: skip
    return "\n".join(lines)

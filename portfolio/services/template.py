"""Models of situations that a learner keeps, to begin others with."""

from datetime import datetime

from django.db import IntegrityError, transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.models import EntryTemplate, LogbookEntry
from portfolio.permissions import can_use_template, can_write_week
from portfolio.rules.template import template_problem
from portfolio.rules.words import tidy_label
from records.services import refuse_patient_data
from training.models import Enrolment

SAME_NAME = "Un de vos modèles porte déjà ce nom."


class TemplateRefused(ServiceError):
    message = "Ce modèle n’a pas pu être gardé."


@transaction.atomic
def keep_template(
    *,
    actor: Membership,
    entry: LogbookEntry,
    name: str,
    text: str,
    form_key: str,
    now: datetime,
) -> EntryTemplate:
    """Keep a situation of one’s own as a model; `text`: the first words of the next ones.

    What belongs to its day (result, what was learnt and felt, levels) is not kept. The same form
    sent twice keeps one. Raises `NotAllowed`, `TemplateRefused`, `PatientData`.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=entry.week.enrolment_id)
    if not can_write_week(actor, enrolment):
        raise NotAllowed
    if known := EntryTemplate.objects.filter(form_key=form_key).first():
        if known.enrolment_id != enrolment.pk:
            raise TemplateRefused
        return known
    name, text = tidy_label(name), text.strip()
    if problem := template_problem(name, text, enrolment.entry_templates.count()):
        raise TemplateRefused(problem)
    refuse_patient_data(name, text)
    _check_name(enrolment, name)
    made = EntryTemplate.objects.create(
        enrolment=enrolment, name=name, text=text, kind=entry.kind, practice=entry.practice,
        moment=entry.moment, axes=[str(axis) for axis in entry.axes], audience=entry.audience,
        form_key=form_key, kept_at=now,
    )  # fmt: skip
    made.missions.set(entry.missions.all())
    made.competencies.set(entry.competencies.all())
    audit(actor, "portfolio.template.kept", made, at=now, entry=entry.pk)
    return made


@transaction.atomic
def rename_template(
    *, actor: Membership, template: EntryTemplate, name: str, version: int, now: datetime
) -> EntryTemplate:
    """Give a model another name, if it is as the form showed it.

    Raises `NotAllowed`, `TemplateRefused`, `PatientData`, `StaleForm`.
    """
    if not can_use_template(actor, template):
        raise NotAllowed
    name = tidy_label(name)
    if problem := template_problem(name, template.text, 0):
        raise TemplateRefused(problem)
    refuse_patient_data(name)
    _check_name(template.enrolment, name, template)
    rows = EntryTemplate.objects.filter(pk=template.pk, version=version)
    try:
        with transaction.atomic():
            fresh = rows.update(name=name, version=version + 1)
    except IntegrityError as refusal:  # the other tab came first
        raise TemplateRefused(SAME_NAME) from refusal
    if not fresh:
        raise StaleForm
    template.refresh_from_db()
    audit(actor, "portfolio.template.renamed", template, at=now)
    return template


@transaction.atomic
def remove_template(*, actor: Membership, template: EntryTemplate, now: datetime) -> None:
    """Take a model out; situations begun with it stay. Raises `NotAllowed`."""
    if not can_use_template(actor, template):
        raise NotAllowed
    audit(actor, "portfolio.template.removed", template, at=now)
    template.delete()


def _check_name(enrolment: Enrolment, name: str, itself: EntryTemplate | None = None) -> None:
    """A name is used once, in small or capital letters."""
    others = enrolment.entry_templates.all()
    if itself:
        others = others.exclude(pk=itself.pk)
    taken = {one.casefold() for one in others.values_list("name", flat=True)}
    if name.casefold() in taken:
        raise TemplateRefused(SAME_NAME)

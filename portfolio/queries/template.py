"""Models to begin a situation with, as the form of a week takes them."""

from typing import Any

from people.models import Membership
from portfolio.models import EntryTemplate
from portfolio.models.template import EntryTemplateQuerySet
from portfolio.rules.template import starter_of


def own_templates(actor: Membership) -> EntryTemplateQuerySet:
    """Those of the actor by name, with their enrolment; one query."""
    return EntryTemplate.objects.visible_to(actor).select_related("enrolment")


def template_values(actor: Membership, asked: str) -> dict[str, Any]:
    """What ?modele= puts into the form: a model of the site, or one’s own; else nothing.

    Three queries for an own one, none for one of the site.
    """
    if starter := starter_of(asked):
        return {"kind": starter.kind, "text": starter.text}
    if not asked.isdecimal():
        return {}
    own = own_templates(actor).prefetch_related("competencies", "missions")
    found = own.filter(pk=min(int(asked), 2**62)).first()
    if found is None:
        return {}
    named = ("kind", "text", "audience", "moment", "axes")
    return {
        **{name: getattr(found, name) for name in named},
        "practice": found.practice_id,
        "competencies": [one.pk for one in found.competencies.all()],
        "missions": [one.pk for one in found.missions.all()],
    }

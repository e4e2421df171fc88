"""Whether somebody follows the training, and what changed it."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from people.models import Membership
from training.enums import Situation
from training.models import Enrolment, SituationChange
from training.queries.file_part import FilePart


def situation_changes(enrolment: Enrolment) -> QuerySet[SituationChange]:
    """What changed, the newest first; one query."""
    return enrolment.situations.select_related("changed_by__user", "from_cohort")


def situation_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart:
    """The part of the file: the situation in words."""
    words = Situation(enrolment.situation).label
    url = reverse("training:situation", args=[enrolment.pk])
    return FilePart("Situation", f"{words[0].upper()}{words[1:]}.", url)

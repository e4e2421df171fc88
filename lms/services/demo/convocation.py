"""Somebody of the demo is convoked to the next sessions of their cohort."""

from datetime import datetime

from lms.services.demo.cast import Cast
from training.models import Enrolment
from training.queries.convocation import coming_sessions, convocation_plan
from training.services.convocation import convoke

SESSIONS = 2
BRING = "Démonstration : de quoi écrire, et votre livret."


def convoke_one(cast: Cast, enrolment: Enrolment, now: datetime) -> None:
    """To the first announced sessions; to none if the calendar has none."""
    cohort = enrolment.cohort
    sessions = [one.pk for one in coming_sessions(cohort, now)[:SESSIONS]]
    if not sessions:
        return
    convoke(
        actor=cast.lead, cohort=cohort, sessions=sessions, people=[enrolment.pk], bring=BRING,
        seen=convocation_plan(cohort, sessions, now).mark,
        form_key=f"demo-convocation-{cohort.pk}", now=now,
    )  # fmt: skip

"""Somebody whose livret stays empty: the trainer offers help."""

from datetime import date

from lms.services.demo.calendar import at
from lms.services.demo.cast import Cast
from portfolio.enums import CareAct
from portfolio.services.care import note_care
from training.models import Enrolment


def offer_help(cast: Cast, enrolment: Enrolment, today: date) -> None:
    note_care(
        actor=cast.trainer, enrolment=enrolment, act=CareAct.OFFERED, seen=0, now=at(today, 8),
        note="Voulez-vous que nous écrivions la première situation ensemble, après la séance ?",
    )  # fmt: skip

"""The welcome pack of the demo, received by its first assistant."""

from datetime import datetime

from lms.services.demo.cast import Cast
from people.enums import Role
from people.models import Membership
from training.models import Enrolment
from training.services.welcome import confirm_welcome, write_pack

TEXT = """Bienvenue. Ce texte est celui de la démonstration : votre organisme écrit le sien.

Vos séances sont dans « Mon agenda ». Signez votre présence le jour même, sur votre téléphone.

Une question ? Parlez-en à votre formateur, ou au responsable pédagogique.

N’écrivez jamais rien, ici, qui permette de reconnaître un patient."""


def welcome(cast: Cast, enrolment: Enrolment, now: datetime) -> None:
    pack = write_pack(actor=cast.lead, text=TEXT, seen=0, now=now)
    learner = Membership.objects.filter(
        organisation=enrolment.practice, role=Role.LEARNER, user=enrolment.learner, until=None
    ).first()
    if learner:
        confirm_welcome(actor=learner, enrolment=enrolment, pack=pack, now=now)

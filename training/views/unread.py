"""A PDF of which the text could not be read is kept; who sent it is told to look at it."""

from django.contrib import messages

from people.permissions import ActingRequest
from records.models import KeptFile
from records.queries.kept_files import unread_reason

LOOK = (
    "Le papier est gardé : regardez vous-même qu’aucun numéro de sécurité sociale n’y figure ; "
    "s’il y en a un, dites-le à un responsable pédagogique."
)


def say_unread(request: ActingRequest, paper: KeptFile) -> None:
    if why := unread_reason(paper):
        messages.warning(request, f"{why} {LOOK}")

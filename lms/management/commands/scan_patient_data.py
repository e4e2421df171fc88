import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils import timezone

from records.rules.patient_data.given import tidy_names
from records.services import Reading, Spotted, free_text_fields, scan, scan_papers

ROOMS = ("people", "records", "curricula", "training", "assessments", "portfolio")
# Not read: a room, a model, a field of a model, or a field by its name; and why.
SKIPPED = {
    "people": "noms des comptes et des organisations ; la trace n’a pas de texte écrit",
    "curricula": "contenus d’enseignement, relus avant d’être publiés",
    "records.Document": "copie figée d’un document délivré, avec son empreinte",
    "records.Invitation": "nom de la personne invitée",
    "records.Job": "identifiants seulement",
    "records.Message": "courriels écrits par le site à une adresse connue",
    "records.Reminder": "textes écrits par le site",
    "records.KeptFile": "empreinte",
    "training.NamedReferent.phone": "numéro professionnel d’un référent",
    "assessments.QuizAttempt.asked": "questions du quiz",
    "assessments.PositioningAttempt.asked": "questions du quiz",
    "form_key": "clé d’un formulaire",
    "source_key": "origine",
}
# Fields that name staff or a place: names and addresses belong there.
OF_STAFF = (
    "training.AssistanceContact.words",
    "training.Commitments",
    "training.Convocation",
    "training.ConvocationSending",
    "training.ExternalCertificate",
    "training.InductionDay.place",
    "training.NamedReferent.name",
    "training.NeedExchange.with_whom",
    "training.Room",
    "training.TrainingSession.tutor",
    "training.TrainingTerms",
    "training.WelcomePack",
)


def keys_of(model: type[models.Model], field: models.Field) -> tuple[str, ...]:
    label = model._meta.label
    return (model._meta.app_label, label, f"{label}.{field.name}", field.name)


def fields_read() -> list[tuple[type[models.Model], models.Field, bool]]:
    """Each model and field to read, and whether it names staff."""
    return [
        (model, field, any(key in OF_STAFF for key in keys_of(model, field)))
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in free_text_fields(model)
        if not any(key in SKIPPED for key in keys_of(model, field))
    ]


class Command(BaseCommand):
    help = (
        "Cherche dans les textes déjà gardés, et dans les PDF gardés, ce qui ferait reconnaître "
        "un patient. Dit le modèle, la clé, le champ, la nature et la position, jamais la valeur. "
        "Ne change rien sans --redact."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--redact", action="store_true", help="remplace par « [retiré : nature] », avec trace"
        )
        wanted = parser.add_mutually_exclusive_group()
        wanted.add_argument("--names", action="store_true", help="aussi les noms et les initiales")
        wanted.add_argument(
            "--given",
            action="store_true",
            help="seulement les noms lus sur l’entrée standard, un par ligne",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = self._given() if options["given"] else ()
        now, counts = timezone.now(), Counter[str]()
        fields = [one for one in fields_read() if not (given and one[2])]
        for model, field, staff in fields:
            reading = Reading(staff=staff, names=options["names"], given=given)
            for one in scan(
                model=model, field=field, reading=reading, redact=options["redact"], now=now
            ):
                self._say(one, counts)
        everywhere = Reading(staff=False, names=options["names"], given=given)
        read, unread = self._papers(everywhere, counts)
        listed = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())) or "rien"
        done = "retirés" if options["redact"] else "rien n’a été changé"
        self.stdout.write(f"Champs lus : {len(fields)}. Trouvés : {listed} ; {done}.")
        if read or unread:
            self.stdout.write(
                f"Pièces en PDF : {read} relues, {unread} sans texte lisible. Une pièce ne se "
                "modifie pas : un responsable efface celle du livret sur sa page."
            )

    def _given(self) -> tuple[str, ...]:
        """Read as they are typed: in no command line, so in no history and no list of processes."""
        if sys.stdin.isatty():
            self.stderr.write("Un nom par ligne, puis Ctrl+D :")
        names = tidy_names(sys.stdin)
        if not names:
            raise CommandError("Donnez au moins un nom, de deux lettres ou plus.")
        if not all(name.isprintable() for name in names):
            raise CommandError("Un nom n’est pas lisible : vérifiez l’encodage du terminal.")
        return names

    def _papers(self, reading: Reading, counts: Counter[str]) -> tuple[int, int]:
        """How many PDFs were read, and how many could not be."""
        papers = list(scan_papers(reading))
        for one in (spotted for paper in papers for spotted in paper.found):
            self._say(one, counts)
        unread = sum(bool(paper.unread) for paper in papers)
        return len(papers) - unread, unread

    def _say(self, one: Spotted, counts: Counter[str]) -> None:
        counts[one.kind] += 1
        self.stdout.write(f"{one.model} {one.pk} {one.field} {one.kind} {one.position}")

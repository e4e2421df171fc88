from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from curricula.rules.fiche import fiche_number
from curricula.rules.fiche_extract import NotExtracted, one_fiche


class Command(BaseCommand):
    help = "Tire une seule fiche d’une archive du jour de France compétences, pour la déposer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", metavar="numéro", help="par exemple RNCP40913")
        parser.add_argument("source", metavar="fichier", type=Path, help="archive zip ou XML")
        parser.add_argument("folder", metavar="dossier", type=Path, help="où écrire la fiche")

    def handle(self, *args: Any, **options: Any) -> None:
        number, source = options["number"], options["source"]
        try:
            suffix, content = one_fiche(source.read_bytes(), number)
            target = options["folder"] / f"{fiche_number(number)}{suffix}"
            target.write_bytes(content)
        except NotExtracted as error:
            raise CommandError(f"{source.name} : {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename} : {error.strerror}") from error
        self.stdout.write(f"Écrit : {target} ({len(content)} octets).")

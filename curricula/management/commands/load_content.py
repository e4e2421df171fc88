from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from curricula.services.content import ContentWrong, load_content


class Command(BaseCommand):
    help = "Charge les contenus du dépôt : missions, référentiels, leçons, grilles, parcours."

    def handle(self, *args: object, **options: object) -> None:
        try:
            report = load_content(now=timezone.now())
        except ContentWrong as wrong:
            raise CommandError(wrong.message) from wrong
        for sentence in report.sentences():
            self.stdout.write(sentence)
        if report.refused:
            raise CommandError(f"{len(report.refused)} fichier(s) demandent une nouvelle version.")

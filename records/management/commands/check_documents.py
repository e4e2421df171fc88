from typing import Any

from django.core.management.base import BaseCommand, CommandError

from records.models import Document
from records.services import document_problem

A_BATCH = 200


class Command(BaseCommand):
    help = "Compare chaque document délivré à son empreinte et à ce que redonne son contenu figé."

    def handle(self, *args: Any, **options: Any) -> None:
        count = wrong = 0
        for document in Document.objects.order_by("pk").iterator(A_BATCH):
            count += 1
            if problem := document_problem(document):
                wrong += 1
                self.stdout.write(f"{document.code} : {problem}.")
        if wrong:
            raise CommandError(f"{wrong} sur {count} : à voir.")
        self.stdout.write(f"Documents comparés : {count}. Rien à signaler.")

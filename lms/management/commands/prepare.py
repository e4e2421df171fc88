from django.core.management.base import BaseCommand

from lms.services.startup import prepare


class Command(BaseCommand):
    help = "Prépare la base, les contenus et la démonstration ; un second appel ne change rien."

    def handle(self, *args, **options) -> None:
        prepare(lambda text: self.stdout.write(f"→ {text}"))

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lms.services.demo.build import STAGES, build_demo
from people.services import ServiceError

BAR_WIDTH = 30


class Command(BaseCommand):
    help = "Construit la démonstration par les services ; les dates partent d’aujourd’hui."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stage", choices=STAGES, default="en-cours")
        parser.add_argument("--learners", type=int, default=8, help="apprenants, au moins 2")
        parser.add_argument("--seed", type=int, default=1, help="même graine, mêmes faits")

    def handle(self, *args, **options) -> None:
        if options["learners"] < 2:
            raise CommandError("Il faut au moins deux apprenants.")
        self.done, self.total = 0, options["learners"]
        try:
            build_demo(
                stage=options["stage"],
                learners=self.total,
                seed=options["seed"],
                now=timezone.now(),
                today=timezone.localdate(),
                step=self.step,
            )
        except ServiceError as refusal:
            raise CommandError(refusal.message) from refusal

    def step(self) -> None:
        self.done += 1
        filled = BAR_WIDTH * self.done // self.total
        bar = "/" * filled + "·" * (BAR_WIDTH - filled)
        end = "\n" if self.done == self.total or not sys.stdout.isatty() else ""
        start = "\r" if sys.stdout.isatty() else ""
        if end or sys.stdout.isatty():
            self.stdout.write(f"{start}  {bar} {self.done}/{self.total} apprenants", ending=end)
        self.stdout.flush()

"""Web server, task worker and scheduler from one command."""

import multiprocessing
import signal
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from multiprocessing.context import ForkContext, ForkProcess
from types import FrameType
from typing import Any

from celery.platforms import SecurityWarning
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from lms.celery import app as celery_app
from lms.services.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from lms.services.startup import prepare
from people.models import User

GRACE_SECONDS = 10
REST_SECONDS = 5  # between two starts of a worker that dies
WORKER = [
    "--quiet", "worker", "--beat", "--concurrency", "1", "--loglevel", "WARNING",
    "--hostname", "livret@localhost", "--without-gossip", "--without-mingle",
]  # fmt: skip


class Command(BaseCommand):
    help = "Prépare puis sert le site, ses tâches et son horloge jusqu’à Ctrl+C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args, **options) -> None:
        # Forked, so that what was imported once serves all of them.
        fork = multiprocessing.get_context("fork")
        self.prepare_apart(fork)
        address = f"{options['host']}:{options['port']}"
        self.announce(address)
        self.stdout.flush()
        connections.close_all()
        # Tasks are JSON: the dangers of a worker run by root do not arise.
        warnings.simplefilter("ignore", SecurityWarning)
        with Stopping() as stopping:
            web = started(fork, run_web, address)
            worker = Kept(fork, celery_app.worker_main, WORKER)
            wait_for(stopping, web, worker)
        sys.exit(0 if stopping.asked else 1)

    def prepare_apart(self, fork: ForkContext) -> None:
        """Prepare in a process of its own.

        Building the demo makes PDF files, and the threads of the PDF library do not survive a fork:
        a child of a process that has used it would wait for them for ever, holding the database.
        """
        with Stopping() as stopping:
            preparing = started(fork, prepare, self.say_step)
            wait_for(stopping, preparing)
        if stopping.asked:
            sys.exit(0)
        if preparing.exitcode:
            sys.exit(preparing.exitcode)

    def say_step(self, text: str) -> None:
        self.stdout.write(f"→ {text}")
        self.stdout.flush()

    def announce(self, address: str) -> None:
        say = self.stdout.write
        say(f"\nLivret s’ouvre : http://{address}/  (Ctrl+C pour arrêter)")
        if settings.DEMO:
            say(f"Comptes de démonstration, mot de passe « {DEMO_PASSWORD} » :")
            for email in DEMO_ACCOUNTS:
                say(f"  {email}")
        elif not User.objects.exists():
            say("Site vide : la première page crée l’administrateur.")
        if not settings.MAIL_IS_DELIVERED:
            say(f"Aucun serveur de messagerie : courriels dans {settings.EMAIL_FILE_PATH}")


class Web(BaseApplication):
    """Gunicorn with the site that is already loaded."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def load_config(self) -> None:
        wanted = {"bind": self.address, "workers": 2, "threads": 4, "worker_class": "gthread"}
        for name, value in {**wanted, "preload_app": True, "loglevel": "warning"}.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()


def run_web(address: str) -> None:
    Web(address).run()


class Stopping:
    """Notes that a stop was asked for, from before the first child runs."""

    def __enter__(self) -> "Stopping":
        self.asked = False
        numbers = (signal.SIGINT, signal.SIGTERM)
        self.before = {number: signal.signal(number, self.ask) for number in numbers}
        return self

    def ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def __exit__(self, *exception: object) -> None:
        for number, handler in self.before.items():
            signal.signal(number, handler)


def started(fork: ForkContext, target: Callable[..., Any], argument: Any) -> ForkProcess:
    child = fork.Process(target=run_child, args=(target, argument))
    child.start()
    return child


def run_child(target: Callable[..., Any], argument: Any) -> None:
    """A child ends when it is told to, unlike its parent, which ends its children first."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    target(argument)


class Kept:
    """A child that is started again when it dies: the site does not stop with its worker.

    The broker of files lets a worker read a message that is not wholly written yet, and the worker
    does not survive it. What it had in hand is a job row, which the sweep sends again.
    """

    def __init__(self, fork: ForkContext, target: Callable[..., Any], argument: Any) -> None:
        self.again = partial(started, fork, target, argument)
        self.child = self.again()
        self.since = time.monotonic()

    def look(self) -> None:
        """Start it again, but not more often than every few seconds."""
        if not self.child.is_alive() and time.monotonic() - self.since > REST_SECONDS:
            self.child, self.since = self.again(), time.monotonic()


def wait_for(stopping: Stopping, main: ForkProcess, kept: Kept | None = None) -> None:
    """Run until the main child stops or a stop is asked for, then end what runs."""
    while not stopping.asked and main.is_alive():
        main.join(0.2)
        if kept and not stopping.asked:
            kept.look()
    children = [main, kept.child] if kept else [main]
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.join(max(0.1, deadline - time.monotonic()))
        if child.is_alive():
            child.kill()

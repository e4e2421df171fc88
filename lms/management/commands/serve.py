"""Web server, task worker and scheduler from one command."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from lms.services.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from lms.services.startup import prepare
from people.models import User

GRACE_SECONDS = 10


class Command(BaseCommand):
    help = "Prépare puis sert le site, ses tâches et son horloge jusqu’à Ctrl+C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args, **options) -> None:
        prepare(lambda text: self.stdout.write(f"→ {text}"))
        address = f"{options['host']}:{options['port']}"
        children = [
            subprocess.Popen(command, env=child_environment(address))
            for command in (web_command(address), worker_command())
        ]
        self.announce(address)
        sys.exit(wait_for(children))

    def announce(self, address: str) -> None:
        say = self.stdout.write
        say(f"\nLivret est ouvert : http://{address}/  (Ctrl+C pour arrêter)")
        if settings.DEMO:
            say(f"Comptes de démonstration, mot de passe « {DEMO_PASSWORD} » :")
            for email in DEMO_ACCOUNTS:
                say(f"  {email}")
        elif not User.objects.exists():
            say("Site vide : la première page crée l’administrateur.")
        if not settings.MAIL_IS_DELIVERED:
            say(f"Aucun serveur de messagerie : courriels dans {settings.EMAIL_FILE_PATH}")


def child_environment(address: str) -> dict[str, str]:
    return {
        "LIVRET_URL": f"http://{address}",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
    }


def web_command(address: str) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", address,
        "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--preload",
        "--log-level", "warning",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [
        sys.executable, "-m", "celery", "-A", "lms", "worker", "-B", "--concurrency", "1",
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def wait_for(children: list[subprocess.Popen]) -> int:
    """Run until one child stops or a signal comes, then end the others; returns the exit code."""
    stopping: list[int] = []

    def stop(signum: int, frame: FrameType | None) -> None:
        stopping.append(signum)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopping else 1

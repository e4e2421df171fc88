"""Doorbells: each takes a key and calls one service, or asks the editor for what is due."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from curricula.services.imports import TASK, work_on_import
from records.services import run_job


@shared_task(name=TASK)
def work(key: str) -> None:
    run_job(key=key, work=work_on_import, now=timezone.now())


@shared_task(name="curricula.publish_scheduled")
def publish_scheduled() -> None:
    """Publish the lessons that are due, withdraw those that have come to their end."""
    call_command("publish_scheduled")

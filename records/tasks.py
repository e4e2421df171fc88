"""Doorbells: each takes a key and calls one service."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from records import services


@shared_task(name="records.send_message")
def send_message(key: str) -> None:
    services.run_job(key=key, work=services.deliver_message, now=timezone.now())


@shared_task(name="records.sweep")
def sweep() -> None:
    services.sweep(now=timezone.now())


@shared_task(name="records.count_look")
def count_look(code: str, day: str) -> None:
    services.count_look(code=code, day=date.fromisoformat(day))

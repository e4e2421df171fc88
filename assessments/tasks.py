"""Doorbells: each calls one service."""

from celery import shared_task
from django.utils import timezone

from assessments import services


@shared_task(name="assessments.remind_refreshers")
def remind_refreshers() -> None:
    services.remind_refreshers(now=timezone.now())

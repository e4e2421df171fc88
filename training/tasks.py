"""Doorbells: each calls one service."""

from celery import shared_task
from django.utils import timezone

from training.services import reminders


@shared_task(name="training.remind")
def remind() -> None:
    reminders.remind_everybody(now=timezone.now())

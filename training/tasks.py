"""Doorbells: each calls one service."""

from celery import shared_task
from django.utils import timezone

from training.services import reminders


@shared_task(name="training.remind")
def remind() -> None:
    reminders.remind_everybody(now=timezone.now())


@shared_task(name="training.send_digests")
def send_digests() -> None:
    reminders.send_digests_of_what_holds(now=timezone.now())

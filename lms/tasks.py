"""Doorbells of the site itself: each calls one service."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from lms.services import reminders


@shared_task(name="lms.forget_sessions")
def forget_sessions() -> None:
    """Expired sessions are of no use to anybody."""
    call_command("clearsessions")


@shared_task(name="lms.remind")
def remind() -> None:
    reminders.remind_everybody(now=timezone.now())


@shared_task(name="lms.send_digests")
def send_digests() -> None:
    reminders.send_digests_of_what_holds(now=timezone.now())

"""Doorbells: each takes a key and calls one service."""

from celery import shared_task
from django.utils import timezone

from curricula.services.imports import TASK, work_on_import
from records.services import run_job


@shared_task(name=TASK)
def work(key: str) -> None:
    run_job(key=key, work=work_on_import, now=timezone.now())

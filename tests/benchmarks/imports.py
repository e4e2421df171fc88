"""A reference handed in, read, shown, confirmed and written, as a lead and a worker do; timed."""

import time
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curricula.models import ReferenceImport
from curricula.queries.formats import WRITERS
from curricula.queries.imports import job_key
from curricula.rules.package import BlockRow, CompetencyRow, ReferencePackage
from curricula.services.imports import confirm_import, prepare_import, work_on_import
from people.enums import Role
from people.models import Membership
from records.services import run_job
from tests.benchmarks.sizes import LONG, TIMED

BLOCKS = 20


def package(competencies: int) -> ReferencePackage:
    """Plainly invented."""
    return ReferencePackage(
        code=f"mesure-{competencies}",
        version="1",
        title=f"Référentiel de mesure, {competencies} compétences",
        status_note="Inventé pour les mesures.",
        source="Mesure",
        blocks=tuple(
            BlockRow(
                f"B{block}",
                f"Bloc de mesure {block}",
                competencies=tuple(
                    CompetencyRow(f"C{n:03}", f"Compétence de mesure {block}, {n}", source="Mesure")
                    for n in range(competencies // BLOCKS)
                ),
            )
            for block in range(BLOCKS)
        ),
    )


def hand_in(lead: Membership, content: bytes) -> ReferenceImport:
    now = timezone.now()
    waiting = prepare_import(
        actor=lead, kind="xlsx", file_name="mesure.xlsx", content=content,
        form_key=uuid4().hex, now=now,
    )  # fmt: skip
    work(waiting)
    return waiting


def work(waiting: ReferenceImport) -> None:
    """What the worker does when the doorbell rings."""
    if not run_job(key=job_key(waiting), work=work_on_import, now=timezone.now()):
        raise RuntimeError("L’import à mesurer a échoué.")
    waiting.refresh_from_db()


def import_seconds() -> dict[str, float]:
    """From the file of 500 competencies to its draft, and the same file as its pages show it.

    Leaves the draft and a long preview for the pages to be measured.
    """
    lead = Membership.objects.filter(role=Role.LEAD).select_related("user").first()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(lead.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    content, long = (WRITERS["xlsx"].write(package(size)) for size in (TIMED, LONG))
    started = time.perf_counter()
    waiting = hand_in(lead, content)
    client.get(reverse("curricula:import_preview", args=[waiting.pk]))
    shown = time.perf_counter()
    waiting = confirm_import(actor=lead, waiting=waiting, seen=waiting.seen, now=timezone.now())
    work(waiting)
    written = time.perf_counter()
    hand_in(lead, long)
    return {
        "shown": shown - started,
        "written": written - started,
        "long": time.perf_counter() - written,
    }

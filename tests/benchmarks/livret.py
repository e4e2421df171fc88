"""A whole livret to take away, as long as a training of fourteen months; timed."""

import time
from datetime import date, timedelta
from http import HTTPStatus

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curricula.models import Competency, Mission
from portfolio.enums import Audience, EntryKind, WeekState
from portfolio.models import EntryClaim, LogbookEntry, LogbookWeek
from portfolio.rules.weeks import IsoWeek, week_of
from tests.benchmarks.sizes import SITUATIONS, WEEKS
from training.models import Enrolment

FIRST = date(2020, 1, 6)  # long before the weeks of the plan
KINDS = list(EntryKind)


def weeks_of(enrolment: Enrolment) -> list[LogbookWeek]:
    isos = [week_of(FIRST + timedelta(weeks=number)) for number in range(WEEKS)]
    return LogbookWeek.objects.bulk_create(
        LogbookWeek(
            enrolment=enrolment, iso_year=iso.year, iso_week=iso.number, practice_minutes=1680,
            state=WeekState.SIGNED, version=3, submitted_at=timezone.now(),
        )
        for iso in isos
    )  # fmt: skip


def situation(week: LogbookWeek, number: int) -> LogbookEntry:
    """Plainly invented, with all that may be written."""
    iso = IsoWeek(week.iso_year, week.iso_week)
    return LogbookEntry(
        week=week, practice_id=week.enrolment.practice_id, day=iso.day(number % 5),
        kind=KINDS[number % len(KINDS)],
        text=f"Situation de mesure {number} : j’ai préparé la consultation avec le médecin. " * 2,
        context="Au cabinet, le matin, avec l’équipe de l’accueil. " * 2,
        result="Le dossier était complet avant la consultation. " * 2,
        learnt="Je préparerais la liste la veille. " * 2,
        audience=Audience.TRAINING, form_key=f"mesure-{week.pk}-{number}",
        written_at=timezone.now(),
    )  # fmt: skip


def fill(enrolment: Enrolment) -> None:
    """900 situations, each with a competency and a mission."""
    entries = LogbookEntry.objects.bulk_create(
        situation(week, number) for week in weeks_of(enrolment) for number in range(SITUATIONS)
    )
    competencies = list(Competency.objects.filter(block__qualification=enrolment.qualification_id))
    EntryClaim.objects.bulk_create(
        EntryClaim(entry=entry, competency=competencies[n % len(competencies)], level=1)
        for n, entry in enumerate(entries)
    )
    missions, link = list(Mission.objects.all()), LogbookEntry.missions.through
    link.objects.bulk_create(
        link(logbookentry=entry, mission=missions[n % len(missions)])
        for n, entry in enumerate(entries)
    )


def livret_seconds(enrolment: Enrolment) -> float:
    """Seconds until its learner has the PDF; leaves the rows, so that it comes after the pages."""
    fill(enrolment)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(enrolment.learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(reverse("portfolio:export", args=[enrolment.pk, "json"]))  # a site that runs
    started = time.perf_counter()
    answer = client.get(reverse("portfolio:export", args=[enrolment.pk, "pdf"]))
    spent = time.perf_counter() - started
    if answer.status_code != HTTPStatus.OK or not answer.content.startswith(b"%PDF"):
        raise RuntimeError("Le livret à mesurer n’est pas venu.")
    return spent

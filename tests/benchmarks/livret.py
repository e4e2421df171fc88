"""A whole livret to take away, as long as a training of fourteen months; timed."""

import time
from datetime import date, timedelta
from http import HTTPStatus

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curricula.models import Competency, Mission
from people.enums import Role
from people.models import Membership
from portfolio.enums import Audience, EntryKind, MeetingKind, MeetingState, ReviewState, WeekState
from portfolio.models import (
    ActivityReview,
    EntryClaim,
    FollowUp,
    LogbookEntry,
    LogbookWeek,
    Meeting,
    MeetingMinutes,
)
from portfolio.queries.bilan import review_figures
from portfolio.rules.weeks import IsoWeek, week_of
from tests.benchmarks.sizes import MEETINGS, SITUATIONS, WEEKS
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


def meet(enrolment: Enrolment) -> None:
    """Visits with their minutes, diffused, and two actions each."""
    led_by = (
        Membership.objects.filter(
            organisation=enrolment.cohort.organisation, role=Role.COMPANION
        ).first()
        or Membership.objects.exclude(role=Role.LEARNER)[0]
    )
    held = Meeting.objects.bulk_create(
        Meeting(
            kind=MeetingKind.VISIT, enrolment=enrolment, practice_id=enrolment.practice_id,
            held_on=FIRST + timedelta(weeks=number), led_by=led_by, state=MeetingState.DIFFUSED,
            form_key=f"mesure-{number}",
        )
        for number in range(MEETINGS)
    )  # fmt: skip
    said = "Le poste est à part, le travail préparé est relu par le médecin. " * 4
    MeetingMinutes.objects.bulk_create(
        MeetingMinutes(
            meeting=one, number=1, first=said, second=said, third=said, written_by=led_by,
            written_at=timezone.now(),
        )
        for one in held
    )  # fmt: skip
    FollowUp.objects.bulk_create(
        FollowUp(
            meeting=one, text="Revoir la liste.", owner="learner", due_on=one.held_on,
            form_key=f"mesure-{one.pk}-{number}", agreed_by=led_by, agreed_at=timezone.now(),
        )
        for one in held for number in range(2)
    )  # fmt: skip


def sum_up(enrolment: Enrolment) -> None:
    """A balance sheet that was handed in and a draft, of the whole livret."""
    for number in (1, 2):
        made = ActivityReview.objects.create(
            enrolment=enrolment, practice_id=enrolment.practice_id, number=number, first=FIRST,
            last=FIRST + timedelta(weeks=WEEKS), audience=Audience.TRAINING,
            did="J’ai tenu l’accueil et préparé les dossiers. " * 20, form_key=f"mesure-{number}",
        )  # fmt: skip
        if number == 1:
            figures = review_figures(made, timezone.localdate())
            ActivityReview.objects.filter(pk=made.pk).update(
                state=ReviewState.HANDED_IN, figures=figures, handed_in_at=timezone.now()
            )


def livret_seconds(enrolment: Enrolment) -> float:
    """Seconds until its learner has the PDF; leaves the rows, so that it comes after the pages."""
    fill(enrolment)
    meet(enrolment)
    sum_up(enrolment)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(enrolment.learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(reverse("portfolio:export", args=[enrolment.pk, "json"]))  # a site that runs
    started = time.perf_counter()
    answer = client.get(reverse("portfolio:export", args=[enrolment.pk, "pdf"]))
    spent = time.perf_counter() - started
    if answer.status_code != HTTPStatus.OK or not answer.content.startswith(b"%PDF"):
        raise RuntimeError("Le livret à mesurer n’est pas venu.")
    return spent

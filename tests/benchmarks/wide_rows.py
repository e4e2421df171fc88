"""One cohort of many learners and sessions, written in bulk, then read: totals, weeks, files.

`python -m tests.benchmarks.wide_rows LEARNERS SESSIONS` fills an empty database; without arguments,
in another process whose memory is still small, it reads what was filled and prints JSON.
"""

# ruff: noqa: T201

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

TITLE = "Très grande promotion"
OF = 9  # marks, of which one is an absence and one a presence corrected to an absence
MORNING = 210


def fill(cohort: Any, trainer: Any, learners: int, sessions: int) -> None:
    """Learners, sessions one a day on weekdays in the modules in turn, and a mark for each.

    Some marks are absences, and some presences that were corrected to absences.
    """
    from tests.benchmarks.book import Book
    from training.models import Enrolment

    book = Book()
    practice, version = trainer.organisation_id, cohort.track_version
    for number in range(learners):
        _learner(book, cohort, practice, number)
    book.write()
    people = list(
        Enrolment.objects.filter(cohort=cohort).order_by("pk").values_list("pk", flat=True)
    )
    modules = list(version.modules.order_by("order").values_list("pk", flat=True))
    for number in range(sessions):
        _session(book, cohort, trainer, modules[number % len(modules)], people, number)
        if number % 20 == 19:
            book.write()
    book.write()


def _learner(book: Any, cohort: Any, practice: int, number: int) -> None:
    from people.models import User
    from training.models import Enrolment

    user = book.add(
        User, email=f"large{number}@livret.example", first_name="Camille",
        last_name=f"Large {number:04}", password="!",
    )  # fmt: skip
    book.add(
        Enrolment, learner_id=user, practice_id=practice, cohort_id=cohort.pk,
        track_version_id=cohort.track_version_id,
        qualification_id=cohort.track_version.qualification_id, recruited_on=cohort.starts_on,
        enrolled_at=_at(cohort.starts_on),
    )  # fmt: skip


def _session(
    book: Any, cohort: Any, trainer: Any, module: int, people: list[int], number: int
) -> None:
    from training.models import TrainingSession

    start = _at(_weekday(cohort.starts_on, number))
    session = book.add(
        TrainingSession, cohort_id=cohort.pk, module_id=module, state="held",
        category="in_person", title=f"Séance {number + 1}", starts_at=start,
        ends_at=start + timedelta(minutes=MORNING), trainer_id=trainer.pk, recorded_at=start,
        form_key=f"large-{number}",
    )  # fmt: skip
    for place, enrolment in enumerate(people):
        turn = (place + number) % OF
        _mark(book, trainer, (session, enrolment, module), start, 0 if turn == 0 else MORNING, 1)
        if turn == 1:
            _mark(book, trainer, (session, enrolment, module), start, 0, 2)


def _mark(
    book: Any, trainer: Any, where: tuple[int, int, int], at: datetime, minutes: int, number: int
) -> None:
    from training.models import Attendance, HoursEntry

    session, enrolment, module = where
    book.add(
        Attendance, session_id=session, enrolment_id=enrolment, number=number, minutes=minutes,
        presence="present" if minutes else "absent", reason="" if number == 1 else "Erreur.",
        marked_by_id=trainer.pk, marked_at=at,
    )  # fmt: skip
    if minutes or number > 1:
        book.add(
            HoursEntry, enrolment_id=enrolment, module_id=module, category="session",
            budget="in_person", state="accepted", minutes=minutes, occurred_on=at.date(),
            label="Séance", source_key=f"training.session:{session}:{enrolment}", version=number,
            posted_by_id=trainer.pk, posted_at=at,
        )  # fmt: skip


def _at(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))  # noqa: DTZ001


def _weekday(first: date, number: int) -> date:
    monday = first - timedelta(days=first.weekday())
    return monday + timedelta(days=7 * (number // 5) + number % 5)


def timed(work: Callable[[], Any]) -> dict[str, float]:
    """Seconds, SQL queries, and by how many megabytes the process grew at its highest."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before = kilobytes("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the highest point starts anew
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        work()
    return {
        "seconds": time.perf_counter() - started,
        "queries": len(queries),
        "megabytes": (kilobytes("VmHWM") - before) / 1024,
    }


def kilobytes(name: str) -> int:
    """Memory of this process: VmRSS now, VmHWM at its highest."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))


def emptied(parts: Iterator[bytes]) -> int:
    return sum(len(part) for part in parts)


def measure() -> dict[str, dict[str, float]]:
    """Each page and file of the cohort, asked for by its lead."""
    from django.conf import settings
    from django.test import Client

    from people.enums import Role
    from people.models import Membership
    from training.models import Cohort

    cohort = Cohort.objects.get(title=TITLE)
    lead = Membership.objects.filter(role=Role.LEAD).order_by("pk").first()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(lead.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    at = f"/promotions/{cohort.pk}"
    client.get("/accueil/")

    def file(name: str) -> Callable[[], int]:
        return lambda: emptied(client.get(f"{at}/export/{name}/").streaming_content)

    return {
        "Toutes les lignes, CSV": timed(file("lignes/csv")),
        "Toutes les lignes, XLSX": timed(file("lignes/xlsx")),
        "Page des totaux": timed(lambda: client.get(f"{at}/totaux/")),
        "Page des semaines": timed(lambda: client.get(f"{at}/semaines/")),
        "Totaux, CSV": timed(file("totaux/csv")),
        "Semaines, CSV": timed(file("semaines/csv")),
    }


def build(learners: int, sessions: int) -> None:
    """The site with its content, a training body and the cohort."""
    from django.utils import timezone

    from lms.services.startup import prepare
    from people.enums import Role
    from people.models import Membership
    from tests.benchmarks.world import build_world, published_tracks
    from training.services import create_cohort

    prepare(lambda text: print(f"  {text}", file=sys.stderr))
    today = timezone.localdate()
    build_world(1, published_tracks(), today)
    lead = Membership.objects.filter(role=Role.LEAD).order_by("pk").first()
    trainer = Membership.objects.filter(role=Role.TRAINER).order_by("pk").first()
    version = max(published_tracks().values(), key=lambda track: track.minutes)
    cohort = create_cohort(
        actor=lead, title=TITLE, track_version=version,
        starts_on=today - timedelta(weeks=42), ends_on=today + timedelta(weeks=2),
        now=timezone.now(),
    )  # fmt: skip
    fill(cohort, trainer, learners, sessions)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
    import django

    django.setup()
    if len(sys.argv) > 1:
        build(int(sys.argv[1]), int(sys.argv[2]))
    else:
        print(json.dumps(measure()))

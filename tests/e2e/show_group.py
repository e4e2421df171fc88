"""Brings a group of 30 to a running demo, with sessions to call.

`python -m tests.e2e.show_group Nord` says in JSON where and who they are, and gives cookies of the
first of them, as nobody has a password; with `salle`, the room of one more session is open now.
"""

import json
import os
import sys
from datetime import datetime, timedelta
from typing import Any

import django

PEOPLE, PAST = 30, 10
SIGNED_IN = 3
FIRST = (
    "Awa", "Bruno", "Chloé", "Driss", "Élise", "Farid", "Gaëlle", "Hugo", "Imane", "Jonas",
    "Karima", "Léo", "Marie-Antoinette", "Noé", "Océane",
)  # fmt: skip
LAST = ("Démo", "Essai de La Rochefoucauld-Montbéliard")


def gather(name: str, with_room: bool, now: datetime) -> dict[str, Any]:
    """A cohort of the training body of the demo, its people, and its announced sessions."""
    from curricula.models import Module
    from people.enums import OrganisationKind, Role
    from people.models import Membership, User
    from tests.benchmarks.measure import cookie_of
    from tests.factories import cohort_factory, enrolment_factory, organisation_factory
    from tests.factories.training import announced_factory

    trainer = Membership.objects.get(user__email="formateur@livret.example", role=Role.TRAINER)
    module = Module.objects.filter(track_version__cohorts__isnull=False).order_by("pk").first()
    cohort = cohort_factory(trainer.organisation, module.track_version)
    cohort.title = f"Groupe {name}"
    cohort.save()
    practice = organisation_factory(OrganisationKind.PRACTICE, f"Cabinet {name}")
    people = []
    for number in range(PEOPLE):
        user = User(
            email=f"{name.lower()}{number}@essai.example",
            first_name=FIRST[number % len(FIRST)], last_name=f"{LAST[number % 2]} {number + 1:02}",
        )  # fmt: skip
        user.set_unusable_password()
        user.save()
        people.append(enrolment_factory(cohort, user, practice))

    def session(title: str, starts_at: datetime, hours: int) -> int:
        more = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours)}
        key = f"{name}-{title}"
        told = {"title": f"{title} {name}", "trainer": trainer, "form_key": key}
        return announced_factory(cohort, module, **more | told).pk

    room = {"room": session("Salle ouverte", now - timedelta(minutes=30), 2)} if with_room else {}
    nine = now.replace(hour=9, minute=0, second=0, microsecond=0)
    return room | {
        "past": [
            session(f"Appel {ago}", nine - timedelta(days=ago), 3) for ago in range(1, PAST + 1)
        ],
        "people": [one.pk for one in people],
        "names": [str(one.learner) for one in people],
        "cookies": [cookie_of(one.learner) for one in people[:SIGNED_IN]],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    django.setup()
    from django.utils import timezone

    sys.stdout.write(json.dumps(gather(sys.argv[1], "salle" in sys.argv, timezone.localtime())))

"""What became of those who followed a track: the results that the public may read."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from curricula.models import Module, Track
from portfolio.models import ModuleAttestation
from records.enums import DocumentState
from training.models import Enrolment

# Below this number somebody could be recognised; our choice, no source sets it.
FEWEST = 5


@dataclass(frozen=True)
class TrackResult:
    """Of one training body: people whose cohort is over, and how many hold every attestation."""

    organisation: str
    over: int
    complete: int

    @property
    def percent(self) -> int:
        return round(100 * self.complete / self.over)


def track_results(track: Track, today: date) -> list[TrackResult]:
    """One result for each training body with at least `FEWEST` people whose cohort has ended.

    Every attestation: one in force for each module of the version followed, known by its code.
    One query, counted in the database.
    """
    attested = ModuleAttestation.objects.filter(
        enrolment=OuterRef(OuterRef("pk")),
        module__code=OuterRef("code"),
        document__state=DocumentState.IN_FORCE,
    )
    missing = Module.objects.filter(track_version=OuterRef("track_version")).exclude(
        Exists(attested)
    )
    over = Enrolment.objects.filter(track_version__track=track, cohort__ends_on__lt=today)
    counts = (
        over.values("cohort__organisation__name")
        .annotate(over=Count("pk"), complete=Count("pk", filter=~Exists(missing)))
        .filter(over__gte=FEWEST)
        .order_by("cohort__organisation__name")
    )
    return [
        TrackResult(row["cohort__organisation__name"], row["over"], row["complete"])
        for row in counts
    ]

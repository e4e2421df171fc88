from datetime import time
from typing import Any

from django.db import models

from people.models import Membership
from training.enums import PhaseKind
from training.rules.rhythm import Phase


class CohortPhaseQuerySet(models.QuerySet["CohortPhase"]):
    def visible_to(self, actor: Membership) -> "CohortPhaseQuerySet":
        """The staff of the training body that runs the cohort."""
        if not actor.is_staff:
            return self.none()
        return self.filter(cohort__organisation_id=actor.organisation_id)


def _half_whole(name: str) -> Any:
    """Both ends of a half-day or none; the end after the start."""
    start, end = f"{name}_start", f"{name}_end"
    none = models.Q(**{f"{start}__isnull": True, f"{end}__isnull": True})
    # A comparison with nothing is neither true nor false: both ends are asked for by name.
    both = models.Q(**{f"{start}__isnull": False, f"{end}__isnull": False})
    whole = both & models.Q(**{f"{end}__gt": models.F(start)})
    return models.CheckConstraint(
        condition=none | whole,
        name=f"phase_{name}_whole",
        violation_error_message="Une demi-journée a un début, puis une fin.",
    )


class CohortPhase(models.Model):
    """A part of the time of a cohort with its rhythm; `weekdays` holds digits from 1 (Monday) to 7.

    Personal data: none.
    """

    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="phases")
    kind = models.CharField("phase", max_length=12, choices=PhaseKind)
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    weekdays = models.CharField("jours de séance", max_length=7, blank=True)
    morning_start = models.TimeField("matin, début", null=True, blank=True)
    morning_end = models.TimeField("matin, fin", null=True, blank=True)
    afternoon_start = models.TimeField("après-midi, début", null=True, blank=True)
    afternoon_end = models.TimeField("après-midi, fin", null=True, blank=True)

    objects = CohortPhaseQuerySet.as_manager()

    class Meta:
        verbose_name = "phase"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="phase_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
            models.UniqueConstraint(
                fields=["cohort", "starts_on"],
                name="phase_once_a_day",
                violation_error_message="Une phase commence déjà ce jour-là.",
            ),
            _half_whole("morning"),
            _half_whole("afternoon"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def rhythm(self) -> Phase:
        pairs = (
            (self.morning_start, self.morning_end),
            (self.afternoon_start, self.afternoon_end),
        )
        hours: tuple[tuple[time, time], ...] = tuple((a, b) for a, b in pairs if a and b)
        days = frozenset(int(digit) for digit in self.weekdays)
        return Phase(PhaseKind(self.kind), self.starts_on, self.ends_on, days, hours)

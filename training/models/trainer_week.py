from django.db import models

from people.models import Membership
from training.enums import DayPart
from training.rules.availability import GivenWeek


class TrainerWeekQuerySet(models.QuerySet["TrainerWeek"]):
    def visible_to(self, actor: Membership) -> "TrainerWeekQuerySet":
        """The staff of the training body."""
        return self.filter(organisation_id=actor.organisation_id) if actor.is_staff else self.none()


class TrainerWeek(models.Model):
    """The half-days of a week that somebody gives to a training body. Rows are only added.

    `mornings` and `afternoons` hold digits from 1 (Monday) to 7; `until` is the last day, without
    it there is no end. The newest that has begun holds; without one every day is given.
    Personal data: when somebody works for the body; never why.
    """

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="given_weeks"
    )
    person = models.ForeignKey("people.User", models.PROTECT, related_name="given_weeks")
    number = models.PositiveSmallIntegerField("version")
    since = models.DateField("à partir du")
    until = models.DateField("dernier jour", null=True, blank=True)
    mornings = models.CharField("matins", max_length=7, blank=True)
    afternoons = models.CharField("après-midis", max_length=7, blank=True)
    said_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    said_at = models.DateTimeField("dite le")

    objects = TrainerWeekQuerySet.as_manager()

    class Meta:
        verbose_name = "semaine type d’un formateur"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "number"],
                name="trainer_week_number_once",
                violation_error_message="Cette version de la semaine type existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="trainer_week_dates_in_order",
                violation_error_message="Le dernier jour précède le premier.",
            ),
            models.CheckConstraint(
                condition=~models.Q(mornings="", afternoons=""),
                name="trainer_week_gives_a_half_day",
                violation_error_message="Une semaine type donne au moins une demi-journée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, semaine type, version {self.number}"

    @property
    def week(self) -> GivenWeek:
        pairs = ((self.mornings, DayPart.MORNING), (self.afternoons, DayPart.AFTERNOON))
        halves = frozenset((int(digit), part) for digits, part in pairs for digit in digits)
        return GivenWeek(self.since, self.until, halves)

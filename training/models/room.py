from django.db import models

from people.models import Membership


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, actor: Membership) -> "RoomQuerySet":
        """The staff of the training body."""
        return self.filter(organisation_id=actor.organisation_id) if actor.is_staff else self.none()


class Room(models.Model):
    """A room of a training body. Personal data: none."""

    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="rooms")
    name = models.CharField("nom", max_length=80)
    seats = models.PositiveSmallIntegerField("places")

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = "salle"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="room_name_once",
                violation_error_message="Une salle porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=models.Q(seats__gt=0),
                name="room_has_a_seat",
                violation_error_message="Une salle a une place au moins.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

from django.db import models


class Offer(models.Model):
    """What a training body tells the public of a track it delivers (Qualiopi, indicator 1).

    Personal data: none wanted; the contact may name a person of the training body.
    """

    track = models.ForeignKey("curricula.Track", models.CASCADE, related_name="offers")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="track_offers"
    )
    prerequisites = models.TextField("prérequis", blank=True)
    delay = models.TextField("délai d’accès", blank=True)
    price = models.TextField("tarif", blank=True)
    contact = models.TextField("contact", blank=True)
    accessibility = models.TextField("accessibilité aux personnes handicapées", blank=True)
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("renseignée le")

    class Meta:
        verbose_name = "offre de formation"
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "organisation"],
                name="offer_once_a_track",
                violation_error_message="Cet organisme a déjà renseigné ce parcours.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.track}, {self.organisation}"

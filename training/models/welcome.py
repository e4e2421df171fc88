from django.db import models


class WelcomePack(models.Model):
    """What a training body tells people when they arrive, in versions. Personal data: none.

    Rows are only added: a receipt is of the version that was read.
    """

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="welcome_packs"
    )
    number = models.PositiveSmallIntegerField("version")
    text = models.TextField("texte")
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "livret d’accueil"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="welcome_pack_number_once",
                violation_error_message="Cette version du livret d’accueil existe déjà.",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="welcome_pack_has_a_text",
                violation_error_message="Un livret d’accueil a un texte.",
            ),
        ]

    def __str__(self) -> str:
        return f"livret d’accueil, version {self.number}"

    @property
    def paragraphs(self) -> list[str]:
        """What empty lines part."""
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]


class WelcomeReceipt(models.Model):
    """A learner has read and received a version. Rows are only added.

    Personal data: who confirmed, when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="receipts")
    pack = models.ForeignKey(WelcomePack, models.PROTECT, related_name="receipts")
    confirmed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("confirmé le")

    class Meta:
        verbose_name = "reçu du livret d’accueil"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "pack"],
                name="welcome_receipt_once",
                violation_error_message="Ce livret d’accueil est déjà reçu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.pack}"

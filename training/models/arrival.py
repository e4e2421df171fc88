from django.db import models


class Arrival(models.Model):
    """Somebody arrived at a session: said with the code of the room, or seen by the trainer.

    It gives no hours: the roll call does. Rows are only added, one a person and session.
    Personal data: when a person arrived where, and who noted it.
    """

    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="arrivals")
    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField("arrivée")
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "arrivée"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                name="arrival_once",
                violation_error_message="Cette arrivée est déjà notée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} à {self.session_id}"


class RoomCodeTry(models.Model):
    """A code was typed; the last minutes are kept, so that nobody tries them all.

    Personal data: who typed, and when; gone an hour later.
    """

    member = models.ForeignKey("people.Membership", models.CASCADE, related_name="+")
    tried_at = models.DateTimeField("essayé le")

    class Meta:
        verbose_name = "essai d’un code"
        indexes = [models.Index(fields=["member", "tried_at"], name="code_tries_of_a_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.tried_at:%H:%M:%S}"

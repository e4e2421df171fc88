from django.db import models

from training.enums import SessionState


class ConvocationSending(models.Model):
    """Convocations sent at once to people of a cohort. Rows are only added.

    Personal data: who sent it; `bring` is never of a patient.
    """

    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="convocations")
    bring = models.TextField("à apporter ou à savoir", blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    sent_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("envoyée le")

    class Meta:
        verbose_name = "envoi de convocations"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"convocations, {self.cohort}"


class Convocation(models.Model):
    """A person is convoked to a session as it stood then. Rows are only added.

    What the message said stays as it was sent; an empty place or trainer was not known.
    Personal data: who is expected where and when.
    """

    sending = models.ForeignKey(ConvocationSending, models.PROTECT, related_name="convocations")
    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="convocations")
    session = models.ForeignKey(
        "training.TrainingSession", models.PROTECT, related_name="convocations"
    )
    version = models.PositiveIntegerField("version de la séance")
    opening = models.BooleanField("début de la formation", default=False)
    title = models.CharField("titre", max_length=200)
    module = models.CharField("module", max_length=200)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=120, blank=True)
    trainer = models.CharField("formateur", max_length=300, blank=True)

    class Meta:
        verbose_name = "convocation"
        ordering = ["starts_at", "session_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session", "version"],
                name="convoked_once_to_a_version",
                violation_error_message="Cette personne est déjà convoquée à cette séance.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="convocation_ends_after_start",
                violation_error_message="La fin doit suivre le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.title}"

    @property
    def cancelled(self) -> bool:
        """The session was cancelled since."""
        return self.session.state == SessionState.CANCELLED

    @property
    def changed(self) -> bool:
        """The session is no longer as it was told."""
        return not self.cancelled and self.session.version != self.version

from django.db import models

from training.enums import SignatureMeans


class PresenceSignature(models.Model):
    """A learner signed one mark; a later mark of theirs has to be signed anew. Rows are only added.

    `signed_by` is the account that acted: the learner's own, or the trainer who saw the person sign
    on their device or on paper. Personal data: who was where, signed when and how.
    """

    attendance = models.OneToOneField(
        "training.Attendance", models.PROTECT, related_name="signature"
    )
    means = models.CharField("moyen", max_length=10, choices=SignatureMeans)
    scan = models.ForeignKey(
        "records.KeptFile", models.PROTECT, related_name="+", null=True, blank=True
    )
    signed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("signé le")

    class Meta:
        verbose_name = "signature d’une présence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(means=SignatureMeans.PAPER, scan__isnull=False)
                | (~models.Q(means=SignatureMeans.PAPER) & models.Q(scan__isnull=True)),
                name="signature_on_paper_has_its_scan",
                violation_error_message="Une signature sur papier a sa feuille numérisée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.get_means_display()}"


class SheetSignature(models.Model):
    """Somebody of the training body signed all the marks of a session. Rows are only added.

    `marks` is how many rows of presence the session had then: one row more, and the sheet has to be
    signed again. Personal data: who signed.
    """

    session = models.ForeignKey(
        "training.TrainingSession", models.PROTECT, related_name="sheet_signatures"
    )
    marks = models.PositiveIntegerField("lignes de présence signées")
    signed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("signé le")

    class Meta:
        verbose_name = "signature d’une feuille"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "marks", "signed_by"],
                name="sheet_signed_once_by_each",
                violation_error_message="Vous avez déjà signé cette feuille.",
            ),
            models.CheckConstraint(
                condition=models.Q(marks__gt=0),
                name="sheet_signed_with_marks",
                violation_error_message="On ne signe pas une feuille vide.",
            ),
        ]

    def __str__(self) -> str:
        return f"feuille de {self.session_id}"


class AbsenceExcuse(models.Model):
    """The document of an absence, as the training body received it. Rows are only added.

    Personal data: why somebody was absent, in the paper itself; never the illness.
    """

    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="excuses")
    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="+")
    paper = models.OneToOneField("records.KeptFile", models.PROTECT, related_name="+")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    class Meta:
        verbose_name = "justificatif d’absence"

    def __str__(self) -> str:
        return f"{self.enrolment_id} à {self.session_id}"

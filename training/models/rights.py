from django.db import models

from curricula.enums import CarerDiploma
from training.enums import DiplomaSeen
from training.rules.regimes import REGIMES


class CheckedDiploma(models.Model):
    """A carer's diploma that somebody of the training body saw. A wrong one is withdrawn.

    Personal data: which diploma, when, seen by whom.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="diplomas")
    diploma = models.CharField("diplôme", max_length=10, choices=CarerDiploma)
    obtained_on = models.DateField("obtenu le")
    seen_as = models.CharField("ce qui a été vu", max_length=10, choices=DiplomaSeen)
    seen_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    seen_at = models.DateTimeField("vu le")
    withdrawn_by = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_because = models.CharField("motif du retrait", max_length=300, blank=True)

    class Meta:
        verbose_name = "diplôme contrôlé"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "diploma"],
                condition=models.Q(withdrawn_at=None),
                name="checked_diploma_once",
                violation_error_message="Ce diplôme est déjà contrôlé.",
            ),
            models.CheckConstraint(
                condition=models.Q(diploma__in=CarerDiploma.values),
                name="checked_diploma_known",
                violation_error_message="Ce diplôme n’est pas de ceux de l’arrêté.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawn_because=""
                )
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                & ~models.Q(withdrawn_because=""),
                name="checked_diploma_withdrawn_whole",
                violation_error_message="Un retrait a un auteur, un jour et un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.get_diploma_display()}"


class ExternalCertificate(models.Model):
    """A certificate from elsewhere, such as the AFGSU, with the day it ends as the paper says it.

    Personal data: what a person was certified for, by whom, when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="certificates")
    title = models.CharField("intitulé", max_length=160)
    issuer = models.CharField("délivré par", max_length=160)
    obtained_on = models.DateField("obtenu le")
    expires_on = models.DateField("valable jusqu’au", null=True, blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")
    withdrawn_by = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "certificat d’ailleurs"
        ordering = ["expires_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("obtained_on")),
                name="certificate_ends_after_it_begins",
                violation_error_message="La fin de validité vient avant l’obtention.",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(issuer=""),
                name="certificate_has_title_and_issuer",
                violation_error_message="Un certificat a un intitulé et un organisme.",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="certificate_withdrawn_by_and_at",
                violation_error_message="Un retrait a un auteur et un jour.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RegimeChoice(models.Model):
    """The regime of the delay that the lead chose for a person, and why. Rows are only added.

    The one that holds stands in `Enrolment.regime`, written in the same transaction.
    Personal data: the person, the reason, by whom and when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="regimes")
    number = models.PositiveSmallIntegerField("numéro")
    regime = models.CharField("régime", max_length=20)
    reason = models.CharField("motif", max_length=300)
    chosen_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField("choisi le")

    class Meta:
        verbose_name = "choix d’un régime de délai"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                name="regime_choice_number_once",
                violation_error_message="Ce choix est déjà noté.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="regime_choice_has_a_reason",
                violation_error_message="Un choix a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.regime}"

    @property
    def label(self) -> str:
        """The text in words."""
        return REGIMES[self.regime].label

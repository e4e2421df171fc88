from django.db import models

from training.enums import PriceTax


class TrainingTerms(models.Model):
    """What a training agreement says that nothing else knows: price, payment, means, follow-up.

    Rows are only added: a change is a further version. An agreement freezes the newest one.
    Personal data: the number of a person’s file at their funder.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField("version")
    price = models.DecimalField("prix en euros", max_digits=9, decimal_places=2)
    tax = models.CharField("taxe", max_length=10, choices=PriceTax)
    payment = models.CharField("modalités de règlement", max_length=1000)
    funder_file = models.CharField("dossier chez le financeur", max_length=80, blank=True)
    means = models.CharField("moyens", max_length=2000)
    follow_up = models.CharField("déroulement, suivi et sanction", max_length=2000)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrites le")

    class Meta:
        verbose_name = "conditions d’une convention de formation"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                name="training_terms_number_once",
                violation_error_message="Cette version des conditions existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=0),
                name="training_terms_price_not_negative",
                violation_error_message="Un prix n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=models.Q(tax__in=PriceTax.values),
                name="training_terms_tax_known",
                violation_error_message="Dites si le prix est HT, TTC ou exonéré.",
            ),
            models.CheckConstraint(
                condition=~models.Q(payment="") & ~models.Q(means="") & ~models.Q(follow_up=""),
                name="training_terms_whole",
                violation_error_message="Règlement, moyens, suivi et sanction sont à dire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, conditions {self.number}"

from django.db import models

from people.models import Membership
from records.models import Document
from training.models.enrolment import Enrolment


class EnrolmentDocumentQuerySet(models.QuerySet["EnrolmentDocument"]):
    def visible_to(self, actor: Membership) -> "EnrolmentDocumentQuerySet":
        """Of the enrolments that one sees, the documents that one may open."""
        return self.filter(
            enrolment__in=Enrolment.objects.visible_to(actor),
            document__in=Document.objects.visible_to(actor),
        )


class EnrolmentDocument(models.Model):
    """Ties an enrolment and a period to the document that states its hours. Rows are only added.

    Personal data: that hours of a person were stated, for which period.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="documents")
    document = models.OneToOneField(
        "records.Document", models.PROTECT, related_name="enrolment_document"
    )
    since = models.DateField("du")
    until = models.DateField("au")

    objects = EnrolmentDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document d’une inscription"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="enrolment_document_period_in_order",
                violation_error_message="La période finit avant de commencer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, du {self.since} au {self.until}"

from django.db import models

from people.models import Membership
from training.models import Enrolment


class ModuleAttestationQuerySet(models.QuerySet["ModuleAttestation"]):
    def visible_to(self, actor: Membership) -> "ModuleAttestationQuerySet":
        """Whoever sees the enrolment."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(actor))


class ModuleAttestation(models.Model):
    """Ties an enrolment and a module to the document that attests it.

    Personal data: that a person holds an attestation.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="attestations")
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    document = models.OneToOneField(
        "records.Document", models.PROTECT, related_name="module_attestation"
    )

    objects = ModuleAttestationQuerySet.as_manager()

    class Meta:
        verbose_name = "attestation de module"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.module_id}"

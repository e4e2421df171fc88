from django.db import models


class AuditEvent(models.Model):
    """Who did what, for which organisation, on which object, when. Rows are only added.

    Personal data: the acting person and the identifier of the object.
    """

    at = models.DateTimeField("le")
    actor = models.ForeignKey(
        "people.Membership", models.PROTECT, null=True, related_name="audit_events"
    )
    verb = models.CharField("acte", max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "trace"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type}:{self.object_id}"

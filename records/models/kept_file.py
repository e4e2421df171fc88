from uuid import uuid4

from django.db import models

from people.enums import Role
from people.models import Membership
from records.enums import FileAct
from records.models.document import private_storage
from records.permissions import FILE_ROLES


class KeptFileQuerySet(models.QuerySet["KeptFile"]):
    def visible_to(self, actor: Membership) -> "KeptFileQuerySet":
        """Those of the training body who hold sessions or lead; the person it is about.

        A paper that tells of practice went through quarantine: it is read where it belongs, by
        those who read what it belongs to, and never from here.
        """
        if actor.role in FILE_ROLES:
            shown = self.filter(organisation_id=actor.organisation_id)
        elif actor.role == Role.LEARNER:
            shown = self.filter(about_id=actor.user_id)
        else:
            return self.none()
        held = FileFact.objects.filter(file=models.OuterRef("pk"), act=FileAct.QUARANTINED)
        return shown.filter(~models.Exists(held))


class KeptFile(models.Model):
    """A paper handed in: a scanned sheet, the document of an absence. Never changed, never public.

    Personal data: whatever the paper says; who handed it in and whom it is about. A picture is kept
    without what the camera wrote into it.
    """

    key = models.UUIDField("clé", default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    about = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField("genre", max_length=4)
    file = models.FileField("fichier", storage=private_storage, upload_to="pieces/", max_length=200)
    size = models.PositiveIntegerField("octets")
    sha256 = models.CharField("empreinte", max_length=64)
    handed_in_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField("déposé le")

    objects = KeptFileQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["pdf", "jpg", "png"]),
                name="kept_file_kind_known",
                violation_error_message="Une pièce est un PDF ou une image.",
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0),
                name="kept_file_not_empty",
                violation_error_message="Une pièce n’est pas vide.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}.{self.kind}"

    def acts(self) -> set[FileAct]:
        """What has happened to it since it was handed in."""
        return {FileAct(act) for act in self.facts.values_list("act", flat=True)}


class FileFact(models.Model):
    """A paper was put in quarantine, cleared by its author, purged, or kept unread, with why.

    Rows are only added.
    A purged paper has no file any more; its row and its fingerprint stay. Personal data: who acted.
    """

    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="facts")
    act = models.CharField("acte", max_length=12, choices=FileAct)
    reason = models.CharField("raison", max_length=300, blank=True)
    by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "fait d’une pièce"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "act"],
                name="file_fact_once",
                violation_error_message="C’est déjà fait.",
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=FileAct.values),
                name="file_fact_known",
                violation_error_message="Acte inconnu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.get_act_display()}"

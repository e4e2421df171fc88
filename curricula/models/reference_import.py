from django.db import models

from curricula.permissions import can_edit_references
from people.models import Membership


class ReferenceImportQuerySet(models.QuerySet["ReferenceImport"]):
    def visible_to(self, actor: Membership) -> "ReferenceImportQuerySet":
        """Those who lead see what their training body handed in; nobody else sees any."""
        if not can_edit_references(actor):
            return self.none()
        return self.filter(actor__organisation_id=actor.organisation_id)


class ReferenceImport(models.Model):
    """A file handed in, read but not confirmed; once confirmed it is emptied and names its draft.

    Personal data: who handed it in, and the name of the file.
    """

    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    kind = models.CharField("genre", max_length=40)
    file_name = models.CharField("fichier", max_length=200)
    content = models.BinaryField("contenu", default=bytes)
    created_at = models.DateTimeField("déposé le")
    committed_at = models.DateTimeField("enregistré le", null=True, blank=True)
    draft = models.ForeignKey(
        "curricula.Qualification", models.SET_NULL, null=True, blank=True, related_name="imports"
    )

    objects = ReferenceImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import d’un référentiel"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.created_at:%Y-%m-%d %H:%M}"

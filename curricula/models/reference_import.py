from django.db import models

from curricula.enums import IMPORT_STEPS, ImportState
from curricula.permissions import can_edit_references
from people.models import Membership

ABOUT_LENGTH = 400


class ReferenceImportQuerySet(models.QuerySet["ReferenceImport"]):
    def visible_to(self, actor: Membership) -> "ReferenceImportQuerySet":
        """Those who lead see what their training body handed in; nobody else sees any."""
        if not can_edit_references(actor):
            return self.none()
        return self.filter(actor__organisation_id=actor.organisation_id)


class ReferenceImport(models.Model):
    """A file handed in; its preview is kept until it is confirmed, abandoned or forgotten.

    A job reads it, another writes it: `attempt` counts the jobs, `step` says how far the last one
    is. `seen` names what the preview was compared with. Once confirmed, refused or abandoned the
    file is emptied; a confirmed one names its draft.
    Personal data: who handed it in, and the name of the file.
    """

    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    kind = models.CharField("genre", max_length=40)
    file_name = models.CharField("fichier", max_length=200)
    content = models.BinaryField("contenu", default=bytes)
    state = models.CharField(
        "état", max_length=10, choices=ImportState, default=ImportState.READING
    )
    attempt = models.PositiveIntegerField("travaux", default=1)
    step = models.PositiveSmallIntegerField("étapes faites", default=0)
    reason = models.TextField("motif", blank=True)
    about = models.CharField("titre et version", max_length=ABOUT_LENGTH, blank=True)
    counts = models.JSONField("lignes par devenir", default=dict, blank=True)
    base = models.ForeignKey(
        "curricula.Qualification", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replaces = models.BooleanField("remplace un brouillon", default=False)
    seen = models.CharField("comparé à", max_length=60, blank=True)
    created_at = models.DateTimeField("déposé le")
    committed_at = models.DateTimeField("enregistré le", null=True, blank=True)
    draft = models.ForeignKey(
        "curricula.Qualification", models.SET_NULL, null=True, blank=True, related_name="imports"
    )

    objects = ReferenceImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import d’un référentiel"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values),
                name="reference_import_state_known",
                violation_error_message="État inconnu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def steps(self) -> tuple[str, ...]:
        """What a job does for it now, in order; empty when none has anything to do."""
        return IMPORT_STEPS.get(ImportState(self.state), ())


class ImportLine(models.Model):
    """A row of a preview: what becomes of it and why. Personal data: none."""

    waiting = models.ForeignKey(ReferenceImport, models.CASCADE, related_name="lines")
    rank = models.PositiveIntegerField("rang")
    place = models.TextField("place dans le fichier", blank=True)
    name = models.TextField("nom", blank=True)
    verdict = models.CharField("devenir", max_length=40)
    text = models.TextField("début du texte", blank=True)
    reasons = models.JSONField("refusée parce que", default=list, blank=True)
    remarks = models.JSONField("remarques", default=list, blank=True)
    fields = models.TextField("ce qui change", blank=True)

    class Meta:
        verbose_name = "ligne d’un aperçu"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["waiting", "rank"], name="import_line_rank_once")
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.name} : {self.verdict}"

from django.db import models

from curricula.enums import Moment
from people.enums import Role
from people.models import Membership
from portfolio.enums import Audience, Axis, EntryKind
from portfolio.rules.template import MAX_NAME
from training.models import Enrolment


class EntryTemplateQuerySet(models.QuerySet["EntryTemplate"]):
    def visible_to(self, actor: Membership) -> "EntryTemplateQuerySet":
        """One’s own, and nobody else’s; twin of `can_use_template`."""
        if actor.role != Role.LEARNER:
            return self.none()
        return self.filter(enrolment__in=Enrolment.objects.visible_to(actor))


class EntryTemplate(models.Model):
    """A situation that its author keeps as a model, to begin others with.

    It is no situation: it proves nothing, and nobody else reads it. Removed, it is gone.
    Personal data: text written by a learner (read by the patient-data guard).
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="entry_templates"
    )
    name = models.CharField("nom", max_length=MAX_NAME)
    kind = models.CharField("genre", max_length=15, choices=EntryKind)
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    text = models.TextField("premiers mots")
    moment = models.CharField("moment", max_length=10, choices=Moment, blank=True)
    axes = models.JSONField("axes", default=list, blank=True)
    audience = models.CharField("lue par", max_length=10, choices=Audience)
    missions = models.ManyToManyField("curricula.Mission", related_name="+", blank=True)
    competencies = models.ManyToManyField("curricula.Competency", related_name="+", blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    kept_at = models.DateTimeField("gardé le")
    version = models.PositiveIntegerField("version", default=1)

    objects = EntryTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "modèle de situation"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "name"],
                name="template_named_once",
                violation_error_message="Un de vos modèles porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(text=""),
                name="template_has_words",
                violation_error_message="Un modèle a un nom et des mots.",
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values),
                name="template_audience_known",
                violation_error_message="Ces lecteurs ne sont pas connus.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def touches(self) -> list[Axis]:
        """The axes, in the order of document 000."""
        return [axis for axis in Axis if axis in self.axes]

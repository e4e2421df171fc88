from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models

from curricula.enums import VersionState
from curricula.permissions import can_edit_references

if TYPE_CHECKING:
    from people.models import Membership

STATE_WORDS = {
    VersionState.DRAFT: "brouillon",
    VersionState.PUBLISHED: "publié",
    VersionState.RETIRED: "retiré",
}


def identifier_field() -> models.UUIDField:
    """What other sites know a row by; it never changes."""
    return models.UUIDField("identifiant", default=uuid4, unique=True, editable=False)


class QualificationQuerySet(models.QuerySet["Qualification"]):
    def visible_to(self, actor: "Membership") -> "QualificationQuerySet":
        """Any member reads what was published, also once retired: somebody may still follow it."""
        if can_edit_references(actor):
            return self
        return self.exclude(state=VersionState.DRAFT)


class Qualification(models.Model):
    """One version of a reference; immutable once published.

    `revision` counts the writes of a draft: a form names the one it saw.
    Personal data: who verified it, and when.
    """

    identifier = identifier_field()
    code = models.SlugField("code", max_length=60)
    version = models.CharField("version", max_length=40)
    title = models.CharField("titre", max_length=300)
    official = models.BooleanField("officiel", default=False)
    status_note = models.TextField("mention de statut", blank=True)
    source = models.TextField("source", blank=True)
    field_of_work = models.CharField("domaine", max_length=300, blank=True)
    certifier = models.CharField("certificateur", max_length=300, blank=True)
    valid_from = models.DateField("valable du", null=True, blank=True)
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    state = models.CharField(
        "état", max_length=10, choices=VersionState, default=VersionState.DRAFT
    )
    revision = models.PositiveIntegerField("écritures", default=0)
    verified_by = models.ForeignKey(
        "people.Membership", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="vérifié par",
    )  # fmt: skip
    verified_on = models.DateField("vérifié le", null=True, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = "référentiel"
        ordering = ["title", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="qualification_version_once",
                violation_error_message="Cette version du référentiel existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True, verified_on__isnull=True)
                | models.Q(verified_by__isnull=False, verified_on__isnull=False),
                name="qualification_verified_by_and_on",
                violation_error_message="Une vérification a un auteur et un jour.",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="qualification_valid_in_order",
                violation_error_message="La fin de validité précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def status_word(self) -> str:
        """How its status begins: « Rédaction de travail, non officiel », « Histoire (2008) »."""
        return self.status_note.partition(".")[0]

    @property
    def state_word(self) -> str:
        """Its state in the gender of « référentiel »."""
        return STATE_WORDS[VersionState(self.state)]


class Block(models.Model):
    """A block of competencies. Personal data: none."""

    identifier = identifier_field()
    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="blocks")
    code = models.CharField("code", max_length=60)
    title = models.CharField("titre", max_length=500)
    source = models.CharField("source", max_length=500, blank=True)
    note = models.TextField("note", blank=True)
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "bloc"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["qualification", "code"],
                name="block_code_once",
                violation_error_message="Ce code de bloc existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Competency(models.Model):
    """Something a person can show to be able to do. Personal data: none."""

    identifier = identifier_field()
    block = models.ForeignKey(Block, models.CASCADE, related_name="competencies")
    code = models.CharField("code", max_length=60)
    text = models.TextField("énoncé")
    origin = models.CharField("origine", max_length=300, blank=True)
    source = models.CharField("source", max_length=500, blank=True)
    note = models.TextField("note", blank=True)
    order = models.PositiveSmallIntegerField("rang")
    missions = models.ManyToManyField(
        "curricula.Mission", related_name="competencies", blank=True, verbose_name="missions"
    )

    class Meta:
        verbose_name = "compétence"
        ordering = ["block__order", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["block", "code"],
                name="competency_code_once",
                violation_error_message="Ce code de compétence existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Criterion(models.Model):
    """How one sees that a competency is shown, as its reference says. Personal data: none."""

    identifier = identifier_field()
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="own_criteria")
    code = models.CharField("code", max_length=60)
    text = models.TextField("énoncé")
    source = models.CharField("source", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "critère d’une compétence"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["competency", "code"],
                name="competency_criterion_code_once",
                violation_error_message="Ce code de critère existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Activity(models.Model):
    """A family of tasks of a reference. Personal data: none."""

    identifier = identifier_field()
    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="activities")
    code = models.CharField("code", max_length=60)
    title = models.CharField("titre", max_length=500)
    source = models.CharField("source", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "activité"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["qualification", "code"], name="activity_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """A task, at a level of its reference: 1 and 2, or others. Personal data: none."""

    identifier = identifier_field()
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="tasks")
    code = models.CharField("code", max_length=60)
    level = models.CharField("niveau", max_length=60, blank=True)
    text = models.TextField("énoncé")
    optional = models.BooleanField("facultative", default=False)
    source = models.CharField("source", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "tâche"
        ordering = ["activity__order", "order"]
        constraints = [models.UniqueConstraint(fields=["activity", "code"], name="task_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class TaskLink(models.Model):
    """A source says that a task calls for a competency. Personal data: none.

    `identifier` follows from those of its two ends (`rules/case_format.py:link_identifier`).
    """

    identifier = models.UUIDField("identifiant", unique=True, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="links")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="task_links")
    source = models.CharField("source", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "lien entre une tâche et une compétence"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "competency"],
                name="task_link_once",
                violation_error_message="Cette tâche est déjà reliée à cette compétence.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} > {self.competency}"

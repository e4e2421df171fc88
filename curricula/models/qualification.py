from django.db import models

from curricula.enums import VersionState


class Qualification(models.Model):
    """One version of a reference; immutable once published. Personal data: none."""

    code = models.SlugField("code", max_length=60)
    version = models.CharField("version", max_length=20)
    title = models.CharField("titre", max_length=200)
    official = models.BooleanField("officiel", default=False)
    status_note = models.TextField("mention de statut", blank=True)
    source = models.TextField("source", blank=True)
    state = models.CharField(
        "état", max_length=10, choices=VersionState, default=VersionState.DRAFT
    )

    class Meta:
        verbose_name = "référentiel"
        ordering = ["title", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="qualification_version_once",
                violation_error_message="Cette version du référentiel existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def status_word(self) -> str:
        """How its status begins: « Rédaction de travail, non officiel », « Histoire (2008) »."""
        return self.status_note.partition(".")[0]


class Block(models.Model):
    """A block of competencies. Personal data: none."""

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="blocks")
    code = models.CharField("code", max_length=20)
    title = models.CharField("titre", max_length=200)
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

    block = models.ForeignKey(Block, models.CASCADE, related_name="competencies")
    code = models.CharField("code", max_length=20)
    text = models.TextField("énoncé")
    origin = models.CharField("origine", max_length=120, blank=True)
    source = models.CharField("source", max_length=300, blank=True)
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


class Activity(models.Model):
    """A family of tasks of a reference. Personal data: none."""

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="activities")
    code = models.CharField("code", max_length=20)
    title = models.CharField("titre", max_length=300)
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
    """A task at a level. The source ties no task to a competency. Personal data: none."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="tasks")
    code = models.CharField("code", max_length=20)
    level = models.CharField("niveau", max_length=10)
    text = models.TextField("énoncé")
    optional = models.BooleanField("facultative", default=False)
    source = models.CharField("source", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "tâche"
        ordering = ["activity__order", "order"]
        constraints = [models.UniqueConstraint(fields=["activity", "code"], name="task_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

from django.db import models

from curricula.enums import Domain, VersionState


class Track(models.Model):
    """A way through training, known to the public. Personal data: none."""

    code = models.SlugField("code", max_length=40, unique=True)
    title = models.CharField("titre", max_length=160)
    audience = models.CharField("public", max_length=300, blank=True)

    class Meta:
        verbose_name = "parcours"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class TrackVersion(models.Model):
    """What is due in one version of a track; immutable once published. Personal data: none."""

    track = models.ForeignKey(Track, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("numéro")
    qualification = models.ForeignKey(
        "curricula.Qualification", models.PROTECT, related_name="track_versions"
    )
    minutes = models.PositiveIntegerField("durée en minutes")
    note = models.TextField("note", blank=True)
    source = models.TextField("source", blank=True)
    state = models.CharField(
        "état", max_length=10, choices=VersionState, default=VersionState.DRAFT
    )

    class Meta:
        verbose_name = "version de parcours"
        ordering = ["track__code", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "number"],
                name="track_version_once",
                violation_error_message="Cette version du parcours existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0),
                name="track_version_minutes_positive",
                violation_error_message="La durée doit être positive.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track.title}, version {self.number}"


class Module(models.Model):
    """A part of a track version with its hour budget. Personal data: none."""

    track_version = models.ForeignKey(TrackVersion, models.CASCADE, related_name="modules")
    code = models.CharField("code", max_length=20)
    title = models.CharField("titre", max_length=200)
    summary = models.TextField("résumé", blank=True)
    domain = models.CharField("domaine", max_length=20, choices=Domain, blank=True)
    minutes = models.PositiveIntegerField("durée en minutes")
    order = models.PositiveSmallIntegerField("rang")
    lessons = models.ManyToManyField(
        "curricula.LessonPage", through="curricula.ModuleLesson", related_name="modules"
    )

    class Meta:
        verbose_name = "module"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["track_version", "code"],
                name="module_code_once",
                violation_error_message="Ce code de module existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ModuleLesson(models.Model):
    """The place of a lesson in a module. Personal data: none."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="module_lessons")
    lesson = models.ForeignKey(
        "curricula.LessonPage", models.PROTECT, related_name="module_lessons"
    )
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "leçon d’un module"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["module", "lesson"], name="module_lesson_once")
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.lesson_id}"

from django.db import models

from curricula.enums import BudgetCategory, Domain, Mastery, VersionState


class Track(models.Model):
    """A way through training, known to the public. Personal data: none."""

    code = models.SlugField("code", max_length=40, unique=True)
    title = models.CharField("titre", max_length=160)
    audience = models.CharField("public", max_length=300, blank=True)
    for_carers = models.BooleanField("réservé aux soignants diplômés", default=False)

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
    revision = models.PositiveIntegerField("révision", default=0)
    work_analysis = models.TextField("analyse du travail", blank=True)
    work_tutor = models.TextField("formateur-tuteur désigné", blank=True)
    work_reflection = models.TextField("phases réflexives", blank=True)
    work_evaluation = models.TextField("évaluations de la situation de travail", blank=True)

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
    spacing_days = models.PositiveSmallIntegerField("jours entre deux séances", default=0)
    refresh_weeks = models.PositiveSmallIntegerField("rappel après, en semaines", default=0)
    lessons = models.ManyToManyField(
        "curricula.LessonPage", through="curricula.ModuleLesson", related_name="modules"
    )
    competencies = models.ManyToManyField(
        "curricula.Competency", related_name="modules", verbose_name="compétences visées"
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


class ModuleBudget(models.Model):
    """The minutes of a module in one category; they add up to the module. Personal data: none."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="budgets")
    category = models.CharField("catégorie", max_length=10, choices=BudgetCategory)
    minutes = models.PositiveIntegerField("minutes")

    class Meta:
        verbose_name = "heures d’un module par catégorie"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "category"],
                name="module_budget_once",
                violation_error_message="Cette catégorie est déjà dans le module.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0),
                name="module_budget_minutes_positive",
                violation_error_message="Une durée est d’au moins une minute.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} : {self.minutes} min"


class CategoryCap(models.Model):
    """The most minutes that a track version may hold in one category. Personal data: none."""

    track_version = models.ForeignKey(TrackVersion, models.CASCADE, related_name="caps")
    category = models.CharField("catégorie", max_length=10, choices=BudgetCategory)
    minutes = models.PositiveIntegerField("plafond en minutes")

    class Meta:
        verbose_name = "plafond d’une catégorie"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["track_version", "category"],
                name="category_cap_once",
                violation_error_message="Cette catégorie a déjà un plafond.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} : {self.minutes} min au plus"


class Prerequisite(models.Model):
    """What a module asks of an earlier one before it opens. Personal data: none."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="prerequisites")
    required = models.ForeignKey(Module, models.CASCADE, related_name="opens")
    mastery = models.CharField("exigence", max_length=10, choices=Mastery)

    class Meta:
        verbose_name = "prérequis"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "required"],
                name="prerequisite_once",
                violation_error_message="Ce prérequis est déjà noté.",
            ),
            models.CheckConstraint(
                condition=~models.Q(module=models.F("required")),
                name="prerequisite_is_another_module",
                violation_error_message="Un module ne se demande pas lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.required_id} avant {self.module_id}"


class AcceptedAbsence(models.Model):
    """A competency that no module covers, and why that is accepted. Personal data: who accepts."""

    track_version = models.ForeignKey(TrackVersion, models.CASCADE, related_name="absences")
    competency = models.ForeignKey("curricula.Competency", models.PROTECT, related_name="+")
    reason = models.TextField("motif")
    accepted_by = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField("acceptée le")

    class Meta:
        verbose_name = "absence acceptée"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["track_version", "competency"],
                name="absence_once",
                violation_error_message="Cette absence est déjà acceptée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} : {self.reason}"

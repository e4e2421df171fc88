from django.db import models


class Rubric(models.Model):
    """A grid of criteria; locked at its first grade. Personal data: none."""

    code = models.SlugField("code", max_length=60, unique=True)
    title = models.CharField("titre", max_length=200)

    class Meta:
        verbose_name = "grille"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class RubricCriterion(models.Model):
    """One criterion with four described levels (0 to 3). Personal data: none."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    code = models.CharField("code", max_length=20)
    title = models.CharField("critère", max_length=300)
    levels = models.JSONField("niveaux décrits, de 0 à 3")
    order = models.PositiveSmallIntegerField("rang")
    competencies = models.ManyToManyField(
        "curricula.Competency", related_name="criteria", blank=True, verbose_name="compétences"
    )

    class Meta:
        verbose_name = "critère"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="criterion_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """The written synthesis asked at the end of a module. Personal data: none."""

    module = models.OneToOneField(
        "curricula.Module", models.CASCADE, related_name="assignment", verbose_name="module"
    )
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="assignments")
    title = models.CharField("titre", max_length=200)
    prompt = models.TextField("consigne")
    min_words = models.PositiveSmallIntegerField("mots, au moins")
    max_words = models.PositiveSmallIntegerField("mots, au plus")

    class Meta:
        verbose_name = "écrit de synthèse"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(max_words__gt=models.F("min_words")),
                name="assignment_words_in_order",
                violation_error_message="Le maximum de mots doit dépasser le minimum.",
            )
        ]

    def __str__(self) -> str:
        return self.title

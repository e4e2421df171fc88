from django.db import models

from curricula.enums import SearchKind


class SearchEntry(models.Model):
    """What can be found, with the stems of its words, so that every database finds the same.

    Made from lessons and missions, never written by hand. Personal data: none.
    """

    kind = models.CharField("genre", max_length=10, choices=SearchKind)
    key = models.CharField("clé", max_length=60, unique=True)
    lesson = models.ForeignKey(
        "curricula.LessonPage",
        models.CASCADE,
        related_name="search_entries",
        null=True,
        blank=True,
    )
    mission = models.ForeignKey(
        "curricula.Mission",
        models.CASCADE,
        related_name="search_entries",
        null=True,
        blank=True,
    )
    title = models.TextField("titre")
    text = models.TextField("texte", blank=True)
    source = models.TextField("source", blank=True)
    title_stems = models.TextField("radicaux du titre")
    stems = models.TextField("radicaux du titre et du texte")

    class Meta:
        verbose_name = "entrée de la recherche"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lesson__isnull=False, mission__isnull=True)
                | models.Q(lesson__isnull=True, mission__isnull=False),
                name="search_entry_one_source",
                violation_error_message="Une entrée vient d’une leçon ou d’une mission.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

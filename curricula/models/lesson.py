from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from curricula.blocks import LessonBlocks


class LessonIndexPage(Page):
    """The shelf of all lessons. Personal data: none."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["curricula.LessonPage"]
    max_count = 1

    class Meta:
        verbose_name = "rayon des leçons"


class LessonPage(Page):
    """A lesson. Learners reach it through their track, never by its address in the tree.

    Personal data: none.
    """

    code = models.CharField("code", max_length=10, unique=True)
    minutes = models.PositiveSmallIntegerField(
        "durée moyenne en minutes",
        validators=[MinValueValidator(1)],
        help_text="Durée moyenne déclarée de l’activité à distance (Code du travail, D6313-3-1).",
    )
    summary = models.CharField("résumé", max_length=300)
    reviewed_on = models.DateField("relue le")
    body = StreamField(LessonBlocks(), verbose_name="contenu")

    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("minutes"),
        FieldPanel("summary"),
        FieldPanel("reviewed_on"),
        FieldPanel("body"),
    ]
    parent_page_types = ["curricula.LessonIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "leçon"

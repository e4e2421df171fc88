from typing import TYPE_CHECKING

from csp.constants import SELF
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from curricula.blocks import LessonBlocks
from curricula.enums import SearchKind
from curricula.models.search import SearchEntry

if TYPE_CHECKING:
    from curricula.models.question import Question


class LessonIndexPage(Page):
    """The shelf of all lessons. Personal data: none."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["curricula.LessonPage"]
    max_count = 1
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = "rayon des leçons"

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        raise Http404


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
    source_checksum = models.CharField(
        "empreinte du fichier chargé", max_length=64, blank=True, editable=False
    )

    template = "curricula/lesson/preview.html"
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
    # Who may read a lesson is said by the enrolment, never by the editor.
    private_page_options: list[str] = []

    class Meta:
        verbose_name = "leçon"

    def clean(self) -> None:
        """A lesson asks only its own questions."""
        super().clean()
        if strange := self._named("question") - self.inline_questions.keys():
            names = ", ".join(sorted(strange))
            raise ValidationError({"body": f"Pas une question de cette leçon : {names}."})

    def _named(self, kind: str) -> set[str]:
        blocks = self.body.raw_data if self.body else []
        return {block["value"] for block in blocks if block["type"] == kind}

    @property
    def inline_questions(self) -> dict[str, "Question"]:
        """The questions that the text asks, by their code; no query if it asks none, else two."""
        asked = self._named("question")
        if not (asked and self.pk):
            return {}
        found = self.questions.filter(code__in=asked).prefetch_related("choices")
        return {question.code: question for question in found}

    @property
    def glossary_words(self) -> dict[str, dict[str, str]]:
        """The words of the glossary that the text shows; no query if it shows none, else one."""
        named = self._named("word")
        if not named:
            return {}
        entries = SearchEntry.objects.filter(kind=SearchKind.DEFINITION, title__in=named)
        found = entries.order_by("-pk").values_list("title", "text", "source")
        return {
            term: {"term": term, "text": text, "source": source} for term, text, source in found
        }

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Not a public page: a view of `training` shows it to those who are enrolled."""
        raise Http404

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The editor shows the preview in a frame of its own site."""
        response = super().serve_preview(request, mode_name)
        response._csp_replace = {"frame-ancestors": [SELF]}
        return response

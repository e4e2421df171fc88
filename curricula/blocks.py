"""Blocks that a lesson is made of."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from curricula.enums import FactStatus, SearchKind
from curricula.rules.media import AUDIO, CAPTIONS, PAPERS, VIDEO, ending
from curricula.rules.search import sorting_key


class FactBlock(blocks.StructBlock):
    """A fact never goes without its source, its date and how sure it is."""

    text = blocks.TextBlock(label="fait")
    source = blocks.CharBlock(label="source", max_length=300)
    date = blocks.CharBlock(label="date", max_length=60)
    status = blocks.ChoiceBlock(label="état", choices=FactStatus.choices)

    class Meta:
        icon = "success"
        label = "Fait sourcé"
        template = "curricula/lesson/blocks/fact.html"


class ListBlock(blocks.StructBlock):
    ordered = blocks.BooleanBlock(label="numérotée", required=False)
    items = blocks.ListBlock(blocks.TextBlock(label="élément"), label="éléments")

    class Meta:
        icon = "list-ul"
        label = "Liste"
        template = "curricula/lesson/blocks/list.html"


class DefinitionBlock(blocks.StructBlock):
    term = blocks.CharBlock(label="terme", max_length=120)
    text = blocks.TextBlock(label="définition")
    source = blocks.CharBlock(label="source", max_length=300, required=False)

    class Meta:
        icon = "openquote"
        label = "Définition"
        template = "curricula/lesson/blocks/definition.html"


class CaseBlock(blocks.StructBlock):
    situation = blocks.TextBlock(label="situation")
    question = blocks.TextBlock(label="question")
    answer = blocks.TextBlock(label="une réponse possible")

    class Meta:
        icon = "help"
        label = "Cas à travailler"
        template = "curricula/lesson/blocks/case.html"


class ChecklistBlock(blocks.StructBlock):
    """Points to tick on the page or on paper; the ticks are stored nowhere."""

    title = blocks.CharBlock(label="titre", max_length=150)
    items = blocks.ListBlock(blocks.TextBlock(label="point"), label="points")

    class Meta:
        icon = "list-ul"
        label = "Liste à cocher"
        template = "curricula/lesson/blocks/checklist.html"


class TableBlock(TypedTableBlock):
    """A table has a caption and a heading over each column."""

    text = blocks.TextBlock(label="Texte", required=False)

    def clean(self, value: TypedTable) -> TypedTable:
        table = super().clean(value)
        if not table.caption.strip():
            raise ValidationError("Un tableau a une légende, qui dit ce qu’il montre.")
        if not table.columns or not table.row_data:
            raise ValidationError("Un tableau a au moins une colonne et une ligne.")
        if not all(column["heading"].strip() for column in table.columns):
            raise ValidationError("Chaque colonne d’un tableau a un en-tête.")
        return table


class PictureBlock(blocks.StructBlock):
    """A picture says in words what it shows, and whose it is."""

    picture = ImageChooserBlock(label="image")
    alternative = blocks.CharBlock(
        label="texte de remplacement",
        max_length=300,
        help_text="Ce que l’image montre, pour qui ne la voit pas.",
    )
    caption = blocks.CharBlock(label="légende", max_length=300, required=False)
    credit = blocks.CharBlock(
        label="crédit", max_length=200, help_text="De qui est l’image, et sous quelle licence."
    )

    class Meta:
        icon = "image"
        label = "Image"
        template = "curricula/lesson/blocks/picture.html"


class FileBlock(blocks.StructBlock):
    """A block whose files are checked for their kind: name of the part, endings allowed."""

    endings: Mapping[str, tuple[str, ...]] = {}

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        wrong = {
            part: ValidationError(f"Choisissez un fichier {' ou '.join(allowed)}.")
            for part, allowed in self.endings.items()
            if cleaned[part] and ending(cleaned[part].filename) not in allowed
        }
        if wrong:
            raise blocks.StructBlockValidationError(block_errors=wrong)
        return cleaned


class VideoBlock(FileBlock):
    """A film of one’s own, with captions for who does not hear and a text for who does not see."""

    endings = {"file": VIDEO, "captions": CAPTIONS}

    title = blocks.CharBlock(label="titre", max_length=150)
    file = DocumentChooserBlock(label="vidéo (mp4 ou webm)")
    captions = DocumentChooserBlock(label="sous-titres (WebVTT)")
    transcript = blocks.TextBlock(label="transcription")

    class Meta:
        icon = "media"
        label = "Vidéo"
        template = "curricula/lesson/blocks/video.html"


class AudioBlock(FileBlock):
    endings = {"file": AUDIO}

    title = blocks.CharBlock(label="titre", max_length=150)
    file = DocumentChooserBlock(label="son (mp3 ou ogg)")
    transcript = blocks.TextBlock(label="transcription")

    class Meta:
        icon = "media"
        label = "Son"
        template = "curricula/lesson/blocks/audio.html"


class DocumentBlock(FileBlock):
    endings = {"file": PAPERS}

    title = blocks.CharBlock(label="titre", max_length=150)
    file = DocumentChooserBlock(label="document (pdf)")
    note = blocks.TextBlock(label="ce que l’on y trouve", required=False)

    class Meta:
        icon = "doc-full"
        label = "Document"
        template = "curricula/lesson/blocks/document.html"


def question_choices() -> list[tuple[str, str]]:
    """Every question by its code; the page refuses those of other lessons."""
    questions = apps.get_model("curricula", "Question").objects.order_by("code")
    return [(code, f"{code} : {text[:80]}") for code, text in questions.values_list("code", "text")]


def word_choices() -> list[tuple[str, str]]:
    """Every word that a published lesson defines, once."""
    entries = apps.get_model("curricula", "SearchEntry").objects.filter(kind=SearchKind.DEFINITION)
    terms = set(entries.values_list("title", flat=True))
    return [(term, term) for term in sorted(terms, key=sorting_key)]


class NamedBlock(blocks.ChoiceBlock):
    """Something kept elsewhere, by its name. The page gives all that its text names in one go."""

    given, shown = "", ""

    def normalize_choice(self, value: str) -> str:
        """A name is text already; looking it up among all choices would cost a query each."""
        return value

    def get_context(self, value: str, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context[self.shown] = context.get(self.given, {}).get(value)
        return context


class QuestionBlock(NamedBlock):
    """A question of the lesson, to try oneself: not graded."""

    given, shown = "questions", "question"


class GlossaryBlock(NamedBlock):
    """A word that another lesson defines, shown with its definition as it is today."""

    given, shown = "words", "word"


class ReflectionBlock(blocks.StructBlock):
    """Something to think about, then to write in the livret."""

    prompt = blocks.TextBlock(label="invitation à écrire")

    class Meta:
        icon = "edit"
        label = "Réflexion"
        template = "curricula/lesson/blocks/reflection.html"


class LessonBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label="Titre de partie", icon="title", template="curricula/lesson/blocks/heading.html"
    )
    text = blocks.TextBlock(
        label="Texte", icon="pilcrow", template="curricula/lesson/blocks/text.html"
    )
    key_point = blocks.TextBlock(
        label="À retenir", icon="pick", template="curricula/lesson/blocks/key_point.html"
    )
    fact = FactBlock()
    list = ListBlock()
    definition = DefinitionBlock()
    word = GlossaryBlock(
        label="Mot du glossaire",
        icon="openquote",
        choices=word_choices,
        template="curricula/lesson/blocks/word.html",
        help_text="Un mot déjà défini dans une leçon publiée, avec sa définition d’aujourd’hui.",
    )
    case = CaseBlock()
    checklist = ChecklistBlock()
    table = TableBlock(label="Tableau", icon="table", template="curricula/lesson/blocks/table.html")
    picture = PictureBlock()
    video = VideoBlock()
    audio = AudioBlock()
    document = DocumentBlock()
    question = QuestionBlock(
        label="Question de la leçon",
        icon="help",
        choices=question_choices,
        template="curricula/lesson/blocks/question.html",
        help_text="Une question de cette leçon. Elle n’est pas notée ici.",
    )
    reflection = ReflectionBlock()

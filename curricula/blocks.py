"""Blocks that a lesson is made of."""

from wagtail import blocks

from curricula.enums import FactStatus


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
    case = CaseBlock()

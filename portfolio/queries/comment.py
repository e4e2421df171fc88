"""The comments beside the sentences of situations; one query for any number of them."""

from collections.abc import Iterable, Sequence
from typing import cast

from django.db.models import Field, Prefetch, prefetch_related_objects
from django.utils.text import capfirst

from people.models import Membership
from portfolio.models import LogbookEntry, SentenceComment
from portfolio.models.comment import SentenceCommentQuerySet
from portfolio.permissions import can_read_feelings
from portfolio.rules.comment import Sentence, beside
from portfolio.rules.entry import TEXTS


def readable_comments(actor: Membership) -> SentenceCommentQuerySet:
    """Those the actor reads, with who wrote them and what was answered."""
    return SentenceComment.objects.visible_to(actor).select_related("author__user", "answer")


def load_comments(entries: Sequence[LogbookEntry], actor: Membership) -> None:
    """Give each situation the comments that the actor reads; one query, none without any."""
    prefetch_related_objects(
        entries, Prefetch("comments", readable_comments(actor), to_attr="remarks")
    )


def open_comments(entries: Iterable[LogbookEntry]) -> list[SentenceComment]:
    """Those without an answer, in the order of the situations; no query once they are loaded."""
    every = [one for entry in entries for one in getattr(entry, "remarks", ())]
    return [one for one in every if one.answered is None]


def sentences_to_comment(
    entry: LogbookEntry, actor: Membership
) -> list[tuple[str, list[Sentence]]]:
    """The sentences that the actor may comment, under the title of their part; no query."""
    read = [field for field in TEXTS if field != "feeling" or can_read_feelings(actor)]
    cut = beside({field: getattr(entry, field) for field in read}, ()).fields
    return [(_title(field), found) for field, found in cut.items() if found]


def _title(field: str) -> str:
    column = cast(Field, LogbookEntry._meta.get_field(field))
    return capfirst(str(column.verbose_name))

"""A text that named a patient is taken out of what corrections, walls and comments keep."""

from datetime import datetime

from people.models import Membership
from people.services import audit
from portfolio.enums import SharingAct
from portfolio.models import LogbookEntry, SentenceComment, SharingFact, WallCopy, WeekAmendment
from portfolio.rules.amendment import REMOVED, rewritten_texts, without_texts

ON_THE_WALL = ("text", "result", "learnt")


def take_out_name(*, actor: Membership, amendment: WeekAmendment, now: datetime) -> None:
    """Blank the texts that a correction changes: in its « avant », in the earlier corrections of
    the same situation, in its copies on the wall and beside its comments; part of that transaction.

    Keeping what names a patient is a greater fault than a gap in a history
    (docs/rules/patient-data.md, 7). That something stood there, and by whom it went, stays.
    """
    names = rewritten_texts(amendment.before, amendment.after)
    earlier = WeekAmendment.objects.filter(entry=amendment.entry_id, pk__lt=amendment.pk)
    for row in earlier.exclude(entry=None):
        before, after = without_texts(row.before, names), without_texts(row.after, names)
        WeekAmendment.objects.filter(pk=row.pk).update(before=before, after=after)
    amendment.before = without_texts(amendment.before, names)
    WeekAmendment.objects.filter(pk=amendment.pk).update(before=amendment.before)
    if amendment.entry:
        _leave_the_wall(actor, amendment.entry, names, now)
        _leave_the_comments(amendment, names)
    audit(actor, "portfolio.amendment.redacted", amendment, at=now, texts=",".join(names))


def _leave_the_wall(
    actor: Membership, entry: LogbookEntry, names: list[str], now: datetime
) -> None:
    """No copy keeps the texts; one that stands goes, and says why."""
    gone = [name for name in ON_THE_WALL if name in names]
    if not gone:
        return
    for copy in WallCopy.objects.filter(entry=entry):
        texts = {name: REMOVED for name in gone if getattr(copy, name)}
        WallCopy.objects.filter(pk=copy.pk).update(**texts)
    newest = entry.sharing_facts.last()
    if newest and newest.act == SharingAct.CONSENTED:
        SharingFact.objects.create(
            entry=entry, number=newest.number + 1, act=SharingAct.REMOVED,
            reason="Un nom de patient a été retiré de la situation.", noted_by=actor, noted_at=now,
        )  # fmt: skip


def _leave_the_comments(amendment: WeekAmendment, names: list[str]) -> None:
    """A sentence that no longer stands is not read beside its comment either."""
    for comment in SentenceComment.objects.filter(entry=amendment.entry, field__in=names):
        if comment.sentence not in amendment.after[comment.field]:
            SentenceComment.objects.filter(pk=comment.pk).update(sentence=REMOVED)

"""Two comments on the newest situations that a trainer reads; one is answered."""

from datetime import datetime

from lms.services.demo.cast import Cast
from people.enums import Role
from portfolio.enums import CommentAct, EntryKind, WeekState
from portfolio.models import LogbookEntry
from portfolio.services import answer_comment, comment_sentence
from training.models import Enrolment

REMARK = "Comment l’avez-vous préparé ? Dites les étapes en une phrase (démonstration)."


def comment_two(cast: Cast, first: Enrolment, now: datetime) -> None:
    """On the newest situations of somebody, obstacles apart; the older of the two is answered."""
    learner = first.learner.memberships.get(role=Role.LEARNER)
    read = LogbookEntry.objects.visible_to(cast.trainer).exclude(week__state=WeekState.DRAFT)
    own = read.filter(week__enrolment=first).exclude(kind=EntryKind.OBSTACLE)
    for entry, answered in zip(own.order_by("-day", "-pk")[:2], (False, True), strict=False):
        made = comment_sentence(
            actor=cast.trainer, entry=entry, field="text", place=0, version=entry.version,
            remark=REMARK, form_key=f"demo-commentaire-{entry.pk}", now=now,
        )  # fmt: skip
        if answered:
            answer_comment(actor=learner, comment=made, act=CommentAct.TAKEN, now=now)

"""What of the livret waits of somebody, for « Ce qui vous attend » (docs/rules/waiting.md)."""

from django.db.models import DateTimeField, F, Q
from django.db.models.functions import Cast

from people.enums import Role
from portfolio.enums import ActionOwner
from portfolio.models import FollowUp, SentenceComment
from training.enums import WaitingKind
from training.queries.waiting import Asked, Asker, Readers


def late_actions(asker: Asker) -> Asked:
    """What was agreed at a meeting, is not done, and whose day has passed.

    Of those who do it, if it is the person or their group, and of those who accompany. The act is
    at the meeting.
    """
    rows = FollowUp.objects.visible_to(asker.actor).open().filter(due_on__lt=asker.today)
    people = Q(meeting__enrolment__in=asker.people(WaitingKind.ACTION))
    if asker.enrolment:
        group = Q(meeting__cohort=asker.enrolment.cohort_id)
    else:
        group = Q(meeting__cohort__ends_on__gte=asker.today)
    rows = rows.filter(people | group)
    if asker.actor.role == Role.LEARNER:
        rows = rows.filter(owner__in=(ActionOwner.LEARNER, ActionOwner.GROUP))
    return Asked(rows.annotate(asked_at=Cast("due_on", DateTimeField())), row="meeting")


def comments_without_answer(asker: Asker) -> Asked:
    """What was said beside a sentence of their livret, and that they have not answered."""
    rows = SentenceComment.objects.visible_to(asker.actor).open()
    rows = rows.filter(entry__week__enrolment__in=asker.people(WaitingKind.COMMENT))
    return Asked(rows.annotate(asked_at=F("at")))


WAITING_READERS: Readers = {
    WaitingKind.ACTION: late_actions,
    WaitingKind.COMMENT: comments_without_answer,
}

"""What a practice answers to a week or a situation."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import AnswerKind, AnswerScope
from portfolio.models import LogbookEntry, LogbookWeek, PracticeAnswer, PracticeSubstitute
from portfolio.permissions import can_answer_for_practice
from portfolio.queries.practice import weeks_of_practice
from portfolio.queries.practice_subject import Subject, subject_of, week_subject
from portfolio.rules.practice import Answer, answer_problem
from records.services import refuse_patient_data


class CannotAnswer(ServiceError):
    message = "Il n’y a rien à signer ici."


class AnswerRefused(ServiceError):
    message = "Cette réponse n’a pas pu être enregistrée."


@transaction.atomic
def answer_week(
    *, actor: Membership, week: LogbookWeek, answer: Answer, seen: str, form_key: str, now: datetime
) -> PracticeAnswer:
    """Answer a week for one’s practice; the same form sent twice answers once.

    It covers the days of the practice and what was opened to it, and holds nothing back: the
    signature of the trainer counts. Raises `NotAllowed`, `CannotAnswer`, `AnswerRefused`,
    `PatientData`, `StaleForm`.
    """
    row = locked(week)
    _check_employer(actor, row)
    subject = week_subject(row, actor.organisation)
    return _answer(actor, subject, answer, seen, form_key, now)


@transaction.atomic
def answer_entry(
    *, actor: Membership, entry: LogbookEntry, answer: Answer, seen: str, form_key: str,
    now: datetime,
) -> PracticeAnswer:  # fmt: skip
    """Answer a situation opened to one’s practice, and validate the work prepared in it.

    Raises what `answer_week` raises.
    """
    row = locked(entry.week)
    _check_employer(actor, row)
    subject = subject_of(row, actor.organisation, AnswerScope.ENTRY, entry)
    return _answer(actor, subject, answer, seen, form_key, now)


class ConfirmedWeeks(NamedTuple):
    """How many weeks were confirmed, and those that were not, with the reason in French."""

    confirmed: int
    refused: list[tuple[str, str]]


def confirm_weeks(
    *, actor: Membership, seen: Iterable[str], form_key: str, now: datetime
) -> ConfirmedWeeks:
    """Confirm several weeks, each on its own: one that is refused keeps none of the others back.

    `seen`: each week as the page showed it, « week:version:minutes ».
    """
    wanted = {int(one.split(":")[0]): one for one in seen}
    weeks = weeks_of_practice(actor).filter(pk__in=wanted).select_related("enrolment__learner")
    found = {week.pk: week for week in weeks}
    confirmed, refused = 0, []
    for pk, shown in wanted.items():
        if pk not in found:
            refused.append(("Une semaine", "elle n’est plus à signer."))
            continue
        week, key = found[pk], f"{form_key}:{pk}"
        try:
            answer_week(
                actor=actor, week=week, answer=Answer(AnswerKind.CONFIRMED), seen=shown,
                form_key=key, now=now,
            )  # fmt: skip
        except ServiceError as refusal:
            refused.append((f"{week.enrolment.learner}, {week}", refusal.message))
        else:
            confirmed += 1
    return ConfirmedWeeks(confirmed, refused)


def locked(week: LogbookWeek) -> LogbookWeek:
    """The week as stored now, locked until the answer is written."""
    rows = LogbookWeek.objects.select_for_update(of=("self",))
    return rows.select_related("enrolment__learner", "enrolment__cohort").get(pk=week.pk)


def _check_employer(actor: Membership, week: LogbookWeek) -> None:
    if not can_answer_for_practice(actor, week.enrolment):
        raise NotAllowed


def _answer(
    actor: Membership, subject: Subject, answer: Answer, seen: str, form_key: str, now: datetime
) -> PracticeAnswer:
    today = timezone.localdate(now)
    replaces = PracticeSubstitute.objects.in_force(today).filter(
        practice=subject.practice, member=actor
    )
    return store(
        subject, answer, seen, form_key, now, actor, signer=actor, substitute=replaces.first()
    )


def store(
    subject: Subject,
    answer: Answer,
    seen: str,
    form_key: str,
    now: datetime,
    actor: Membership | None,
    **who: Any,
) -> PracticeAnswer:
    """Add the answer if the subject may be answered and is as the page showed it."""
    if stored := PracticeAnswer.objects.filter(form_key=form_key).first():
        return _same(stored, subject)
    if subject.problem:
        raise CannotAnswer(subject.problem)
    answer = replace(answer, comment=answer.comment.strip(), amended=answer.amended.strip())
    if problem := answer_problem(answer, of_an_entry=subject.entry is not None):
        raise AnswerRefused(problem)
    refuse_patient_data(*answer.texts)
    if seen != subject.seen:
        raise StaleForm
    scope = AnswerScope.ENTRY if subject.entry else AnswerScope.WEEK
    try:
        with transaction.atomic():
            row = PracticeAnswer.objects.create(
                week=subject.week, practice=subject.practice, scope=scope, entry=subject.entry,
                version=subject.version, minutes=subject.minutes, kind=answer.kind,
                comment=answer.comment, prepared=answer.prepared, amended=answer.amended,
                at=now, form_key=form_key, **who,
            )  # fmt: skip
    except IntegrityError:  # the other click came first
        return _same(PracticeAnswer.objects.get(form_key=form_key), subject)
    link = row.link_id or 0
    audit(actor, "portfolio.practice.answered", row, at=now, kind=row.kind, scope=scope, link=link)
    return row


def _same(stored: PracticeAnswer, subject: Subject) -> PracticeAnswer:
    if stored.week_id != subject.week.pk or stored.practice_id != subject.practice.pk:
        raise AnswerRefused
    return stored

"""What makes the answer of a practice one of before: docs/rules/livret.md."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from people.enums import OrganisationKind
from people.models import Organisation
from portfolio.models import LogbookEntry, LogbookWeek, PracticeAnswer
from portfolio.queries.hours import hours_of
from portfolio.queries.practice import weeks_to_answer
from portfolio.rules.amendment import AmendedEntry
from portfolio.rules.content import rewritten
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.services import (
    amend_entry,
    amend_hours,
    answer_amendment,
    confirm_attachment,
    edit_entry,
    remove_entry,
    return_week,
    save_hours,
    sign_week,
    submit_week,
)
from tests.factories import organisation_factory
from tests.factories.portfolio import (
    entry_factory,
    hours_factory,
    week_factory,
    written_factory,
)
from tests.portfolio.pieces import attachment_factory
from tests.portfolio.practice import answers, answers_entry
from tests.portfolio.tables import rows
from tests.training.contracts import share


class Answered(NamedTuple):
    """A week with a situation opened to the practice and one for the training body, answered."""

    world: Any
    now: Any
    week: LogbookWeek
    opened: LogbookEntry
    closed: LogbookEntry
    other: Organisation

    @property
    def row(self) -> LogbookWeek:
        return LogbookWeek.objects.get(pk=self.week.pk)

    def back(self) -> None:
        row = self.row
        return_week(
            actor=self.world.trainer, week=row, comment="Complétez.", version=row.version,
            now=self.now,
        )  # fmt: skip

    def again(self) -> None:
        row = self.row
        submit_week(actor=self.world.learner, week=row, version=row.version, now=self.now)

    def signed(self) -> LogbookWeek:
        row = self.row
        sign_week(actor=self.world.trainer, week=row, version=row.version, now=self.now)
        return self.row

    def hours(self, change: Callable[[WrittenHours], WrittenHours]) -> None:
        row = self.row
        save_hours(
            actor=self.world.learner, week=row, hours=change(hours_of(row)), version=row.version,
            now=self.now,
        )  # fmt: skip

    def edits(self, entry: LogbookEntry, **fields) -> None:
        written = written_factory(self.world.competencies[:1], audience=entry.audience)
        edit_entry(
            actor=self.world.learner, entry=entry, written=replace(written, **fields), version=1,
            now=self.now,
        )  # fmt: skip

    def corrects(self, entry: LogbookEntry) -> None:
        row = self.signed()
        amended = AmendedEntry("Autre texte.", claims={self.world.competencies[0].pk: None})
        made = amend_entry(
            actor=self.world.learner, entry=entry, amended=amended, reason="Un oubli.",
            version=row.version, form_key="correction", now=self.now,
        )  # fmt: skip
        answer_amendment(actor=self.world.trainer, amendment=made, accepted=True, now=self.now)

    def piece(self, entry: LogbookEntry, confirmed: bool) -> None:
        self.back()
        made = attachment_factory(entry)
        self.again()
        if confirmed:
            confirm_attachment(actor=self.world.learner, attachment=made, now=self.now)


@pytest.fixture
def answered(world, now) -> Answered:
    other = organisation_factory(OrganisationKind.PRACTICE)
    share(world, other, now, since=date(2026, 9, 1))
    week = week_factory(world.enrolment)
    opened = entry_factory(week, audience="employer")
    closed = entry_factory(week, audience="training", text="Pour le formateur.")
    week.refresh_from_db()
    week = submit_week(
        actor=world.learner, week=week, version=week.version, hours=hours_factory(week, 420),
        now=now,
    )  # fmt: skip
    answers(world.employer, week, now)
    return Answered(world, now, week, opened, closed, other)


def writes(act: Callable[[Answered], object]) -> Callable[[Answered], None]:
    """The week is sent back, its learner does something, and it is handed in again."""

    def done(it: Answered) -> None:
        it.back()
        act(it)
        it.again()

    return done


def day(hours: WrittenHours, practice: int, number: int = 3) -> WrittenHours:
    noted = WrittenDay(date(2027, 3, number), "worked", 60, practice)
    return replace(hours, days=(*hours.days, noted))


def corrects_hours(it: Answered) -> None:
    row = it.signed()
    amend_hours(
        actor=it.world.trainer, week=row, hours=hours_factory(row, 840), reason="Un oubli.",
        version=row.version, form_key="correction", now=it.now,
    )  # fmt: skip


ACTS: dict[str, Callable[[Answered], object]] = {
    "a trainer signs it": lambda it: it.signed(),
    "sent back, and handed in again as it was": writes(lambda it: None),
    "time for the livret is noted": writes(lambda it: it.hours(lambda h: replace(h, logbook=30))),
    "a day at the practice is noted": writes(
        lambda it: it.hours(lambda h: day(h, it.world.enrolment.practice_id))
    ),
    "a day at another practice is noted": writes(
        lambda it: it.hours(lambda h: day(h, it.other.pk))
    ),
    "a situation for the training body is added": writes(lambda it: entry_factory(it.row)),
    "a situation for the training body is rewritten": writes(
        lambda it: it.edits(it.closed, text="Autre texte.")
    ),
    "a situation for the training body is taken out": writes(
        lambda it: remove_entry(actor=it.world.learner, entry=it.closed, version=1, now=it.now)
    ),
    "a situation is opened to another practice": writes(
        lambda it: entry_factory(it.row, audience="employer", practice=it.other.pk)
    ),
    "a situation is opened to the practice": writes(
        lambda it: it.edits(it.closed, audience="employer", text=it.closed.text)
    ),
    "the opened situation is rewritten": writes(lambda it: it.edits(it.opened, text="Autre.")),
    "the opened situation says what was felt": writes(
        lambda it: it.edits(it.opened, feeling="Fière de moi.")
    ),
    "the opened situation is closed": writes(lambda it: it.edits(it.opened, audience="training")),
    "the opened situation is taken out": writes(
        lambda it: remove_entry(actor=it.world.learner, entry=it.opened, version=1, now=it.now)
    ),
    "a piece of a situation for the training body is confirmed": lambda it: it.piece(
        it.closed, True
    ),
    "a piece of the opened situation waits": lambda it: it.piece(it.opened, False),
    "a piece of the opened situation is confirmed": lambda it: it.piece(it.opened, True),
    "the hours are corrected": corrects_hours,
    "a situation for the training body is corrected": lambda it: it.corrects(it.closed),
    "the opened situation is corrected": lambda it: it.corrects(it.opened),
}


@pytest.mark.parametrize("row", rows("livret", "Version of the content"), ids=lambda row: row[0])
def test_what_makes_an_answer_one_of_before(row, answered):
    act, before = row
    ACTS[act](answered)
    answer = PracticeAnswer.objects.with_people().get()
    assert answer.earlier == (before == "yes")
    assert list(weeks_to_answer(answered.world.employer)) == ([answered.row] * answer.earlier)


@pytest.mark.parametrize(
    ("act", "before"),
    [
        ("the opened situation is rewritten", True),
        ("the opened situation is corrected", True),
        ("the opened situation says what was felt", False),
        ("the opened situation is closed", False),
        ("a day at the practice is noted", False),
    ],
)
def test_the_answer_to_a_situation_follows_what_is_read_of_it(answered, act, before):
    row = answers_entry(answered.world.employer, answered.opened, answered.now)
    ACTS[act](answered)
    assert PracticeAnswer.objects.with_people().get(pk=row.pk).earlier == before


contents = st.dictionaries(st.integers(1, 5), st.integers(0, 3))


@given(contents, contents)
def test_what_is_rewritten_is_what_differs(before, after):
    changed = rewritten(before, after)
    assert rewritten(after, before) == changed
    assert rewritten(before, before) == []
    assert {k: v for k, v in before.items() if k not in changed} == {
        k: v for k, v in after.items() if k not in changed
    }


@pytest.mark.parametrize("before", [False, True])
def test_answers_from_before_the_versions_stay_what_they_were(answered, before):
    """They named the version of the week, less one once a trainer had answered it."""
    row = answered.signed()
    given = row.version - 1 - before
    PracticeAnswer.objects.update(version=given)
    migration = import_module("portfolio.migrations.0017_mends")
    migration.keep_what_was_answered(apps, None)
    assert PracticeAnswer.objects.with_people().get().earlier == before
    assert list(weeks_to_answer(answered.world.employer)) == [row] * before

"""Excused without a document: what it gives, who is asked for it, the list and its files."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lms.queries.waiting import entries
from lms.services.reminders import remind_everybody
from people.enums import Role
from records.enums import ReminderKind
from records.models import Reminder
from tests.factories import enrolment_factory, membership_factory
from tests.factories.training import announced_factory
from tests.training.papers import pdf
from tests.training.tables import rows
from tests.training.web import queries_of
from training.enums import ExcuseOutcome, Presence, Situation, WaitingKind
from training.models import Cohort, Enrolment, TrainingSession
from training.queries.cohort_export import table
from training.queries.debt import debt_lines
from training.queries.own_attendance import own_marks, with_papers
from training.queries.paper_wanted import HEADS, papers_asked, wanted_list, wanted_rows
from training.queries.presence_lines import presence_lines
from training.queries.roll_call import roll_of
from training.queries.sheet import sheet_of
from training.queries.waiting import waiting_for, waiting_of
from training.rules.attendance import Mark, attended_minutes, mark_words
from training.rules.excuse import is_paper_asked, is_paper_wanted
from training.services import correct_marks, excuse_absence, hold_session
from training.services.excuse import answer_excuse, hand_in_excuse

K = WaitingKind
PATH = "/justificatifs/a-obtenir/"
EXCUSED, ABSENT = Mark(Presence.EXCUSED), Mark(Presence.ABSENT)

pytestmark = pytest.mark.usefixtures("private_files")


@pytest.fixture
def on_that_day(world, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)
    return world


def note(world, session, mark, now) -> TrainingSession:
    marks = {world.enrolment: mark}
    return hold_session(actor=world.trainer, session=session, marks=marks, now=now)


def hand_in(world, session, now, key="depot-1"):
    mark = session.attendances.standing().get(enrolment=world.enrolment)
    return hand_in_excuse(actor=world.learner, attendance=mark, upload=pdf(), form_key=key, now=now)


def answer(world, handed, now, outcome=ExcuseOutcome.DECLINED):
    return answer_excuse(
        actor=world.trainer, handed=handed, outcome=outcome, reason="Illisible.", now=now
    )


def file_paper(world, session, now):
    return excuse_absence(
        actor=world.trainer, session=session, enrolment=world.enrolment, upload=pdf(),
        form_key="organisme", now=now,
    )  # fmt: skip


@pytest.fixture
def excused(world, announced, now):
    """A session at which the learner is noted excused; no document."""
    return note(world, announced, EXCUSED, now)


# --- What it gives --------------------------------------------------------------------------------

GIVES = rows("attendance.md", "What an excuse gives")


@pytest.mark.parametrize("row", GIVES, ids=lambda row: "-".join(row[:3]))
def test_the_rule_follows_the_table(row):
    noted, document, waiting, minutes, owed, said, listed, asked = row
    mark, kept = Mark(Presence(noted)), document == "yes"
    found = attended_minutes(210, mark)
    assert (found, 210 - found) == (int(minutes), int(owed))
    assert mark_words(mark, kept) == said
    assert is_paper_wanted(noted, kept=kept) == (listed == "yes")
    assert is_paper_asked(noted, kept=kept, waiting=waiting == "yes") == (asked == "yes")


@pytest.mark.parametrize("row", GIVES, ids=lambda row: "-".join(row[:3]))
def test_every_place_says_what_the_table_says(on_that_day, announced, now, row):
    noted, document, waiting, minutes, owed, said, listed, asked = row
    session = note(on_that_day, announced, Mark(Presence(noted)), now)
    if document == "yes":
        file_paper(on_that_day, session, now)
        if noted == "absent":
            correct_marks(
                actor=on_that_day.trainer, session=session, marks={on_that_day.enrolment: ABSENT},
                seen=2, reason="Erreur.", now=now,
            )  # fmt: skip
    if waiting == "yes":
        hand_in(on_that_day, session, now)
    mark = session.attendances.standing().get()
    (own,) = with_papers(on_that_day.learner, list(own_marks(on_that_day.learner)), now)
    (line,) = roll_of(session).lines
    ((_, (cell,)),) = sheet_of(on_that_day.trainer, session).rows
    (told,) = presence_lines(on_that_day.enrolment, now.date() - timedelta(9), now.date())
    (exported,) = table(on_that_day.lead, on_that_day.cohort, "presences", now.date()).rows
    assert {own.words, line.words, cell.words, told.presence, exported[8]} == {said}
    assert mark.minutes == int(minutes)
    assert sum(one.debt.left for one in debt_lines(on_that_day.enrolment)) == int(owed)
    assert line.needs_paper == (listed == "yes")
    assert wanted_list(on_that_day.lead).exists() == (listed == "yes")
    assert papers_asked(session.attendances.all()).exists() == (asked == "yes")


# --- Who is asked ---------------------------------------------------------------------------------


def waits(world, now) -> set[str]:
    """The roles that are told that a document is wanted."""
    enrolment = Enrolment.objects.select_related("cohort").get(pk=world.enrolment.pk)
    mine = waiting_of(world.learner, enrolment, now)
    found = {Role.LEARNER} if K.PAPER in {one.kind for one in mine} else set()
    for actor in (world.trainer, world.lead, world.companion, world.employer, world.other_trainer):
        if K.PAPER_WANTED in {one.kind for one in waiting_for(actor, now)}:
            found.add(actor.role)
    return found


ASKED = {Role.LEARNER, Role.TRAINER, Role.LEAD}


def test_a_document_waits_until_it_is_handed_in_and_again_once_declined(world, excused, now):
    assert waits(world, now) == ASKED
    handed = hand_in(world, excused, now)
    assert waits(world, now) == set()
    later = now + timedelta(days=2)
    answer(world, handed, later)
    assert waits(world, later) == ASKED
    (line,) = [one for one in waiting_for(world.lead, later) if one.kind == K.PAPER_WANTED]
    assert (line.count, line.since, line.who) == (1, later, str(world.enrolment.learner))
    file_paper(world, excused, later)
    assert waits(world, later) == set()


def test_a_corrected_excuse_asks_for_nothing(world, excused, now):
    correct_marks(
        actor=world.trainer, session=excused, marks={world.enrolment: Mark()}, seen=1,
        reason="Erreur.", now=now,
    )  # fmt: skip
    assert waits(world, now) == set()
    assert list(wanted_rows(world.lead)) == []


def test_it_waits_after_the_end_of_the_cohort_but_not_of_who_left(world, excused, now):
    Cohort.objects.update(ends_on=now.date() - timedelta(days=1))
    assert waits(world, now) == ASKED
    for situation in (Situation.SUSPENDED, Situation.LEFT):
        Enrolment.objects.update(situation=situation)
        assert waits(world, now) == set()
        (row,) = wanted_rows(world.lead)
        assert row[HEADS.index("Situation")] == situation.label


def test_a_trainer_is_asked_of_their_own_sessions(world, excused, now):
    colleague = membership_factory(Role.TRAINER, world.body)
    assert K.PAPER_WANTED not in {one.kind for one in waiting_for(colleague, now)}
    assert not wanted_list(colleague).exists()
    assert wanted_list(world.trainer).get().session == excused


def test_several_are_one_line_that_opens_the_list(world, excused, now):
    later = now + timedelta(days=1)
    session = announced_factory(world.cohort, world.module, starts_at=now, ends_at=later)
    note(world, session, EXCUSED, later)
    (line,) = [one for one in waiting_for(world.trainer, later) if one.kind == K.PAPER_WANTED]
    assert (line.count, line.since) == (2, now)
    enrolment = Enrolment.objects.select_related("cohort").get(pk=world.enrolment.pk)
    mine = entries(world.learner, waiting_of(world.learner, enrolment, later))
    line = next(one for one in mine if one.title == "Deux justificatifs à remettre")
    assert line.url == "/presences/"


def test_the_lines_lead_to_the_act(world, excused, now):
    mark = excused.attendances.get()
    enrolment = Enrolment.objects.select_related("cohort").get(pk=world.enrolment.pk)
    mine = entries(world.learner, waiting_of(world.learner, enrolment, now))
    line = next(one for one in mine if one.title == "Un justificatif à remettre")
    assert line.url == f"/presences/{mark.pk}/justificatif/"
    theirs = entries(world.lead, waiting_for(world.lead, now))
    line = next(one for one in theirs if one.title == "Un justificatif d’absence à obtenir")
    assert (line.url, str(world.enrolment.learner) in line.note) == (PATH, True)


# --- Reminders ------------------------------------------------------------------------------------


def reminded(now) -> list[Reminder]:
    remind_everybody(now=now)
    return list(Reminder.objects.filter(kind=ReminderKind.PAPER))


def test_it_is_told_three_times_each_once(world, excused, now):
    assert reminded(now + timedelta(days=2)) == []
    for days, made in ((3, 2), (4, 2), (9, 2), (10, 4), (10, 4), (17, 6), (24, 6), (60, 6)):
        assert len(reminded(now + timedelta(days=days))) == made, days
    people = {one.user for one in Reminder.objects.filter(kind=ReminderKind.PAPER)}
    assert people == {world.learner.user, world.trainer.user}


def test_it_leads_the_learner_to_the_form_and_the_trainer_to_the_list(world, excused, now):
    found = {one.user: one for one in reminded(now + timedelta(days=3))}
    mine, theirs = found[world.learner.user], found[world.trainer.user]
    assert mine.path == f"/presences/{excused.attendances.get().pk}/justificatif/"
    assert "mardi 2 mars 2027" in mine.text
    assert (theirs.path, str(world.enrolment.learner) in theirs.subject) == (PATH, True)


def test_handed_in_it_is_told_no_more_and_declined_it_begins_anew(world, excused, now):
    handed = hand_in(world, excused, now)
    assert reminded(now + timedelta(days=4)) == []
    answer(world, handed, now + timedelta(days=30))
    assert reminded(now + timedelta(days=32)) == []
    assert len(reminded(now + timedelta(days=33))) == 2


def test_those_who_lead_are_told_once_the_trainer_is_gone(world, excused, now):
    type(world.trainer).objects.filter(pk=world.trainer.pk).update(until=now.date())
    found = {one.user for one in reminded(now + timedelta(days=3))}
    assert found == {world.learner.user, world.lead.user}


def test_who_is_suspended_is_told_nothing(world, excused, now):
    Enrolment.objects.update(situation=Situation.SUSPENDED)
    assert reminded(now + timedelta(days=3)) == []


# --- The list and its files -----------------------------------------------------------------------


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_says_who_since_when_and_whether_it_is_handed_in(
    on_that_day, excused, sign_in, now
):
    client = sign_in(on_that_day.trainer)
    page = text(client.get(PATH))
    assert str(on_that_day.enrolment.learner) in page
    assert "non remis" in page
    assert f"/seances/{excused.pk}/justificatif/{on_that_day.enrolment.pk}/" in page
    handed = hand_in(on_that_day, excused, now)
    page = text(client.get(PATH))
    assert "déposé</span> le jeudi 4 mars 2027, à examiner" in page
    assert f"/justificatifs/{handed.pk}/" in page
    answer(on_that_day, handed, now)
    assert "refusé</span> Illisible." in text(client.get(PATH))
    answer(on_that_day, hand_in(on_that_day, excused, now, "depot-2"), now, ExcuseOutcome.ACCEPTED)
    assert "Aucun justificatif ne manque" in text(client.get(PATH))


def test_its_files_say_the_same_to_the_same_people(on_that_day, excused, sign_in, now):
    answer(on_that_day, hand_in(on_that_day, excused, now), now)
    sent = sign_in(on_that_day.trainer).get(f"{PATH}export/xlsx/")
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    head, row = sheet.iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    assert head == HEADS
    assert (found["Nom"], found["État"], found["Motif du refus"]) == (
        on_that_day.enrolment.learner.last_name, "refusé, à redéposer", "Illisible.",
    )  # fmt: skip
    for stranger in (membership_factory(Role.TRAINER, on_that_day.body), on_that_day.other_trainer):
        body = b"".join(sign_in(stranger).get(f"{PATH}export/csv/").streaming_content)
        assert len(body.decode().splitlines()) == 1
        assert on_that_day.enrolment.learner.last_name not in text(sign_in(stranger).get(PATH))
    assert sign_in(on_that_day.lead).get(f"{PATH}export/pdf/").status_code == 404
    assert sign_in(on_that_day.companion).get(PATH).status_code == 403


def test_the_list_costs_the_same_with_few_and_many(on_that_day, excused, sign_in, now):
    client = sign_in(on_that_day.lead)
    few = queries_of(client, PATH), queries_of(client, f"{PATH}export/csv/")
    for _ in range(4):
        other = enrolment_factory(on_that_day.cohort)
        session = announced_factory(on_that_day.cohort, on_that_day.module)
        hold_session(actor=on_that_day.trainer, session=session, marks={other: EXCUSED}, now=now)
    assert len(list(wanted_rows(on_that_day.lead))) == 5
    assert (queries_of(client, PATH), queries_of(client, f"{PATH}export/csv/")) == few


def test_the_roll_call_says_that_the_document_is_wanted(on_that_day, excused, sign_in, now):
    page = text(sign_in(on_that_day.trainer).get(f"/seances/{excused.pk}/signatures/"))
    assert "Justificatif à obtenir" in page
    assert "absence excusée, justificatif attendu" in page

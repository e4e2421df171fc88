"""Follow-up actions, the rhythm of a group and what it may speak of: one test an outcome."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.services import NotAllowed, StaleForm
from portfolio.models import FollowUp
from portfolio.queries.group_day import agenda, group_plan
from portfolio.rules.group_day import Rhythm
from portfolio.services import edit_entry, return_week, submit_week
from portfolio.services.follow_up import (
    ActionChanged,
    ActionRefused,
    WrittenAction,
    agree_action,
    note_action,
)
from portfolio.services.group_day import RhythmRefused, choose_rhythm
from records.services import PatientData
from tests.factories import enrolment_factory
from tests.factories.meetings import DUE, HELD, action_factory, meeting_factory
from tests.factories.portfolio import entry_factory, week_factory, written_factory

OTHERS = ("trainer", "admin", "employer", "funder", "juror", "stranger", "other_lead")


def test_an_action_is_added_once_to_its_meeting(world, now):
    meeting = meeting_factory(world.companion, world.enrolment)
    sent = {
        "actor": world.companion, "form_key": "une-action", "now": now,
        "written": WrittenAction("Demander une clé.", "learner", None, DUE),
    }  # fmt: skip
    made = agree_action(meeting=meeting, **sent)
    assert agree_action(meeting=meeting, **sent) == made
    assert (made.owner, made.due_on, made.done) == ("learner", DUE, False)
    other = meeting_factory(world.companion, world.enrolment)
    with pytest.raises(ActionRefused):
        agree_action(meeting=other, **sent)


@pytest.mark.parametrize(
    "change",
    [
        {"text": " "},
        {"text": "a" * 301},
        {"owner": "autre"},
        {"owner": "group"},
        {"owner": "practice"},
        {"owner": "practice", "practice": 0},
        {"owner": "learner", "practice": 0},
        {"due_on": HELD - timedelta(days=1)},
        {"due_on": date(2029, 3, 4)},
    ],
)
def test_an_action_that_cannot_be_is_refused(world, change):
    meeting = meeting_factory(world.companion, world.enrolment)
    with pytest.raises(ActionRefused):
        action_factory(world.companion, meeting, **change)


def test_an_action_names_no_patient(world):
    meeting = meeting_factory(world.companion, world.enrolment)
    with pytest.raises(PatientData):
        action_factory(world.companion, meeting, text="Rappeler le 06 12 34 56 78")


def test_a_practice_has_an_action_by_name(world):
    meeting = meeting_factory(world.companion, world.enrolment)
    practice = world.enrolment.practice
    made = action_factory(world.lead, meeting, owner="practice", practice=practice.pk)
    assert made.by == practice.name


def test_an_action_is_done_once_and_may_be_taken_up_again(world, now):
    meeting = meeting_factory(world.companion, world.enrolment, state="diffused")
    action = action_factory(world.companion, meeting)
    told = {"follow_up": action, "now": now}
    assert list(FollowUp.objects.open()) == [action]
    for _ in range(2):  # a double click
        note_action(actor=world.learner, done=True, seen=0, **told)
    with pytest.raises(ActionChanged):  # somebody else, from an older page
        note_action(actor=world.companion, done=True, seen=0, **told)
    with pytest.raises(ActionChanged):
        note_action(actor=world.companion, done=True, seen=1, **told)
    assert not FollowUp.objects.open().exists()
    note_action(actor=world.companion, done=False, seen=1, **told)
    assert [(fact.number, fact.done) for fact in action.facts.all()] == [(1, True), (2, False)]
    assert list(FollowUp.objects.open()) == [action]


def test_somebody_notes_what_is_theirs_alone(world, now):
    meeting = meeting_factory(world.companion, world.enrolment, state="diffused")
    draft = meeting_factory(world.companion, world.enrolment)
    support = action_factory(world.companion, meeting, owner="support")
    unread = action_factory(world.companion, draft)
    own = action_factory(world.companion, meeting)
    for actor, action in (
        (world.learner, support),
        (world.learner, unread),
        *((getattr(world, who), own) for who in OTHERS),
    ):
        with pytest.raises(NotAllowed):
            note_action(actor=actor, follow_up=action, done=True, seen=0, now=now)


def test_the_rhythm_of_a_group_has_versions(world, now):
    plan = group_plan(world.companion, world.cohort, now.date())
    assert (plan.rhythm, plan.seen) == (Rhythm(world.cohort.starts_on), 0)
    wanted = {"actor": world.companion, "cohort": world.cohort, "now": now}
    rhythm = Rhythm(date(2027, 3, 1), 7, 0, 14)
    made = choose_rhythm(rhythm=rhythm, seen=0, **wanted)
    assert choose_rhythm(rhythm=rhythm, seen=0, **wanted) == made
    with pytest.raises(StaleForm):
        choose_rhythm(rhythm=Rhythm(date(2027, 3, 2)), seen=0, **wanted)
    with pytest.raises(RhythmRefused):
        choose_rhythm(rhythm=Rhythm(date(2020, 1, 1)), seen=1, **wanted)
    plan = group_plan(world.companion, world.cohort, now.date())
    assert plan.proposed[:2] == [date(2027, 3, 15), date(2027, 3, 29)]


def test_the_agenda_holds_what_its_reader_may_read_since_the_last_day(world, now):
    week = week_factory(world.enrolment)
    texts = {"obstacle": "Pas de poste.", "question": "Qui range ?", "good_practice": "Une liste."}
    for kind, text in texts.items():
        entry_factory(week, kind=kind, text=text)
    entry_factory(week, text="Une pratique.")
    entry_factory(week, kind="question", text="Pour moi seul.", audience="self")
    neighbour = week_factory(enrolment_factory(world.cohort))
    entry_factory(neighbour, kind="obstacle", text="Pas encore remise.")
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)

    def told() -> list[list[str]]:
        plan = group_plan(world.companion, world.cohort, now.date())
        found = agenda(world.companion, world.cohort, plan, now.date())
        return [[entry.text for entry in entries] for _, entries in found.parts]

    assert told() == [["Pas de poste."], ["Qui range ?"], ["Une liste."]]
    meeting_factory(world.companion, world.cohort, "group", held_on=date(2027, 3, 3))
    # The situations are of Monday and were handed in on Thursday: Wednesday spoke of none.
    assert told() == [["Pas de poste."], ["Qui range ?"], ["Une liste."]]


def test_the_agenda_forgets_what_came_before_the_last_day_unless_it_was_rewritten(world, now):
    monday = datetime(2027, 3, 1, 17, tzinfo=UTC)
    week = week_factory(world.enrolment)
    one = entry_factory(week, kind="obstacle", text="Pas de poste.", now=monday)
    entry_factory(week, kind="question", text="Qui range ?", now=monday)
    week.refresh_from_db()
    week = submit_week(actor=world.learner, week=week, version=week.version, now=monday)
    meeting_factory(world.companion, world.cohort, "group", held_on=date(2027, 3, 2))

    def told() -> list[list[str]]:
        plan = group_plan(world.companion, world.cohort, now.date())
        found = agenda(world.companion, world.cohort, plan, now.date())
        return [[entry.text for entry in entries] for _, entries in found.parts]

    assert told() == [[], [], []]
    return_week(actor=world.trainer, week=week, comment="Précisez.", version=week.version, now=now)
    week.refresh_from_db()
    written = written_factory(world.competencies[:1], kind="obstacle", text="Toujours pas.")
    edit_entry(actor=world.learner, entry=one, version=1, written=written, now=now)
    assert told() == [["Toujours pas."], [], []]

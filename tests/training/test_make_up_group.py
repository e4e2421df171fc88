"""Whom a session concerns: the table, then each place where it is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.services import NotAllowed
from records.enums import ReminderKind
from records.models import Message
from tests.factories import cohort_factory, enrolment_factory
from tests.factories.calendar import MONDAY, coming_factory
from tests.training.calendar import form, tell
from tests.training.tables import rows
from training.enums import Presence, SessionState
from training.models import MakeUp, TrainingSession
from training.models.session import concerns
from training.permissions import can_view_session
from training.queries.agenda import feed_of
from training.queries.calendar import (
    agenda,
    cohort_conflicts,
    next_of,
    next_session,
    with_next_session,
)
from training.queries.convocation import convocation_plan
from training.queries.foreseen import foreseen, place, until
from training.queries.group import groups
from training.queries.planning import cohort_plan
from training.queries.reminders import reminders_due
from training.queries.roll_call import roll_of
from training.queries.sheet import sheet_of
from training.rules.attendance import Mark
from training.services import (
    change_session,
    hold_session,
    name_make_up,
    record_session,
    withdraw_make_up,
)
from training.services.planning import plan_session

ABSENT = Mark(Presence.ABSENT)
EVE = MONDAY - timedelta(hours=21)


@pytest.fixture
def other(world):
    """Somebody else of the cohort."""
    return enrolment_factory(world.cohort)


@pytest.fixture
def missed(world, announced, other, now):
    """Both were absent."""
    marks = {world.enrolment: ABSENT, other: ABSENT}
    return hold_session(actor=world.trainer, session=announced, marks=marks, now=now)


@pytest.fixture
def kept(world):
    """Announced for Monday, and kept for make-up."""
    return coming_factory(
        world.cohort, world.module, world.trainer, state="announced", make_up_only=True
    )


@pytest.fixture
def make_up(world, missed, kept, now) -> MakeUp:
    """The learner is named to it, the other one is not."""
    return name(world, world.enrolment, missed, kept, now)


def name(world, enrolment, missed, session, now) -> MakeUp:
    return name_make_up(
        actor=world.lead, enrolment=enrolment, missed=missed, session=session, now=now
    )


def to(enrolment) -> list[str]:
    return list(
        Message.objects.filter(to=enrolment.learner.email).values_list("subject", flat=True)
    )


def member(enrolment):
    return enrolment.learner.memberships.get()


# --- The rule -------------------------------------------------------------------------------------


def row(session, missed, enrolment, world, **more):
    return MakeUp.objects.create(
        session=session, missed=missed, enrolment=enrolment, named_by=world.lead,
        named_at=timezone.now(), **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "kept", "person", "concerned"), rows("attendance.md", "Who is concerned")
)
def test_who_is_concerned_follows_the_table(
    world, missed, other, session_form, case, kept, person, concerned
):
    facts = person.split(", ")
    session = coming_factory(
        world.cohort, world.module, state="announced", make_up_only=kept == "yes"
    )
    back = {"withdrawn_by": world.lead, "withdrawn_at": timezone.now()}
    if "named" in facts:
        row(session, missed, world.enrolment, world, **(back if "taken back" in facts else {}))
    if "another named" in facts:
        row(session, missed, other, world)
    if "noted" in facts:
        session.attendances.create(
            enrolment=world.enrolment, minutes=60, marked_by=world.trainer,
            marked_at=timezone.now(),
        )  # fmt: skip
    if "of another cohort" in facts:
        world.enrolment.cohort = cohort_factory(world.body)
        world.enrolment.save()
    mine = type(world.enrolment).objects.filter(pk=world.enrolment.pk)
    expected = concerned == "yes"
    assert TrainingSession.objects.filter(concerns(mine), pk=session.pk).exists() is expected
    assert (world.enrolment in groups([session])[session.pk]) is expected


def test_it_is_read_in_three_queries_whatever_the_number(
    world, missed, kept, django_assert_num_queries
):
    more = [coming_factory(world.cohort, world.module, days=n) for n in range(1, 6)]
    with django_assert_num_queries(3):
        groups([kept])
    with django_assert_num_queries(3):
        groups([kept, *more])


# --- Agenda, feed, screens ------------------------------------------------------------------------


def test_only_who_is_named_has_it_in_agenda_and_feed(world, other, make_up, kept, now):
    for enrolment, expected in ((world.enrolment, [kept]), (other, [])):
        assert list(agenda(member(enrolment), now)) == expected
        assert feed_of(enrolment.learner, now).count(b"DTSTART:20270308") == len(expected)
        assert bool(next_session(member(enrolment), now)) is bool(expected)
        mine = type(enrolment).objects.filter(pk=enrolment.pk)
        assert bool(next_of(with_next_session(mine, now).get())) is bool(expected)
        assert can_view_session(member(enrolment), kept) is bool(expected)
    assert list(agenda(world.trainer, now)) == [kept]


def test_who_is_not_concerned_cannot_open_it(world, other, make_up, kept, sign_in):
    path = f"/seances/{kept.pk}/"
    assert sign_in(member(other)).get(path).status_code == 404
    page = sign_in(world.learner).get(path)
    assert "seulement les personnes désignées" in page.content.decode()


def test_an_ordinary_session_stays_that_of_all_when_somebody_makes_up_there(
    world, missed, other, now
):
    session = coming_factory(world.cohort, world.module, state="announced")
    name(world, world.enrolment, missed, session, now)
    assert list(agenda(member(other), now)) == [session]
    roll = roll_of(session)
    assert (roll.make_up, [line.expected for line in roll.lines]) == (False, [True, True])


# --- Messages -------------------------------------------------------------------------------------


def test_nobody_but_the_trainer_reads_of_it_when_it_is_announced(world, other, now):
    coming_factory(world.cohort, world.module, world.trainer, make_up_only=True)
    coming_factory(world.cohort, world.module, days=1)
    tell(world, now)
    assert to(world.enrolment) == to(other) == [f"1 séance annoncée : {world.cohort}"]
    trainer = Message.objects.get(to=world.trainer.user.email)
    assert trainer.subject == f"2 séances annoncées : {world.cohort}"


def test_announced_alone_it_writes_to_no_learner(world, now):
    coming_factory(world.cohort, world.module, make_up_only=True)
    tell(world, now)
    assert not Message.objects.exists()


def test_who_is_named_is_told_and_told_when_it_is_taken_back(world, other, make_up, kept, now):
    when = "lundi 8 mars, 9 h à 12 h 30"
    assert to(world.enrolment) == [f"Séance de rattrapage : {kept}, {when}"]
    withdraw_make_up(actor=world.lead, make_up=make_up, now=now)
    withdraw_make_up(actor=world.lead, make_up=make_up, now=now)
    assert sorted(to(world.enrolment)) == [
        f"Rattrapage retiré : {kept}, {when}", f"Séance de rattrapage : {kept}, {when}",
    ]  # fmt: skip
    assert to(other) == []


def test_who_is_named_to_an_ordinary_session_knew_of_it(world, missed, now):
    session = coming_factory(world.cohort, world.module, state="announced")
    name(world, world.enrolment, missed, session, now)
    assert to(world.enrolment) == []


def test_a_change_is_told_to_those_named_only(world, other, make_up, kept, now):
    change(world, kept, now, title="Autre sujet")
    assert len(to(world.enrolment)) == 2
    assert to(other) == []


def change(world, session, now, **changes):
    given = form(session, reason="Rattrapage.", **changes)
    return change_session(actor=world.lead, session=session, now=now, **given)


@pytest.mark.parametrize("only", [True, False])
def test_when_the_flag_changes_both_groups_are_told(world, other, missed, now, only):
    session = coming_factory(world.cohort, world.module, state="announced", make_up_only=not only)
    changed = change(world, session, now, make_up_only=only)
    assert (changed.make_up_only, changed.version) == (only, 2)
    body = Message.objects.get(to=other.learner.email).body
    words = "réservée aux personnes désignées" if only else "pour toute la promotion"
    assert f"Maintenant {words}" in body


def test_the_eve_reminds_only_those_named(world, other, make_up, kept):
    due = [one.user for one in reminders_due(world.body, EVE) if one.kind == ReminderKind.SESSION]
    assert set(due) == {world.enrolment.learner, world.trainer.user}


def test_a_convocation_is_proposed_to_those_named_only(world, other, make_up, kept, now):
    plan = convocation_plan(world.cohort, [kept.pk], now)
    assert plan.people == [world.enrolment]
    assert [line.others for line in plan.lines] == [[]]
    assert plan.lines[0].opening is False


# --- Hours and plans ------------------------------------------------------------------------------


def test_it_is_planned_for_nobody_and_to_come_for_those_named(world, other, make_up, kept):
    plan = foreseen([world.enrolment])[place(world.enrolment)]
    end = until(world.enrolment)
    assert [one.held for one in plan.sessions] == [True]
    assert plan.ahead(end, world.enrolment.pk).sessions == 1
    assert sum(plan.ahead(end, world.enrolment.pk).minutes.values()) == 210
    assert plan.ahead(end, other.pk).sessions == 0


def test_named_twice_it_comes_once(world, make_up, kept, session_form, now):
    start = make_up.missed.starts_at - timedelta(days=1)
    hours = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    first = record_session(**session_form | hours)
    row(kept, first, world.enrolment, world)
    plan = foreseen([world.enrolment])[place(world.enrolment)]
    assert plan.ahead(until(world.enrolment), world.enrolment.pk).sessions == 1


@pytest.mark.parametrize(("only", "left"), [(True, 420), (False, 210)])
def test_the_planner_still_plans_what_it_does_not_bring_to_the_group(ready, now, only, left):
    coming_factory(ready.cohort, ready.module, category="in_person", make_up_only=only)
    plan = cohort_plan(ready.lead, ready.cohort, [], [], now)
    assert [line.left for line in plan.lines] == [left]
    taken = [p for p in plan.proposal.places if (p.day, p.start) == (MONDAY.date(), 9 * 60)]
    assert taken == []


def test_it_gets_in_the_way_of_those_named_only(world, missed, other, kept, now):
    ordinary = coming_factory(world.cohort, world.module, hours=1, state="announced")
    assert cohort_conflicts(world.cohort, now) == []
    name(world, world.enrolment, missed, kept, now)
    found = [line.text for line in cohort_conflicts(world.cohort, now)]
    assert found == [f"{world.enrolment.learner} : aussi à « {kept} » ({world.cohort})"]
    assert ordinary.title in {line.session.title for line in cohort_conflicts(world.cohort, now)}


# --- Roll call, sheet, record ---------------------------------------------------------------------


def test_the_roll_call_and_the_sheet_expect_those_named(world, other, make_up, kept):
    roll = roll_of(kept)
    assert roll.make_up is True
    assert [line.enrolment for line in roll.lines if line.expected] == [world.enrolment]
    assert [person for person, _ in sheet_of(world.lead, kept).rows] == [world.enrolment]


def test_beside_an_ordinary_session_the_sheet_says_who_is_not_expected(world, other, make_up, kept):
    coming_factory(world.cohort, world.module, hours=1, state="announced")
    cells = dict(sheet_of(world.lead, kept).rows)
    assert [one.words for one in cells[other]] == ["pas attendu", ""]
    assert [one.words for one in cells[world.enrolment]] == ["", ""]


def test_recorded_for_those_ticked_only_it_is_kept_for_make_up(world, other, session_form):
    made = record_session(**session_form | {"only_present": True})
    assert made.make_up_only is True
    assert groups([made]) == {made.pk: [world.enrolment]}


# --- The forms ------------------------------------------------------------------------------------


def planned(world, **changes):
    return {
        "actor": world.lead, "cohort": world.cohort, "module": world.module, "category": "",
        "title": "Rattrapage", "starts_at": MONDAY, "ends_at": MONDAY + timedelta(hours=2),
        "trainer": None, "room": None, "form_key": "jeton-r", **changes,
    }  # fmt: skip


def test_who_plans_says_whether_it_is_kept(world, now):
    assert plan_session(**planned(world), now=now).make_up_only is False
    made = plan_session(
        **planned(world, make_up_only=True, form_key="jeton-s", anyway=True), now=now
    )
    assert (made.make_up_only, made.state) == (True, SessionState.PLANNED)
    with pytest.raises(NotAllowed):
        plan_session(**planned(world, actor=world.companion, form_key="jeton-t"), now=now)


def typed(session=None, **more):
    return {
        "title": "Rattrapage", "day": "2027-03-08", "start": "09:00", "end": "12:30",
        "trainer": "", "room": "", **more,
    }  # fmt: skip


def test_the_form_asks_and_the_calendar_marks_it(world, sign_in, now, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: now)
    client = sign_in(world.lead)
    path = f"/promotions/{world.cohort.pk}/calendrier/"
    page = client.get(f"{path}ajouter/").content.decode()
    assert "Séance de rattrapage : seulement pour les personnes désignées" in page
    sent = typed(
        module=world.module.pk, category="", make_up_only="on",
        form_key="6f2a6c1e-8a57-4a0e-9c3e-0f6f4e0f7d11",
    )  # fmt: skip
    assert client.post(f"{path}ajouter/", sent).status_code == 302
    made = TrainingSession.objects.get()
    assert made.make_up_only is True
    assert '<span class="mot-cle creux">rattrapage</span>' in client.get(path).content.decode()


def test_the_form_of_a_change_shows_and_changes_it(world, kept, sign_in, now, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: now)
    client = sign_in(world.lead)
    path = f"/seances/{kept.pk}/modifier/"
    page = client.get(path).content.decode()
    assert 'name="make_up_only"' in page
    assert "checked" in page.split('name="make_up_only"')[1].split(">")[0]
    sent = typed(version=kept.version, reason="Pour tous.")
    assert client.post(path, sent).status_code == 302
    kept.refresh_from_db()
    assert kept.make_up_only is False

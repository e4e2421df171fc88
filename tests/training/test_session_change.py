"""What a message says of a change: docs/rules/calendar.md, then the message that leaves."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.enums import Role
from records.models import Message
from tests.factories import membership_factory
from tests.factories.calendar import MONDAY, coming_factory, room_factory
from tests.training.calendar import form
from tests.training.tables import rows
from training.rules.session import PARIS
from training.rules.session_change import Told, change_lines
from training.services import change_session

LENGTH = timedelta(hours=3, minutes=30)


def told(fact: str) -> Told:
    name, _, value = fact.partition(" ")
    start = datetime.fromisoformat(value if name == "start" else "2027-03-02T09:00")
    start = start.replace(tzinfo=PARIS)
    shown = {"title": "Le secret"} | ({name: value} if name != "start" else {})
    return Told(starts_at=start, ends_at=start + LENGTH, **shown)


@pytest.mark.parametrize(
    ("case", "before", "after", "line"), rows("calendar.md", "What a message says of a change")
)
def test_a_change_is_said_as_the_table_says(case, before, after, line):
    found = change_lines(told(before), told(after))
    assert line in found
    said = [one for one in found if "→" in one or "retirée" in one]
    assert len(said) == (before != after)


TITLES, PLACES = st.sampled_from(["Le secret", "Le dossier"]), st.sampled_from(["", "A", "B"])
STARTS = st.builds(
    lambda day, minute: datetime.combine(day, time(minute // 60, minute % 60), PARIS),
    st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.integers(0, 24 * 60 - 1),
)  # fmt: skip
TOLD = st.builds(
    lambda start, **facts: Told(starts_at=start, ends_at=start + LENGTH, **facts),
    start=STARTS, title=TITLES, room=PLACES, trainer=PLACES, make_up_only=st.booleans(),
)  # fmt: skip


@given(TOLD, TOLD)
def test_each_fact_that_changed_is_said_once_with_both_values(before, after):
    pairs = [
        (getattr(before, name), getattr(after, name))
        for name in ("title", "day", "hours", "room", "trainer")
    ]
    changed = [(old, new) for old, new in pairs if old != new]
    lines = change_lines(before, after)
    said = [line for line in lines if "→" in line or "retirée" in line]
    assert len(said) == len(changed)
    for line, (old, new) in zip(said, changed, strict=True):
        assert old in line
        assert new in line
    assert any("Maintenant" in line for line in lines) == (
        before.make_up_only != after.make_up_only
    )


def test_what_was_never_said_has_no_line():
    bare = told("room")
    assert change_lines(bare, bare) == ["Date : mardi 2 mars 2027", "Horaires : 9 h à 12 h 30"]


def test_the_night_of_summer_time_is_said_in_paris_hours():
    before, after = told("start 2027-03-27T09:00"), told("start 2027-03-28T09:00")
    assert "Horaires : 9 h à 12 h 30" in change_lines(before, after)


@pytest.fixture
def announced_there(ready):
    session = coming_factory(ready.cohort, ready.module, ready.trainer, state="announced")
    session.room = room_factory(ready.cohort, name="Salle bleue")
    session.save()
    return session


def message_of(ready, session, now, **changes) -> str:
    """What the learner of the group reads when these facts change."""
    change_session(
        actor=ready.lead, session=session, now=now, reason="Travaux.", **form(session, **changes)
    )
    return Message.objects.get(to=ready.enrolment.learner.email).body


def test_the_message_says_the_old_and_the_new_of_everything(ready, announced_there, now):
    other = membership_factory(Role.TRAINER, ready.body)
    body = message_of(
        ready, announced_there, now, title="Le dossier", room=None, trainer=other,
        starts_at=MONDAY + timedelta(days=1, hours=1), ends_at=MONDAY + timedelta(days=1, hours=3),
    )  # fmt: skip
    for line in (
        f"Intitulé : {announced_there.title} → Le dossier",
        "Date : lundi 8 mars 2027 → mardi 9 mars 2027",
        "Horaires : 9 h à 12 h 30 → 10 h à 12 h",
        "Salle retirée : Salle bleue.",
        f"Formateur : {ready.trainer.user} → {other.user}",
        "Motif : Travaux.",
    ):
        assert line in body


def test_the_message_says_what_still_holds(ready, announced_there, now):
    body = message_of(ready, announced_there, now, room=room_factory(ready.cohort, name="Verte"))
    assert "Salle : Salle bleue → Verte" in body
    assert "Date : lundi 8 mars 2027\n" in body
    assert "Horaires : 9 h à 12 h 30\n" in body
    assert f"Formateur : {ready.trainer.user}\n" in body
    assert body.count("→") == 1


def test_the_trainer_who_no_longer_gives_it_reads_it_too(ready, announced_there, now):
    message_of(ready, announced_there, now, trainer=None)
    body = Message.objects.get(to=ready.trainer.user.email).body
    assert f"Formateur : {ready.trainer.user} → à nommer" in body

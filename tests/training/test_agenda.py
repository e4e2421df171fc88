"""The feed of a person: what it holds, what it never holds, and who can read it."""

from datetime import UTC, date, timedelta

import pytest
from icalendar import Calendar

from people.enums import Role
from people.models import Membership
from people.services import StaleForm
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.calendar import MONDAY, coming_factory, room_factory
from tests.training.web import queries_of
from training.enums import SessionState, Situation
from training.models import AgendaLink, SessionChange
from training.queries.agenda import feed_of, person_of, token_of
from training.queries.calendar import next_session
from training.rules.agenda import FeedEvent, feed
from training.services import (
    cancel_session,
    change_session,
    close_agenda_link,
    renew_agenda_link,
)
from training.services.convention import note_step

ANNOUNCED = SessionState.ANNOUNCED


def events(content: bytes) -> list:
    return Calendar.from_ical(content).walk("VEVENT")


def titles(user, now) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(feed_of(user, now))]


def test_a_feed_is_what_a_calendar_program_expects():
    event = FeedEvent(
        uid="seance-1@livret.example", number=3, starts_at=MONDAY,
        ends_at=MONDAY + timedelta(hours=3), changed_at=MONDAY - timedelta(days=5),
        title="Accueillir, écouter ; noter" * 4, place="Salle 1", description="Promotion, module",
    )  # fmt: skip
    content = feed([event])
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in (b"VERSION:2.0", b"DTSTART:20270308T080000Z", b"DTEND:20270308T110000Z"):
        assert line in lines
    [read] = events(content)
    assert (str(read["UID"]), read["SEQUENCE"]) == ("seance-1@livret.example", 3)
    assert (str(read["SUMMARY"]), read["STATUS"]) == (event.title, "CONFIRMED")
    assert read["DTSTAMP"].dt == event.changed_at.astimezone(UTC)


def test_an_empty_feed_is_a_calendar():
    assert events(feed([])) == []


def test_a_learner_reads_what_was_announced_to_their_group(world, now):
    coming_factory(world.cohort, world.module, title="En projet")
    coming_factory(world.cohort, world.module, state=ANNOUNCED, days=1)
    coming_factory(cohort_factory(world.body), world.module, state=ANNOUNCED, title="Autre groupe")
    assert titles(world.enrolment.learner, now) == ["Accueillir"]
    assert titles(world.stranger.user, now) == []


def test_a_trainer_reads_what_they_hold(world, now):
    coming_factory(world.cohort, world.module, world.trainer, state=ANNOUNCED)
    coming_factory(world.cohort, world.module, world.lead, state=ANNOUNCED, title="D’un autre")
    coming_factory(world.cohort, world.module, world.trainer, title="En projet", days=1)
    assert titles(world.trainer.user, now) == ["Accueillir"]


def test_a_person_reads_every_role_in_one_feed(world, now):
    membership_factory(Role.TRAINER, world.body, world.enrolment.learner)
    both = Membership.objects.get(user=world.enrolment.learner, role=Role.TRAINER)
    coming_factory(world.cohort, world.module, both, state=ANNOUNCED, title="Les deux")
    other = cohort_factory(world.body)
    coming_factory(other, world.module, both, state=ANNOUNCED, days=1, title="Tenue")
    assert titles(world.enrolment.learner, now) == ["Les deux", "Tenue"]


def test_a_role_that_is_over_shows_nothing_any_more(world, now):
    coming_factory(world.cohort, world.module, world.trainer, state=ANNOUNCED)
    Membership.objects.filter(pk__in=[world.trainer.pk, world.learner.pk]).update(
        start=date(2026, 1, 1), until=date(2027, 3, 3)
    )
    assert titles(world.trainer.user, now) == titles(world.enrolment.learner, now) == []


def test_sessions_long_over_leave_the_feed(world, now):
    coming_factory(world.cohort, world.module, state=ANNOUNCED, days=-200)
    coming_factory(world.cohort, world.module, state=ANNOUNCED, days=-30, title="Récente")
    assert titles(world.enrolment.learner, now) == ["Récente"]


def test_a_feed_names_nobody(world, now):
    enrolment_factory(world.cohort)
    coming_factory(world.cohort, world.module, world.trainer, state=ANNOUNCED)
    content = feed_of(world.enrolment.learner, now).decode()
    for person in (world.trainer.user, world.enrolment.learner, world.lead.user):
        assert person.email not in content
        assert person.last_name not in content


def test_a_change_keeps_the_identifier_and_raises_the_number(world, now):
    room = room_factory(world.cohort, name="Salle bleue")
    session = coming_factory(world.cohort, world.module, world.trainer, state=ANNOUNCED)
    [before] = events(feed_of(world.enrolment.learner, now))
    change_session(
        actor=world.lead, session=session, version=1, title=session.title, room=room,
        starts_at=MONDAY + timedelta(hours=1), ends_at=MONDAY + timedelta(hours=3),
        trainer=world.trainer, make_up_only=False, reason="Salle.", now=now,
    )  # fmt: skip
    [after] = events(feed_of(world.enrolment.learner, now))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after["DTSTART"].dt == MONDAY + timedelta(hours=1)
    assert str(after["LOCATION"]) == "Salle bleue"
    assert after["DTSTAMP"].dt == SessionChange.objects.get().changed_at
    cancel_session(actor=world.lead, session=session, version=2, reason="Neige.", now=now)
    [gone] = events(feed_of(world.enrolment.learner, now))
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", 3)


def test_reading_twice_gives_the_same_bytes(world, now):
    coming_factory(world.cohort, world.module, state=ANNOUNCED)
    later = now + timedelta(hours=5)
    assert feed_of(world.enrolment.learner, now) == feed_of(world.enrolment.learner, later)


def follow_up(world, now, number: int = 1, **changes):
    given = {
        "actor": world.companion, "enrolment": world.enrolment, "step": "follow_up",
        "done_on": date(2027, 6, number), "note": "Salle du fond.", "form_key": f"suivi-{number}",
        "now": now,
    }  # fmt: skip
    return note_step(**given | changes)


def test_a_follow_up_is_a_whole_day_for_the_learner_and_for_who_noted_it(world, now):
    made = follow_up(world, now)
    for person in (world.learner.user, world.companion.user):
        [read] = events(feed_of(person, now))
        assert (str(read["SUMMARY"]), read["DTSTART"].dt) == ("Rendez-vous de suivi", made.done_on)
        assert (read["DTEND"].dt, read["DTSTAMP"].dt) == (date(2027, 6, 2), made.noted_at)
        assert "fond" not in str(read)
    for person in (world.trainer.user, world.lead.user, world.employer.user, world.stranger.user):
        assert events(feed_of(person, now)) == []


def test_a_follow_up_leaves_with_the_role_the_training_or_the_time(world, now):
    follow_up(world, now)
    follow_up(world, now, 2, step="visit", done_on=date(2027, 3, 1))
    late = now + timedelta(days=200)
    assert titles(world.companion.user, late) == titles(world.learner.user, late) == []
    Membership.objects.filter(pk=world.companion.pk).update(
        start=date(2026, 1, 1), until=date(2027, 3, 3)
    )
    assert (titles(world.companion.user, now), len(titles(world.learner.user, now))) == ([], 1)
    world.enrolment.situation = Situation.SUSPENDED
    world.enrolment.save()
    assert titles(world.learner.user, now) == []


def test_the_agenda_shows_follow_ups_to_come_at_the_same_cost(world, now, sign_in, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client = sign_in(world.companion)
    follow_up(world, now)
    follow_up(world, now, 9, done_on=date(2027, 3, 2))
    page = client.get("/agenda/").content.decode()
    assert page.count("Rendez-vous de suivi<") == 1
    assert str(world.enrolment.learner) in page
    before = queries_of(client, "/agenda/")
    for number in range(2, 6):
        follow_up(world, now, number, enrolment=enrolment_factory(world.cohort))
    assert queries_of(client, "/agenda/") == before
    own = sign_in(world.learner).get("/agenda/").content.decode()
    assert own.count("Rendez-vous de suivi<") == 1
    assert "Rendez-vous de suivi<" not in sign_in(world.trainer).get("/agenda/").content.decode()


# --- The address ----------------------------------------------------------------------------------


def test_an_address_opens_one_calendar_until_it_is_replaced(world, now):
    link = renew_agenda_link(actor=world.learner, number=0, now=now)
    first = token_of(link)
    assert person_of(first) == world.learner.user
    second = token_of(renew_agenda_link(actor=world.learner, number=1, now=now))
    assert (person_of(first), person_of(second)) == (None, world.learner.user)


def test_an_address_closed_shows_nothing_and_opens_anew(world, now):
    token = token_of(renew_agenda_link(actor=world.learner, number=0, now=now))
    for _ in range(2):
        close_agenda_link(actor=world.learner, now=now)
    assert person_of(token) is None
    again = renew_agenda_link(actor=world.learner, number=1, now=now)
    assert (again.number, person_of(token)) == (2, None)


def test_the_same_form_twice_makes_one_address(world, now):
    made = [renew_agenda_link(actor=world.learner, number=0, now=now).number for _ in range(2)]
    assert made == [1, 1]
    with pytest.raises(StaleForm):
        renew_agenda_link(actor=world.learner, number=7, now=now)


def test_nobody_makes_an_address_up(world, now):
    token = token_of(renew_agenda_link(actor=world.learner, number=0, now=now))
    made_up = token[:-1] + ("a" if token[-1] != "a" else "b")
    for wrong in (made_up, "1-1", "1-1.", "", "x", token.split(".")[0]):
        assert person_of(wrong) is None


def test_somebody_who_may_not_sign_in_any_more_has_no_calendar(world, now):
    token = token_of(renew_agenda_link(actor=world.learner, number=0, now=now))
    world.learner.user.is_active = False
    world.learner.user.save()
    assert person_of(token) is None


def test_the_address_is_not_in_the_table(world, now):
    link = renew_agenda_link(actor=world.learner, number=0, now=now)
    secret = token_of(link).split(".")[1]
    assert secret not in str(AgendaLink.objects.values().get())


def test_the_next_session_is_the_first_announced(world, now):
    assert next_session(world.learner, now) is None
    coming_factory(world.cohort, world.module, title="En projet")
    coming_factory(world.cohort, world.module, state=ANNOUNCED, days=2, title="Plus tard")
    coming_factory(world.cohort, world.module, state=ANNOUNCED, days=1, title="Bientôt")
    assert next_session(world.learner, now).title == "Bientôt"
    assert next_session(world.trainer, now) is None

"""Reminders gathered, made once, told in the rhythm that a person chose; then the screens."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lms.services.reminders import remind_everybody
from people.enums import Role
from records.enums import Channel, ReminderKind, Rhythm
from records.models import Message, Reminder, ReminderChoice
from records.services.reminders import Due, choose_reminder, remind, send_digests
from tests.factories import enrolment_factory, membership_factory
from tests.factories.calendar import missed_factory
from tests.training.web import queries_of
from training.enums import Presence, SessionState
from training.models import Enrolment, TrainingSession
from training.queries.reminders import reminders_due
from training.rules.attendance import Mark
from training.services import correct_marks, sign_presence, sign_sheet, write_marks
from training.services.rights import note_certificate

TOMORROW = datetime(2027, 3, 5, 8, tzinfo=UTC)


def session_at(world, start=TOMORROW, state=SessionState.ANNOUNCED, **fields):
    wanted = {
        "cohort": world.cohort, "module": world.module, "title": "Le secret", "state": state,
        "starts_at": start, "ends_at": start + timedelta(minutes=210), "trainer": world.trainer,
        "form_key": f"rappel-{TrainingSession.objects.count()}",
    }  # fmt: skip
    return TrainingSession.objects.create(**wanted | fields)


def due(world, now, kind) -> list[Due]:
    """Those told whatever the rhythm."""
    found = [one for one in reminders_due(world.body, now) if one.kind == kind]
    return [one for one in found if not one.early]


def users(found) -> set:
    return {one.user for one in found}


# --- What is gathered -----------------------------------------------------------------------------


def test_a_session_tomorrow_is_told_to_its_group_and_its_trainer(world, now):
    session_at(world)
    session_at(world, start=TOMORROW + timedelta(days=1))
    session_at(world, state=SessionState.PLANNED)
    found = due(world, now, ReminderKind.SESSION)
    assert users(found) == {world.learner.user, world.trainer.user}
    assert found[0].text == "Vendredi 5 mars 2027 à 9 h."


def test_who_is_suspended_and_another_body_are_told_nothing(world, now):
    session_at(world, trainer=None)
    Enrolment.objects.update(situation="suspended")
    assert due(world, now, ReminderKind.SESSION) == []
    other = membership_factory(Role.LEAD).organisation
    assert list(reminders_due(other, now)) == []


def test_what_is_not_signed_is_asked_of_the_learner_and_of_the_trainer(full, now):
    session, later = full.session, now + timedelta(days=2)
    TrainingSession.objects.filter(pk=session.pk).update(trainer=full.trainer)
    found = due(full, later, ReminderKind.SHEET)
    assert users(found) == {full.learner.user, full.trainer.user}
    assert due(full, now + timedelta(days=30), ReminderKind.SHEET) == []
    sign_presence(actor=full.learner, attendance=session.attendances.get(), now=now)
    sign_sheet(actor=full.trainer, session=session, seen=1, now=now)
    assert due(full, later, ReminderKind.SHEET) == []


def test_a_sheet_signed_before_a_correction_is_asked_again_under_another_key(full, now):
    session, later = full.session, now + timedelta(days=2)
    TrainingSession.objects.filter(pk=session.pk).update(trainer=full.trainer)

    def keys():
        found = due(full, later, ReminderKind.SHEET)
        return [one.key for one in found if one.user == full.trainer.user]

    before = keys()
    sign_sheet(actor=full.trainer, session=session, seen=1, now=now)
    correct_marks(
        actor=full.trainer, session=session, marks={full.enrolment: Mark(late=30)}, seen=1,
        reason="Arrivée tard", now=now,
    )  # fmt: skip
    again = keys()
    assert (len(before), len(again)) == (1, 1)
    assert before != again


def test_a_roll_call_not_made_is_asked_of_the_trainer_the_day_after(world, now):
    session = session_at(world, start=now - timedelta(days=2))
    (one,) = due(world, now, ReminderKind.SHEET)
    assert (one.user, one.path) == (world.trainer.user, f"/seances/{session.pk}/appel/")


def test_the_highest_share_of_hours_is_told_to_the_learner(full, now):
    version = full.enrolment.track_version
    version.minutes = 280
    version.save()
    found = [one for one in due(full, now, ReminderKind.THRESHOLD) if one.key.startswith("share:")]
    assert [one.subject for one in found] == ["75 % de vos heures sont acceptées"]
    assert users(found) == {full.learner.user}


def test_who_is_late_is_told_to_those_who_lead_once_a_month(full, now):
    missed_factory(full.cohort, full.module)
    keys = [o.key for o in due(full, now, ReminderKind.THRESHOLD) if o.key.startswith("late:")]
    assert keys == [f"late:{full.enrolment.pk}:2027-03:{full.lead.user_id}"]


def test_a_deadline_is_told_to_the_learner_the_practice_and_those_who_lead(world, now):
    Enrolment.objects.update(recruited_on=date(2025, 5, 4))
    found = due(world, now, ReminderKind.DEADLINE)
    assert users(found) == {world.learner.user, world.employer.user, world.lead.user}
    assert {one.key.split(":")[3] for one in found} == {"3"}
    assert "jeudi 4 mai" not in found[0].text
    assert "mardi 4 mai 2027" in found[0].text


def test_a_certificate_that_ends_is_told_before_and_after(world, now):
    for number, days in enumerate((200, 30, -3)):
        note_certificate(
            actor=world.lead, enrolment=world.enrolment, title=f"AFGSU {number}", issuer="CESU",
            obtained_on=date(2023, 1, 1), expires_on=now.date() + timedelta(days=days),
            form_key=f"c-{number}", now=now,
        )  # fmt: skip
    found = due(world, now, ReminderKind.DEADLINE)
    assert users(found) == {world.learner.user, world.lead.user}
    assert {(one.subject, one.key.split(":")[2]) for one in found} == {
        ("Certificat à renouveler : AFGSU 1", "soon"),
        ("Certificat à renouveler : AFGSU 2", "expired"),
    }


def test_hours_owed_for_two_weeks_are_told(full, now):
    write_marks(
        actor=full.trainer, session=full.session, marks={full.enrolment: Mark(Presence.ABSENT)},
        reason="Absent en fait.", now=now,
    )  # fmt: skip
    assert due(full, now, ReminderKind.DEBT) == []
    found = due(full, now + timedelta(days=13), ReminderKind.DEBT)
    assert users(found) == {full.learner.user, full.lead.user}
    assert found[0].subject == "À rattraper : 3 h 30"


def test_gathering_costs_the_same_with_thirty_people(full, now, django_assert_max_num_queries):
    session_at(full)
    for _ in range(29):
        enrolment_factory(full.cohort)
    with django_assert_max_num_queries(33):
        assert len(list(reminders_due(full.body, now))) > 30


# --- Once -----------------------------------------------------------------------------------------


def test_a_reminder_is_made_and_told_once_however_often_the_task_runs(world, now):
    session_at(world)
    made = remind_everybody(now=now)
    told = Message.objects.filter(subject="Livret : Demain : Le secret").count()
    assert (made > 0, told) == (True, 2)
    assert remind_everybody(now=now + timedelta(hours=1)) == 0
    assert Message.objects.filter(subject="Livret : Demain : Le secret").count() == 2


def test_a_session_moved_to_another_day_is_told_for_that_day(world, now):
    session = session_at(world)
    remind_everybody(now=now)
    session.starts_at += timedelta(days=3)
    session.ends_at += timedelta(days=3)
    session.save()
    remind_everybody(now=now + timedelta(days=3))
    assert Reminder.objects.filter(user=world.learner.user, kind="session").count() == 2


def one(user, key="essai", kind=ReminderKind.DEBT):
    return Due(user, kind, key, "À rattraper : 3 h", "Trois heures.", "/heures/1/")


def test_two_runs_at_the_same_time_make_one(world, now):
    Reminder.objects.bulk_create([])
    assert remind(due=[one(world.learner.user), one(world.learner.user)], now=now) == 1
    assert remind(due=[one(world.learner.user)], now=now) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            user=world.learner.user, kind="debt", key="essai", subject="x", text="x", path="/",
            channel="mail", rhythm="daily", made_at=now,
        )  # fmt: skip


def test_a_digest_tells_together_what_waited_and_only_once(world, now):
    user = world.learner.user
    due = [one(user, "a"), one(user, "b"), one(world.lead.user, "c")]
    remind(due=due, now=now)
    assert Message.objects.count() == 0
    monday = datetime(2027, 3, 8, 7, tzinfo=UTC)
    assert send_digests(due=due, now=monday - timedelta(days=2)) == 0
    assert send_digests(due=due, now=monday) == 2
    assert send_digests(due=due, now=monday + timedelta(minutes=1)) == 0
    message = Message.objects.get(to=user.email)
    assert message.subject == "Livret : 2 rappels"
    assert message.body.count("À rattraper : 3 h") == 2
    assert "/mon-compte/rappels/" in message.body


def test_a_digest_reaches_everybody_of_a_large_body(world, now):
    people = [membership_factory(Role.LEARNER).user for _ in range(40)]
    many = [one(user, f"k{user.pk}:{n}") for user in people for n in range(60)]
    assert remind(due=many, now=now) == 2400
    assert remind(due=many, now=now) == 0
    assert send_digests(due=many, now=datetime(2027, 3, 8, 7, tzinfo=UTC)) == 40
    assert not Reminder.objects.filter(told_at=None).exists()


def choose(user, channel, rhythm=Rhythm.AT_ONCE, kind=ReminderKind.DEBT):
    return choose_reminder(user=user, kind=kind, channel=channel, rhythm=rhythm)


def test_the_channel_and_the_rhythm_of_a_person_hold(world, now):
    user = world.learner.user
    choose(user, Channel.SITE)
    remind(due=[one(user, "a")], now=now)
    choose(user, Channel.MAIL)
    remind(due=[one(user, "b")], now=now)
    assert [m.key for m in Message.objects.all()] == ["records.reminder:b"]
    assert Reminder.objects.shown_to(user).count() == 2
    assert send_digests(due=[one(user, "a")], now=now + timedelta(days=7)) == 0


def test_what_somebody_did_not_want_never_comes_back(world, now):
    user = world.learner.user
    choose(user, Channel.NONE)
    remind(due=[one(user)], now=now)
    choose(user, Channel.MAIL)
    assert remind(due=[one(user)], now=now) == 0
    assert Reminder.objects.shown_to(user).count() == Message.objects.count() == 0


# --- Screens --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "kinds"),
    [("learner", 7), ("trainer", 4), ("lead", 7), ("employer", 2), ("companion", 1)],
)
def test_a_person_chooses_among_the_kinds_of_their_roles(world, sign_in, who, kinds):
    page = sign_in(getattr(world, who)).get("/mon-compte/rappels/")
    assert len(page.context["form"].rows) == kinds


def test_choices_are_kept_and_a_forged_one_is_refused(world, sign_in):
    client, path = sign_in(world.employer), "/mon-compte/rappels/"
    sent = {"deadline_channel": "site", "deadline_rhythm": "weekly", "debt_channel": "mail"}
    sent |= {"logbook_channel": "mail", "logbook_rhythm": "at_once"}
    assert client.post(path, sent).url == path
    row = ReminderChoice.objects.get(kind="deadline")
    assert (row.user, row.kind, row.channel) == (world.employer.user, "deadline", "site")
    page = client.post(path, sent | {"deadline_channel": "pigeon"})
    assert page.status_code == 200
    assert ReminderChoice.objects.get(kind="deadline").channel == "site"


def test_one_reads_ones_own_reminders_and_says_so(world, now, sign_in):
    remind(due=[one(world.learner.user), one(world.lead.user, "autre")], now=now)
    client = sign_in(world.learner)
    page = client.get("/rappels/").content.decode()
    assert page.count("À rattraper : 3 h") == 1
    assert "nouveau" in page
    client.post("/rappels/")
    assert "nouveau" not in client.get("/rappels/").content.decode()
    assert Reminder.objects.get(key="autre").read_at is None


def test_the_list_costs_the_same_with_thirty_reminders(world, now, sign_in):
    client = sign_in(world.learner)
    remind(due=[one(world.learner.user)], now=now)
    queries_of(client, "/rappels/")
    before = queries_of(client, "/rappels/")
    remind(due=[one(world.learner.user, f"n{n}") for n in range(29)], now=now)
    assert queries_of(client, "/rappels/") == before


def test_nobody_reads_reminders_without_signing_in(client):
    for path in ("/rappels/", "/mon-compte/rappels/"):
        assert client.get(path).url.startswith("/connexion/")

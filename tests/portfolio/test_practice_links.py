"""A practice answers without an account: links, and what is wrong with them."""

from datetime import date, timedelta

import pytest

from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from portfolio.models import PracticeAnswer, PracticeLink
from portfolio.queries.practice_subject import door_of
from portfolio.queries.reminders import logbook_reminders
from portfolio.rules.practice import LINKS_A_DAY, Answer
from portfolio.services import (
    edit_entry,
    end_substitute,
    remove_entry,
    return_week,
    revoke_link,
    submit_week,
)
from portfolio.services.practice import CannotAnswer
from portfolio.services.practice_link import Addressee, LinkClosed, LinkRefused
from portfolio.services.substitute import SubstituteRefused
from records.models import Message
from records.queries.invitations import token_hash
from records.services.patient_data import PatientData
from records.services.reminders import remind, send_digests
from tests.factories import membership_factory
from tests.factories.portfolio import written_factory
from tests.portfolio.practice import ANAIS, answers, comes_by, names, sends, shared_week


@pytest.fixture
def week(world):
    return shared_week(world.enrolment)


def give_back(world, week, now):
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    week.refresh_from_db()


def rewrites(world, week, now):
    """What is opened is written anew, and the week handed in again."""
    written = written_factory(world.competencies[:1], audience="employer", text="Autre texte.")
    edit_entry(actor=world.learner, entry=week.entries.get(), version=1, written=written, now=now)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)


def test_a_link_is_sent_and_its_token_is_kept_nowhere(world, week, now):
    link, token = sends(world.learner, week, now)
    assert (link.token_hash, link.expires_at) == (token_hash(token), now + timedelta(days=14))
    message = Message.objects.get(key=f"portfolio.practice_link:{link.pk}")
    assert (message.to, message.secret) == (ANAIS.email, True)
    assert token in message.body
    assert not any(token in str(event.detail) for event in AuditEvent.objects.all())


def test_a_link_signs_once_under_the_name_that_was_typed(world, week, now):
    link, token = sends(world.learner, week, now)
    row = comes_by(token, now, name=" Anais   ESSAI ")
    assert (row.signer, row.link, row.typed_name, row.meant_for) == (None, link, "Anais ESSAI", "")
    assert row.minutes == 840
    with pytest.raises(LinkClosed):
        comes_by(token, now)
    assert PracticeAnswer.objects.count() == 1
    link.refresh_from_db()
    assert link.used_at == now


def test_a_forwarded_link_shows_the_other_name(world, week, now):
    _, token = sends(world.learner, week, now)
    assert comes_by(token, now, name="Lou Autre").meant_for == ANAIS.name


def test_two_tabs_of_one_link_sign_once(world, week, now):
    _, token = sends(world.learner, week, now)
    first, second = door_of(token, now), door_of(token, now)
    comes_by(token, now, link=first.link)
    with pytest.raises(LinkClosed):
        comes_by(token, now, link=second.link)


def test_an_expired_link_signs_nothing(world, week, now):
    _, token = sends(world.learner, week, now)
    with pytest.raises(LinkClosed):
        comes_by(token, now + timedelta(days=14))


def test_a_link_taken_back_signs_nothing(world, week, now):
    link, token = sends(world.learner, week, now)
    revoke_link(actor=world.lead, link=link, now=now)
    with pytest.raises(LinkClosed):
        comes_by(token, now)
    with pytest.raises(LinkClosed):
        revoke_link(actor=world.lead, link=link, now=now)


def test_a_link_that_served_is_not_taken_back(world, week, now):
    link, token = sends(world.learner, week, now)
    comes_by(token, now)
    with pytest.raises(LinkClosed):
        revoke_link(actor=world.learner, link=link, now=now)


def test_an_unknown_token_opens_nothing(world, week, now):
    sends(world.learner, week, now)
    assert door_of("inconnu", now) is None


def test_a_week_sent_back_is_not_signed_and_the_link_still_works_after(world, week, now):
    _, token = sends(world.learner, week, now)
    give_back(world, week, now)
    with pytest.raises(CannotAnswer, match="renvoyée à son auteur"):
        comes_by(token, now)
    rewrites(world, week, now)
    assert door_of(token, now).changed
    assert comes_by(token, now).kind == "confirmed"


def test_a_page_of_an_earlier_version_is_refused(world, week, now):
    _, token = sends(world.learner, week, now)
    seen = door_of(token, now).subject.seen
    give_back(world, week, now)
    rewrites(world, week, now)
    with pytest.raises(StaleForm):
        comes_by(token, now, seen=seen)
    assert PracticeLink.objects.get().used_at is None


def test_a_link_of_a_situation_opens_it_alone(world, week, now):
    link, token = sends(world.learner, week, now, entry=week.entries.get())
    door = door_of(token, now)
    assert (link.scope, door.subject.page, door.subject.entry) == (
        "entry", None, week.entries.get(),
    )  # fmt: skip
    row = comes_by(token, now, answer=Answer("confirmed", "", "as_is"))
    assert (row.scope, row.prepared, row.minutes) == ("entry", "as_is", 0)


def test_a_situation_no_longer_shared_is_not_signed(world, week, now):
    entry = week.entries.get()
    _, token = sends(world.learner, week, now, entry=entry)
    give_back(world, week, now)
    edit_entry(
        actor=world.learner, entry=entry, version=1, now=now,
        written=written_factory(world.competencies[:1], audience="training"),
    )  # fmt: skip
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    with pytest.raises(CannotAnswer, match="n’ouvre plus"):
        comes_by(token, now)


def test_a_situation_that_is_gone_is_not_signed(world, week, now):
    entry = week.entries.get()
    _, token = sends(world.learner, week, now, entry=entry)
    give_back(world, week, now)
    remove_entry(actor=world.learner, entry=entry, version=1, now=now)
    with pytest.raises(CannotAnswer, match="a retiré"):
        comes_by(token, now)


def test_a_situation_that_is_not_shared_has_no_link(world, now):
    week = shared_week(world.enrolment, audience="training")
    with pytest.raises(CannotAnswer, match="n’ouvre plus"):
        sends(world.learner, week, now, entry=week.entries.get())


@pytest.mark.parametrize("who", ["learner", "trainer", "companion", "lead"])
def test_who_sends_a_link(world, week, now, who):
    assert sends(getattr(world, who), week, now)[0].made_by == getattr(world, who)


@pytest.mark.parametrize(
    "who", ["employer", "admin", "funder", "stranger", "other_trainer", "other_lead"]
)
def test_who_does_not(world, week, now, who):
    with pytest.raises(NotAllowed):
        sends(getattr(world, who), week, now)
    link, _ = sends(world.learner, week, now)
    with pytest.raises(NotAllowed):
        revoke_link(actor=getattr(world, who), link=link, now=now)


def test_the_same_form_twice_sends_once(world, week, now):
    first, _ = sends(world.learner, week, now)
    assert sends(world.learner, week, now) == (first, "")
    assert Message.objects.filter(key__startswith="portfolio.practice_link").count() == 1


def test_a_form_of_another_week_is_refused(world, week, now):
    sends(world.learner, week, now)
    with pytest.raises(LinkRefused):
        sends(world.learner, shared_week(world.enrolment, iso_week=8), now)


def test_a_learner_sends_no_link_to_themselves(world, week, now):
    own = Addressee("Dr Essai", world.learner.user.email.upper())
    with pytest.raises(LinkRefused, match="pas pour l’assistant"):
        sends(world.trainer, week, now, to=own)


@pytest.mark.parametrize("to", [Addressee("", "a@b.example"), Addressee("Dr Essai", " ")])
def test_a_link_is_for_somebody(world, week, now, to):
    with pytest.raises(LinkRefused, match="pour qui"):
        sends(world.learner, week, now, to=to)


def test_five_links_leave_in_a_day(world, week, now):
    for number in range(LINKS_A_DAY):
        sends(world.learner, week, now, form_key=f"lien-{number}")
    with pytest.raises(LinkRefused, match="attendez demain"):
        sends(world.lead, week, now, form_key="de-trop")
    assert sends(world.learner, week, now + timedelta(days=1), form_key="demain")


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_who_signs_says_their_name(world, week, now, name):
    _, token = sends(world.learner, week, now)
    with pytest.raises(LinkRefused, match="votre nom"):
        comes_by(token, now, name=name)


def test_no_patient_stands_in_an_answer_by_link(world, week, now):
    _, token = sends(world.learner, week, now)
    with pytest.raises(PatientData):
        comes_by(token, now, answer=Answer("confirmed", "Au 06 12 34 56 78."))
    assert comes_by(token, now).kind == "confirmed"


def test_a_substitute_signs_by_a_link_within_their_dates(world, week, now):
    who = names(world.employer, now)
    link, token = sends(world.learner, week, now, to=Addressee(substitute=who))
    assert (link.name, link.email) == (who.name, who.email)
    row = comes_by(token, now, name="Noé Essai")
    assert (row.in_place_of, row.meant_for) == (str(world.employer.user), "")


def test_a_substitute_signs_nothing_outside_their_dates(world, week, now):
    who = names(world.employer, now, last_day=date(2027, 3, 5))
    _, token = sends(world.learner, week, now, to=Addressee(substitute=who))
    with pytest.raises(CannotAnswer, match="hors de ces dates"):
        comes_by(token, now + timedelta(days=2))


def test_a_substitute_whose_end_was_said_signs_no_more(world, week, now):
    who = names(world.employer, now)
    _, token = sends(world.learner, week, now, to=Addressee(substitute=who))
    end_substitute(actor=world.employer, substitute=who, now=now)
    with pytest.raises(CannotAnswer, match="a pris fin"):
        comes_by(token, now)
    with pytest.raises(SubstituteRefused, match="déjà dite"):
        end_substitute(actor=world.employer, substitute=who, now=now)


def test_no_link_leaves_for_a_substitute_of_later_or_of_elsewhere(world, week, now):
    later = names(world.employer, now, first_day=date(2027, 3, 8))
    with pytest.raises(LinkRefused, match="ses dates sont autres"):
        sends(world.learner, week, now, to=Addressee(substitute=later))
    elsewhere = names(world.other_employer, now, form_key="ailleurs")
    with pytest.raises(LinkRefused, match="pas de ce cabinet"):
        sends(world.learner, week, now, to=Addressee(substitute=elsewhere))


@pytest.mark.parametrize("who", ["learner", "trainer", "lead", "funder"])
def test_only_an_employer_names_a_substitute(world, now, who):
    with pytest.raises(NotAllowed):
        names(getattr(world, who), now)


def test_a_substitute_of_another_practice_is_not_ended(world, now):
    who = names(world.employer, now)
    with pytest.raises(NotAllowed):
        end_substitute(actor=world.other_employer, substitute=who, now=now)


def test_a_substitute_is_a_colleague_or_has_a_name_and_an_address(world, now):
    for member in (world.learner, world.other_employer, world.employer):
        with pytest.raises(SubstituteRefused, match="pas employeur de votre cabinet"):
            names(world.employer, now, member=member)
    with pytest.raises(SubstituteRefused, match="un nom et une adresse"):
        names(world.employer, now, email="")


def test_a_substitute_is_named_once_by_a_form(world, now):
    assert names(world.employer, now) == names(world.employer, now)
    with pytest.raises(SubstituteRefused):
        names(world.other_employer, now)


def used(world, now):
    return [
        one for one in logbook_reminders(world.body, now) if one.key.startswith("lien-cabinet:")
    ]


def test_the_employers_are_told_once_that_a_link_was_used(world, week, now):
    other = membership_factory(Role.EMPLOYER, world.enrolment.practice)
    membership_factory(Role.EMPLOYER, world.enrolment.practice, world.learner.user)
    assert used(world, now) == []
    _, token = sends(world.learner, week, now)
    comes_by(token, now, name="Lou Essai")
    told = used(world, now)
    assert [one.user for one in told] == [world.employer.user, other.user]
    assert told[0].subject == "Lou Essai a répondu au nom de votre cabinet"
    for _ in range(2):
        remind(due=used(world, now), now=now)
    assert Message.objects.filter(to=other.user.email).count() == 1
    assert used(world, now + timedelta(days=8)) == []


def test_at_night_no_employer_is_told_at_once(world, week, now):
    night = now.replace(hour=22)
    _, token = sends(world.learner, week, now)
    comes_by(token, night)
    remind(due=used(world, night), now=night)
    assert not Message.objects.filter(to=world.employer.user.email).exists()
    morning = now + timedelta(days=1)
    send_digests(due=used(world, morning), now=morning)
    assert Message.objects.filter(to=world.employer.user.email).count() == 1


def test_an_answer_by_an_account_is_told_to_nobody(world, week, now):
    answers(world.employer, week, now)
    assert used(world, now) == []

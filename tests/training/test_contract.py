"""Contract, shared post and referents: one test an outcome."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.enums import OrganisationKind, Role
from people.services import NotAllowed, StaleForm
from records.services import PatientData
from tests.factories import membership_factory
from tests.factories.people import organisation_factory
from tests.training.contracts import MARCH_1, end, name, share, write
from training.enums import AgreementSide
from training.models import (
    EmploymentContract,
    Enrolment,
    NamedReferent,
    SharedPost,
)
from training.permissions import can_view_enrolment, sides_of
from training.queries.contract import contract_of
from training.rules.contract import WEEK_MINUTES, holds_on
from training.services import post_practice
from training.services.contract import (
    ContractRefused,
    CorrectionReasonMissing,
    EndReasonMissing,
    NotAPractice,
    ReferentRefused,
    ShareRefused,
)

LEAP_DAY, DAY = date(2028, 2, 29), timedelta(days=1)


# --- Contract -------------------------------------------------------------------------------------


def test_a_contract_is_noted_once_and_corrected_with_a_reason(world, now):
    first = write(world, now)
    assert write(world, now) == first
    second = write(world, now, ends_on=LEAP_DAY, reason="Terme  oublié.", seen=1)
    assert (second.number, second.reason) == (2, "Terme oublié.")
    assert contract_of(world.enrolment, now.date()).versions == [second, first]
    with pytest.raises(StaleForm):
        write(world, now, weekly_minutes=60, reason="Autre onglet.", seen=1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ends_on": MARCH_1 - DAY}, ContractRefused),
        ({"weekly_minutes": 0}, ContractRefused),
        ({"weekly_minutes": WEEK_MINUTES + 1}, ContractRefused),
        ({"kind": "Appelez le 06 12 34 56 78"}, PatientData),
    ],
)
def test_a_contract_that_cannot_be_is_refused(world, now, changes, refusal):
    with pytest.raises(refusal):
        write(world, now, **changes)
    assert EmploymentContract.objects.count() == 0


def test_a_contract_from_a_29_february_and_one_of_a_whole_week_are_taken(world, now):
    made = write(world, now, starts_on=LEAP_DAY, ends_on=LEAP_DAY, weekly_minutes=WEEK_MINUTES)
    assert (made.starts_on, made.weekly_minutes) == (LEAP_DAY, WEEK_MINUTES)


def test_a_correction_asks_for_its_reason(world, now):
    write(world, now)
    with pytest.raises(CorrectionReasonMissing):
        write(world, now, weekly_minutes=60, reason="  ", seen=1)


def test_dates_outside_the_training_are_shown(world, now):
    assert contract_of(world.enrolment, now.date()).outside == []
    write(world, now, ends_on=MARCH_1)
    assert len(contract_of(world.enrolment, now.date()).outside) == 2


# --- Shared post ----------------------------------------------------------------------------------


def test_a_post_is_shared_once_and_ends_by_a_new_fact(world, further, now):
    post = share(world, further, now)
    assert share(world, further, now) == post
    made = end(world, post, now)
    assert end(world, post, now) == made
    assert end(world, post, now, until=MARCH_1 + 19 * DAY, seen=1).number == 2
    post = SharedPost.objects.get()
    assert (post.until, post.last_day) == (None, MARCH_1 + 18 * DAY)


def test_what_cannot_be_shared_is_refused(world, further, now):
    with pytest.raises(NotAPractice):
        share(world, world.body, now)
    for changes in ({"until": MARCH_1}, {"weekly_minutes": 0}, {"weekly_minutes": 99_999}):
        with pytest.raises(ShareRefused):
            share(world, further, now, **changes)
    with pytest.raises(ShareRefused, match="principal"):
        share(world, world.enrolment.practice, now)
    assert SharedPost.objects.count() == 0
    share(world, further, now)
    with pytest.raises(StaleForm):
        share(world, organisation_factory(OrganisationKind.PRACTICE), now)
    with pytest.raises(ShareRefused, match="déjà le poste"):
        share(world, further, now, since=MARCH_1 + DAY, seen=1)


def test_an_end_is_refused_without_a_reason_before_its_start_and_into_the_next(world, further, now):
    post = share(world, further, now, until=MARCH_1 + 5 * DAY)
    with pytest.raises(EndReasonMissing):
        end(world, post, now, reason=" ")
    with pytest.raises(PatientData):
        end(world, post, now, reason="Écrire à une.personne@essai.example")
    with pytest.raises(ShareRefused, match="premier jour"):
        end(world, post, now, until=MARCH_1 - DAY)
    share(world, further, now, since=MARCH_1 + 5 * DAY, seen=1)
    with pytest.raises(ShareRefused, match="déjà le poste"):
        end(world, post, now, until=MARCH_1 + 6 * DAY)
    end(world, post, now, until=MARCH_1)
    with pytest.raises(StaleForm):
        end(world, post, now, until=MARCH_1 + DAY)
    assert not post.stands_or_comes(MARCH_1)


def test_the_database_says_the_same_as_the_rule(world, further, now):
    posts = [
        share(world, further, now, until=MARCH_1 + 3 * DAY),
        share(world, further, now, since=MARCH_1 + 3 * DAY, seen=1),
        share(world, organisation_factory(OrganisationKind.PRACTICE), now, seen=2),
    ]
    end(world, posts[1], now, until=MARCH_1 + 6 * DAY)
    end(world, posts[2], now, until=MARCH_1)
    for day in (MARCH_1 + number * DAY for number in range(-1, 9)):
        ruled = [post for post in posts if holds_on(day, post.share)]
        assert list(SharedPost.objects.on(day)) == ruled, day
        practices = [post.practice for post in ruled]
        assert world.enrolment.practices_on(day) == [world.enrolment.practice, *practices]


def test_an_employer_sees_from_the_first_day_and_no_longer_at_the_end(world, further, now):
    employer, today = membership_factory(Role.EMPLOYER, further), timezone.localdate()
    colleague = membership_factory(Role.LEARNER, further)

    def sees() -> list[Enrolment]:
        found = list(Enrolment.objects.visible_to(employer))
        assert found == [
            one for one in Enrolment.objects.all() if can_view_enrolment(employer, one)
        ]
        return found

    assert sees() == []
    post = share(world, further, now, since=today + DAY)
    assert sees() == []
    end(world, post, now, until=today + DAY)
    share(world, further, now, since=today, until=today + DAY, seen=1)
    assert sees() == [world.enrolment]
    assert list(Enrolment.objects.visible_to(colleague)) == []
    end(world, SharedPost.objects.get(number=2), now, until=today, seen=0)
    assert sees() == []


def test_a_practice_that_shares_the_post_posts_practice_and_signs_its_own_alone(
    world, further, now
):
    employer = membership_factory(Role.EMPLOYER, further)
    posted = {
        "actor": employer, "enrolment": world.enrolment, "minutes": 60, "occurred_on": now.date(),
        "label": "Essai", "source_key": "essai:1", "now": now,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        post_practice(**posted)
    share(world, further, now, since=timezone.localdate())
    assert post_practice(**posted).minutes == 60
    assert sides_of(employer, world.enrolment, world.enrolment.practice_id) == []
    assert sides_of(employer, world.enrolment, further.pk) == [AgreementSide.PRACTICE]
    assert sides_of(world.employer, world.enrolment, further.pk) == []


# --- Referents ------------------------------------------------------------------------------------


def test_a_referent_is_named_on_each_side_and_the_newest_stands(world, further, now):
    share(world, further, now)
    first = name(world, world.body, now, member=world.trainer)
    assert name(world, world.body, now, member=world.trainer) == first
    second = name(world, world.body, now, member=world.companion, seen=1)
    typed = name(world, further, now, name="Ada Essai", phone="01 99 00 12 34")
    sides = contract_of(world.enrolment, now.date()).sides
    places = [world.body, world.enrolment.practice, further]
    assert [side.organisation for side in sides] == places
    assert [side.referent for side in sides] == [second, None, typed]
    assert sides[0].named == [second, first]
    assert str(typed) == "Ada Essai"
    with pytest.raises(StaleForm):
        name(world, world.body, now, member=world.lead, seen=1)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "Ada Essai"},
        {"phone": "01 99 00 12 34"},
    ],
)
def test_somebody_without_an_account_has_a_name_and_a_way_to_be_reached(world, now, typed):
    with pytest.raises(ReferentRefused):
        name(world, world.enrolment.practice, now, **typed)


def test_who_cannot_be_a_referent_of_a_side_is_refused(world, further, now):
    practice, typed = world.enrolment.practice, {"name": "Ada Essai", "email": "ada@essai.example"}
    gone = membership_factory(Role.TRAINER, world.body, until=MARCH_1)
    wrong = [
        (world.body, typed),
        (world.body, {"member": world.employer}),
        (world.body, {"member": gone}),
        (practice, {"member": world.learner}),
        (practice, {"member": world.employer, **typed}),
        (further, typed),
    ]
    for organisation, who in wrong:
        with pytest.raises(ReferentRefused):
            name(world, organisation, now, **who)
    with pytest.raises(PatientData):
        name(world, practice, now, name="Ada 06 12 34 56 78", email="ada@essai.example")
    assert NamedReferent.objects.count() == 0


def test_a_referent_who_left_is_missing(world, now):
    name(world, world.body, now, member=world.trainer)
    assert f"référent ({world.body})" not in contract_of(world.enrolment, now.date()).missing
    world.trainer.until = now.date()
    world.trainer.save()
    assert not contract_of(world.enrolment, now.date()).sides[0].left
    assert contract_of(world.enrolment, now.date() + DAY).sides[0].left
    assert f"référent ({world.body})" in contract_of(world.enrolment, now.date() + DAY).missing


# --- Rights and constraints -----------------------------------------------------------------------


def test_only_those_who_lead_the_body_write(world, further, now):
    post = share(world, further, now)
    stranger = membership_factory(Role.LEAD)
    for actor in (world.trainer, world.companion, world.learner, world.employer, stranger):
        for act in (
            lambda actor=actor: write(world, now, actor=actor),
            lambda actor=actor: share(world, further, now, actor=actor, seen=1),
            lambda actor=actor: end(world, post, now, actor=actor),
            lambda actor=actor: name(world, world.body, now, actor=actor, member=world.trainer),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_the_database_refuses_what_a_form_would(world, further, now):
    contract, post = write(world, now), share(world, further, now)
    fact = end(world, post, now)
    named = name(world, world.body, now, member=world.trainer)
    for row, wrong in (
        (contract, {"ends_on": MARCH_1 - DAY}),
        (contract, {"weekly_minutes": 0}),
        (contract, {"number": 2}),
        (post, {"until": MARCH_1}),
        (post, {"weekly_minutes": WEEK_MINUTES + 1}),
        (fact, {"reason": ""}),
        (named, {"member": None}),
        (named, {"name": "Ada Essai"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**wrong)

"""Groups of users: who opens, sets, joins, meets and names."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from people.services import NotAllowed, StaleForm
from portfolio.models import (
    GroupMemberFact,
    GroupReferent,
    GroupSession,
    UserGroup,
)
from portfolio.queries.user_group import members_of, people_of_practice, referents_of
from portfolio.rules.user_group import NewNeedFact
from portfolio.services.user_group import (
    GroupClosed,
    GroupRefused,
    note_session,
    set_group,
    take_part,
)
from records.services import PatientData
from tests.factories import cohort_factory, enrolment_factory
from tests.factories.assessments import learner_of
from tests.factories.groups import (
    PACE,
    close_group,
    group_factory,
    join,
    name_referent,
)

RUNNING = ("trainer", "companion", "lead")
TAKING_PART = ("learner", "employer", *RUNNING)
OUTSIDE = ("admin", "funder", "juror", "stranger", "other_lead", "other_trainer", "other_employer")
TODAY = date(2027, 3, 4)
PASSED = NewNeedFact("passed", "l’éditeur")
CLOSED = replace(PACE, closed=True)


@pytest.fixture
def group(world):
    return group_factory(world.lead, "Logiciel Essai")


@pytest.fixture
def inside_it(world, group):
    """The learner and the employer are in it."""
    for actor in (world.learner, world.employer):
        join(actor, group)
    return group


# --- A group --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", RUNNING)
def test_those_who_train_or_accompany_open_a_group(world, who):
    group = group_factory(getattr(world, who))
    assert group.organisation == world.body
    assert group.pace == PACE


@pytest.mark.parametrize("who", ["learner", "employer", "admin", "funder", "juror"])
def test_nobody_else_opens_one(world, who):
    with pytest.raises(NotAllowed):
        group_factory(getattr(world, who))


def test_who_sees_a_group(world, group):
    for who in (*TAKING_PART, *OUTSIDE):
        seen = UserGroup.objects.visible_to(getattr(world, who)).filter(pk=group.pk).exists()
        assert seen == (who in TAKING_PART), who


def test_the_same_form_twice_opens_one_group(world):
    first = group_factory(world.lead, form_key="le-meme")
    assert group_factory(world.lead, form_key="le-meme") == first
    assert UserGroup.objects.count() == 1


def test_a_name_is_taken_once_a_body(world, group):
    with pytest.raises(GroupRefused):
        group_factory(world.trainer, " logiciel  ESSAI ")
    assert group_factory(world.other_lead, "Logiciel Essai").organisation != world.body


@pytest.mark.parametrize(
    "change",
    [{"kind": "x"}, {"name": " "}, {"name": "x" * 81}, {"pace": replace(PACE, weeks=0)}],
)
def test_what_the_rule_refuses_is_not_opened(world, change):
    with pytest.raises(GroupRefused):
        group_factory(world.lead, **{"name": "Essai", **change})
    assert not UserGroup.objects.exists()


def test_a_name_is_no_patient(world):
    with pytest.raises(PatientData):
        group_factory(world.lead, "Madame Durand")
    assert group_factory(world.lead, "Débutants 😀 <b>").name == "Débutants 😀 <b>"


def test_a_rhythm_is_kept_in_versions_and_a_stale_form_is_refused(world, group, now):
    pace = replace(PACE, weeks=4)
    first = set_group(actor=world.trainer, group=group, pace=pace, seen=1, now=now)
    assert set_group(actor=world.trainer, group=group, pace=pace, seen=1, now=now) == first
    with pytest.raises(StaleForm):
        set_group(actor=world.lead, group=group, pace=CLOSED, seen=1, now=now)
    with pytest.raises(GroupRefused):
        set_group(actor=world.lead, group=group, pace=replace(PACE, weeks=53), seen=2, now=now)
    assert [one.weeks for one in group.settings.all()] == [8, 4]


@pytest.mark.parametrize("who", ["learner", "employer", "admin", "other_lead"])
def test_only_who_runs_it_sets_it(world, group, now, who):
    with pytest.raises(NotAllowed):
        set_group(actor=getattr(world, who), group=group, pace=CLOSED, seen=1, now=now)
    with pytest.raises(NotAllowed):
        note_session(
            actor=getattr(world, who), group=group, held_on=TODAY, text="Dit.", form_key="k",
            now=now,
        )  # fmt: skip


# --- Taking part ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", TAKING_PART)
def test_they_join_and_leave_and_twice_is_once(world, group, now, who):
    actor = getattr(world, who)
    for joined, many in ((True, 1), (True, 1), (False, 2), (False, 2), (True, 3)):
        take_part(actor=actor, group=group, joined=joined, now=now)
        assert GroupMemberFact.objects.count() == many
    assert list(members_of(group)) == [actor]


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_else_joins(world, group, now, who):
    with pytest.raises(NotAllowed):
        take_part(actor=getattr(world, who), group=group, joined=True, now=now)


def test_a_closed_group_takes_nobody_and_lets_everybody_leave(world, inside_it, now):
    close_group(world.lead, inside_it)
    with pytest.raises(GroupClosed):
        take_part(actor=world.trainer, group=inside_it, joined=True, now=now)
    take_part(actor=world.learner, group=inside_it, joined=False, now=now)
    assert list(members_of(inside_it)) == [world.employer]
    close_group(world.lead, inside_it, closed=False)
    take_part(actor=world.learner, group=inside_it, joined=True, now=now)


def test_what_is_inside_is_read_by_those_in_it_and_those_who_run_it(world, group, now):
    def readers() -> set[str]:
        found = set()
        for who in (*TAKING_PART, *OUTSIDE):
            if UserGroup.objects.inside(getattr(world, who)).filter(pk=group.pk).exists():
                found.add(who)
        return found

    assert readers() == set(RUNNING)
    join(world.learner, group)
    join(world.employer, group)
    assert readers() == {"learner", "employer", *RUNNING}
    join(world.learner, group, joined=False)
    assert readers() == {"employer", *RUNNING}


# --- Meetings -------------------------------------------------------------------------------------


def test_a_meeting_is_noted_once_a_day(world, group, now):
    sent = {"actor": world.trainer, "group": group, "held_on": TODAY, "now": now}
    first = note_session(text=" Deux usages.\r\nUn manque. ", form_key="reunion", **sent)
    assert first.text == "Deux usages.\nUn manque."
    assert note_session(text="Autre.", form_key="reunion", **sent) == first
    with pytest.raises(GroupRefused, match="déjà notée"):
        note_session(text="Autre.", form_key="encore", **sent)
    assert GroupSession.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, GroupRefused),
        ({"text": " "}, GroupRefused),
        ({"text": "x" * 1001}, GroupRefused),
        ({"text": "Rappeler Madame Durand."}, PatientData),
    ],
)
def test_a_meeting_that_cannot_be(world, group, now, change, refusal):
    sent = {"held_on": TODAY, "text": "Dit.", "form_key": "reunion", **change}
    with pytest.raises(refusal):
        note_session(actor=world.trainer, group=group, now=now, **sent)


# --- Référents ------------------------------------------------------------------------------------


def test_a_practice_names_one_of_its_people_from_a_day_on(world, group, now):
    assert set(people_of_practice(world.employer, TODAY)) == {world.learner, world.employer}
    first = name_referent(world.employer, group, world.learner, TODAY)
    assert name_referent(world.employer, group, world.learner, TODAY) == first
    later = TODAY + timedelta(days=10)
    name_referent(world.employer, group, world.employer, later, seen=1)
    assert [one.person for one in referents_of(group, TODAY)] == [world.learner]
    assert [one.person for one in referents_of(group, later)] == [world.employer]
    name_referent(world.employer, group, None, later, seen=2)
    assert referents_of(group, later) == []


def test_nobody_names_for_another_practice_or_from_another_one(world, group, now):
    for who in ("learner", "lead", "trainer", "admin", "funder", "other_employer"):
        with pytest.raises(NotAllowed):
            name_referent(getattr(world, who), group, world.learner, TODAY)
    for person in (world.stranger, world.trainer, world.other_employer):
        with pytest.raises(GroupRefused):
            name_referent(world.employer, group, person, TODAY)
    assert not GroupReferent.objects.exists()


def test_a_stale_or_backward_naming_is_refused(world, group, now):
    name_referent(world.employer, group, world.learner, TODAY)
    with pytest.raises(StaleForm):
        name_referent(world.employer, group, world.employer, TODAY)
    with pytest.raises(GroupRefused, match="déjà noté"):
        name_referent(world.employer, group, world.employer, TODAY - timedelta(days=1), seen=1)


def test_a_learner_of_another_body_sees_the_groups_of_that_one(world, group):
    other = learner_of(
        enrolment_factory(cohort_factory(organisation=world.other_lead.organisation))
    )
    theirs = group_factory(world.other_lead)
    assert list(UserGroup.objects.visible_to(other)) == [theirs]

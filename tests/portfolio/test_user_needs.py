"""What a group of users speaks of: themes and voices, the register of needs, the synthesis."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from people.enums import Role
from people.services import NotAllowed, StaleForm
from portfolio.models import (
    SynthesisSending,
    ThemeVote,
    UserNeed,
)
from portfolio.queries.synthesis import synthesis, synthesis_rows, synthesis_text
from portfolio.queries.user_group import inside
from portfolio.rules.user_group import NewNeedFact
from portfolio.services.user_group import (
    GroupClosed,
    GroupRefused,
    note_session,
)
from portfolio.services.user_need import (
    ThemeTreated,
    close_theme,
    note_need,
    propose_theme,
    raise_need,
    send_synthesis,
)
from records.services import PatientData
from tests.factories import membership_factory
from tests.factories.groups import (
    NEED,
    PACE,
    close_group,
    group_factory,
    join,
    name_referent,
    need_factory,
    theme_factory,
    vote,
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


# --- Themes ---------------------------------------------------------------------------------------


def test_a_voice_is_that_of_a_person_in_whatever_role(world, inside_it, now):
    theme = theme_factory(world.learner, inside_it)
    same = membership_factory(Role.TRAINER, world.body, user=world.enrolment.learner)
    join(same, inside_it)
    for actor in (world.learner, world.learner, same):
        vote(actor, theme, now)
    assert ThemeVote.objects.count() == 1
    vote(world.employer, theme, now)
    assert theme.voices == 2
    vote(same, theme, now, given=False)
    vote(same, theme, now, given=False)
    assert theme.voices == 1


def test_themes_stand_by_their_voices_and_the_treated_ones_apart(world, inside_it, now):
    first, second, third = (theme_factory(world.learner, inside_it) for _ in range(3))
    vote(world.learner, second, now)
    close_theme(actor=world.trainer, theme=third, treated_on=TODAY, now=now)
    found = inside(world.learner, inside_it)
    assert [(line.theme, line.voices, line.mine) for line in found.themes] == [
        (second, 1, True), (first, 0, False),
    ]  # fmt: skip
    assert found.treated == [third]


def test_who_is_not_in_the_group_has_no_voice(world, group, now):
    theme = theme_factory(world.lead, group)
    with pytest.raises(NotAllowed):
        vote(world.learner, theme, now)
    with pytest.raises(GroupRefused):
        vote(world.lead, theme, now)
    with pytest.raises(NotAllowed):
        theme_factory(world.learner, group)


def test_a_treated_theme_takes_no_voice_and_is_treated_once(world, inside_it, now):
    theme = theme_factory(world.learner, inside_it)
    with pytest.raises(GroupRefused):
        close_theme(actor=world.lead, theme=theme, treated_on=TODAY + timedelta(days=1), now=now)
    with pytest.raises(NotAllowed):
        close_theme(actor=world.learner, theme=theme, treated_on=TODAY, now=now)
    first = close_theme(actor=world.lead, theme=theme, treated_on=TODAY, now=now)
    assert close_theme(actor=world.trainer, theme=theme, treated_on=TODAY, now=now) == first
    with pytest.raises(ThemeTreated):
        close_theme(actor=world.lead, theme=theme, treated_on=TODAY - timedelta(days=1), now=now)
    with pytest.raises(ThemeTreated):
        vote(world.learner, theme, now)


def test_a_theme_is_proposed_once_while_it_is_open(world, inside_it, now):
    sent = {"actor": world.learner, "group": inside_it, "now": now}
    first = propose_theme(text="Les résultats", form_key="theme", **sent)
    assert propose_theme(text="Autre", form_key="theme", **sent) == first
    with pytest.raises(GroupRefused, match="voix"):
        propose_theme(text=" les  résultats ", form_key="encore", **sent)
    close_theme(actor=world.lead, theme=first, treated_on=TODAY, now=now)
    assert propose_theme(text="Les résultats", form_key="encore", **sent) != first


@pytest.mark.parametrize(
    ("text", "refusal"),
    [(" ", GroupRefused), ("x" * 201, GroupRefused), ("M. Durand", PatientData)],
)
def test_a_theme_that_cannot_be(world, inside_it, now, text, refusal):
    with pytest.raises(refusal):
        propose_theme(actor=world.learner, group=inside_it, text=text, form_key="t", now=now)


def test_a_form_of_one_group_does_nothing_in_another(world, inside_it, now):
    other = group_factory(world.lead)
    propose_theme(actor=world.lead, group=inside_it, text="Un", form_key="theme", now=now)
    with pytest.raises(GroupRefused):
        propose_theme(actor=world.lead, group=other, text="Un", form_key="theme", now=now)


# --- Needs ----------------------------------------------------------------------------------------


def test_a_need_is_that_of_the_practice_of_who_raises_it(world, inside_it):
    assert need_factory(world.learner, inside_it).practice == world.learner.organisation
    assert need_factory(world.employer, inside_it).practice == world.enrolment.practice
    assert need_factory(world.companion, inside_it).practice is None


def test_what_becomes_of_a_need_is_noted_by_who_runs_the_group(world, inside_it, now):
    need = need_factory(world.learner, inside_it)
    steps = (
        (world.lead, PASSED),
        (world.companion, NewNeedFact("working")),
        (world.trainer, NewNeedFact("solved", note="Version 4.")),
        (world.lead, NewNeedFact("noted")),
    )
    for seen, (actor, new) in enumerate(steps):
        for _ in range(2):  # a double click
            note_need(actor=actor, need=need, new=new, seen=seen, now=now)
    assert [fact.state for fact in need.facts.all()] == ["passed", "working", "solved", "noted"]
    for who in ("learner", "employer", "admin", "other_lead"):
        with pytest.raises(NotAllowed):
            note_need(actor=getattr(world, who), need=need, new=PASSED, seen=4, now=now)


def test_two_tabs_the_second_reads_what_the_first_noted(world, inside_it, now):
    need = need_factory(world.learner, inside_it)
    note_need(actor=world.lead, need=need, new=PASSED, seen=0, now=now)
    with pytest.raises(StaleForm):
        note_need(actor=world.trainer, need=need, new=PASSED, seen=0, now=now)
    with pytest.raises(GroupRefused):
        note_need(actor=world.trainer, need=need, new=replace(PASSED, whom=""), seen=1, now=now)
    with pytest.raises(PatientData):
        note_need(
            actor=world.lead, need=need, new=replace(PASSED, whom="Mme Dubois"), seen=1, now=now
        )


@pytest.mark.parametrize(
    ("about", "text", "refusal"),
    [
        ("", "Un besoin.", GroupRefused),
        ("Logiciel", " ", GroupRefused),
        ("x" * 201, "Un besoin.", GroupRefused),
        ("Logiciel", "x" * 1001, GroupRefused),
        ("Logiciel", "Pour Mme Durand.", PatientData),
    ],
)
def test_a_need_that_cannot_be(world, inside_it, now, about, text, refusal):
    with pytest.raises(refusal):
        raise_need(
            actor=world.learner, group=inside_it, about=about, text=text, form_key="b", now=now
        )
    assert not UserNeed.objects.exists()


def test_nothing_new_enters_a_closed_group_but_its_needs_go_on(world, inside_it, now):
    need, theme = need_factory(world.learner, inside_it), theme_factory(world.learner, inside_it)
    close_group(world.lead, inside_it)
    for act in (
        lambda: need_factory(world.learner, inside_it),
        lambda: theme_factory(world.learner, inside_it),
        lambda: vote(world.learner, theme, now),
        lambda: note_session(
            actor=world.lead, group=inside_it, held_on=TODAY, text="Dit.", form_key="r", now=now
        ),
        lambda: name_referent(world.employer, inside_it, world.employer, TODAY),
    ):
        with pytest.raises(GroupClosed):
            act()
    assert note_need(actor=world.lead, need=need, new=PASSED, seen=0, now=now).state == "passed"


# --- The synthesis --------------------------------------------------------------------------------


def test_a_synthesis_says_needs_by_state_and_themes_by_voices_and_names_nobody(
    world, inside_it, now
):
    need_factory(world.learner, inside_it, "Premier besoin.")
    passed = need_factory(world.employer, inside_it, "Deuxième besoin.")
    note_need(actor=world.lead, need=passed, new=PASSED, seen=0, now=now)
    theme_factory(world.learner, inside_it, "Peu voulu")
    vote(world.learner, theme_factory(world.learner, inside_it, "Voulu"), now)
    one = synthesis(inside_it, TODAY, TODAY)
    assert [(state, [line.need.text for line in lines]) for state, lines in one.needs] == [
        ("noted", ["Premier besoin."]), ("passed", ["Deuxième besoin."]),
    ]  # fmt: skip
    assert [(theme.text, theme.voices) for theme in one.themes] == [("Voulu", 1), ("Peu voulu", 0)]
    text = synthesis_text(one)
    assert "Transmis à l’éditeur, le jeudi 4 mars 2027" in text
    assert "- Voulu (1 voix)" in text
    told = text + "".join(str(row) for row in synthesis_rows(one))
    for actor in (world.learner, world.employer, world.lead):
        assert actor.user.last_name not in told
    assert world.enrolment.practice.name not in told


def test_a_synthesis_is_that_of_its_last_day(world, inside_it, now):
    need = need_factory(world.learner, inside_it)
    theme = theme_factory(world.learner, inside_it)
    later = now + timedelta(days=30)
    note_need(
        actor=world.lead, need=need, new=NewNeedFact("solved", note="Fait."), seen=0, now=later
    )
    vote(world.learner, theme, later)
    close_theme(actor=world.lead, theme=theme, treated_on=later.date(), now=later)
    then, after = synthesis(inside_it, TODAY, TODAY), later.date() + timedelta(days=1)
    assert [state for state, _ in then.needs] == ["noted"]
    assert [(one.voices, one.treated_on) for one in then.themes] == [(0, None)]
    whole = synthesis(inside_it, TODAY, after)
    assert [state for state, _ in whole.needs] == ["solved"]
    assert [(one.voices, one.treated_on) for one in whole.themes] == [(1, later.date())]
    assert synthesis(inside_it, after, after).empty
    assert synthesis(inside_it, TODAY - timedelta(days=9), TODAY - timedelta(days=1)).empty


def test_that_it_was_sent_is_noted_with_its_text(world, inside_it, now):
    need_factory(world.learner, inside_it)
    sent = {"group": inside_it, "since": TODAY, "until": TODAY, "sent_on": TODAY, "now": now}
    first = send_synthesis(actor=world.lead, whom="l’éditeur", form_key="envoi", **sent)
    assert NEED in first.text
    need_factory(world.learner, inside_it, "Un autre besoin.")
    assert send_synthesis(actor=world.lead, whom="l’éditeur", form_key="envoi", **sent) == first
    assert "Un autre besoin." not in SynthesisSending.objects.get().text
    for who in ("learner", "employer", "admin", "other_lead"):
        with pytest.raises(NotAllowed):
            send_synthesis(actor=getattr(world, who), whom="x", form_key="autre", **sent)
    for change, refusal in (
        ({"whom": " "}, GroupRefused),
        ({"whom": "x" * 201}, GroupRefused),
        ({"whom": "06 12 34 56 78"}, PatientData),
        ({"sent_on": TODAY + timedelta(days=1)}, GroupRefused),
        ({"since": TODAY + timedelta(days=1)}, GroupRefused),
        ({"until": TODAY + timedelta(days=1)}, GroupRefused),
    ):
        with pytest.raises(refusal):
            send_synthesis(
                actor=world.lead, form_key="refus", **{"whom": "l’éditeur", **sent, **change}
            )

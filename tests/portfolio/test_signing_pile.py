"""Several weeks signed together from the pile."""

import pytest

from portfolio.enums import WeekState
from portfolio.models import LogbookWeek, WeekEvent
from portfolio.services import SeenWeek, return_week, sign_week, sign_weeks
from tests.factories.portfolio import entry_factory, submitted_week_factory, week_factory
from tests.portfolio.practice import agree
from training.models import HoursEntry

PILE = "/livrets/a-viser/"


@pytest.fixture
def weeks(world):
    return [
        submitted_week_factory(
            world.enrolment, iso_week=number, minutes=60, text=f"Semaine {number}."
        )
        for number in (7, 8, 9)
    ]


@pytest.fixture
def trainer(client, world):
    client.force_login(world.trainer.user)
    return client


def states() -> list[str]:
    return list(LogbookWeek.objects.order_by("iso_week").values_list("state", flat=True))


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_weeks_that_were_read_are_signed_together(trainer, weeks):
    ticked = [week.seen for week in weeks[:2]]
    response = trainer.post(PILE, {"weeks": ticked}, follow=True)
    assert said(response) == ["2 semaines visées."]
    assert states() == ["signed", "signed", "submitted"]
    assert [line.minutes for line in HoursEntry.objects.all()] == [60, 60]


def test_sent_twice_they_are_signed_once(trainer, weeks):
    ticked = {"weeks": [week.seen for week in weeks]}
    trainer.post(PILE, ticked)
    response = trainer.post(PILE, ticked)
    assert "n’attend plus de visa" in response.content.decode()
    assert WeekEvent.objects.filter(state=WeekState.SIGNED).count() == 3


def test_one_that_changed_since_it_was_read_is_not_signed(trainer, world, weeks, now):
    seen = weeks[0].seen
    return_week(
        actor=world.trainer, week=weeks[0], comment="Précisez.", version=weeks[0].version, now=now
    )
    response = trainer.post(PILE, {"weeks": [seen, weeks[1].seen]})
    assert "n’attend plus de visa" in response.content.decode()
    assert states() == ["returned", "submitted", "submitted"]
    assert f'value="{weeks[1].seen}" checked' in response.content.decode()


def test_nothing_ticked_says_so(trainer, weeks):
    response = trainer.post(PILE, {})
    assert "Cochez les semaines que vous avez lues." in response.content.decode()
    assert states() == ["submitted"] * 3


@pytest.mark.parametrize("forged", ["", "abc", "1:", "999999:1", "1:1:1", "٣:١"])
def test_a_forged_choice_signs_nothing(trainer, weeks, forged):
    assert trainer.post(PILE, {"weeks": [forged]}).status_code == 200
    assert states() == ["submitted"] * 3


def test_one_that_another_signed_meanwhile_keeps_no_other_back(world, weeks, now):
    sign_week(actor=world.lead, week=weeks[0], version=weeks[0].version, now=now)
    seen = [SeenWeek(week, week.version) for week in weeks]
    done = sign_weeks(actor=world.trainer, seen=seen, now=now)
    assert done.signed == 2
    reason = "Cette semaine n’attend plus de visa : elle a déjà reçu une réponse."
    assert done.refused == [(weeks[0], reason)]


def test_the_pile_shows_what_its_reader_may_read(trainer, world, now):
    week = week_factory(world.enrolment)
    entry_factory(week, text="Ouverte à la formation.")
    entry_factory(week, text="Pour l’accompagnement.", audience="support")
    week.refresh_from_db()
    type(week).objects.filter(pk=week.pk).update(state="submitted", submitted_at=now)
    page = trainer.get(PILE).content.decode()
    assert "Ouverte à la formation." in page
    assert "Pour l’accompagnement." not in page


def test_the_pile_says_which_hours_no_agreement_limits(trainer, world, now):
    submitted_week_factory(world.enrolment, iso_week=9)
    said = f"Aucune convention signée avec {world.enrolment.practice.name} ne borne ces heures"
    assert said in trainer.get(PILE).content.decode()
    agree(world, now)
    assert said not in trainer.get(PILE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pile_costs_the_same_with_more_weeks(trainer, world, django_assert_num_queries, count):
    for number in range(count):
        submitted_week_factory(world.enrolment, iso_week=7 + number)
    with django_assert_num_queries(14):
        trainer.get(PILE)

"""The pages of availability: who reads them, who says what, what they refuse."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from people.enums import Role
from tests.factories import membership_factory
from tests.factories.calendar import coming_factory, given_week_factory
from tests.training.web import queries_of
from training.models import TrainerAway, TrainerWeek

PAGE = "/disponibilites/"
FAR = 365 * 20  # views read the clock: these sessions are to come for a long time


def in_days(number: int) -> str:
    """Views read the clock."""
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def text(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def own(world):
    return f"{PAGE}{world.trainer.pk}/"


def week(**changes):
    given = {
        "semaine-mornings": ["1", "4"], "semaine-afternoons": ["4"],
        "semaine-since": in_days(1), "semaine-until": "", "semaine-seen": 0,
    }  # fmt: skip
    return {**given, **{f"semaine-{name}": value for name, value in changes.items()}}


def absence(**changes):
    given = {"starts_on": in_days(3), "ends_on": in_days(3), "part": "afternoon"}
    return {f"absence-{name}": value for name, value in {**given, **changes}.items()}


# --- A week is said -------------------------------------------------------------------------------


def test_a_trainer_says_their_week_and_a_second_click_says_no_more(world, sign_in, own):
    trainer = sign_in(world.trainer)
    assert "Tous les jours" in text(trainer.get(own))
    for _ in range(2):
        assert trainer.post(own, week()).url == own
    [said] = TrainerWeek.objects.all()
    assert (said.mornings, said.afternoons, said.said_by) == ("14", "4", world.trainer)
    shown = text(trainer.get(own))
    assert "Lundi matin et jeudi toute la journée" in shown
    assert "Ce qui a été dit" in shown
    # The boxes of the newest week are ticked already, so that a change takes few clicks.
    assert shown.count(" checked") == 3


def test_a_lead_says_that_of_a_trainer_and_the_staff_read_it(world, sign_in, own):
    assert sign_in(world.lead).post(own, week(until=in_days(30))).url == own
    assert TrainerWeek.objects.get().said_by == world.lead
    for actor in (world.lead, world.trainer, world.companion):
        shown = text(sign_in(actor).get(PAGE))
        assert "Puis" in shown
        assert "Puis à partir du" in shown
        assert str(world.trainer.user) in shown
    assert own not in shown  # the companion reads, and changes nothing


def test_the_table_says_which_half_days_are_given(world, sign_in, own):
    given_week_factory(world.trainer, "15", "5", since=timezone.localdate())
    shown = text(sign_in(world.trainer).get(PAGE))
    body = shown.split('<table class="tableau semaine-type">')[1].split("</table>")[0]
    rows = [row for row in body.split("<tr>") if 'scope="row"' in row]
    given = [["oui" in cell for cell in row.split("<td")[1:]] for row in rows]
    assert given == [
        [True, False, False, False, True, False, False],
        [False, False, False, False, True, False, False],
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mornings": [], "afternoons": []}, "Cochez au moins une demi-journée"),
        ({"since": in_days(5), "until": in_days(4)}, "Le dernier jour précède le premier"),
        ({"since": in_days(-1)}, "à partir d’aujourd’hui"),
        ({"since": in_days(-9), "until": in_days(-2)}, "à partir d’aujourd’hui"),
        ({"since": ""}, "À partir du"),
        ({"since": "31/02/2027"}, "À partir du"),
        ({"until": "9999-12-31"}, "Trois ans"),
        ({"mornings": ["8"]}, "Matin"),
        ({"mornings": ["x"]}, "Matin"),
    ],
)
def test_a_week_refused_comes_back_with_what_was_ticked(world, sign_in, own, changes, said):
    response = sign_in(world.trainer).post(own, week(**changes))
    assert response.status_code == 422
    shown = text(response)
    assert said in shown.split('class="resume-fautes"')[1].split("</ul>")[0]
    ticked = [*changes.get("mornings", ["1", "4"]), *changes.get("afternoons", ["4"])]
    assert shown.count(" checked") == len([day for day in ticked if day not in ("8", "x")])
    assert TrainerWeek.objects.count() == 0


def test_a_week_said_meanwhile_is_shown_before_it_is_replaced(world, sign_in, own):
    given_week_factory(world.trainer, "3", since=timezone.localdate())
    trainer = sign_in(world.trainer)
    response = trainer.post(own, week())
    assert response.status_code == 422
    assert "Cette page a changé" in text(response)
    assert "Mercredi matin" in text(response)
    assert text(response).count(" checked") == 3
    assert 'name="semaine-seen" value="1"' in text(response)
    assert trainer.post(own, week(seen=1)).url == own
    assert TrainerWeek.objects.count() == 2


def test_sessions_in_conflict_are_listed_and_none_is_moved(world, sign_in, own):
    for days in (FAR, FAR + 7):  # two days of the same name, one of them in the morning
        coming_factory(world.cohort, world.module, world.trainer, days=days)
    weekday = timezone.localtime(world.cohort.sessions.first().starts_at).isoweekday()
    other = str(weekday % 7 + 1)
    for actor in (world.trainer, world.lead):
        assert "Séances en conflit" not in text(sign_in(actor).get(own))
    sign_in(world.trainer).post(own, week(mornings=[other], afternoons=[]))
    for actor, linked in ((world.trainer, False), (world.lead, True)):
        shown = text(sign_in(actor).get(own))
        assert shown.count("ne donne pas le") == 2
        assert ("/modifier/" in shown) == linked
    assert set(world.cohort.sessions.values_list("version", flat=True)) == {1}


# --- Absences -------------------------------------------------------------------------------------


def test_a_trainer_notes_half_a_day_and_takes_it_out(world, sign_in, own):
    trainer = sign_in(world.trainer)
    for _ in range(2):
        assert trainer.post(f"{own}absences/", absence()).url == own
    away = TrainerAway.objects.get()
    assert (away.part, away.trainer) == ("afternoon", world.trainer)
    assert ", l’après-midi" in text(trainer.get(own))
    assert ", l’après-midi" in text(sign_in(world.lead).get("/calendrier/reglages/"))
    for _ in range(2):
        assert sign_in(world.trainer).post(f"{own}absences/{away.pk}/retirer/").url == own
    assert TrainerAway.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_on": in_days(2)}, "Le dernier jour vient après le premier"),
        ({"starts_on": in_days(-3), "ends_on": in_days(-1)}, "déjà passée"),
        ({"part": "nuit"}, "Chaque jour"),
        ({"starts_on": ""}, "Premier jour d’absence"),
    ],
)
def test_an_absence_refused_comes_back_with_what_was_typed(world, sign_in, own, changes, said):
    response = sign_in(world.trainer).post(f"{own}absences/", absence(**changes))
    assert response.status_code == 422
    shown = text(response)
    assert said in shown.split('class="resume-fautes"')[1].split("</ul>")[0]
    assert f'value="{changes.get("ends_on", in_days(3))}"' in shown
    assert TrainerAway.objects.count() == 0


def test_an_absence_of_somebody_else_stays(world, sign_in, own):
    colleague = membership_factory(Role.TRAINER, world.body)
    day = timezone.localdate() + timedelta(days=3)
    theirs = TrainerAway.objects.create(trainer=colleague, starts_on=day, ends_on=day)
    assert sign_in(world.trainer).post(f"{own}absences/{theirs.pk}/retirer/").url == own
    assert TrainerAway.objects.count() == 1


# --- Who gets in, and what it costs ---------------------------------------------------------------


def test_a_trainer_of_another_body_does_not_exist_and_a_colleague_is_not_theirs(world, sign_in):
    colleague = membership_factory(Role.TRAINER, world.body)
    gone = membership_factory(
        Role.TRAINER, world.body, until=timezone.localdate() - timedelta(days=1)
    )
    wanted = [
        (world.lead, world.other_trainer, 404), (world.trainer, world.other_trainer, 404),
        (world.lead, world.companion, 404), (world.lead, gone, 404),
        (world.trainer, colleague, 403), (world.trainer, world.lead, 403),
        (world.companion, world.trainer, 403), (world.learner, world.trainer, 404),
    ]  # fmt: skip
    for actor, trainer, status in wanted:
        client, page = sign_in(actor), f"{PAGE}{trainer.pk}/"
        assert client.get(page).status_code == status
        assert client.post(page, week()).status_code == status
        assert client.post(f"{page}absences/", absence()).status_code == status
    assert (TrainerWeek.objects.count(), TrainerAway.objects.count()) == (0, 0)


def many(world):
    """Ten more trainers with weeks, absences and sessions in conflict."""
    day = timezone.localdate()
    others = [membership_factory(Role.TRAINER, world.body) for _ in range(10)]
    for trainer in (world.trainer, *others):
        for number in range(3):
            given_week_factory(trainer, str(number + 1), since=day + timedelta(days=9 * number))
            TrainerAway.objects.create(
                trainer=trainer, starts_on=day + timedelta(days=number), ends_on=day + timedelta(9)
            )
            coming_factory(world.cohort, world.module, trainer, days=FAR + number)


@pytest.mark.parametrize("who", ["lead", "trainer"])
def test_the_pages_cost_the_same_with_many_trainers(world, sign_in, own, who):
    client = sign_in(getattr(world, who))
    day = timezone.localdate()
    given_week_factory(world.trainer, since=day)
    TrainerAway.objects.create(trainer=world.trainer, starts_on=day, ends_on=day)
    coming_factory(world.cohort, world.module, world.trainer, days=FAR)
    before = [queries_of(client, path) and queries_of(client, path) for path in (PAGE, own)]
    many(world)
    assert [queries_of(client, path) for path in (PAGE, own)] == before

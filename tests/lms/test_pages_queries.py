"""Every page costs as many queries with thirty learners as with one."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.enums import Role
from portfolio.rules.weeks import IsoWeek
from portfolio.services import reopen_week, return_week
from tests.factories.portfolio import submitted_week_factory
from tests.factories.site import NOW, TODAY, add_learner
from training.enums import SituationAct, SituationReason
from training.services.contract import write_contract
from training.services.situation import change_situation

SUSPENDED, RESUMED = SituationAct.SUSPENDED, SituationAct.RESUMED

LEARNER_HOME_GOAL = 15  # performance.md
COHORT_GOAL = 12  # the same
MODULE_QUERIES = 27  # what 40 B were measured with; the goal is 60 B
PAGES = [
    (Role.TRAINER, "/accueil/"),
    (Role.LEAD, "/accueil/"),
    (Role.EMPLOYER, "/accueil/"),
    (Role.COMPANION, "/accueil/"),
    (Role.FUNDER, "/accueil/"),
    (Role.ADMIN, "/accueil/"),
    (Role.EMPLOYER, "/assistants/"),
    (Role.LEAD, "/promotions/"),
    (Role.LEAD, "/promotions/{cohort}/"),
    (Role.LEAD, "/promotions/{cohort}/heures.csv"),
    (Role.TRAINER, "/parcours/modules/{module}/"),
]


def cost(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_page_costs_the_same_with_many_learners(site, signed_in, role, path):
    client = signed_in(site.member(role))
    url = path.format(cohort=site.cohort.pk, module=site.modules[0].pk)
    cost(client, url)  # the first request fills what is cached
    one = cost(client, url)
    for _ in range(4):
        add_learner(site)
    assert cost(client, url) == one


def test_roster_costs_the_same_with_thirty_learners(site, signed_in):
    client = signed_in(site.member(Role.LEAD))
    url = f"/promotions/{site.cohort.pk}/"
    one = cost(client, url)
    for _ in range(29):
        add_learner(site)
    assert cost(client, url) == one


def test_home_of_the_learner_meets_its_goal(site, signed_in):
    client = signed_in(site.learner)
    assert cost(client, "/accueil/") <= LEARNER_HOME_GOAL


def move_windows(site):
    """A week sent back, one reopened, a suspension that ended, a contract: all that moves them."""
    one, lead = site.enrolments[0], site.member(Role.LEAD)
    week = submitted_week_factory(one, iso_week=6)
    return_week(
        actor=site.member(Role.TRAINER), week=week, comment="Complétez.", version=week.version,
        now=NOW,
    )  # fmt: skip
    reopen_week(
        actor=lead, enrolment=one, week=IsoWeek(2027, 5), reason="Panne de connexion.", now=NOW
    )
    for seen, (act, since) in enumerate(((SUSPENDED, date(2027, 3, 1)), (RESUMED, TODAY))):
        change_situation(
            actor=lead, enrolment=one, act=act, since=since, why=SituationReason.LEAVE, seen=seen,
            now=NOW,
        )  # fmt: skip
    write_contract(
        actor=lead, enrolment=one, starts_on=date(2026, 9, 1), ends_on=None, weekly_minutes=2100,
        kind="CDI", reason="", seen=0, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/accueil/", "/competences/"])
def test_pages_of_the_learner_meet_their_goal_where_windows_moved(site, signed_in, path):
    client = signed_in(site.learner)
    move_windows(site)
    cost(client, path)
    assert cost(client, path) <= LEARNER_HOME_GOAL


def test_page_of_a_cohort_meets_its_goal(site, signed_in):
    client = signed_in(site.member(Role.LEAD))
    url = f"/promotions/{site.cohort.pk}/"
    cost(client, url)
    assert cost(client, url) <= COHORT_GOAL


def test_module_of_the_learner_reads_the_text_of_its_own_lessons_once(site, signed_in):
    client = signed_in(site.learner)
    module = site.modules[0]
    url = f"/parcours/modules/{module.pk}/"
    cost(client, url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) <= MODULE_QUERIES
    (texts,) = (q["sql"] for q in queries if '"curricula_lessonpage"."body"' in q["sql"])
    read = {int(pk) for pk in re.findall(r"\d+", texts.rpartition(" IN ")[2])}
    assert read == set(module.lessons.values_list("pk", flat=True))


@pytest.mark.parametrize("path", ["/accueil/", "/parcours/", "/parcours/modules/{module}/"])
def test_pages_of_the_learner_do_not_depend_on_the_others(site, signed_in, path):
    client = signed_in(site.learner)
    url = path.format(module=site.modules[0].pk)
    one = cost(client, url)
    for _ in range(3):
        add_learner(site)
    assert cost(client, url) == one

"""The screens where a make-up is chosen and read, and what is said beside the forecast."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from curricula.enums import BudgetCategory
from tests.factories import module_factory
from tests.factories.calendar import budget_factory
from tests.factories.training import announced_factory
from tests.training.web import queries_of
from training.enums import Presence
from training.models import Attendance, TrainingSession
from training.rules.attendance import Mark
from training.services import hold_session, name_make_up


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def owing(world, announced, now):
    """The learner was absent; a session of the module and one of another may make up."""
    marks = {world.enrolment: Mark(Presence.ABSENT)}
    TrainingSession.objects.update(category=BudgetCategory.IN_PERSON)
    announced.refresh_from_db()
    missed = hold_session(actor=world.trainer, session=announced, marks=marks, now=now)
    other = module_factory(track_version=world.module.track_version, title="Autre module")

    def coming(days, module):
        start = announced.starts_at + timedelta(days=days)
        return announced_factory(
            world.cohort, module, category=BudgetCategory.IN_PERSON,
            starts_at=start, ends_at=start + timedelta(hours=2),
        )  # fmt: skip

    return SimpleNamespace(missed=missed, same=coming(1, world.module), apart=coming(2, other))


def test_make_ups_of_the_module_are_offered_first_and_others_apart(world, owing, sign_in):
    url = f"/heures/{world.enrolment.pk}/rattrapages/"
    page = BeautifulSoup(sign_in(world.trainer).get(url).content, "html.parser")
    offered = [
        (part["label"], [int(one["value"]) for one in part.select("option")])
        for part in page.select("select[name=session] optgroup")
    ]
    assert offered == [
        (f"{world.module}, présentiel", [owing.same.pk]),
        ("D’un autre module ou d’une autre catégorie", [owing.apart.pk]),
    ]
    (missed,) = page.select("select[name=missed] optgroup")
    assert missed["label"] == f"{world.module}, présentiel"


def test_a_make_up_of_another_module_says_where_its_hours_count(world, owing, sign_in, now):
    hours, words = f"/heures/{world.enrolment.pk}/", "Ses heures comptent dans « "
    naming = {"actor": world.trainer, "enrolment": world.enrolment, "missed": owing.missed}
    name_make_up(**naming, session=owing.same, now=now)
    assert words not in text(sign_in(world.learner).get(hours))
    name_make_up(**naming, session=owing.apart, now=now)
    assert f"{words}Autre module »" in text(sign_in(world.learner).get(hours))


def test_naming_a_make_up_costs_the_same_with_thirty_sessions(world, owing, sign_in):
    client, url = sign_in(world.trainer), f"/heures/{world.enrolment.pk}/rattrapages/"
    queries_of(client, url)
    one = queries_of(client, url)
    for number in range(28):
        start = owing.missed.starts_at + timedelta(days=number + 3)
        module = module_factory(track_version=world.module.track_version)
        announced_factory(world.cohort, module, starts_at=start, ends_at=start + timedelta(hours=1))
    assert queries_of(client, url) == one


def test_hours_owed_and_missing_that_differ_are_explained(world, owing, sign_in):
    hours = f"/heures/{world.enrolment.pk}/"
    page = text(sign_in(world.learner).get(hours))
    assert ("il manque 3 h 30" in page, "à rattraper ici" in page) == (True, False)
    budget_factory(world.module, 180)
    page = text(sign_in(world.learner).get(hours))
    assert "il manque 1 h." in page
    assert "3 h 30 à rattraper ici, 1 h dans la prévision" in page


def test_nothing_is_explained_where_nothing_is_owed(world, owing, sign_in):
    budget_factory(world.module, 180)
    Attendance.objects.all().delete()
    page = text(sign_in(world.lead).get(f"/heures/{world.enrolment.pk}/"))
    assert ("Aucune heure manquée" in page, "à rattraper ici" in page) == (True, False)

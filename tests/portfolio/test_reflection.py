"""From the reflection of a lesson to a situation of this week."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curricula.models import LessonPage
from portfolio.models import LogbookEntry
from portfolio.rules.weeks import week_of
from tests.factories import lesson_factory
from tests.factories.media import REFLECTION, show_every_block
from tests.factories.portfolio import submitted_week_factory
from training.models import Cohort

PROMPT = "Qu’avez-vous observé cette semaine ?"


@pytest.fixture
def lesson(world, today) -> LessonPage:
    return show_every_block(world.module.lessons.first())


@pytest.fixture
def learner(client, world):
    client.force_login(world.learner.user)
    return client


def link(lesson, block=REFLECTION) -> str:
    return reverse("portfolio:reflect", args=[lesson.code, block])


def test_the_invitation_stands_ready_in_this_week(learner, lesson, today):
    response = learner.get(link(lesson), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("portfolio:week", args=week_of(today)))
    text = response.context["entry_form"]["text"].value()
    assert text == f"Leçon « {lesson.title} ». {PROMPT}\n\n"
    assert not LogbookEntry.objects.filter(text__startswith="Leçon").exists()


def test_the_enrolment_named_stays_named(learner, lesson, world):
    response = learner.get(f"{link(lesson)}?inscription={world.enrolment.pk}")
    assert f"inscription={world.enrolment.pk}" in response.url


def test_a_week_already_handed_in_says_so(learner, lesson, world, today):
    iso = week_of(today)
    submitted_week_factory(
        world.enrolment, now=timezone.now(), iso_year=iso.year, iso_week=iso.number, day=iso.monday
    )
    response = learner.get(link(lesson), follow=True)
    assert "déjà remise" in str(next(iter(response.context["messages"])))
    assert response.context["entry_form"] is None


def test_outside_the_weeks_of_the_cohort_the_path_says_so(learner, lesson, today):
    Cohort.objects.update(starts_on=today + timedelta(days=30))
    response = learner.get(link(lesson), follow=True)
    assert "pas de semaine" in str(next(iter(response.context["messages"])))


def test_the_reflection_of_another_track_does_not_exist(learner, lesson):
    other = show_every_block(lesson_factory())
    assert learner.get(link(other)).status_code == 404


def test_the_reflection_of_a_draft_does_not_exist(learner, lesson):
    lesson.unpublish()
    assert learner.get(link(lesson)).status_code == 404


def test_a_block_that_is_no_reflection_does_not_exist(learner, lesson):
    block = next(b["id"] for b in lesson.body.raw_data if b["type"] == "text")
    assert learner.get(link(lesson, block)).status_code == 404


@pytest.mark.parametrize("asked", ["x", ":", "L01:x", "<script>", "L01:" + "9" * 500])
def test_a_strange_address_fills_nothing(learner, lesson, today, asked):
    response = learner.get(reverse("portfolio:week", args=week_of(today)), {"reflexion": asked})
    assert response.status_code == 200
    assert response.context["entry_form"]["text"].value() == ""


def test_only_a_learner_has_a_livret_to_write(client, lesson, world):
    client.force_login(world.trainer.user)
    assert client.get(link(lesson)).status_code == 403

"""A lesson from its first draft to the readers, and away from them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Workflow, WorkflowPage

from curricula.enums import LessonState
from curricula.models import LessonIndexPage, LessonPage, SearchEntry
from curricula.queries import lesson_lines
from curricula.rules.lesson_life import LessonFacts, Review, lesson_states
from curricula.services.content.rights import give_editors_their_rights, open_review
from curricula.tasks import publish_scheduled
from people.enums import Role
from people.services.people import EDITORS_GROUP
from tests.factories import lesson_factory, membership_factory
from tests.factories.curricula import lesson_index

DRAFT, PUBLISHED, WITHDRAWN, CHANGED, REVIEW, TO_REWRITE, SCHEDULED = LessonState


@pytest.mark.parametrize(
    ("live", "was_live", "changed", "scheduled", "review", "states"),
    [
        (False, False, True, False, Review.NONE, [DRAFT]),
        (False, False, False, False, Review.NONE, [DRAFT]),
        (False, False, True, False, Review.RUNNING, [DRAFT, REVIEW]),
        (False, False, True, False, Review.RETURNED, [DRAFT, TO_REWRITE]),
        (False, False, True, True, Review.NONE, [DRAFT, SCHEDULED]),
        (True, True, False, False, Review.NONE, [PUBLISHED]),
        (True, True, True, False, Review.NONE, [PUBLISHED, CHANGED]),
        (True, True, True, False, Review.RUNNING, [PUBLISHED, CHANGED, REVIEW]),
        (True, True, True, True, Review.NONE, [PUBLISHED, SCHEDULED]),
        (False, True, True, False, Review.NONE, [WITHDRAWN]),
        (False, True, True, True, Review.RUNNING, [WITHDRAWN, SCHEDULED, REVIEW]),
    ],
)
def test_the_states_of_a_lesson(live, was_live, changed, scheduled, review, states):
    assert lesson_states(LessonFacts(live, was_live, changed, scheduled, review)) == states


@pytest.fixture
def shelf(tree) -> LessonIndexPage:
    index = lesson_index()
    give_editors_their_rights(index)
    open_review(index)
    return index


@pytest.fixture
def lesson(shelf) -> LessonPage:
    page = lesson_factory(title="Ancien titre")
    page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


@pytest.fixture
def lead(shelf):
    member = membership_factory(Role.LEAD)
    member.user.groups.add(Group.objects.get(name=EDITORS_GROUP))
    return member


def states(lesson) -> list[LessonState]:
    [line] = [line for line in lesson_lines() if line.lesson.pk == lesson.pk]
    return line.states


def write(lesson, title="Nouveau titre", **fields):
    page = LessonPage.objects.get(pk=lesson.pk)
    page.title = title
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


def fresh(lesson) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)


# --- Drafts and review ----------------------------------------------------------------------------


def test_a_draft_changes_nothing_for_readers(lesson):
    write(lesson)
    assert (fresh(lesson).title, states(lesson)) == ("Ancien titre", [PUBLISHED, CHANGED])
    assert SearchEntry.objects.get(key=f"lesson:{lesson.pk}").title == "Ancien titre"


def test_a_draft_goes_through_review_and_is_published(lesson, lead):
    write(lesson)
    page = fresh(lesson)
    running = page.get_workflow().start(page, lead.user)
    assert states(lesson) == [PUBLISHED, CHANGED, REVIEW]
    task = running.current_task_state.task.specific
    assert task.user_can_access_editor(page, lead.user)
    assert not task.get_actions(page, membership_factory(Role.TRAINER).user)
    running.current_task_state.reject(user=lead.user, comment="Il manque la source.")
    assert states(lesson) == [PUBLISHED, CHANGED, TO_REWRITE]
    running.refresh_from_db()
    running.resume(user=lead.user)
    running.current_task_state.approve(user=lead.user)
    assert (fresh(lesson).title, states(lesson)) == ("Nouveau titre", [PUBLISHED])


def test_the_review_stands_on_the_shelf_once(shelf):
    open_review(shelf)
    assert Workflow.objects.count() == 1
    assert shelf.get_workflow().name == "Relecture"


def test_a_review_that_an_administrator_took_away_stays_away(shelf):
    WorkflowPage.objects.all().delete()
    open_review(shelf)
    assert LessonIndexPage.objects.get().get_workflow() is None


def test_the_load_of_the_content_brings_the_review(loaded):
    assert LessonIndexPage.objects.get().get_workflow().name == "Relecture"


# --- Dates ----------------------------------------------------------------------------------------


def later(lesson, at, **fields):
    revision = write(lesson, go_live_at=at, **fields)
    revision.publish()
    return revision


def test_a_lesson_is_published_on_its_date_and_not_before(lesson):
    at = timezone.now() + timedelta(days=2)
    revision = later(lesson, at)
    publish_scheduled.delay()
    assert (fresh(lesson).title, states(lesson)) == ("Ancien titre", [PUBLISHED, SCHEDULED])
    [line] = [line for line in lesson_lines() if line.lesson.pk == lesson.pk]
    assert line.scheduled_at == at
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    publish_scheduled.delay()
    assert (fresh(lesson).title, states(lesson)) == ("Nouveau titre", [PUBLISHED])
    assert SearchEntry.objects.get(key=f"lesson:{lesson.pk}").title == "Nouveau titre"


def test_a_lesson_is_taken_offline_at_its_end(lesson):
    LessonPage.objects.filter(pk=lesson.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    publish_scheduled.delay()
    assert (fresh(lesson).live, states(lesson)) == (False, [WITHDRAWN])
    assert not SearchEntry.objects.filter(lesson=lesson).exists()


# --- Screens --------------------------------------------------------------------------------------


def test_the_list_says_the_state_of_each_lesson_and_leads_to_the_editor(client, lead, lesson):
    write(lesson)
    never = lesson_factory(title="Jamais publiée", live=False)
    client.force_login(lead.user)
    page = client.get("/lecons/").content.decode()
    assert "modifications non publiées" in page
    assert "brouillon" in page
    assert f'href="/admin/pages/{lesson.pk}/edit/"' in page
    assert f'href="/lecons/{never.code}/apercu/"' in page
    assert "/admin/pages/add/curricula/lessonpage/" in page


def test_the_editor_opens_from_the_list(client, lead, lesson, shelf):
    client.force_login(lead.user)
    assert client.get(f"/admin/pages/{lesson.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/add/curricula/lessonpage/{shelf.pk}/").status_code == 200


def test_the_list_says_when_a_lesson_will_be_published(client, lead, lesson):
    later(lesson, timezone.now() + timedelta(days=400))
    client.force_login(lead.user)
    assert "programmée pour le " in client.get("/lecons/").content.decode()


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMIN, Role.TRAINER])
def test_those_who_write_or_teach_read_the_draft_as_a_learner_would(client, lesson, role):
    write(lesson)
    client.force_login(membership_factory(role).user)
    page = client.get(f"/lecons/{lesson.code}/apercu/").content.decode()
    assert "<h1>Nouveau titre</h1>" in page
    assert "les assistants lisent encore l’ancien" in page
    assert ("/admin/" in page) == (role != Role.TRAINER)


def test_a_preview_says_that_nobody_reads_it(client, lead, shelf):
    never = lesson_factory(live=False)
    client.force_login(lead.user)
    page = client.get(f"/lecons/{never.code}/apercu/").content.decode()
    assert "aucun assistant ne la lit" in page


@pytest.mark.parametrize("role", [Role.LEARNER, Role.EMPLOYER, Role.COMPANION])
def test_others_see_no_draft(client, lesson, role):
    write(lesson)
    client.force_login(membership_factory(role).user)
    assert client.get(f"/lecons/{lesson.code}/apercu/").status_code in {403, 404}


def test_a_lesson_that_does_not_exist_has_no_preview(client, lead):
    client.force_login(lead.user)
    assert client.get("/lecons/ZZ/apercu/").status_code == 404


def test_the_list_costs_the_same_with_many_lessons(
    client, lead, lesson, django_assert_max_num_queries
):
    client.force_login(lead.user)
    with django_assert_max_num_queries(6) as few:
        client.get("/lecons/")
    for _ in range(12):
        write(lesson_factory())
    with django_assert_max_num_queries(len(few)):
        client.get("/lecons/")

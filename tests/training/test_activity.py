"""Time at a distance: one test an outcome, then its screens."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from curricula.models import ModuleLesson
from people.services import NotAllowed
from tests.factories import (
    cohort_factory,
    enrolment_factory,
    module_factory,
    prerequisite_factory,
)
from tests.factories.assistance import contact_factory, message_factory
from tests.training.activity import counted, pass_quiz, read, sign, spend
from tests.training.web import queries_of
from training.enums import ActivityKind, DistanceRule, EvaluationKind, HoursState
from training.models import ActivityFact, AssistanceContact, EvaluationDone
from training.queries.activity import (
    fact_rows,
    lesson_times,
    measured_of,
    quizzes_passed,
    total_of,
)
from training.queries.hours import hours_lines
from training.rules.activity import measured_seconds
from training.services import record_evaluation
from training.services.activity import NotMeasured
from training.services.assistance import answer
from training.services.situation import change_situation


def test_measured_time_is_accepted_once_the_quiz_is_passed(measured, now):
    spend(measured, now, 5, 10)
    read(measured, now + timedelta(minutes=12))
    assert counted(measured) == (0, 20)
    pass_quiz(measured, now + timedelta(minutes=30))
    assert counted(measured) == (12, 0)


def test_a_lesson_counts_no_more_than_it_declares(measured, now):
    spend(measured, now, 9, 18, 27, 36)
    read(measured, now + timedelta(minutes=40))
    pass_quiz(measured, now + timedelta(minutes=50))
    assert counted(measured) == (20, 0)


def test_time_that_comes_later_is_added_up_to_the_ceiling(measured, now):
    read(measured, now)
    pass_quiz(measured, now)
    assert counted(measured) == (0, 20)
    tomorrow = now + timedelta(days=1)
    spend(measured, tomorrow, 7)
    assert counted(measured) == (7, 0)
    sign(measured, tomorrow + timedelta(minutes=14))
    assert counted(measured) == (14, 0)
    for minute in (23, 32, 41):
        sign(measured, tomorrow + timedelta(minutes=minute))
    assert counted(measured) == (20, 0)
    lines = measured.enrolment.hours_entries.filter(state=HoursState.ACCEPTED).order_by("version")
    assert [(line.version, line.minutes) for line in lines] == [(1, 7), (2, 14), (3, 20)]
    assert [line.minutes for line in hours_lines(measured.enrolment)] == [20]


def test_without_assistance_measured_time_waits(measured, now):
    AssistanceContact.objects.all().delete()
    spend(measured, now, 5)
    read(measured, now + timedelta(minutes=6))
    pass_quiz(measured, now + timedelta(minutes=7))
    assert counted(measured) == (0, 20)
    answer(
        actor=measured.trainer, enrolment=measured.enrolment, module=measured.module,
        text="Bonjour.", form_key="a-1", now=now + timedelta(hours=1),
    )  # fmt: skip
    assert counted(measured) == (6, 0)


def test_who_goes_on_in_another_cohort_is_counted_by_its_rule_from_then_on(measured, now):
    AssistanceContact.objects.all().delete()
    spend(measured, now, 5)
    read(measured, now + timedelta(minutes=6))
    pass_quiz(measured, now + timedelta(minutes=7))
    other = cohort_factory(
        measured.body, track_version=measured.cohort.track_version,
        distance_rule=DistanceRule.DECLARED,
    )  # fmt: skip
    contact_factory(other, measured.trainer)
    assert counted(measured) == (0, 20)
    change_situation(
        actor=measured.lead, enrolment=measured.enrolment, act="transferred",
        since=timezone.localdate(now), why="organisation", seen=0, cohort=other, now=now,
    )  # fmt: skip
    assert counted(measured) == (20, 0)
    measured.enrolment.refresh_from_db()
    assert [line.why for line in lesson_times(measured.enrolment)] == [""]


def test_a_lesson_accepted_through_another_module_waits_for_nothing(measured, now):
    other = module_factory(measured.cohort.track_version)
    ModuleLesson.objects.create(module=other, lesson=measured.lessons[0], order=1)
    message_factory(measured.cohort, other, measured.trainer)
    spend(measured, now, 5)
    read(measured, now + timedelta(minutes=6))
    record_evaluation(
        actor=measured.learner, enrolment=measured.enrolment, module=other,
        kind=EvaluationKind.QUIZ, source_key="quiz:2", now=now + timedelta(minutes=7),
    )  # fmt: skip
    assert [(line.accepted, line.why) for line in lesson_times(measured.enrolment)] == [(6, "")]


def test_the_times_of_all_lessons_are_added_up(measured, now, sign_in):
    spend(measured, now, 5)
    read(measured, now + timedelta(minutes=6))
    sign(measured, now + timedelta(minutes=8), ActivityKind.OPENED, lesson=measured.lessons[1])
    sign(measured, now + timedelta(minutes=11), lesson=measured.lessons[1])
    pass_quiz(measured, now + timedelta(minutes=12))
    total = total_of(lesson_times(measured.enrolment))
    assert (total.declared, total.raw_minutes, total.minutes, total.accepted) == (20, 9, 9, 6)
    path = f"/heures/{measured.enrolment.pk}/distance/"
    page = sign_in(measured.learner).get(path).content.decode()
    assert 'data-nom="Mesuré"><span>9 min</span>' in page.split("<tfoot")[1]


def test_two_tabs_count_a_minute_once(measured, now):
    spend(measured, now)
    other = {"lesson": measured.lessons[1]}
    sign(measured, now, ActivityKind.OPENED, **other)
    for minute in range(2, 10, 2):
        sign(measured, now + timedelta(minutes=minute))
        sign(measured, now + timedelta(minutes=minute + 1), **other)
    found = measured_of(measured.enrolment)
    assert sum(time.seconds for time in found.values()) == 9 * 60


def test_a_sign_that_waited_behind_a_later_one_counts_no_minute_twice(measured, now):
    other = {"lesson": measured.lessons[1]}
    spend(measured, now)
    sign(measured, now + timedelta(minutes=4), **other)
    assert sign(measured, now + timedelta(minutes=3)) is None
    read(measured, now + timedelta(minutes=3))
    found = measured_of(measured.enrolment)
    assert sum(time.seconds for time in found.values()) == 4 * 60


def test_time_in_another_module_counts_for_the_one_where_the_lesson_was_read(measured, now):
    read(measured, now)
    pass_quiz(measured, now)
    beside = module_factory(measured.module.track_version)
    ModuleLesson.objects.create(module=beside, lesson=measured.lessons[0], order=9)
    for minute, kind in ((0, ActivityKind.OPENED), (5, ActivityKind.PRESENT)):
        sign(measured, now + timedelta(hours=1, minutes=minute), kind, module=beside)
    assert counted(measured) == (5, 0)


def test_a_sign_sent_twice_is_noted_once(measured, now):
    spend(measured, now, 2)
    assert sign(measured, now + timedelta(minutes=2, seconds=1)) is None
    assert measured.enrolment.activity.count() == 2


def test_the_database_measures_as_the_rule_says(measured, now):
    spend(measured, now, 3, 14, 80, 81)
    gaps = measured.enrolment.activity.values_list("gap_seconds", flat=True)
    found = measured_of(measured.enrolment)[measured.lessons[0].pk]
    assert found.seconds == measured_seconds(gaps) == (3 + 10 + 10 + 1) * 60
    assert found.raw_seconds == 81 * 60
    assert found.facts == 5


def test_where_nothing_is_measured_nothing_is_noted(world, now):
    assert sign(world, now, ActivityKind.OPENED) is None
    read(world, now)
    assert not ActivityFact.objects.exists()
    pass_quiz(world, now)
    assert counted(world) == (world.lessons[0].minutes, 0)


@pytest.mark.parametrize("kind", ["read", "", "autre"])
def test_a_page_cannot_say_what_it_does_not_see(measured, now, kind):
    with pytest.raises(NotMeasured):
        sign(measured, now, kind)


FILM, SOUND, WORD = "film-1", "son-1", "mot-1"


@pytest.fixture
def filmed(measured):
    """The first lesson has a film, a sound and a text."""
    lesson = measured.lessons[0]
    heard = {"file": None, "transcript": "On dit bonjour."}
    lesson.body = json.dumps([
        {"id": WORD, "type": "text", "value": "Un texte."},
        {"id": FILM, "type": "video", "value": {"title": "Accueillir", "captions": None, **heard}},
        {"id": SOUND, "type": "audio", "value": {"title": "Un appel", **heard}},
    ])  # fmt: skip
    lesson.save()
    return measured


@pytest.mark.parametrize(
    ("kind", "key", "title"),
    [
        ("media", FILM, "Accueillir"),
        ("media", SOUND, "Un appel"),
        ("media", WORD, ""),
        ("media", "<script>", ""),
        ("media", "", ""),
        ("present", FILM, ""),
    ],
)
def test_a_sign_says_which_film_or_sound_played(filmed, now, kind, key, title):
    fact = sign(filmed, now, kind, media=key)
    assert fact.media == title
    (row,) = fact_rows(filmed.enrolment)
    assert row[4:] == (fact.get_kind_display(), title, 0)


def test_the_title_stays_as_it_was_when_it_played(filmed, now):
    fact = sign(filmed, now, ActivityKind.MEDIA, media=FILM)
    filmed.lessons[0].body = []
    filmed.lessons[0].save()
    fact.refresh_from_db()
    assert fact.media == "Accueillir"


def test_the_database_refuses_a_title_where_nothing_plays(measured, now):
    fact = sign(measured, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityFact.objects.filter(pk=fact.pk).update(media="Un film")


def test_other_peoples_lessons_and_enrolments_are_refused(measured, now):
    elsewhere = module_factory()
    with pytest.raises(NotMeasured):
        sign(measured, now, module=elsewhere)
    with pytest.raises(NotMeasured):
        sign(measured, now, lesson=elsewhere.lessons.first())
    for actor in (measured.trainer, measured.stranger, measured.employer):
        with pytest.raises(NotAllowed):
            sign(measured, now, actor=actor)
    measured.enrolment.situation = "suspended"
    with pytest.raises(NotMeasured):
        sign(measured, now)
    assert not ActivityFact.objects.exists()


def test_no_time_is_gathered_in_a_closed_module(measured, now):
    module = module_factory(measured.module.track_version)
    prerequisite_factory(module, measured.module)
    about = {"module": module, "lesson": module.lessons.first()}
    with pytest.raises(NotMeasured):
        sign(measured, now, **about)
    pass_quiz(measured, now)
    assert sign(measured, now, ActivityKind.OPENED, **about)


def test_the_database_refuses_an_opening_that_counts(measured, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityFact.objects.create(
            enrolment=measured.enrolment, module=measured.module, lesson=measured.lessons[0],
            kind=ActivityKind.OPENED, at=now, gap_seconds=60,
        )  # fmt: skip


def test_each_lesson_says_what_it_waits_for(measured, now):
    spend(measured, now, 5)

    def why() -> list[str]:
        return [line.why for line in lesson_times(measured.enrolment)]

    assert why() == ["attend « J’ai lu »"]
    read(measured, now + timedelta(minutes=6))
    assert why() == ["attend le quiz du module"]
    AssistanceContact.objects.all().delete()
    pass_quiz(measured, now + timedelta(minutes=7))
    assert why() == ["attend le message de l’organisme dans ce module"]
    contact_factory(measured.cohort, measured.trainer)
    assert why() == [""]
    read(measured, now + timedelta(minutes=6, seconds=40), lesson=1)
    assert why() == ["", "aucun temps mesuré : rouvrez la leçon"]


def test_the_page_sends_signs_and_the_learner_reads_the_rule(measured, sign_in):
    client, lesson = sign_in(measured.learner), measured.lessons[0]
    url = f"/parcours/lecons/{measured.module.pk}/{lesson.slug}/"
    assert 'data-activite="120"' in client.get(url).content.decode()
    told = client.post(f"{url}activite/", {"fait": "opened", "script": "1"})
    assert told.status_code == 204
    assert client.post(f"{url}activite/", {"fait": "opened"}).url == url
    assert client.post(f"{url}activite/", {"fait": "read"}).status_code == 422
    assert measured.enrolment.activity.count() == 2
    path = f"/heures/{measured.enrolment.pk}/distance/"
    page = client.get(path).content.decode()
    assert lesson.title in page
    assert "10 minutes au plus" in page
    rows = client.get(f"{path}export/csv/").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert client.get(f"{path}export/xlsx/").content[:2] == b"PK"
    assert client.get(f"{path}export/doc/").status_code == 404
    assert sign_in(measured.trainer).get(path).status_code == 200
    for actor in (measured.employer, measured.stranger):
        assert sign_in(actor).get(path).status_code == 404


def test_quizzes_passed_are_on_the_page_and_among_the_raw_facts(measured, now, sign_in):
    client, path = sign_in(measured.learner), f"/heures/{measured.enrolment.pk}/distance/"
    assert "quiz réussi le" not in client.get(path).content.decode()
    spend(measured, now, 2)
    pass_quiz(measured, now + timedelta(minutes=1))
    page = client.get(path).content.decode()
    assert "quiz réussi le jeudi 4 mars 2027 à 10 h 01" in page
    rows = [
        line.split(";")
        for line in client.get(f"{path}export/csv/").content.decode("utf-8-sig").splitlines()
    ]
    assert [row[4] for row in rows] == ["Fait", "ouverte", "quiz réussi", "signe de présence"]
    assert rows[2] == ["2027-03-04", "10:01:00", measured.module.title, "", "quiz réussi", "", ""]
    assert client.get(f"{path}export/xlsx/").content[:2] == b"PK"


def test_a_quiz_passed_twice_is_one_line_of_its_module(measured, now):
    pass_quiz(measured, now)
    EvaluationDone.objects.create(
        enrolment=measured.enrolment, module=measured.module, kind="quiz", source_key="encore",
        done_at=now + timedelta(days=1),
    )  # fmt: skip
    assert [done.done_at for done in quizzes_passed(measured.enrolment)] == [now]
    assert len(list(fact_rows(measured.enrolment))) == 2


def test_a_lesson_without_measure_sends_no_sign(world, sign_in):
    url = f"/parcours/lecons/{world.module.pk}/{world.lessons[0].slug}/"
    client = sign_in(world.learner)
    assert "data-activite" not in client.get(url).content.decode()
    page = client.get(f"/heures/{world.enrolment.pk}/distance/").content.decode()
    assert "aucun temps n’est mesuré" in page
    assert "Aucune leçon ouverte" in page


def test_the_page_costs_the_same_with_many_facts(measured, now, sign_in):
    client, path = sign_in(measured.learner), f"/heures/{measured.enrolment.pk}/distance/"
    spend(measured, now, 2)
    read(measured, now + timedelta(minutes=4))
    queries_of(client, path)
    before = queries_of(client, path)
    spend(measured, now + timedelta(days=1), *range(2, 60, 2))
    read(measured, now + timedelta(days=2), lesson=1)
    assert queries_of(client, path) == before
    mate = enrolment_factory(measured.cohort)
    assert lesson_times(mate) == []

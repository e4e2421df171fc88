"""The positioning quiz: a few questions of a module, once, before it is begun."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.models import PositioningAttempt, QuizAttempt
from assessments.queries.positioning import positioning_lines, positioning_questions
from assessments.services import (
    AlreadyBegun,
    AlreadyPositioned,
    AnswersDoNotFit,
    FormKeyUsed,
    NoQuestion,
    QuestionsChanged,
    submit_positioning,
    submit_quiz,
)
from curricula.models import Question
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory, module_factory
from tests.factories.assessments import desk_factory, learner_of
from tests.factories.curricula import prerequisite_factory
from tests.factories.questions import kinds_in, right_answer
from tests.factories.versions import module_of, newer_version
from tests.training.web import queries_of
from training.enums import ActivityKind, DistanceRule
from training.models import EvaluationDone, HoursEntry, PositioningScore
from training.queries import gate_of
from training.services import NotInTrack, move_cohort, read_lesson
from training.services.activity import note_activity

FIRST_KEY = "k1"


@pytest.fixture
def desk(db):
    return desk_factory(title="Accueil et secret")


def answers(module, right: int) -> dict[int, list[int]]:
    """The right choice for so many questions, the wrong one for the others."""
    return {
        question["id"]: [c["id"] for c in question["choices"] if c["correct"] == (place < right)]
        for place, question in enumerate(positioning_questions(module))
    }


def send(desk, now, given=None, **fields):
    return submit_positioning(
        **{
            "actor": desk.learner,
            "enrolment": desk.enrolment,
            "module": desk.module,
            "answers": answers(desk.module, 3) if given is None else given,
            "form_key": FIRST_KEY,
            "seen": "",
            "now": now,
            **fields,
        }
    )


def read_first(desk, now):
    read_lesson(
        actor=desk.learner, enrolment=desk.enrolment, module=desk.module,
        lesson=desk.module.lessons.first(), now=now,
    )  # fmt: skip


def line_of(desk):
    [line] = positioning_lines(desk.enrolment)
    return line


# the service


def test_answers_are_kept_and_their_score_is_posted(desk, now):
    attempt = send(desk, now)
    assert (attempt.points, attempt.out_of, len(attempt.asked)) == (3, 4, 4)
    posted = PositioningScore.objects.get()
    assert (posted.score, posted.out_of, posted.module) == (3, 4, desk.module)
    assert posted.source_key == f"assessments.positioning:{attempt.pk}"
    event = AuditEvent.objects.get(verb="assessments.positioning.submitted")
    assert (event.actor, event.object_id) == (desk.learner, str(attempt.pk))
    assert (line_of(desk).attempt, line_of(desk).open) == (attempt, False)


def test_all_right_is_no_evaluation_and_gives_no_hours(desk, now):
    later = module_factory(desk.module.track_version)
    prerequisite_factory(later, desk.module)
    assert send(desk, now, answers(desk.module, 4)).points == 4
    assert (EvaluationDone.objects.count(), HoursEntry.objects.count()) == (0, 0)
    assert QuizAttempt.objects.count() == 0
    assert gate_of(desk.enrolment, later).closed


def test_a_module_not_yet_open_can_be_positioned(desk, now):
    later = module_factory(desk.module.track_version)
    prerequisite_factory(later, desk.module)
    assert send(desk, now, answers(later, 4), module=later).out_of == 4


def test_at_most_four_questions_none_of_open_text(desk, now):
    kinds_in(desk.module.lessons.first(), now)
    asked = positioning_questions(desk.module)
    assert len(asked) == 4
    Question.objects.exclude(kind="open").delete()
    assert positioning_questions(desk.module) == []
    assert not line_of(desk).asks


def test_questions_of_every_kind_are_counted_and_free_text_is_checked(desk, now):
    Question.objects.all().delete()
    kinds_in(desk.module.lessons.first(), now)
    Question.objects.filter(kind__in=["single", "true_false"]).delete()
    asked = positioning_questions(desk.module)
    given = {question["id"]: right_answer(question) for question in asked}
    assert {question["kind"] for question in asked} == {"multiple", "matching", "short", "numeric"}
    short = next(question["id"] for question in asked if question["kind"] == "short")
    with pytest.raises(PatientData):
        send(desk, now, given | {short: "06 12 34 56 78"})
    assert send(desk, now, given).points == 4


def test_the_same_form_twice_counts_once(desk, now):
    assert send(desk, now) == send(desk, now, answers(desk.module, 0))
    assert (PositioningAttempt.objects.count(), PositioningScore.objects.count()) == (1, 1)
    assert PositioningScore.objects.get().score == 3


def test_a_second_form_leaves_the_first_answers(desk, now):
    send(desk, now)
    with pytest.raises(AlreadyPositioned):
        send(desk, now, answers(desk.module, 4), form_key="k2")
    assert PositioningAttempt.objects.get().points == 3


def test_a_lesson_read_closes_it(desk, now):
    read_first(desk, now)
    assert (line_of(desk).begun, line_of(desk).open) == (True, False)
    with pytest.raises(AlreadyBegun):
        send(desk, now)


def test_a_lesson_opened_where_time_is_measured_closes_it(desk, now):
    desk.cohort.distance_rule = DistanceRule.MEASURED
    desk.cohort.save()
    desk.enrolment.refresh_from_db()
    note_activity(
        actor=desk.learner, enrolment=desk.enrolment, module=desk.module,
        lesson=desk.module.lessons.first(), kind=ActivityKind.OPENED, now=now,
    )  # fmt: skip
    assert (line_of(desk).begun, line_of(desk).open) == (True, False)
    with pytest.raises(AlreadyBegun):
        send(desk, now)


def test_an_attempt_at_the_quiz_of_the_module_closes_it(desk, now):
    submit_quiz(
        actor=desk.learner, enrolment=desk.enrolment, module=desk.module, answers={},
        form_key="essai", now=now,
    )  # fmt: skip
    with pytest.raises(AlreadyBegun):
        send(desk, now)


def test_the_quiz_of_the_module_stays_as_it_was_afterwards(desk, now):
    send(desk, now, answers(desk.module, 4))
    read_first(desk, now)
    attempt = submit_quiz(
        actor=desk.learner, enrolment=desk.enrolment, module=desk.module, answers={},
        form_key="essai", now=now,
    )  # fmt: skip
    assert (attempt.points, attempt.out_of) == (0, 4)


def test_a_newer_version_asks_no_second_time(desk, now):
    attempt = send(desk, now)
    version = newer_version(desk.module.track_version)
    move_cohort(
        actor=membership_factory(Role.LEAD, desk.body), cohort=desk.cohort, version=version,
        enrolments=[desk.enrolment], seen=desk.module.track_version_id, newest=version.number,
        reason="Une leçon s’ajoute.", now=now,
    )  # fmt: skip
    desk.enrolment.refresh_from_db()
    there = module_of(version, desk.module)
    assert line_of(desk).attempt == attempt
    with pytest.raises(AlreadyPositioned):
        send(desk, now, {}, module=there, form_key="k2")


def test_what_does_not_fit_is_refused(desk, now):
    with pytest.raises(AnswersDoNotFit):
        send(desk, now, {999_999: [1]})
    with pytest.raises(QuestionsChanged):
        send(desk, now, seen="autre")
    with pytest.raises(NotInTrack):
        send(desk, now, module=module_factory())
    Question.objects.all().delete()
    with pytest.raises(NoQuestion):
        send(desk, now, {})
    assert PositioningAttempt.objects.count() == 0


def test_a_form_of_another_module_is_not_this_one(desk, now):
    other = module_factory(desk.module.track_version)
    send(desk, now)
    with pytest.raises(FormKeyUsed):
        send(desk, now, {}, module=other)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.LEAD, Role.COMPANION])
def test_nobody_answers_for_somebody_else(desk, now, role):
    with pytest.raises(NotAllowed):
        send(desk, now, actor=membership_factory(role, desk.body))
    with pytest.raises(NotAllowed):
        send(desk, now, actor=learner_of(enrolment_factory(desk.cohort)))


def test_database_keeps_one_attempt_a_module(desk, now):
    attempt = send(desk, now)
    attempt.pk, attempt._state.adding, attempt.form_key = None, True, "k2"
    for fields, said in (({}, "déjà fait"), ({"points": 5}, "Plus de points")):
        for name, value in fields.items():
            setattr(attempt, name, value)
        with pytest.raises(ValidationError) as refusal:
            attempt.validate_constraints()
        assert said in str(refusal.value)
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt.save()


# the screens


@pytest.fixture
def overview(desk):
    return reverse("assessments:positioning", args=[desk.enrolment.pk])


@pytest.fixture
def url(desk):
    return reverse("assessments:positioning_quiz", args=[desk.enrolment.pk, desk.module.pk])


@pytest.fixture
def learner(client, desk):
    client.force_login(desk.learner.user)
    return client


def fields(client, url, right: int = 3, **others) -> dict:
    """What a browser would send for the form on the page."""
    form = client.get(url).context["form"]
    data = {"form_key": form.initial["form_key"], "seen": form.initial["seen"]}
    for place, question in enumerate(form.asked):
        wanted = [c["id"] for c in question["choices"] if c["correct"] == (place < right)]
        data[f"q{question['id']}"] = [str(choice) for choice in wanted]
    return {**data, **others}


def html_of(answer):
    return answer.content.decode()


def test_questions_are_asked_without_their_answers(learner, url):
    page = html_of(learner.get(url))
    assert "4 questions, un point par question. Vous répondez une seule fois." in page
    assert page.count('type="radio"') == 8
    for secret in ("Oui.", "Non.", "Code du travail"):
        assert secret not in page


def test_sending_shows_the_score_and_nothing_of_the_answers(learner, url, overview, desk):
    answer = learner.post(url, fields(learner, url), follow=True)
    assert answer.redirect_chain == [(overview, 302)]
    page = html_of(answer)
    assert "« Accueil et secret » : 3 sur 4." in page
    for secret in ("Oui.", "Non.", "Code du travail", "Question 1 ?"):
        assert secret not in page
    assert "Quiz de positionnement : <b>3 sur 4</b>" in html_of(
        learner.get(reverse("training:positioning", args=[desk.enrolment.pk]))
    )


def test_once_answered_the_questions_are_shown_no_more(learner, url, overview):
    learner.post(url, fields(learner, url))
    assert learner.get(url)["Location"] == overview
    assert url not in html_of(learner.get(overview))


def test_a_double_click_and_a_second_tab_keep_one_attempt(learner, url, overview):
    first, second = fields(learner, url), fields(learner, url, right=4)
    assert learner.post(url, first)["Location"] == learner.post(url, first)["Location"]
    page = html_of(learner.post(url, second, follow=True))
    assert "Vos premières réponses sont gardées" in page
    assert PositioningAttempt.objects.get().points == 3


def test_a_module_begun_in_another_tab_leads_back_with_the_reason(learner, url, desk, now):
    sent = fields(learner, url)
    read_first(desk, now)
    page = html_of(learner.post(url, sent, follow=True))
    assert "Ce module est commencé" in page
    assert "Module commencé : le quiz de positionnement n’est plus proposé." in page
    assert PositioningAttempt.objects.count() == 0


def test_questions_changed_meanwhile_keep_what_was_ticked(learner, url):
    sent = fields(learner, url)
    Question.objects.filter(order=1).update(text="Autre texte ?")
    answer = learner.post(url, sent)
    page = html_of(answer)
    assert answer.status_code == 422
    assert "Les questions ont changé" in page
    assert page.count(" checked") == 4
    again = {name: sent[name] for name in sent if name.startswith("q")}
    shown = answer.context["form"]
    kept = {"form_key": shown.data["form_key"], "seen": shown.data["seen"]}
    learner.post(url, again | kept)
    assert PositioningAttempt.objects.get().points == 3


@pytest.mark.parametrize("wrong", [{"form_key": ""}, {"seen": "x" * 41}, {"choice": True}])
def test_bad_input_is_refused(learner, url, wrong):
    sent = fields(learner, url)
    if "choice" in wrong:
        name = next(name for name in sent if name.startswith("q"))
        wrong = {name: ["999999"]}
    answer = learner.post(url, sent | wrong)
    assert (answer.status_code, PositioningAttempt.objects.count()) == (422, 0)


def test_a_module_without_questions_says_so(learner, url, overview):
    Question.objects.all().delete()
    assert "Pas encore de question." in html_of(learner.get(overview))
    assert learner.get(url)["Location"] == overview
    answer = learner.post(url, {"form_key": "k", "seen": "x"})
    assert "Pas encore de question" in html_of(answer)


def test_the_next_module_is_offered(learner, url, overview, desk):
    later = module_factory(desk.module.track_version, title="Préparer la salle")
    assert "Répondre : Accueil et secret" in html_of(learner.get(overview))
    page = html_of(learner.post(url, fields(learner, url), follow=True))
    assert "Répondre : Préparer la salle" in page
    assert later.track_version == desk.module.track_version


def test_others_find_no_quiz_of_somebody(client, desk, url, overview):
    neighbour = learner_of(enrolment_factory(desk.cohort))
    other = desk_factory()
    expected = {desk.trainer: 403, neighbour: 404, other.learner: 404, other.trainer: 403}
    for who, status in expected.items():
        client.force_login(who.user)
        found = {client.get(url).status_code, client.get(overview).status_code}
        assert found == {status}
        assert client.post(url, {"form_key": "k"}).status_code == status
    client.logout()
    assert client.get(url).url.startswith("/connexion/")


def test_a_module_of_another_track_is_not_found(learner, desk):
    args = [desk.enrolment.pk, module_factory().pk]
    assert learner.get(reverse("assessments:positioning_quiz", args=args)).status_code == 404


def test_screens_cost_the_same_with_more_modules(learner, url, overview, desk, now):
    for path in (url, overview):
        queries_of(learner, path)
    one = [queries_of(learner, path) for path in (url, overview)]
    for number in range(5):
        module = module_factory(desk.module.track_version)
        send(desk, now, {}, module=module, form_key=f"plus-{number}")
    assert [queries_of(learner, path) for path in (url, overview)] == one

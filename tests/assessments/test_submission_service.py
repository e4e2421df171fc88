import pytest
from django.db import IntegrityError, transaction

from assessments.enums import SubmissionState
from assessments.models import Submission
from assessments.services import (
    AlreadyHandedIn,
    AlreadyPassed,
    NothingWritten,
    PatientDataFound,
    TextTooLong,
    UnchangedText,
    WrongLength,
    hand_in,
    save_draft,
)
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from tests.factories import enrolment_factory, membership_factory, module_factory
from tests.factories.assessments import (
    TEXT,
    desk_factory,
    grade_factory,
    handed_in_factory,
    learner_of,
)
from training.services import NotInTrack


@pytest.fixture
def desk(db):
    return desk_factory()


def write(service, desk, now, text=TEXT, version=0, **fields) -> Submission:
    return service(
        **{
            "actor": desk.learner,
            "enrolment": desk.enrolment,
            "assignment": desk.assignment,
            "text": text,
            "version": version,
            "now": now,
            **fields,
        }
    )


def test_first_draft_then_second_then_hand_in(desk, now):
    draft = write(save_draft, desk, now, "Un début")
    assert (draft.state, draft.version, draft.attempt) == ("draft", 1, 1)
    assert write(save_draft, desk, now, "Un début plus long", 1).version == 2
    done = write(hand_in, desk, now, TEXT, 2)
    assert (done.pk, done.state, done.version) == (draft.pk, "submitted", 3)
    assert (done.text, done.submitted_at) == (TEXT, now)
    verbs = AuditEvent.objects.filter(verb__startswith="assessments.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "assessments.draft.saved",
        "assessments.draft.saved",
        "assessments.synthesis.handed_in",
    ]


def test_hand_in_without_a_draft(desk, now):
    assert write(hand_in, desk, now).state == SubmissionState.SUBMITTED


def test_nothing_is_saved_for_an_empty_first_text(desk, now):
    with pytest.raises(NothingWritten):
        write(save_draft, desk, now, " \n ")
    assert Submission.objects.count() == 0


def test_a_stale_draft_changes_nothing(desk, now):
    write(save_draft, desk, now, "De la première fenêtre")
    write(save_draft, desk, now, "Et encore", 1)
    for service in (save_draft, hand_in):
        with pytest.raises(StaleForm):
            write(service, desk, now, "De la seconde fenêtre, assez longue", 1)
        with pytest.raises(StaleForm):
            write(service, desk, now, "De la seconde fenêtre, assez longue", 0)
    assert Submission.objects.get().text == "Et encore"


def test_double_click_on_save_and_on_hand_in_keeps_one(desk, now):
    first = write(save_draft, desk, now)
    assert write(save_draft, desk, now).version == first.version
    done = write(hand_in, desk, now, version=1)
    again = write(hand_in, desk, now, version=1)
    assert (again.pk, again.version) == (done.pk, done.version)
    assert Submission.objects.count() == 1


def test_after_hand_in_nothing_changes(desk, now):
    done = write(hand_in, desk, now)
    for service in (save_draft, hand_in):
        with pytest.raises(AlreadyHandedIn):
            write(service, desk, now, "Un autre texte, bien assez long", done.version)
    with pytest.raises(AlreadyHandedIn):
        write(save_draft, desk, now, TEXT, done.version)
    assert Submission.objects.get().text == TEXT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Trop court", "Votre texte a 2 mots. Il en faut au moins 5 : 3 mots manquent."),
        ("mot " * 901, "Votre texte a 901 mots. Il en faut au plus 900 : 1 mot de trop."),
    ],
)
def test_word_limits_hold_at_hand_in_only(desk, now, text, said):
    with pytest.raises(WrongLength) as refusal:
        write(hand_in, desk, now, text)
    assert refusal.value.message == said
    assert write(save_draft, desk, now, text).state == SubmissionState.DRAFT


@pytest.mark.parametrize("text", ["Rappelée au 06 12 34 56 78 ce matin.", "À a.b@exemple.fr hier."])
@pytest.mark.parametrize("service", [save_draft, hand_in])
def test_identifiers_of_a_person_are_refused(desk, now, service, text):
    with pytest.raises(PatientDataFound) as refusal:
        write(service, desk, now, f"{TEXT} {text}")
    assert "06 12" not in refusal.value.message
    assert "exemple.fr" not in refusal.value.message
    assert Submission.objects.count() == 0


def test_a_text_of_a_megabyte_is_refused(desk, now):
    with pytest.raises(TextTooLong):
        write(save_draft, desk, now, "mot " * 262_144)


def test_not_passed_opens_a_new_attempt_and_keeps_the_first(desk, now):
    first = handed_in_factory(desk)
    grade_factory(desk, first, 1)
    first.refresh_from_db()
    with pytest.raises(StaleForm):
        write(save_draft, desk, now, "Une nouvelle version", 1)
    second = write(save_draft, desk, now, "Une nouvelle version", first.version)
    assert (second.attempt, second.version, second.state) == (2, first.version + 1, "draft")
    first.refresh_from_db()
    assert (first.text, first.state, first.grades.count()) == (TEXT, "graded", 1)


def test_the_same_text_cannot_be_handed_in_again(desk, now):
    first = handed_in_factory(desk)
    grade_factory(desk, first, 1)
    first.refresh_from_db()
    with pytest.raises(UnchangedText):
        write(hand_in, desk, now, TEXT, first.version)


def test_passed_is_passed(desk, now):
    first = handed_in_factory(desk)
    grade_factory(desk, first, 3)
    first.refresh_from_db()
    for service in (save_draft, hand_in):
        with pytest.raises(AlreadyPassed):
            write(service, desk, now, "Une nouvelle version du texte", first.version)


def test_only_the_author_writes(desk, now):
    colleague = learner_of(enrolment_factory(desk.cohort))
    for actor in (desk.trainer, colleague, membership_factory(Role.EMPLOYER)):
        with pytest.raises(NotAllowed):
            write(save_draft, desk, now, actor=actor)


def test_an_assignment_of_another_track_is_refused(desk, now):
    with pytest.raises(NotInTrack):
        write(save_draft, desk, now, assignment=module_factory().assignment)


def test_database_refuses_two_open_attempts_and_a_hand_in_without_date(desk, now):
    row = write(hand_in, desk, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            enrolment=desk.enrolment, assignment=desk.assignment, attempt=2, saved_at=now
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=row.pk).update(submitted_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=row.pk).update(state="lost")

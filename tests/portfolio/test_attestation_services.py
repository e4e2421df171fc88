from datetime import timedelta

import pytest

from people.services import NotAllowed, ServiceError
from portfolio.models import ModuleAttestation
from portfolio.services import (
    AlreadyRevoked,
    NotInTrack,
    NotReady,
    ReasonNeeded,
    issue_module_attestation,
    revoke_attestation,
)
from records.models import Document
from records.services import PatientData
from tests.factories import lesson_factory, module_factory
from tests.factories.portfolio import completed_module_factory


@pytest.fixture
def ready(world):
    completed_module_factory(world.desk)
    return {"actor": world.lead, "enrolment": world.enrolment, "module": world.module}


def test_issue_freezes_what_was_done(world, ready, now):
    document = issue_module_attestation(**ready, now=now).document
    content = document.content
    assert document.holder == world.enrolment.learner
    assert document.issuer == world.body
    assert list(document.shared_with.all()) == [world.enrolment.practice]
    assert document.source_key == f"portfolio.module:{world.enrolment.pk}:{world.module.pk}"
    assert set(content) >= {
        *("title", "holder_name", "organisation", "city", "module", "module_minutes", "track"),
        *("reference", "reference_note", "lessons", "quiz", "synthesis", "issued_by"),
        *("issued_on", "statement", "is_not"),
    }
    assert content["lessons"] == [
        {"title": lesson.title, "read_on": "2027-03-04"}
        for lesson in world.module.lessons.order_by("module_lessons__order")
    ]
    assert content["quiz"] == {"points": 4, "out_of": 4, "passed_on": "2027-03-04"}
    assert content["synthesis"] == {
        "title": "Écrit de synthèse",
        "points": 15,
        "out_of": 15,
        "graded_on": "2027-03-01",
    }
    assert content["issued_by"] == str(world.lead.user)


def test_issue_twice_gives_the_same_document(world, ready, now):
    first = issue_module_attestation(**ready, now=now)
    second = issue_module_attestation(**ready, now=now)
    assert first == second
    assert Document.objects.count() == 1


def test_issue_what_is_missing_blocks_with_the_list(world, now):
    with pytest.raises(NotReady) as refusal:
        issue_module_attestation(
            actor=world.lead, enrolment=world.enrolment, module=world.module, now=now
        )
    lessons = world.module.lessons.order_by("module_lessons__order")
    assert refusal.value.missing == [
        *(f"Leçon à lire : « {lesson.title} »." for lesson in lessons),
        "Quiz à faire.",
        "Écrit de synthèse à remettre.",
    ]
    assert Document.objects.count() == 0


def test_issue_for_a_module_without_content_is_refused(world, now):
    empty = module_factory(world.module.track_version, lessons=0, assignment=False)
    with pytest.raises(NotReady) as refusal:
        issue_module_attestation(actor=world.lead, enrolment=world.enrolment, module=empty, now=now)
    assert refusal.value.missing == [
        "Contenus à rédiger : leçons, questions du quiz, écrit de synthèse."
    ]


def test_issue_for_a_module_of_another_track_is_refused(world, now):
    with pytest.raises(NotInTrack):
        issue_module_attestation(
            actor=world.lead, enrolment=world.enrolment, module=module_factory(), now=now
        )


@pytest.mark.parametrize(
    "who", ["learner", "trainer", "companion", "employer", "other_lead", "funder"]
)
def test_issue_and_revoke_are_for_those_who_lead(world, ready, now, who):
    actor = getattr(world, who)
    with pytest.raises(NotAllowed):
        issue_module_attestation(**{**ready, "actor": actor}, now=now)
    held = issue_module_attestation(**ready, now=now)
    with pytest.raises(NotAllowed):
        revoke_attestation(actor=actor, attestation=held, reason="Erreur.", now=now)


def test_revoke_keeps_all_and_a_new_one_can_be_issued(world, ready, now):
    held = issue_module_attestation(**ready, now=now)
    revoke_attestation(actor=world.lead, attestation=held, reason="Nom mal écrit.", now=now)
    held.document.refresh_from_db()
    assert held.document.state == "revoked"
    with pytest.raises(AlreadyRevoked):
        revoke_attestation(actor=world.lead, attestation=held, reason="Encore.", now=now)
    again = issue_module_attestation(**ready, now=now + timedelta(days=1))
    assert again.document.code != held.document.code
    assert ModuleAttestation.objects.count() == 2


def test_revoke_needs_a_plain_reason(world, ready, now):
    held = issue_module_attestation(**ready, now=now)
    fields = {"actor": world.lead, "attestation": held, "now": now}
    with pytest.raises(ReasonNeeded):
        revoke_attestation(reason="  ", **fields)
    with pytest.raises(PatientData):
        revoke_attestation(reason="Voir a.b@exemple.fr", **fields)
    with pytest.raises(ServiceError):
        revoke_attestation(reason="a" * 501, **fields)


def test_lesson_added_after_the_issue_changes_nothing_that_is_frozen(world, ready, now):
    held = issue_module_attestation(**ready, now=now)
    world.module.module_lessons.create(lesson=lesson_factory(), order=9)
    held.document.refresh_from_db()
    assert len(held.document.content["lessons"]) == 2

"""One test an outcome: diploma seen, certificates, regime of the delay."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from curricula.enums import CarerDiploma
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from records.enums import DocumentKind
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory
from tests.factories.documents import hours_document_factory
from training.enums import DiplomaSeen
from training.models import CheckedDiploma, Enrolment, ExternalCertificate, RegimeChoice
from training.queries.rights import lacks_diploma, rights_of
from training.rules.regimes import AVENANT_7, ORDER_2019
from training.services import DocumentNotReady, enrol
from training.services.cohort import DiplomaMissing
from training.services.rights import (
    DiplomaDatesWrong,
    DiplomaUnknown,
    ReasonMissing,
    RegimeNotPossible,
    SeenDiploma,
    check_diploma,
    choose_regime,
    note_certificate,
    withdraw_certificate,
    withdraw_diploma,
)

SEEN = SeenDiploma(CarerDiploma.CARE_ASSISTANT, date(2020, 6, 1), DiplomaSeen.ORIGINAL)


@pytest.fixture
def carers(world):
    track = world.cohort.track_version.track
    track.for_carers = True
    track.save()
    return world


def check(world, now, **changes):
    given = {"actor": world.lead, "enrolment": world.enrolment, "seen": SEEN, "now": now}
    return check_diploma(**given | changes)


def choose(world, now, **changes):
    given = {
        "actor": world.lead, "enrolment": world.enrolment, "regime": ORDER_2019.code,
        "reason": "Diplôme vu.", "seen": 0, "now": now,
    }  # fmt: skip
    return choose_regime(**given | changes)


def note(world, now, **changes):
    given = {
        "actor": world.learner, "enrolment": world.enrolment, "title": " AFGSU,  niveau 1 ",
        "issuer": "CESU", "obtained_on": date(2024, 5, 2), "expires_on": date(2028, 5, 2),
        "form_key": "c-1", "now": now,
    }  # fmt: skip
    return note_certificate(**given | changes)


# --- Enrolling ------------------------------------------------------------------------------------


def joins(world, now, **changes):
    learner = membership_factory(Role.LEARNER, world.enrolment.practice)
    given = {
        "actor": world.lead, "cohort": world.cohort, "learner": learner.user,
        "practice": learner.organisation, "recruited_on": date(2026, 9, 1), "now": now,
    }  # fmt: skip
    return enrol(**given | changes)


def test_a_track_for_carers_asks_for_the_diploma_seen(carers, now):
    with pytest.raises(DiplomaMissing):
        joins(carers, now)
    assert Enrolment.objects.count() == 1
    made = joins(carers, now, diploma=SEEN)
    assert made.regime == ORDER_2019.code
    assert not lacks_diploma(made)
    assert made.diplomas.get().seen_by == carers.lead


def test_a_diploma_that_cannot_be_enrols_nobody(carers, now):
    later = SeenDiploma(CarerDiploma.NURSE, now.date() + timedelta(days=1), DiplomaSeen.ORIGINAL)
    with pytest.raises(DiplomaDatesWrong):
        joins(carers, now, diploma=later)
    assert Enrolment.objects.count() == 1


def test_the_others_are_under_avenant_7(world, now):
    made = joins(world, now, diploma=SEEN)
    assert (made.regime, made.diplomas.count()) == (AVENANT_7.code, 0)
    assert made.delays.follow_by == date(2028, 9, 1)


# --- Diploma --------------------------------------------------------------------------------------


def test_a_diploma_is_noted_with_who_saw_it_once(world, now):
    made = check(world, now)
    assert check(world, now) == made
    assert (made.seen_by, made.seen_at) == (world.lead, now)
    assert AuditEvent.objects.filter(verb="training.diploma.checked").count() == 1


def test_another_date_for_the_same_diploma_is_refused(world, now):
    check(world, now)
    with pytest.raises(StaleForm):
        check(world, now, seen=SeenDiploma(SEEN.diploma, date(2021, 1, 1), SEEN.seen_as))


@pytest.mark.parametrize(
    ("seen", "refusal"),
    [
        (SeenDiploma("doctor", SEEN.obtained_on, SEEN.seen_as), DiplomaUnknown),
        (SeenDiploma(SEEN.diploma, SEEN.obtained_on, "told"), DiplomaUnknown),
        (SeenDiploma(SEEN.diploma, date(1890, 1, 1), SEEN.seen_as), DiplomaDatesWrong),
    ],
)
def test_what_is_not_a_diploma_seen_is_refused(world, now, seen, refusal):
    with pytest.raises(refusal):
        check(world, now, seen=seen)
    assert CheckedDiploma.objects.count() == 0


def test_only_those_who_lead_check_and_choose(world, now):
    for actor in (world.learner, world.trainer, world.employer, world.other_trainer):
        with pytest.raises(NotAllowed):
            check(world, now, actor=actor)
        with pytest.raises(NotAllowed):
            choose(world, now, actor=actor)


def test_a_check_by_mistake_is_withdrawn_with_a_reason_and_stays(world, now):
    made = check(world, now)
    with pytest.raises(ReasonMissing):
        withdraw_diploma(actor=world.lead, checked=made, reason=" ", now=now)
    withdraw_diploma(actor=world.lead, checked=made, reason="Mauvaise personne.", now=now)
    withdraw_diploma(actor=world.lead, checked=made, reason="Encore.", now=now)
    row = CheckedDiploma.objects.get()
    assert (row.withdrawn_by, row.withdrawn_because) == (world.lead, "Mauvaise personne.")
    assert check(world, now).pk != made.pk


def test_the_certificate_of_a_carer_waits_for_the_diploma(full, now):
    track = full.cohort.track_version.track
    track.for_carers = True
    track.save()
    with pytest.raises(DocumentNotReady) as refused:
        hours_document_factory(full.lead, full.enrolment, now)
    assert "diplôme" in refused.value.message
    assert hours_document_factory(full.lead, full.enrolment, now, DocumentKind.ATTENDANCE_SHEET)
    check(full, now)
    assert hours_document_factory(full.lead, full.enrolment, now)


# --- Certificates ---------------------------------------------------------------------------------


def test_a_certificate_is_noted_once_by_the_learner_or_the_lead(world, now):
    made = note(world, now)
    assert note(world, now) == made
    assert note(world, now, actor=world.lead, form_key="c-2").title == "AFGSU, niveau 1"
    with pytest.raises(NotAllowed):
        note(world, now, actor=world.employer, form_key="c-3")
    assert ExternalCertificate.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"expires_on": date(2024, 5, 1)}, DiplomaDatesWrong),
        ({"obtained_on": date(2030, 1, 1), "expires_on": None}, DiplomaDatesWrong),
        ({"issuer": "Appeler 06 12 34 56 78"}, PatientData),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(world, now, changes, refusal):
    with pytest.raises(refusal):
        note(world, now, **changes)
    assert ExternalCertificate.objects.count() == 0


def test_the_key_of_a_form_about_somebody_else_is_refused(world, now):
    note(world, now)
    other = enrolment_factory(world.cohort)
    with pytest.raises(StaleForm):
        note(world, now, actor=world.lead, enrolment=other)
    assert ExternalCertificate.objects.count() == 1


def test_a_certificate_taken_out_is_shown_no_more(world, now):
    made = note(world, now)
    assert len(rights_of(world.enrolment, now.date()).certificates) == 1
    with pytest.raises(NotAllowed):
        withdraw_certificate(actor=world.trainer, certificate=made, now=now)
    withdraw_certificate(actor=world.learner, certificate=made, now=now)
    withdraw_certificate(actor=world.lead, certificate=made, now=now)
    assert ExternalCertificate.objects.get().withdrawn_by == world.learner
    assert rights_of(world.enrolment, now.date()).certificates == []


# --- Regime ---------------------------------------------------------------------------------------


def test_another_regime_moves_the_deadline_and_the_choices_stay(world, now):
    before = world.enrolment.delays.due
    choose(world, now)
    row = Enrolment.objects.get(pk=world.enrolment.pk)
    assert row.delays.due == before.replace(year=before.year + 1)
    choose(world, now, regime=AVENANT_7.code, reason="Pas de diplôme.", seen=1)
    assert [one.regime for one in row.regimes.all()] == [AVENANT_7.code, ORDER_2019.code]


def test_a_second_click_chooses_once_and_a_second_tab_is_refused(world, now):
    assert choose(world, now) == choose(world, now)
    with pytest.raises(StaleForm):
        choose(world, now, regime=AVENANT_7.code)
    assert RegimeChoice.objects.count() == 1


def test_a_text_that_was_not_there_yet_cannot_be_chosen(world, now):
    world.enrolment.recruited_on = date(2019, 1, 1)
    world.enrolment.save()
    for regime in (ORDER_2019.code, "autre"):
        with pytest.raises(RegimeNotPossible):
            choose(world, now, regime=regime)
    with pytest.raises(ReasonMissing):
        choose(world, now, reason="")
    assert RegimeChoice.objects.count() == 0


# --- Constraints ----------------------------------------------------------------------------------


def test_the_database_refuses_what_the_services_do(world, now):
    made, other = check(world, now), enrolment_factory(world.cohort)
    noted = note(world, now)
    for change in (
        lambda: CheckedDiploma.objects.filter(pk=made.pk).update(diploma="doctor"),
        lambda: CheckedDiploma.objects.filter(pk=made.pk).update(withdrawn_at=now),
        lambda: CheckedDiploma.objects.create(
            enrolment=made.enrolment, diploma=made.diploma, obtained_on=made.obtained_on,
            seen_as=made.seen_as, seen_by=world.lead, seen_at=now,
        ),
        lambda: ExternalCertificate.objects.filter(pk=noted.pk).update(title=""),
        lambda: ExternalCertificate.objects.filter(pk=noted.pk).update(withdrawn_at=now),
        lambda: ExternalCertificate.objects.filter(pk=noted.pk).update(
            expires_on=noted.obtained_on - timedelta(days=1)
        ),
        lambda: Enrolment.objects.filter(pk=other.pk).update(regime="autre"),
        lambda: RegimeChoice.objects.create(
            enrolment=other, number=1, regime="avenant-7", reason="", chosen_by=world.lead,
            chosen_at=now,
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

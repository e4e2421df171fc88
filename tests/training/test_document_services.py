from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.enums import OrganisationKind, Role
from people.models import AuditEvent
from people.services import NotAllowed
from records.enums import DocumentKind, DocumentState
from records.models import Document
from records.services import PatientData, render_again, revoke_document
from tests.factories import membership_factory, organisation_factory
from tests.factories.documents import SINCE, UNTIL, hours_document_factory, seen_of
from training.enums import ActionNature, Presence
from training.models import EnrolmentDocument
from training.queries.presence_lines import presence_lines
from training.rules.attendance import Mark
from training.services import (
    AlreadyStated,
    DocumentNotReady,
    HoursChanged,
    decide_exemption,
    sign_presence,
    sign_sheet,
    write_marks,
)

CERTIFICATE, STATEMENT = DocumentKind.CERTIFICATE, DocumentKind.HOURS_STATEMENT
SHEET = DocumentKind.ATTENDANCE_SHEET


@pytest.fixture
def paid(full):
    """The learner of the world, whose file a funder pays."""
    full.enrolment.funder = organisation_factory(OrganisationKind.FUNDER)
    full.enrolment.save()
    return full


def correct(world, now, minutes_late: int = 30):
    write_marks(
        actor=world.trainer,
        session=world.session,
        marks={world.enrolment: Mark(Presence.PRESENT, late=minutes_late)},
        reason="Arrivée après le début.",
        now=now,
    )


def test_a_certificate_freezes_what_the_ledger_accepts_at_that_instant(paid, now):
    tie = hours_document_factory(
        paid.lead, paid.enrolment, now,
        nature=ActionNature.APPRENTICESHIP, identification="  SIRET 123 456 789 00012 ",
    )  # fmt: skip
    document, learner = tie.document, paid.enrolment.learner
    said = document.content
    assert (tie.enrolment, tie.since, tie.until) == (paid.enrolment, SINCE, UNTIL)
    assert (document.kind, document.title) == (CERTIFICATE, "Certificat de réalisation")
    assert (document.holder, document.issuer) == (learner, paid.body)
    # A lesson was read and a week of practice was signed: neither is accepted in the account.
    assert said["minutes"] == 210
    assert said["hours"] == [{"nature": "séance", "minutes": 210}]
    assert (said["first_name"], said["last_name"]) == (learner.first_name, learner.last_name)
    assert said["employer"] == paid.enrolment.practice.name
    assert said["organisation"] == paid.body.name
    assert said["nature"] == "action de formation par apprentissage"
    assert said["identification"] == "SIRET 123 456 789 00012"
    assert (said["starts_on"], said["ends_on"]) == ("2027-01-01", "2027-03-04")
    assert (said["planned_from"], said["planned_to"]) == ("2026-09-01", "2027-07-02")
    assert (said["issued_by"], said["issued_on"]) == (str(paid.lead.user), "2027-03-04")
    assert said["issued_role"] == "responsable pédagogique"
    assert AuditEvent.objects.filter(verb="training.document.issued", actor=paid.lead).count() == 1


def test_a_statement_says_module_sessions_and_so_far_for_the_funder(paid, now):
    said = hours_document_factory(paid.lead, paid.enrolment, now, STATEMENT).document.content
    title = paid.module.title
    assert said["hours"] == [{"module": title, "nature": "séance", "minutes": 210}]
    assert (said["sessions"], said["lessons"], said["beyond"]) == (1, 0, 0)
    assert (said["so_far"], said["due"]) == (210, paid.enrolment.track_version.minutes)
    assert said["funder"] == paid.enrolment.funder.name
    assert "nature" not in said


def test_a_statement_says_what_is_due_after_exemptions(paid, now):
    decide_exemption(
        actor=paid.lead, enrolment=paid.enrolment, module=paid.module, percentage=50,
        prior_minutes=0, reason="Diplôme vu.", seen=0, now=now,
    )  # fmt: skip
    said = hours_document_factory(paid.lead, paid.enrolment, now, STATEMENT).document.content
    assert said["due"] == paid.enrolment.track_version.minutes - paid.module.minutes // 2


def test_a_certificate_is_shared_with_employer_and_funder_a_statement_with_the_funder(paid, now):
    practice, funder = paid.enrolment.practice, paid.enrolment.funder
    for kind, partners in ((CERTIFICATE, {practice, funder}), (STATEMENT, {funder})):
        tie = hours_document_factory(paid.lead, paid.enrolment, now, kind)
        assert set(tie.document.shared_with.all()) == partners


@pytest.mark.parametrize("kind", [CERTIFICATE, STATEMENT, SHEET])
def test_rendering_the_frozen_content_again_gives_the_stored_file(paid, now, kind):
    tie = hours_document_factory(paid.lead, paid.enrolment, now, kind)
    document = Document.objects.get(pk=tie.document_id)
    with document.pdf.open("rb") as file:
        assert render_again(document) == file.read()


def test_a_sheet_says_what_stands_and_who_signed_it(full, now):
    full.enrolment.funder = organisation_factory(OrganisationKind.FUNDER)
    full.enrolment.save()
    mark = full.session.attendances.get()
    sign_presence(actor=full.learner, attendance=mark, now=now)
    sign_sheet(actor=full.trainer, session=full.session, seen=1, now=now)
    tie = hours_document_factory(full.lead, full.enrolment, now, SHEET)
    said = tie.document.content
    assert set(tie.document.shared_with.all()) == {full.enrolment.practice, full.enrolment.funder}
    assert (said["minutes"], said["unsigned"], len(said["lines"])) == (210, 0, 1)
    (signed,) = said["lines"]
    at = "le jeudi 4 mars 2027 à 10 h"
    assert (signed["signed"], signed["trainer"]) == (
        f"{at}, sur son propre appareil", f"{full.trainer.user}, {at}"
    )  # fmt: skip


def test_a_correction_takes_both_signatures_off_the_sheet(full, now):
    sign_presence(actor=full.learner, attendance=full.session.attendances.get(), now=now)
    sign_sheet(actor=full.trainer, session=full.session, seen=1, now=now)
    write_marks(
        actor=full.trainer, session=full.session, marks={full.enrolment: Mark(Presence.ABSENT)},
        reason="Parti sans prévenir.", now=now,
    )  # fmt: skip
    lines = presence_lines(full.enrolment, SINCE, UNTIL)
    (line,) = lines
    assert (line.presence, line.minutes, line.signed, line.trainer) == ("absent", 0, "", "")
    assert not line.lacks_signature


def test_a_sheet_holds_the_days_of_its_period_in_paris(full, now):
    first = full.session.starts_at.date()
    assert len(presence_lines(full.enrolment, first, first)) == 1
    assert presence_lines(full.enrolment, UNTIL, UNTIL) == []


def test_the_same_asked_twice_is_delivered_once(paid, now, settings):
    first = hours_document_factory(paid.lead, paid.enrolment, now)
    settings.SITE_URL = "https://ailleurs.example"
    again = hours_document_factory(paid.lead, paid.enrolment, now + timedelta(days=1))
    assert again == first
    assert Document.objects.count() == EnrolmentDocument.objects.count() == 1


def test_a_correction_leaves_the_document_and_asks_to_revoke_it_first(paid, now):
    first = hours_document_factory(paid.lead, paid.enrolment, now)
    correct(paid, now)
    with pytest.raises(AlreadyStated) as refused:
        hours_document_factory(paid.lead, paid.enrolment, now)
    assert first.document.code in refused.value.message
    first.document.refresh_from_db()
    assert first.document.content["minutes"] == 210
    revoke_document(actor=paid.lead, document=first.document, reason="Heures corrigées.", now=now)
    second = hours_document_factory(paid.lead, paid.enrolment, now)
    assert second.document.content["minutes"] == 180
    assert second.document.code != first.document.code


def test_another_nature_for_the_same_period_is_not_the_same_document(paid, now):
    hours_document_factory(paid.lead, paid.enrolment, now)
    with pytest.raises(AlreadyStated):
        hours_document_factory(paid.lead, paid.enrolment, now, nature=ActionNature.APPRENTICESHIP)


def test_another_period_is_another_document(paid, now):
    first = hours_document_factory(paid.lead, paid.enrolment, now)
    second = hours_document_factory(paid.lead, paid.enrolment, now, since=date(2027, 3, 2))
    assert second.document != first.document


def test_hours_that_changed_since_they_were_read_are_not_delivered(paid, now):
    seen = seen_of(paid.enrolment, CERTIFICATE, now)
    correct(paid, now)
    with pytest.raises(HoursChanged):
        hours_document_factory(paid.lead, paid.enrolment, now, seen=seen)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("kind", "parts", "word"),
    [
        (CERTIFICATE, {"until": date(2027, 1, 31)}, "Aucune heure"),
        (CERTIFICATE, {"until": date(2027, 3, 5)}, "n’est pas finie"),
        (CERTIFICATE, {"since": date(2027, 3, 5)}, "avant de commencer"),
        (STATEMENT, {}, "aucun financeur"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_delivered(full, now, kind, parts, word):
    with pytest.raises(DocumentNotReady) as refused:
        hours_document_factory(full.lead, full.enrolment, now, kind, **parts)
    assert word in refused.value.message
    assert not Document.objects.exists()


def test_somebody_without_a_name_gets_no_document(full, now):
    full.enrolment.learner.first_name = ""
    full.enrolment.learner.save()
    with pytest.raises(DocumentNotReady) as refused:
        hours_document_factory(full.lead, full.enrolment, now)
    assert "prénom" in refused.value.message


@pytest.mark.parametrize("who", ["trainer", "companion", "learner", "employer", "funder"])
def test_only_those_who_lead_the_body_deliver(full, now, who):
    with pytest.raises(NotAllowed):
        hours_document_factory(getattr(full, who), full.enrolment, now)


def test_who_leads_another_body_delivers_nothing_here(full, now):
    with pytest.raises(NotAllowed):
        hours_document_factory(membership_factory(Role.LEAD), full.enrolment, now)
    assert not Document.objects.exists()


def test_an_identification_with_a_telephone_number_is_refused(full, now):
    with pytest.raises(PatientData):
        hours_document_factory(full.lead, full.enrolment, now, identification="06 12 34 56 78")


def test_a_period_the_wrong_way_round_is_refused_by_the_database(full, now):
    tie = hours_document_factory(full.lead, full.enrolment, now)
    tie.since, tie.until = UNTIL, SINCE
    with pytest.raises(ValidationError, match="finit avant de commencer"):
        tie.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        EnrolmentDocument.objects.filter(pk=tie.pk).update(since=UNTIL, until=SINCE)


def test_one_document_belongs_to_one_enrolment(full, now):
    tie = hours_document_factory(full.lead, full.enrolment, now)
    twin = EnrolmentDocument(
        enrolment=full.enrolment, document=tie.document, since=SINCE, until=UNTIL
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_who_sees_which_document(paid, now):
    """The employer sees the certificate alone; a funder what is of their own files."""
    certificate = hours_document_factory(paid.lead, paid.enrolment, now)
    statement = hours_document_factory(paid.lead, paid.enrolment, now, STATEMENT)
    payer = membership_factory(Role.FUNDER, paid.enrolment.funder)
    colleague = membership_factory(Role.LEARNER, paid.enrolment.practice)
    seen = EnrolmentDocument.objects.visible_to
    for actor in (paid.learner, paid.trainer, paid.companion, paid.lead, payer):
        assert set(seen(actor)) == {certificate, statement}, str(actor)
    assert set(seen(paid.employer)) == {certificate}
    for actor in (paid.funder, paid.other_trainer, paid.stranger, colleague):
        assert not seen(actor).exists(), str(actor)


def test_revoking_is_for_those_who_lead(paid, now):
    document = hours_document_factory(paid.lead, paid.enrolment, now).document
    with pytest.raises(NotAllowed):
        revoke_document(actor=paid.trainer, document=document, reason="Non.", now=now)
    assert Document.objects.get().state == DocumentState.IN_FORCE

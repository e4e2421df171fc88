"""What may be confirmed, what is kept of it, and that no value is kept anywhere."""

import pytest
from django import forms
from django.db import IntegrityError, transaction

from people.enums import OrganisationKind, Role
from people.models import AuditEvent
from records.forms.confirmation import ConfirmsNames
from records.models import PatientDataConfirmation
from records.rules.patient_data import LONGEST, TOO_LONG
from records.services import (
    PatientData,
    WhyMissing,
    confirm_weak_identifiers,
    refuse_patient_data,
)
from records.validators import no_patient_data, only_staff_named
from tests.factories import membership_factory, organisation_factory

WHY = "C’est ma collègue de l’accueil"
NAMED = "J’ai parlé à Mme Durand le 12/03."


@pytest.fixture
def actor(db):
    body = organisation_factory(OrganisationKind.TRAINING_BODY)
    return membership_factory(Role.TRAINER, body)


def test_a_name_is_refused_unless_confirmed():
    with pytest.raises(PatientData) as refused:
        refuse_patient_data(NAMED)
    assert "Durand" not in refused.value.message
    refuse_patient_data(NAMED, confirmed=WHY)


@pytest.mark.parametrize("text", ["DDN 03/03/1962", "12 rue de la Paix", "06 12 34 56 78"])
def test_no_reason_lets_a_strong_identifier_through(text):
    with pytest.raises(PatientData):
        refuse_patient_data(NAMED, text, confirmed=WHY)


@pytest.mark.parametrize("why", ["non", " " * 40, "x" * 301])
def test_a_confirmation_has_a_reason(why):
    with pytest.raises(WhyMissing):
        refuse_patient_data(NAMED, confirmed=why)


def test_the_reason_names_nobody_either():
    with pytest.raises(PatientData):
        refuse_patient_data(NAMED, confirmed="Parce que Mme Durand travaille ici")


def test_a_field_that_names_staff_takes_names_and_addresses_alone():
    refuse_patient_data("Mme Durand, 12 rue de la Paix", staff=True)
    only_staff_named("Mme Durand, 12 rue de la Paix")
    with pytest.raises(PatientData):
        refuse_patient_data("Mme Durand, DDN 03/03/1962", staff=True)
    with pytest.raises(forms.ValidationError):
        only_staff_named("Mme Durand, DDN 03/03/1962")


def test_a_text_too_long_is_refused_before_it_is_read():
    long = "a" * (LONGEST + 1)
    with pytest.raises(PatientData) as refused:
        refuse_patient_data(long)
    assert refused.value.message == TOO_LONG
    with pytest.raises(forms.ValidationError):
        no_patient_data(long)


def confirm(actor, now, text=NAMED, why=WHY):
    return confirm_weak_identifiers(
        actor=actor, source_key="training.assistance:7", texts=[text], why=why, now=now
    )


def test_a_confirmation_keeps_who_what_and_why_but_no_value(actor, now):
    made = confirm(actor, now)
    assert (made.source_key, made.kinds, made.why) == ("training.assistance:7", ["person"], WHY)
    assert (made.confirmed_by, made.confirmed_at) == (actor, now)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor) == ("records.patient_data.confirmed", actor)
    assert event.detail == {"about": "training.assistance:7", "kinds": ["person"]}


def test_the_same_confirmation_twice_is_kept_once(actor, now):
    assert confirm(actor, now) == confirm(actor, now)
    assert AuditEvent.objects.count() == 1


def test_nothing_is_kept_when_nothing_was_asked(actor, now):
    assert confirm(actor, now, text="Rien à dire.") is None
    assert not PatientDataConfirmation.objects.exists()


@pytest.mark.parametrize(
    ("text", "why", "refusal"),
    [
        (NAMED, "", WhyMissing),
        (f"{NAMED} DDN 03/03/1962", WHY, PatientData),
    ],
)
def test_a_confirmation_that_may_not_be(actor, now, text, why, refusal):
    with pytest.raises(refusal):
        confirm(actor, now, text=text, why=why)
    assert not PatientDataConfirmation.objects.exists()


def test_a_confirmation_without_a_reason_is_refused_by_the_database(actor, now):
    with pytest.raises(IntegrityError, match="patient_data_confirmation_why"), transaction.atomic():
        PatientDataConfirmation.objects.create(
            source_key="x", kinds=["person"], why="", confirmed_by=actor, confirmed_at=now
        )


class NoteForm(ConfirmsNames):
    text = forms.CharField()


@pytest.mark.parametrize(
    ("data", "valid", "asks", "confirmed"),
    [
        ({"text": "Rien."}, True, False, ""),
        ({"text": NAMED}, False, True, None),
        ({"text": NAMED, "no_patient": "on"}, False, True, None),
        ({"text": NAMED, "no_patient_why": WHY}, False, True, None),
        ({"text": NAMED, "no_patient": "on", "no_patient_why": WHY}, True, True, WHY),
        ({"text": "Rien.", "no_patient": "on", "no_patient_why": WHY}, True, False, ""),
        ({"text": "0612345678", "no_patient": "on", "no_patient_why": WHY}, False, False, None),
        ({"text": "a" * (LONGEST + 1)}, False, False, None),
        ({"text": ""}, False, False, None),
    ],
)
def test_the_form_asks_once_a_name_was_found(data, valid, asks, confirmed):
    form = NoteForm(data)
    assert (form.is_valid(), form.asks) == (valid, asks)
    if valid:
        assert form.cleaned_data == {"text": data["text"], "confirmed": confirmed}


def test_the_form_says_what_to_do():
    form = NoteForm({"text": NAMED})
    assert form.errors["text"] == [
        "Ce texte contient un nom de personne. Le livret ne garde rien qui fasse reconnaître un "
        "patient : retirez-le. Si ce n’est pas un patient, confirmez-le plus bas avec une raison."
    ]
    ticked = NoteForm({"text": NAMED, "no_patient": "on"})
    assert ticked.errors["no_patient_why"] == ["Dites pourquoi ce n’est pas un patient."]

"""The scan of what was kept before the guard knew: what it says, and what it takes out."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from lms.management.commands.scan_patient_data import OF_STAFF, SKIPPED, fields_read, keys_of
from people.enums import OrganisationKind, Role
from people.models import AuditEvent
from portfolio.models import EntryTemplate
from records.models import PatientDataConfirmation
from records.rules.patient_data import find_identifiers
from records.rules.patient_data.given import find_given, tidy_names
from records.rules.redaction import redacted, texts_in, with_texts
from records.services import free_text_fields, keep_file, purge_file
from tests.factories import (
    cohort_factory,
    enrolment_factory,
    membership_factory,
    organisation_factory,
)
from tests.factories.calendar import room_factory
from tests.portfolio.pieces import readable_pdf
from tests.training.papers import pdf, photo

STRONG = "Vue le 12/03, DDN 03/03/1962, au 06 12 34 56 78."
WEAK = "Mme Durand est venue."


def run(*options: str) -> str:
    out = StringIO()
    call_command("scan_patient_data", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def keep(db, now):
    actor = membership_factory(Role.TRAINER, organisation_factory(OrganisationKind.TRAINING_BODY))

    def fact(why):
        return PatientDataConfirmation.objects.create(
            source_key="x:1", kinds=["person"], why=why, confirmed_by=actor, confirmed_at=now
        )

    return fact


@pytest.fixture
def change(keep):
    return keep(STRONG)


def test_the_scan_says_where_and_never_what(change):
    said = run().splitlines()
    assert said[:2] == [
        f"records.PatientDataConfirmation {change.pk} why birth 14",
        f"records.PatientDataConfirmation {change.pk} why phone 33",
    ]
    assert said[2].endswith("Trouvés : birth 1, phone 1 ; rien n’a été changé.")
    assert PatientDataConfirmation.objects.get().why == STRONG
    assert not AuditEvent.objects.filter(verb="records.patient_data.redacted").exists()


def test_redaction_leaves_the_rest_and_a_trace(change):
    run("--redact")
    assert PatientDataConfirmation.objects.get().why == (
        "Vue le 12/03, [retiré : date de naissance], au [retiré : numéro de téléphone]."
    )
    event = AuditEvent.objects.get(verb="records.patient_data.redacted")
    assert (event.object_type, event.object_id) == (
        "records.patientdataconfirmation",
        str(change.pk),
    )
    assert event.detail == {"field": "why", "kinds": ["birth", "phone"]}
    assert "Trouvés : rien" in run("--redact")


def test_names_are_looked_for_on_demand(change):
    PatientDataConfirmation.objects.filter(pk=change.pk).update(why=WEAK)
    assert "Trouvés : rien" in run()
    assert f"records.PatientDataConfirmation {change.pk} why person 0" in run("--names")


def test_a_name_that_is_given_is_taken_out_wherever_it_stands(change, monkeypatch):
    told = "Vue avec Zoé  Le\u00a0Goff, puis ZOE LE-GOFF. Le Goffic reste, 06 12 34 56 78 aussi."
    PatientDataConfirmation.objects.filter(pk=change.pk).update(why=told)
    monkeypatch.setattr("sys.stdin", StringIO("\n  zoé le goff \nZ\n"))
    said = run("--given", "--redact")
    assert f"records.PatientDataConfirmation {change.pk} why person 9" in said
    assert "Goff" not in said
    assert PatientDataConfirmation.objects.get().why == (
        "Vue avec [retiré : nom de personne], puis [retiré : nom de personne]. "
        "Le Goffic reste, 06 12 34 56 78 aussi."
    )
    event = AuditEvent.objects.get(verb="records.patient_data.redacted")
    assert event.detail == {"field": "why", "kinds": ["person"]}


@pytest.mark.parametrize("typed", ["", "\n \n", "Z\n-\n"])
def test_without_a_name_nothing_is_looked_for(change, monkeypatch, typed):
    monkeypatch.setattr("sys.stdin", StringIO(typed))
    with pytest.raises(CommandError, match="au moins un nom"):
        run("--given", "--redact")


def test_a_name_that_is_given_stays_where_staff_is_named(db, monkeypatch):
    room = room_factory(cohort_factory(), name="Salle Durand")
    monkeypatch.setattr("sys.stdin", StringIO("Durand\n"))
    assert "Trouvés : rien" in run("--given", "--redact")
    room.refresh_from_db()
    assert room.name == "Salle Durand"


@pytest.mark.parametrize(
    ("typed", "text", "left"),
    [
        ("- Durand", "Durand vient. Vu _Durand_, Durand2.", "# vient. Vu _#_, #2."),
        ("Durand-", "DURAND", "#"),
        ("Lecoeur", "Mme Lecœur et Mme LECOEUR", "Mme # et Mme #"),
        ("lecœur", "Lecoeur, Lecœur", "#, #"),
        ("Le Goff", "Le\r\n\r\nGoff, Le  -  Goff, Goff", "#, #, Goff"),
        ("Zoé", "Zoe\u0301, Zoë, Zoéline", "#, #, Zoéline"),
    ],
)
def test_a_name_is_found_however_it_is_written(typed, text, left):
    found = find_given(text, tidy_names([typed]))
    assert redacted(text, found).replace("[retiré : nom de personne]", "#") == left


def test_two_texts_that_differed_by_their_names_alone_are_told_apart(db, now, monkeypatch):
    enrolment = enrolment_factory()
    rows = [
        EntryTemplate.objects.create(
            enrolment=enrolment, practice=enrolment.practice, name=f"Appel de {name}",
            kind="practice", text="Une personne appelle.", audience="training", form_key=name,
            kept_at=now,
        )
        for name in ("Durand", "Dupont")
    ]  # fmt: skip
    monkeypatch.setattr("sys.stdin", StringIO("Durand\nDupont\n"))
    run("--given", "--redact")
    for row in rows:
        row.refresh_from_db()
    taken = "Appel de [retiré : nom de personne]"
    assert [row.name for row in rows] == [taken, f"{rows[1].pk} {taken}"]


def test_a_name_that_the_terminal_garbled_is_said(change, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("Zo\udce9\n"))
    with pytest.raises(CommandError, match="encodage"):
        run("--given")


def test_every_row_is_read_batch_after_batch(
    change, keep, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("records.services.scanning.A_BATCH", 2)
    for _ in range(4):
        keep(STRONG)
    with django_assert_max_num_queries(2 * len(fields_read()) + 4):
        assert run().count("why birth") == 5


def test_the_pdfs_of_the_livret_are_read_and_never_changed(db, now, private_files):
    learner = membership_factory(Role.LEARNER)
    given = {
        "actor": learner, "organisation": learner.organisation, "about": learner.user,
        "quarantine": True, "now": now,
    }  # fmt: skip
    kept, erased = (keep_file(upload=readable_pdf(), **given) for _ in range(2))
    for file in (kept, erased):  # as if the guard had not known this number yet
        told = readable_pdf("Vue au 06 12 34 56 78").read()
        Path(file.file.path).write_bytes(told)
    keep_file(upload=pdf(), **given)
    keep_file(upload=photo(), **given)
    purge_file(actor=learner, file=erased, now=now)
    for options in ((), ("--redact",)):
        said = run(*options)
        assert f"records.KeptFile {kept.pk} file phone 7" in said
        assert "Pièces en PDF : 1 relues, 1 sans texte lisible." in said
        assert "06 12" not in said
        assert f"KeptFile {erased.pk} " not in said


def test_the_other_papers_are_read_for_what_they_are_refused_for(db, now, private_files):
    learner = membership_factory(Role.LEARNER)
    kept = keep_file(
        actor=learner, organisation=learner.organisation, about=learner.user,
        upload=readable_pdf(), now=now,
    )  # fmt: skip
    told = readable_pdf("Né le 03/03/1962, 06 12 34 56 78, 2 95 10 99 126 111 93, Durand").read()
    Path(kept.file.path).write_bytes(told)
    said = run()
    assert said.count(f"records.KeptFile {kept.pk} ") == 1
    assert f"records.KeptFile {kept.pk} file nir " in said


def test_each_exception_names_something_that_exists():
    known = {
        key
        for model in apps.get_models()
        for field in free_text_fields(model)
        for key in keys_of(model, field)
    }
    assert {*SKIPPED, *OF_STAFF} <= known


@pytest.mark.parametrize(
    ("text", "at_most", "said"),
    [
        ("rien", None, "rien"),
        ("a@b.fr", None, "[retiré : adresse électronique]"),
        ("a@b.fr", 12, "[retiré : ad"),
        ("né le 3 mars 1962 fin", None, "[retiré : date de naissance] fin"),
    ],
)
def test_what_is_found_gives_way_to_its_kind(text, at_most, said):
    assert redacted(text, find_identifiers(text), at_most) == said


def test_texts_are_found_inside_plain_values():
    value = {"a": ["x", {"b": "y"}], "c": 1}
    assert list(texts_in(value)) == [(".a.0", "x"), (".a.1.b", "y")]
    assert with_texts(value, str.upper) == {"a": ["X", {"b": "Y"}], "c": 1}

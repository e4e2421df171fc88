"""The scan of what was kept before the guard knew: what it says, and what it takes out."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from lms.management.commands.scan_patient_data import OF_STAFF, SKIPPED, fields_read, keys_of
from people.enums import OrganisationKind, Role
from people.models import AuditEvent
from records.models import PatientDataConfirmation
from records.rules.patient_data import find_identifiers
from records.rules.redaction import redacted, texts_in, with_texts
from records.services import free_text_fields, keep_file, purge_file
from tests.factories import membership_factory, organisation_factory
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

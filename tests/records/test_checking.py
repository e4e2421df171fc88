"""What is told of files that are not, or no more, those that were delivered."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from records.enums import DocumentKind
from records.models import Document
from records.services import document_problem
from tests.records.hours_documents import certificate_content
from tests.records.world import document_factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    made = document_factory(kind=DocumentKind.CERTIFICATE, content=certificate_content())
    return Document.objects.get(pk=made.pk)


def replace_file(document: Document, data: bytes) -> None:
    document.pdf.storage.delete(document.pdf.name)
    document.pdf.storage.save(document.pdf.name, ContentFile(data))


def test_a_document_as_it_was_delivered_has_no_problem(document):
    assert document_problem(document) == ""


def test_a_file_that_is_missing(document):
    document.pdf.storage.delete(document.pdf.name)
    assert document_problem(document) == "le fichier manque"


def test_a_file_that_was_changed(document):
    replace_file(document, b"%PDF autre")
    assert document_problem(document) == "le fichier n’est plus celui de la délivrance"


def test_a_content_that_was_changed_no_longer_gives_the_file(document):
    document.content = certificate_content(minutes=1291)
    assert document_problem(document) == "le contenu figé ne redonne pas ce fichier"


def test_the_file_of_another_renderer_is_held_against_its_fingerprint_alone(document):
    document.renderer = "certificate 0, typst 0.1"
    document.content = certificate_content(minutes=1291)
    assert document_problem(document) == ""
    replace_file(document, b"%PDF autre")
    assert document_problem(document) == "le fichier n’est plus celui de la délivrance"


def test_the_command_names_what_is_wrong_and_fails(document):
    out = StringIO()
    call_command("check_documents", stdout=out)
    assert "Documents comparés : 1. Rien à signaler." in out.getvalue()
    replace_file(document, b"")
    with pytest.raises(CommandError, match="1 sur 1"):
        call_command("check_documents", stdout=out)
    assert f"{document.code} : le fichier n’est plus" in out.getvalue()

"""`/ims/case/v1p1/`: what any reader of the standard finds."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curricula.enums import VersionState
from curricula.models import Qualification
from curricula.queries import package_of
from curricula.rules.case_format import is_uuid
from curricula.rules.case_reader import read_case
from curricula.rules.package import Reading
from curricula.services.references import create_draft, publish
from people.enums import Role
from tests.factories import membership_factory
from tests.factories.curricula import qualification_factory
from tests.factories.packages import package_factory

BASE = "/ims/case/v1p1/"
NOBODY = "00000000-0000-4000-8000-000000000000"
HELD = ("CFDocuments", "CFPackages", "CFItems", "CFItemAssociations", "CFAssociations",
        "CFItemTypes")  # fmt: skip
NOT_HELD = ("CFAssociationGroupings", "CFConcepts", "CFLicenses", "CFRubrics", "CFSubjects")


@pytest.fixture
def get(client, loaded):
    def ask(path, **query):
        response = client.get(BASE + path, query)
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def identifier_of(code: str) -> str:
    return package_of(Qualification.objects.get(code=code)).identifier


def identifiers(get) -> list[str]:
    return [document["identifier"] for document in get("CFDocuments")["CFDocuments"]]


def test_published_references_are_listed_with_the_address_of_their_package(get):
    documents = get("CFDocuments")["CFDocuments"]
    codes = {document["extensions"]["livret"]["code"] for document in documents}
    assert codes == {"atim-2008", "cadre-travail"}
    for document in documents:
        address = f"http://127.0.0.1:8000{BASE}CFPackages/{document['identifier']}"
        assert document["CFPackageURI"]["uri"] == address
        assert document["lastChangeDateTime"] == "2027-03-04T09:00:00Z"
        assert get(f"CFDocuments/{document['identifier']}") == document


def test_limit_and_offset_cut_the_list(get, client):
    first, second = identifiers(get)
    assert get("CFDocuments", limit=1)["CFDocuments"][0]["identifier"] == first
    assert get("CFDocuments", limit=5, offset=1)["CFDocuments"][0]["identifier"] == second
    assert get("CFDocuments", offset=7) == {"CFDocuments": []}
    assert client.get(BASE + "CFDocuments", {"limit": 1})["X-Total-Count"] == "2"


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ({"limit": 0}, "invalid_selection_field"),
        ({"limit": "x"}, "invalid_selection_field"),
        ({"offset": -1}, "invalid_selection_field"),
        ({"offset": "9" * 5000}, "invalid_selection_field"),
        ({"sort": "title"}, "invalid_sort_field"),
        ({"filter": "title='x'"}, "invalid_selection_field"),
    ],
)
def test_what_the_list_does_not_offer_is_refused(client, db, query, value):
    response = client.get(BASE + "CFDocuments", query)
    assert response.status_code == 400
    [name] = query
    [field] = response.json()["imsx_codeMinor"]["imsx_codeMinorField"]
    assert field == {"imsx_codeMinorFieldName": name, "imsx_codeMinorFieldValue": value}


def test_each_package_is_imported_again_as_it_was(get, client):
    for identifier in identifiers(get):
        content = client.get(f"{BASE}CFPackages/{identifier}").content
        reading = read_case(content)
        qualification = Qualification.objects.get(code=reading.package.code)
        assert reading == Reading(package_of(qualification))


def test_items_and_associations_are_answered_by_themselves(get):
    package = get(f"CFPackages/{identifier_of('cadre-travail')}")
    document = package["CFDocument"]
    for item in package["CFItems"][:3]:
        answered = get(f"CFItems/{item['identifier']}")
        assert answered.pop("CFDocumentURI")["identifier"] == document["identifier"]
        assert answered == item
        around = get(f"CFItemAssociations/{item['identifier'].upper()}")
        assert around["CFItem"]["identifier"] == item["identifier"]
        assert all(item["identifier"] in str(one) for one in around["CFAssociations"])
    block = package["CFItems"][0]["identifier"]
    children = [a for a in package["CFAssociations"] if block in str(a)]
    assert get(f"CFItemAssociations/{block}")["CFAssociations"] == children
    association = get(f"CFAssociations/{children[0]['identifier']}")
    assert association["associationType"] == "isChildOf"
    assert association["CFDocumentURI"]["title"] == document["title"]


def is_link(value) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() - {"targetType"} == {"title", "identifier", "uri"}
        and is_uuid(value["identifier"])
        and value["uri"].startswith("http")
    )


def is_instant(value) -> bool:
    return datetime.fromisoformat(value).tzinfo is not None


def is_text(value) -> bool:
    return isinstance(value, str) and bool(value.strip())


# What CASE 1.1 requires of an answer, and what it must look like.
ALWAYS = {"identifier": is_uuid, "uri": is_text, "lastChangeDateTime": is_instant}
REQUIRED = {
    "CFDocuments": {"creator": is_text, "title": is_text, "CFPackageURI": is_link},
    "CFItems": {"fullStatement": is_text, "CFDocumentURI": is_link},
    "CFAssociations": {
        "associationType": {"isChildOf", "isRelatedTo"}.__contains__,
        "originNodeURI": is_link,
        "destinationNodeURI": is_link,
    },
}


def faults_of(kind: str, answer: dict) -> list[str]:
    wanted = ALWAYS | REQUIRED[kind]
    return [name for name, right in wanted.items() if not right(answer.get(name))]


def test_every_answer_has_the_required_fields_of_the_standard(get, now):
    linked = create_package(now)
    for document in get("CFDocuments")["CFDocuments"]:
        assert faults_of("CFDocuments", document) == []
    package = get(f"CFPackages/{linked.identifier}")
    assert package["CFAssociations"][-1]["associationType"] == "isRelatedTo"
    for kind in ("CFItems", "CFAssociations"):
        for row in package[kind]:
            answer = get(f"{kind}/{row['identifier']}")
            assert faults_of(kind, answer) == []
            assert answer["CFDocumentURI"]["identifier"] == str(linked.identifier)
            assert row.items() <= answer.items()


def create_package(now) -> Qualification:
    """A published reference with rows of each kind and a link."""
    lead = membership_factory(Role.LEAD)
    draft = create_draft(actor=lead, package=package_factory(), now=now)
    return publish(actor=lead, qualification=draft, revision=0, now=now)


def test_a_row_is_found_in_a_constant_number_of_queries_and_one_reference_is_read(client, db, now):
    known = create_package(now)
    package = client.get(f"{BASE}CFPackages/{known.identifier}").json()
    ends = [package["CFItems"][0], package["CFItems"][-1]]
    ends = [f"CFItems/{row['identifier']}" for row in ends]
    ends += [f"CFAssociations/{package['CFAssociations'][n]['identifier']}" for n in (0, -1)]
    ends += [f"CFPackages/{known.identifier}", f"CFDocuments/{known.identifier}"]

    def costs() -> list[int]:
        found = []
        for path in ends:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(BASE + path).status_code == 200
            found.append(len(seen))
        return found

    few = costs()
    for _ in range(10):
        qualification_factory(competencies=3)
    assert costs() == few
    assert max(few) <= 16


def test_a_type_is_answered_with_those_under_it(get):
    kind = get(f"CFPackages/{identifier_of('cadre-travail')}")["CFItems"][0]["CFItemTypeURI"]
    found = get(f"CFItemTypes/{kind['identifier']}")["CFItemTypes"]
    assert [one["title"] for one in found] == ["Bloc", "Compétence", "Critère"]


@pytest.mark.parametrize("kind", HELD + NOT_HELD)
@pytest.mark.parametrize(
    ("identifier", "value"), [(NOBODY, "unknownobject"), ("x", "invalid_uuid")]
)
def test_an_unknown_identifier_is_told_in_the_words_of_the_standard(
    client, loaded, kind, identifier, value
):
    response = client.get(f"{BASE}{kind}/{identifier}")
    assert response.status_code == 404
    assert response.json()["imsx_codeMajor"] == "failure"
    assert response.json()["imsx_severity"] == "error"
    assert response.json()["imsx_codeMinor"] == {
        "imsx_codeMinorField": [
            {"imsx_codeMinorFieldName": "sourcedId", "imsx_codeMinorFieldValue": value}
        ]
    }


@pytest.mark.parametrize("path", ["CFConcepts", "x/y/z", "CFDocuments/"])
def test_any_other_address_is_unknown_too(client, loaded, path):
    response = client.get(BASE + path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.RETIRED])
def test_what_is_not_published_is_nowhere(get, client, state):
    identifier = identifier_of("atim-2008")
    item = get(f"CFPackages/{identifier}")["CFItems"][0]["identifier"]
    Qualification.objects.filter(code="atim-2008").update(state=state)
    assert identifier not in identifiers(get)
    for path in (f"CFDocuments/{identifier}", f"CFPackages/{identifier}", f"CFItems/{item}"):
        assert client.get(BASE + path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(loaded, method):
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(BASE + "CFDocuments")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response.json()["imsx_codeMajor"] == "failure"


def test_the_screens_lead_to_the_service(client, loaded):
    client.force_login(membership_factory(Role.EMPLOYER).user)
    reference = Qualification.objects.get(code="atim-2008")
    address = f"{BASE}CFPackages/{identifier_of('atim-2008')}"
    assert f'href="{address}"' in client.get(f"/referentiels/{reference.pk}/").content.decode()
    assert f'href="{BASE}CFDocuments"' in client.get("/referentiels/").content.decode()


def test_an_answer_may_be_kept_by_anybody(client, loaded):
    response = client.get(BASE + "CFDocuments")
    assert response["Cache-Control"] == "public, max-age=3600"
    assert "Cookie" not in response.get("Vary", "")
    again = client.get(BASE + "CFDocuments", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert "Cache-Control" not in client.get(f"{BASE}CFItems/{NOBODY}")


def test_the_service_asks_as_many_queries_for_thirty_references_as_for_one(client, db):
    def queries(path) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(BASE + path).status_code in {200, 404}
        return len(seen)

    qualification_factory()
    paths = ["CFDocuments", f"CFPackages/{NOBODY}", f"CFItems/{NOBODY}", f"CFItemTypes/{NOBODY}"]
    few = [queries(path) for path in paths]
    for _ in range(29):
        qualification_factory(competencies=2)
    assert [queries(path) for path in paths] == few
    assert max(few) <= 12

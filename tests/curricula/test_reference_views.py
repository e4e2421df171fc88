import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from curricula.models import Qualification, ReferenceImport
from curricula.queries.formats import READERS, WRITERS
from curricula.queries.packages import package_of
from curricula.rules.references import without_identifiers
from curricula.services.imports import work_on_import
from curricula.services.references import create_draft, new_version, publish
from people.enums import Role
from records.enums import JobState
from records.models import Job
from tests.factories import membership_factory
from tests.factories.packages import package_factory
from tests.training.web import queries_of

UPLOAD = "/referentiels/importer/"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def leading(client, lead):
    client.force_login(lead.user)
    return client


@pytest.fixture
def draft(lead, now):
    return create_draft(actor=lead, package=package_factory(), now=now)


@pytest.fixture
def published(lead, draft, now):
    return publish(actor=lead, qualification=draft, revision=0, now=now)


def page(reference: Qualification, rest: str = "") -> str:
    return f"/referentiels/{reference.pk}/{rest}"


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def send(client, package=None, kind="csv", content=None, key="a", name=""):
    """Hand in a file; the queue reads it at once."""
    content = WRITERS[kind].write(package or package_factory()) if content is None else content
    file = SimpleUploadedFile(name or f"essai.{kind}", content)
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(UPLOAD, {"kind": kind, "file": file, "form_key": key})


def decide(client, where, **fields):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(where, fields)


# --- Drafts and acts ------------------------------------------------------------------------------


def test_a_draft_is_seen_by_those_who_edit_and_nobody_else(client, leading, draft):
    assert "Brouillons" in text(leading.get("/referentiels/"))
    assert "Publier ce référentiel" in text(leading.get(page(draft)))
    client.force_login(membership_factory(Role.TRAINER).user)
    assert draft.title not in text(client.get("/referentiels/"))
    for rest in ("", "export/csv", f"comparer/{draft.pk}/"):
        assert client.get(page(draft, rest)).status_code == 404
    assert client.post(page(draft, "publier/"), {"revision": 0}).status_code == 403


def test_the_life_of_a_reference(client, leading, draft):
    sent = {"revision": 0, "verified_on": "2026-01-05"}
    assert leading.post(page(draft, "verifier/"), sent).url == page(draft)
    assert "vérifié par" in text(leading.get(page(draft)))
    shown = text(leading.post(page(draft, "publier/"), {"revision": 1}, follow=True))
    assert "Son texte ne change plus" in shown
    made = leading.post(page(draft, "nouvelle-version/"), {"version": "2"})
    new = Qualification.objects.get(version="2")
    assert made.url == page(new)
    assert leading.post(page(draft, "retirer/"), {"revision": 2}).url == page(draft)
    draft.refresh_from_db()
    assert draft.state == "retired"
    client.force_login(membership_factory(Role.LEARNER).user)
    assert draft.title in text(client.get(page(draft)))
    assert draft.title not in text(client.get("/referentiels/"))


def test_a_stale_act_changes_nothing_and_says_so(leading, draft):
    shown = text(leading.post(page(draft, "publier/"), {"revision": 7}, follow=True))
    assert "Rien n’a changé" in shown
    assert "Rien n’a changé" in text(leading.post(page(draft, "publier/"), {}, follow=True))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_refusal_says_why(leading, published):
    shown = text(leading.post(page(published, "nouvelle-version/"), {"version": "1"}, follow=True))
    assert "existe déjà" in shown
    assert "Donnez un numéro de version" in text(leading.post(page(published, "nouvelle-version/")))
    assert "Donnez le jour" in text(leading.post(page(published, "verifier/"), {"revision": 1}))


def test_a_reference_shows_its_criteria_and_links(leading, published):
    shown = text(leading.get(page(published)))
    assert shown.count("1 critère") == 4
    assert "La tâche <b>A1, T1</b> appelle" in shown


def test_the_same_code_in_two_blocks_has_two_anchors_and_each_link_goes_to_its_own(
    leading, lead, now
):
    known = package_factory()
    one, two = known.blocks
    blocks = (one, replace(two, competencies=(*one.competencies, *two.competencies)))
    links = (replace(known.links[0], block="B2"),)
    package = without_identifiers(replace(known, blocks=blocks, links=links))
    found = create_draft(actor=lead, package=package, now=now)
    shown = text(leading.get(page(found)))
    anchors = re.findall(r' id="([^"]*)"', shown)
    assert len(set(anchors)) == len(anchors)
    own = found.blocks.get(code="B2").competencies.get(code="C001")
    assert f'<li id="competence-{own.pk}">' in shown
    assert f'href="#competence-{own.pk}">B2, C001</a>' in shown
    assert "La tâche <b>A1, T1</b> appelle" in shown


def test_a_reference_shows_the_codes_of_its_blocks_and_activities(leading, published):
    shown = text(leading.get(page(published)))
    for code in ("B1", "B2", "A1"):
        assert f'<span class="doux">{code}</span>' in shown


def test_each_row_of_a_reference_shows_its_source(leading, published):
    shown = text(leading.get(page(published)))
    package = package_of(published)
    competencies = [row for block in package.blocks for row in block.competencies]
    criteria = [row for competency in competencies for row in competency.criteria]
    tasks = [row for activity in package.activities for row in activity.tasks]
    for row in (*package.blocks, *competencies, *criteria, *package.activities, *tasks):
        assert row.source
        assert f"Source : {row.source}" in shown
    assert all(f"Source : {link.source}" in shown for link in package.links)


def test_the_shelf_says_who_verified_each_reference(leading, lead, published, now):
    assert "à vérifier" in text(leading.get("/referentiels/"))
    leading.post(page(published, "verifier/"), {"revision": 1, "verified_on": "2026-01-05"})
    shown = text(leading.get("/referentiels/"))
    assert f"vérifié par {lead.user}, lundi 5 janvier 2026" in re.sub(r"\s+", " ", shown)


def test_a_new_version_is_prepared_from_the_last_one_only(leading, lead, published, now):
    assert "Préparer une nouvelle version" in text(leading.get(page(published)))
    second = new_version(actor=lead, qualification=published, version="2", now=now)
    assert "Préparer une nouvelle version" in text(leading.get(page(published)))
    publish(actor=lead, qualification=second, revision=0, now=now)
    shown = text(leading.get(page(published)))
    assert "Préparer une nouvelle version" not in shown
    assert f'href="{page(second)}">version 2</a>' in shown
    assert "Préparer une nouvelle version" in text(leading.get(page(second)))


# --- Comparison -----------------------------------------------------------------------------------


def test_two_versions_stand_side_by_side(leading, lead, published, now):
    known = package_factory(version="2")
    block = known.blocks[0]
    other = replace(block.competencies[0], text=f"Autre {HOSTILE}", criteria=())
    moved = replace(
        known.blocks[1], competencies=(known.blocks[1].competencies[0], block.competencies[1])
    )
    package = replace(known, blocks=(replace(block, competencies=(other,)), moved))
    new = create_draft(actor=lead, package=package, now=now)
    assert page(published, f"comparer/{new.pk}/") in text(leading.get(page(new)))
    shown = text(leading.get(page(published, f"comparer/{new.pk}/")))
    for words in ("modifiée", "déplacée", "supprimée", "Compétence 1", "Autre &lt;script"):
        assert words in shown
    assert HOSTILE not in shown
    assert "Rien ne change" in text(leading.get(page(new, f"comparer/{new.pk}/")))


# --- Export ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_any_member_exports_is_what_is_shown(client, published, kind):
    client.force_login(membership_factory(Role.EMPLOYER).user)
    answer = client.get(page(published, f"export/{kind}"))
    assert f'filename="essai-1.{kind}"' in answer["Content-Disposition"]
    assert READERS[kind].read(answer.content).package == package_of(published)
    assert client.get(page(published, "export/exe")).status_code == 404


# --- Import ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_can_be_imported_as_it_is(leading, kind):
    answer = leading.get(f"{UPLOAD}modele.{kind}")
    shown = text(leading.get(send(leading, kind=kind, content=answer.content).url))
    assert "Enregistrer ce brouillon" in shown
    assert leading.get(f"{UPLOAD}modele.exe").status_code == 404


def test_a_file_is_shown_then_confirmed_once(leading, lead):
    where = send(leading).url
    assert send(leading).url == where
    shown = text(leading.get(where))
    assert "Rien n’est encore enregistré" in shown
    assert "à créer : <b>14</b>" in shown
    assert not Qualification.objects.exists()
    assert {decide(leading, where, seen="rien").url for _ in range(2)} == {where}
    made = Qualification.objects.get()
    assert leading.get(where).url == page(made)
    assert "Brouillon enregistré" in text(leading.get(page(made)))
    assert without_identifiers(package_of(made)) == package_factory()


def test_a_stale_confirmation_writes_nothing(leading, lead, now):
    where = send(leading).url
    create_draft(actor=lead, package=package_factory(2), now=now)
    decide(leading, where, seen="rien")
    shown = text(leading.get(where))
    assert "Le référentiel a changé depuis l’aperçu" in shown
    assert "Son texte sera remplacé" in shown


def test_refused_rows_come_first_and_nothing_can_be_confirmed(leading):
    data = f"Genre;Bloc;Énoncé\n{HOSTILE};;\ncode;;essai\nversion;;1\ntitre;;T\nbloc;B;{HOSTILE}\n"
    shown = text(leading.get(send(leading, content=data.encode()).url))
    assert HOSTILE not in shown
    assert shown.index("ligne 2") < shown.index("bloc B")
    assert "Enregistrer ce brouillon" not in shown


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [("xlsx", b"rien", "pas un classeur XLSX"), ("csv", b"", "Ce fichier est vide")],
)
def test_what_cannot_be_read_is_refused_with_the_reason(leading, kind, content, reason):
    shown = text(leading.get(send(leading, kind=kind, content=content).url))
    assert "Ce fichier ne peut pas être lu" in shown
    assert reason in shown
    assert "data-avancement" not in shown


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("essai.json", "csv", "choisissez « Paquet CASE 1.1 (JSON) »"),
        ("essai.CSV", "xlsx", "choisissez « Tableau (CSV), d’après le modèle »"),
        ("essai.exe", "csv", "finit par .csv"),
        ("essai", "fiche", "finit par .xml ou .zip"),
    ],
)
def test_a_file_whose_name_says_another_kind_is_refused_at_once(leading, name, kind, reason):
    shown = text(send(leading, kind=kind, content=b"x", name=name))
    assert reason in shown
    assert not ReferenceImport.objects.exists()


def test_the_name_of_a_file_may_be_written_in_capitals(leading):
    assert "Enregistrer ce brouillon" in text(leading.get(send(leading, name="ESSAI.CSV").url))


def test_a_forgotten_preview_says_so_whatever_one_does(leading, lead, now):
    where = send(leading).url
    send(leading, key="b")
    ReferenceImport.objects.filter(form_key="a").delete()
    for answer in (leading.get(where), leading.post(where, {"seen": "rien"})):
        assert answer.status_code == 404
        for words in ("Ce fichier n’est plus là", "sept jours", "Rien n’est enregistré"):
            assert words in answer.content.decode()
    assert "sept jours" in text(leading.get(UPLOAD))


def test_what_is_too_big_or_missing_is_not_even_kept(leading):
    assert "dépasse 5" in text(send(leading, content=b"a" * (5 * 1024 * 1024 + 1)))
    assert "Choisissez un fichier" in text(leading.post(UPLOAD, {"kind": "csv"}))
    assert not ReferenceImport.objects.exists()


def hand_in_without_a_worker(client) -> str:
    file = SimpleUploadedFile("essai.csv", WRITERS["csv"].write(package_factory()))
    return client.post(UPLOAD, {"kind": "csv", "file": file, "form_key": "seul"}).url


def test_a_file_being_read_shows_how_far_the_work_is(leading):
    where = hand_in_without_a_worker(leading)
    ReferenceImport.objects.update(step=1)
    shown = text(leading.get(where))
    for words in ("Lecture du fichier", "Rien n’est encore enregistré", "Actualiser"):
        assert words in shown
    assert f'data-avancement="{where}avancement/"' in shown
    part = text(leading.get(f"{where}avancement/"))
    assert "Étape 2 sur 3" in part
    assert "<html" not in part
    assert f'href="{where}"' in text(leading.get(UPLOAD))
    waiting = ReferenceImport.objects.get()
    work_on_import({"import": waiting.pk, "attempt": 1}, waiting.created_at)
    assert leading.get(f"{where}avancement/").status_code == 204
    assert "Enregistrer ce brouillon" in text(leading.get(where))


def test_work_that_failed_too_often_says_that_nothing_is_stored(leading):
    where = hand_in_without_a_worker(leading)
    Job.objects.update(state=JobState.FAILED)
    shown = text(leading.get(where))
    assert "L’import s’est arrêté" in shown
    assert "data-avancement" not in shown
    assert leading.get(f"{where}avancement/").status_code == 204


def test_an_abandoned_file_is_gone_and_twice_is_once(leading):
    where = send(leading).url
    for _ in range(2):
        leading.post(where, {"abandon": "oui"})
    assert "Ce fichier est abandonné" in text(leading.get(where, follow=True))
    assert where not in text(leading.get(UPLOAD))
    assert not Qualification.objects.exists()


def test_a_colleague_reads_the_preview_and_cannot_confirm(client, leading, lead):
    where = send(leading).url
    client.force_login(membership_factory(Role.LEAD, lead.organisation).user)
    assert "est la seule à pouvoir" in text(client.get(where))
    assert client.post(where, {"seen": "rien"}).status_code == 403
    client.force_login(membership_factory(Role.LEAD).user)
    assert client.get(where).status_code == 404
    assert client.get(f"{where}avancement/").status_code == 404


def test_screens_cost_the_same_with_few_and_many(leading, lead, now):
    few = create_draft(actor=lead, package=package_factory(1, code="peu"), now=now)
    many = create_draft(actor=lead, package=package_factory(30, code="beaucoup"), now=now)
    leading.get("/referentiels/")
    for rest in ("", f"comparer/{many.pk}/", "export/csv"):
        assert queries_of(leading, page(few, rest)) == queries_of(leading, page(many, rest))
    before = queries_of(leading, "/referentiels/")
    for number in range(15):
        create_draft(actor=lead, package=package_factory(1, code=f"r{number}"), now=now)
    assert queries_of(leading, "/referentiels/") == before
    one = send(leading, package_factory(1, code="a"), key="1").url
    two = send(leading, package_factory(60, code="b"), key="2").url
    assert queries_of(leading, one) == queries_of(leading, two)


def test_a_long_preview_has_pages(leading):
    where = send(leading, package_factory(60)).url
    assert "Page 1 sur 2" in text(leading.get(where))
    assert "Page 2 sur 2" in text(leading.get(f"{where}?page=2"))


def test_an_export_of_many_rows_is_a_workbook(leading, lead, now):
    made = create_draft(actor=lead, package=package_factory(500), now=now)
    answer = leading.get(page(made, "export/xlsx"))
    assert READERS["xlsx"].read(BytesIO(answer.content).getvalue()).package == package_of(made)

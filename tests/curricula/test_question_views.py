"""The questions of a lesson on screen, out to a file and in from one."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from curricula.models import Question
from curricula.rules import gift, moodle_xml
from people.enums import Role
from people.models import AuditEvent
from tests.factories import membership_factory
from tests.factories.curricula import lesson_factory, qualification_factory
from tests.factories.questions import SOURCE, kinds_in, rows_of

FORMATS = pytest.mark.parametrize(
    ("kind", "form"), [("gift", gift), ("xml", moodle_xml)], ids=["gift", "xml"]
)


@pytest.fixture
def lesson(db):
    qualification_factory()
    return lesson_factory(questions=0)


@pytest.fixture
def lead(client, db):
    client.force_login(membership_factory(Role.LEAD).user)
    return client


def url(name: str, lesson, *more) -> str:
    return reverse(f"curricula:{name}", args=[lesson.code, *more])


def upload(client, lesson, text, kind="gift", name="q.txt"):
    data = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, data)
    return client.post(url("questions_import", lesson), {"kind": kind, "file": file})


def filled(answer, **changes) -> dict:
    """What a browser sends for the preview on the page."""
    hidden, form = answer.context["hidden"], answer.context["form"]
    data = {field.html_name: field.value() for field in [*hidden, *form]}
    data = {name: "" if value is None else value for name, value in data.items()} | changes
    return {name: value for name, value in data.items() if value is not False}


def stored() -> tuple[int, int]:
    return Question.objects.count(), AuditEvent.objects.count()


@FORMATS
def test_an_export_taken_into_another_lesson_is_equal(lead, lesson, kind, form):
    rows = rows_of("Z")
    answer = upload(lead, lesson, form.write(rows), kind)
    assert answer.status_code == 200
    assert "7 questions à prendre. Rien" in answer.content.decode()
    assert stored() == (0, 0)
    done = lead.post(url("questions_import", lesson), filled(answer), follow=True)
    assert "7 questions prises dans la leçon" in done.content.decode()
    export = lead.get(url("questions_export", lesson, kind))
    assert export["Content-Disposition"].startswith('attachment; filename="questions-')
    assert form.read(export.content.decode()).rows == tuple(rows)


def test_a_double_click_takes_once(lead, lesson):
    data = filled(upload(lead, lesson, gift.write(rows_of())))
    first, second = (lead.post(url("questions_import", lesson), data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert stored() == (7, 1)


def test_without_source_or_certainty_nothing_is_taken(lead, lesson):
    answer = upload(lead, lesson, "Un ?{=a ~b}\n\nDeux ?{#3}")
    data = filled(answer, source_0="Loi", certainty_0="B", code_1="Q-X")
    assert (data["code_0"], answer.context["form"]["code_1"].value()) == (
        f"{lesson.code}-Q1", f"{lesson.code}-Q2",
    )  # fmt: skip
    refused = lead.post(url("questions_import", lesson), data)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "Une question notée repose sur un fait sûr (A ou B)." in html
    assert "Il manque la source." in html
    assert 'value="Q-X"' in html
    assert stored() == (0, 0)
    common = {"common_source": "Loi commune", "common_certainty": "A"}
    assert lead.post(url("questions_import", lesson), data | common).status_code == 302
    assert set(Question.objects.values_list("source", "certainty")) == {
        ("Loi", "B"), ("Loi commune", "A"),
    }  # fmt: skip


def test_only_what_is_ticked_is_taken(lead, lesson):
    data = filled(upload(lead, lesson, gift.write(rows_of())))
    for number in (0, 1, 2, 3, 4):
        del data[f"take_{number}"]
    lead.post(url("questions_import", lesson), data)
    assert set(Question.objects.values_list("kind", flat=True)) == {"numeric", "open"}
    none = {name: value for name, value in data.items() if not name.startswith("take_")}
    none["form_key"] = "00000000-0000-4000-8000-000000000009"
    answer = lead.post(url("questions_import", lesson), none)
    assert "Aucune question n’est cochée" in answer.content.decode()


def test_a_code_already_there_is_said_and_not_ticked(lead, lesson, now):
    kinds_in(lesson, now)
    again = gift.write([rows_of(lesson.code)[0]])
    answer = upload(lead, lesson, again)
    html = answer.content.decode()
    assert f"Le code {lesson.code}-1 est déjà celui d’une question." in html
    assert "take_0" not in filled(answer)
    forced = lead.post(
        url("questions_import", lesson), filled(answer, take_0="on", competency_0="")
    )
    assert forced.status_code == 422
    assert Question.objects.count() == 7


def test_questions_left_say_why_and_are_not_rendered(lead, lesson):
    hostile = (
        "<script>alert(1)</script> Un ?{=a ~b}\n\nDeux ?{=a ~%50%b}\n\n[plain]<b>3</b> ?{=a ~b}"
    )
    html = upload(lead, lesson, hostile).content.decode()
    assert "1 question à prendre, 2 non prises." in html
    assert "un script" in html
    assert "une partie des points" in html
    assert "<script>alert" not in html
    assert "<b>3</b>" not in html
    assert "&lt;b&gt;3&lt;/b&gt;" in html


ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'
)
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("<quiz><question>", "xml", "bien formé"),
        (ENTITY, "xml", "DOCTYPE"),
        (LAUGHS, "xml", "DOCTYPE"),
        (b"PK\x03\x04" + b"\0" * 100, "xml", "archive"),
        (b"\x1f\x8b" + b"\0" * 100, "gift", "archive"),
        (b"x" * 300_000, "gift", "256 Ko"),
        ("é".encode("latin-1"), "gift", "UTF-8"),
        (b"", "gift", "Aucune question"),
        ("<quiz/>", "autre", "Sélectionnez un choix valide"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_stored(lead, lesson, text, kind, reason):
    answer = upload(lead, lesson, text, kind, name="../../etc/passwd")
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert stored() == (0, 0)


def test_no_file_is_refused(lead, lesson):
    answer = lead.post(url("questions_import", lesson), {"kind": "gift"})
    assert answer.status_code == 422
    assert "Choisissez le fichier de questions." in answer.content.decode()


def test_a_large_file_comes_back_from_a_browser_which_lengthens_its_lines(lead, lesson):
    text = gift.write(rows_of()) + "// remarque\n" * 21_000
    data = filled(upload(lead, lesson, text))
    sent = data | {"content": data["content"].replace("\n", "\r\n")}
    assert lead.post(url("questions_import", lesson), sent).status_code == 302
    assert stored() == (7, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"content": "<quiz>", "kind": "xml"},
        {"content": "x" * 600_000},
        {"kind": "autre"},
        {"form_key": "abc"},
        {"content": ENTITY, "kind": "xml"},
    ],
)
def test_a_forged_preview_is_refused(lead, lesson, change):
    data = filled(upload(lead, lesson, gift.write(rows_of()))) | change
    answer = lead.post(url("questions_import", lesson), data)
    assert answer.status_code == 422
    assert "Choisissez-le de nouveau" in answer.content.decode()
    assert stored() == (0, 0)


def test_the_list_says_what_each_question_rests_on(lead, lesson, now):
    kinds_in(lesson, now, rows_of())
    html = lead.get(url("questions", lesson)).content.decode()
    for word in ("choix unique", "nombre", "réponse libre, non comptée", "K1", "1, facile", SOURCE):
        assert word in html
    assert f"/lecons/{lesson.code}/questions/" in lead.get("/lecons/").content.decode()
    assert 'href="/lecons/"' in lead.get("/referentiels/").content.decode()


def test_a_question_is_not_removed_by_one_careless_click(lead, lesson, now):
    kinds_in(lesson, now, rows_of())
    html = lead.get(url("questions", lesson)).content.decode()
    folded = re.findall(r"<details>.*?</details>", html, re.DOTALL)
    assert html.count("/retirer/") == len(folded) == 7
    assert all("/retirer/" in one and "ne se défait pas" in one for one in folded)


def test_the_list_says_when_the_lesson_has_come_to_doubt_a_fact(lead, lesson, now):
    kinds_in(lesson, now, rows_of()[:1])
    fact = {"text": "F", "source": SOURCE, "date": date(2026, 1, 1), "status": "verified"}
    doubt = "la leçon dit ce fait « à vérifier » ou historique"
    for status, said in (("verified", False), ("to_check", True), ("history", True)):
        lesson.body = [("fact", {**fact, "status": status})]
        lesson.save()
        html = lead.get(url("questions", lesson)).content.decode()
        assert (doubt in html) == said, status


def test_others_see_no_link_to_the_questions(client, lesson):
    client.force_login(membership_factory(Role.COMPANION).user)
    assert "/lecons/" not in client.get("/referentiels/").content.decode()
    assert client.get("/lecons/").status_code == 403
    client.force_login(membership_factory(Role.TRAINER).user)
    assert 'href="/lecons/"' in client.get("/referentiels/").content.decode()
    assert url("questions", lesson) not in client.get("/lecons/").content.decode()


def test_unknown_lessons_and_formats_are_not_found(lead, lesson):
    assert lead.get("/lecons/ZZ/questions/").status_code == 404
    assert lead.get(f"/lecons/{lesson.code}/questions/export/pdf/").status_code == 404


def test_query_counts_do_not_grow(lead, lesson, now, django_assert_max_num_queries):
    one, many = lesson, lesson_factory(questions=30)
    kinds_in(one, now, rows_of()[:1])
    text = "\n\n".join(f"Question {n} ?{{=a ~b}}" for n in range(30))
    for page in (one, many):
        with django_assert_max_num_queries(8):
            lead.get(url("questions", page))
        with django_assert_max_num_queries(8):
            lead.get(url("questions_export", page, "gift"))
        with django_assert_max_num_queries(8):
            html = upload(lead, page, text).content.decode()
        assert len(re.findall(r'name="take_\d+"', html)) == 30
    with django_assert_max_num_queries(8):
        lead.get("/lecons/")

"""Hostile and broken files through the whole import: the row and the reason, and nothing written.

What each clause is made of is told by the tests of its format: XXE, malformed XML, zip bombs and
paths out of an archive in `test_france_competences_rules.py`; workbooks in
`test_reference_spreadsheet.py`; cycles and duplicate codes of CASE in `test_case_rules.py`;
questions in `test_question_files.py` and, up to the page, below.
"""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from curricula.enums import ImportState
from curricula.models import (
    Activity,
    Block,
    Competency,
    Criterion,
    ImportLine,
    LessonPage,
    Qualification,
    Question,
    Task,
    TaskLink,
)
from curricula.queries.formats import READERS
from curricula.queries.imports import REFUSED
from curricula.services.imports import NotShown, RowsRefused, confirm_import, prepare_import
from people.enums import Role
from records.queries.sheets import to_csv, to_xlsx
from records.rules.tables import MAX_ROWS
from tests.curricula import test_case_rules as case
from tests.curricula import test_france_competences_rules as fiche
from tests.curricula import test_question_files as questions
from tests.curricula import test_reference_spreadsheet as sheet
from tests.factories import membership_factory
from tests.training.web import queries_of

HELD = (Qualification, Block, Competency, Criterion, Activity, Task, TaskLink)
HOSTILE = "<script>alert(1)</script>"
WRITERS = {"csv": to_csv, "xlsx": lambda columns, rows: to_xlsx("Essai", columns, rows)}


def rows_held() -> list[int]:
    return [model._default_manager.count() for model in HELD]


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def hand_in(lead, now, django_capture_on_commit_callbacks):
    def go(kind, content, key="a"):
        with django_capture_on_commit_callbacks(execute=True):
            waiting = prepare_import(
                actor=lead, kind=kind, file_name="x", content=content, form_key=key, now=now
            )
        waiting.refresh_from_db()
        return waiting

    return go


def files() -> dict[str, tuple[str, bytes, str]]:
    """Every bad file that a test of its format knows: its kind, its bytes, a word of the reason."""
    found = {
        f"tableau, {n}": (kind, data, words) for n, (data, kind, words) in sheet.BROKEN.items()
    }
    found |= {f"archive, {n}": ("fiche", *bad) for n, bad in fiche.ZIP_REFUSED.items()}
    found |= {f"XML, {n}": ("fiche", *bad) for n, bad in fiche.XML_REFUSED.items()}
    for name, (items, reasons) in case.REFUSED.items():
        reason = reasons[0].partition(" : ")[2]
        found[f"CASE, {name}"] = ("case", case.foreign(*items, version="2"), reason)
    # A daily file must be named a fiche: by itself, these hold none that could be guessed.
    return {name: bad for name, bad in found.items() if READERS[bad[0]].read(bad[1]).refused}


FILES = files()


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_with_its_reason_and_the_tables_stay_as_they_were(
    hand_in, lead, now, name
):
    kind, content, words = FILES[name]
    before = rows_held()
    waiting = hand_in(kind, content)
    if waiting.state == ImportState.UNREADABLE:
        assert waiting.reason
        assert bytes(waiting.content) == b""
        refusal = NotShown
    else:
        lines = waiting.lines.filter(verdict=REFUSED)
        told = [f"{line.place} : {reason}" for line in lines for reason in line.reasons]
        assert any(words in reason for reason in told), told
        refusal = RowsRefused
    with pytest.raises(refusal):
        confirm_import(actor=lead, waiting=waiting, seen=waiting.seen, now=now)
    assert rows_held() == before


def test_every_kind_of_bad_file_is_in_the_table():
    clauses = ("bomb", "path traversal", "xxe", "billion laughs", "cut", "cycle", "code twice")
    assert [c for c in clauses if not any(name.endswith(c) for name in FILES)] == []


# --- Ten thousand rows ----------------------------------------------------------------------------


def ten_thousand_rows(kind: str) -> bytes:
    """As many rows as a file may have, wrong in every way that a row can be, in turn."""
    once = {"Genre": "titre", "Énoncé": "Autre"}  # wrong only where a title stands already
    wrong = [row for row, _ in sheet.WRONG if row != once]
    wrong += [
        sheet.COMPETENCY | {"Bloc": "B0", "Énoncé": ""},
        sheet.COMPETENCY | {"Bloc": "B0", "Compétence": "C9"},
        sheet.COMPETENCY | {"Bloc": "B0", "Compétence": "C9", "Énoncé": HOSTILE},
        sheet.COMPETENCY | {"Bloc": "B0", "Compétence": "C8", "Missions": "T99"},
        {"Genre": HOSTILE, "Énoncé": "x"},
        {"Genre": "lien", "Activité": "A9", "Tâche": "T9", "Bloc": "B0", "Compétence": "C9"},
    ]
    head = [{"Genre": "bloc", "Bloc": "B0", "Énoncé": "Bloc"}]
    head += [{"Genre": n, "Énoncé": v} for n, v in (("code", "gros"), ("version", "1"))]
    head += [once]
    rows = [*head, *(wrong * MAX_ROWS)[: MAX_ROWS - len(head)]]
    table = [[row.get(column, "") for column in sheet.COLUMNS] for row in rows]
    return WRITERS[kind](sheet.COLUMNS, table)


@pytest.mark.parametrize("kind", WRITERS)
def test_ten_thousand_rows_with_every_kind_of_error_are_all_told_and_nothing_is_written(
    hand_in, lead, now, client, kind
):
    before = rows_held()
    waiting = hand_in(kind, ten_thousand_rows(kind))
    assert waiting.state == ImportState.SHOWN
    refused = waiting.lines.filter(verdict=REFUSED)
    every_wrong_row = {f"ligne {number}" for number in range(6, MAX_ROWS + 2)}
    assert {line.place for line in refused} == every_wrong_row
    assert waiting.counts[REFUSED] == refused.count() == len(every_wrong_row)
    told = {reason for line in refused[:2000] for reason in line.reasons}
    for words in ("un code ne sert qu’une fois", "Il manque : énoncé", "T99 est inconnue",
                  "Genre inconnu", "Une date s’écrit", "n’est pas dans le fichier"):  # fmt: skip
        assert any(words in reason for reason in told), words
    assert not refused.filter(place="").filter(name="").exists()
    with pytest.raises(RowsRefused):
        confirm_import(actor=lead, waiting=waiting, seen=waiting.seen, now=now)
    assert rows_held() == before
    client.force_login(lead.user)
    page = client.get(f"/referentiels/importer/{waiting.pk}/?page=60").content.decode()
    assert HOSTILE not in page


def test_a_page_of_a_preview_costs_the_same_for_ten_rows_and_for_ten_thousand(
    hand_in, lead, client
):
    few = hand_in("csv", to_csv(sheet.COLUMNS, sheet.table(sheet.BLOCK)), "peu")
    many = hand_in("csv", ten_thousand_rows("csv"), "beaucoup")
    client.force_login(lead.user)
    client.get("/referentiels/")
    first, last = (f"/referentiels/importer/{many.pk}/{rest}" for rest in ("", "?page=90"))
    assert queries_of(client, first) == queries_of(client, last)
    assert queries_of(client, first) == queries_of(client, f"/referentiels/importer/{few.pk}/")


def test_a_row_more_than_allowed_keeps_the_whole_file_out(hand_in):
    waiting = hand_in("csv", ten_thousand_rows("csv") + b"bloc\r\n" * 2)
    assert (waiting.state, ImportLine.objects.count()) == (ImportState.UNREADABLE, 0)
    assert "plus de 10000 lignes" in waiting.reason


# --- Questions ------------------------------------------------------------------------------------

QUESTIONS = {
    "malformed": ("<quiz><question></quiz>", "bien formé"),
    "xxe": (
        '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
        "DOCTYPE",
    ),
    "bomb": (fiche.BOMB, "DOCTYPE"),
}


@pytest.fixture
def importing(loaded, client):
    client.force_login(membership_factory(Role.LEAD).user)
    lesson = LessonPage.objects.exclude(questions=None).order_by("code").first()
    address = f"/lecons/{lesson.code}/questions/importer/"

    def send(text: str):
        file = SimpleUploadedFile("q.xml", BytesIO(text.encode()).getvalue())
        return client.post(address, {"kind": "xml", "file": file}).content.decode()

    return send


@pytest.mark.parametrize(("text", "reason"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_bad_file_of_questions_is_refused_with_the_reason(importing, text, reason):
    before = Question.objects.count()
    assert reason in importing(text)
    assert Question.objects.count() == before


@pytest.mark.parametrize(
    ("html", "shown"),
    [(HOSTILE, "question 1"), ("&lt;b onclick=x&gt;", "&lt;b onclick=x&gt;")],
    ids=["refused with its place and reason", "shown as text"],
)
def test_html_in_a_question_never_reaches_the_page_as_html(importing, html, shown):
    before = Question.objects.count()
    page = importing(questions.choice(f"<![CDATA[Quoi {html} ?]]>"))
    assert shown in page
    assert HOSTILE not in page
    assert "<b onclick" not in page
    assert ("contient un script" in page) == (html == HOSTILE)
    assert Question.objects.count() == before

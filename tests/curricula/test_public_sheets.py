"""The sheets that anybody reads: sourced, dated, flagged, in two queries at most."""

import pytest

from curricula.queries import public_sheet
from curricula.queries.public import SHEETS
from curricula.rules.public import sheet_problems

NAMES = sorted(path.stem for path in SHEETS.glob("*.yaml"))
PAGES = {
    "/employeurs/": "Employer un assistant médical",
    "/employeurs/questions/": "Questions et idées reçues",
    "/employeurs/cabinet-pret/": "Mon cabinet est-il prêt ?",
    "/employeurs/aides/": "L’aide à l’embauche",
    "/metier/ailleurs/": "Dans les autres pays",
}


def test_every_sheet_is_known():
    assert NAMES == ["aides", "ailleurs", "cabinet-pret", "moments", "questions"]


@pytest.mark.parametrize("name", NAMES)
def test_no_fact_goes_without_source_date_and_status(name):
    assert list(sheet_problems(name, public_sheet(name))) == []


def test_rule_sees_what_is_missing():
    sheet = {"facts": [{"text": "Vrai.", "status": "sûr"}, {"source": "Document 004"}]}
    assert list(sheet_problems("essai", sheet)) == [
        "essai, facts, 1 : il manque source, date.",
        "essai, facts, 1 : état de fait inconnu « sûr ».",
        "essai, facts, 2 : il manque text, date.",
        "essai, facts, 2 : état de fait inconnu « None ».",
    ]


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_sheet_is_open_to_anybody_and_asks_the_database_for_nothing(
    db, client, django_assert_num_queries, path, title
):
    client.get(path)
    with django_assert_num_queries(0):
        response = client.get(path)
    assert response.status_code == 200
    assert title in response.content.decode()


def test_subsidies_are_those_of_the_slides_and_flagged(db, client):
    rows = public_sheet("aides")["table"]["rows"]
    assert [row["amounts"][0] for row in rows] == [12000, 18000, 36000]
    assert [row["amounts"][4] for row in rows] == [row["amounts"][0] for row in rows]
    text = client.get("/employeurs/aides/").content.decode()
    assert "Montants à vérifier" in text
    assert "diapositives de fin 2022" in text
    assert text.count('<th scope="row">') == 3


def test_checklist_has_the_four_conditions_and_the_questions(db, client):
    sections = public_sheet("cabinet-pret")["sections"]
    assert [item["code"] for item in sections[0]["items"]] == ["CR01", "CR02", "CR03", "CR04"]
    assert [item["line"] for item in sections[0]["items"]] == [774, 775, 776, 777]
    assert len(sections[2]["items"]) == 9
    text = client.get("/employeurs/cabinet-pret/").content.decode()
    assert text.count('type="checkbox"') == 18
    assert "<form" not in text.split("<main")[1].split("</main>")[0]


def test_misconceptions_stand_beside_what_the_sources_say(db, client):
    questions = public_sheet("questions")["questions"]
    assert all(item["heard"]["status"] == "history" for item in questions if "heard" in item)
    assert all(item["facts"] for item in questions)
    text = client.get("/employeurs/questions/").content.decode()
    assert text.count("Ce que disent les sources") == len(questions)
    assert "Lebec, Université de Lille" in text


def test_what_the_source_leaves_empty_is_said_to_be_so(db, client):
    assert "la source ne le dit pas" in client.get("/metier/ailleurs/").content.decode()

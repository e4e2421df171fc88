"""The checks of the content files; each case breaks one thing in the true files."""

import pytest

from curricula.rules.content import NOT_ESTABLISHED, problems

DOUBTFUL = "Document 000, ligne 845"


def test_the_files_of_the_repository_are_in_order(files):
    assert problems(files) == []


def test_the_files_hold_what_was_promised(files):
    assert [len(files.missions), len(files.references), len(files.tracks)] == [69, 2, 6]
    assert len(files.lessons) >= 24
    doubtful = {m["code"] for m in files.missions if m["established"] == "non"}
    assert doubtful == set(NOT_ESTABLISHED)


def newest(files):
    return [track for track in files.tracks if track["number"] == 3]


def test_every_module_of_the_newest_tracks_can_be_attested(files):
    assert {track["code"]: track["minutes"] for track in newest(files)} == {
        "115": 6900, "380": 22800,
    }  # fmt: skip
    modules = [module for track in newest(files) for module in track["modules"]]
    assert all(module["lessons"] and module["assignment"] for module in modules)
    assert not any("à rédiger" in module["summary"] for module in modules)


def test_every_lesson_is_in_a_newest_track_and_why_comes_first(files):
    used = {c for track in newest(files) for m in track["modules"] for c in m["lessons"]}
    assert used == {lesson["code"] for lesson in files.lessons}
    assert {track["modules"][0]["lessons"][0] for track in newest(files)} == {"L13"}


def test_every_question_rests_on_a_sure_fact(files):
    questions = [question for lesson in files.lessons for question in lesson["questions"]]
    assert {question["certainty"] for question in questions} <= {"A", "B"}
    assert not [q["code"] for q in questions if "document 00" in q["source"].casefold()]


@pytest.mark.parametrize("number", range(13, 32))
def test_a_lesson_of_the_second_series_is_worked_through(files, number):
    lesson = next(lesson for lesson in files.lessons if lesson["code"] == f"L{number}")
    kinds = [kind for item in lesson["body"] for kind in item]
    assert {"case", "fact", "key_point"} <= set(kinds)
    assert {"list", "checklist", "table"} & set(kinds)
    assert 15 <= lesson["minutes"] <= 30
    assert 3 <= len(lesson["questions"]) <= 5


def test_every_lesson_has_a_case_and_something_to_write_in_the_livret(files):
    for lesson in files.lessons:
        kinds = [kind for item in lesson["body"] for kind in item]
        assert {"case", "reflection"} <= set(kinds), lesson["code"]


def question(content):
    return content.lessons[0]["questions"][0]


def rest_on_an_unsure_fact(content):
    unsure = {"text": "Un avis.", "source": DOUBTFUL, "date": "2008", "status": "history"}
    content.lessons[0]["body"].append({"fact": unsure})
    question(content).update(source=f"Code de la santé publique ; {DOUBTFUL}")


def cite_it_as_verified_too(content):
    rest_on_an_unsure_fact(content)
    sure = content.lessons[0]["body"][-1]["fact"] | {"status": "verified"}
    content.lessons[0]["body"].append({"fact": sure})


def fact(content):
    return next(x["fact"] for lesson in content.lessons for x in lesson["body"] if "fact" in x)


def competency(content):
    return content.references[1]["blocks"][0]["competencies"][0]


def first_criterion_only(content):
    for rubric in content.rubrics:
        for criterion in rubric["criteria"]:
            criterion["competencies"] = ["C01"]


CASES = {
    "modules that do not add up": (
        lambda c: c.tracks[0]["modules"][0].update(minutes=1),
        "Parcours 115, version 1 : les modules font 5401 minutes au lieu de 6900.",
    ),
    "unknown lesson": (
        lambda c: c.tracks[0]["modules"][0].update(lessons=["L99"]),
        "Parcours 115, version 1, module 115-1 : leçon inconnue L99.",
    ),
    "lesson in two modules": (
        lambda c: c.tracks[0]["modules"][1].update(lessons=["L05"]),
        "Parcours 115, version 1 : la leçon L05 est dans 2 modules.",
    ),
    "no right answer": (
        lambda c: [x.update(correct=False) for x in question(c)["choices"]],
        "Question L01-Q1 : il faut une seule réponse juste, il y en a 0.",
    ),
    "unsure question": (
        lambda c: question(c).update(certainty="C"),
        "Question L01-Q1 : une question notée repose sur un fait sûr (A ou B).",
    ),
    "question on an unsure fact": (
        rest_on_an_unsure_fact,
        "Question L01-Q1 : la leçon dit ce fait « à vérifier » ou historique : il ne se note pas.",
    ),
    "version written twice": (
        lambda c: c.tracks[1].update(number=1),
        "Parcours 115, version 1 : elle est écrite 2 fois.",
    ),
    "versions under two titles": (
        lambda c: c.tracks[1].update(title="Autre titre"),
        "Parcours 115 : ses versions n’ont pas le même titre, le même public ou la même voie.",
    ),
    "unwritten topic without question": (
        lambda c: c.unwritten[0].update(questions=[]),
        "À rédiger, « Référentiel officiel du CQP : blocs, compétences, épreuves » : "
        "il manque questions.",
    ),
    "unwritten topic of an unknown module": (
        lambda c: c.unwritten[0].update(modules=["380-9"]),
        "À rédiger, « Référentiel officiel du CQP : blocs, compétences, épreuves » : "
        "module inconnu 380-9.",
    ),
    "answer without feedback": (
        lambda c: question(c)["choices"][0].update(feedback=""),
        "Question L01-Q1 : chaque réponse dit pourquoi.",
    ),
    "four criteria": (
        lambda c: c.rubrics[0]["criteria"].pop(),
        "Grille R1 : il faut 5 critères, il y en a 4.",
    ),
    "three levels": (
        lambda c: c.rubrics[0]["criteria"][0]["levels"].pop(),
        "Grille R1, critère R1-K1 : il faut 4 niveaux, de 0 à 3.",
    ),
    "mission that cannot be delegated": (
        lambda c: competency(c)["missions"].append("T46"),
        "Référentiel cadre-travail, compétence C01 : "
        "la mission T46 n’est pas établie, elle ne nourrit rien.",
    ),
    "mission declared established": (
        lambda c: c.missions[45].update(established="oui"),
        "Mission T46 : elle n’est pas établie comme autorisée, le fichier dit le contraire.",
    ),
    "fact without source": (
        lambda c: fact(c).update(source=""),
        "Leçon L01, élément 4 (fact) : il manque source.",
    ),
    "fact of unknown state": (
        lambda c: fact(c).update(status="sure"),
        "Leçon L01, élément 4 : état de fait inconnu « sure ».",
    ),
    "code written twice": (
        lambda c: c.lessons[1].update(code="L01"),
        "Leçon L01 : ce code est écrit 2 fois.",
    ),
    "working draft that does not say so": (
        lambda c: c.references[1].update(status_note=""),
        "Référentiel cadre-travail : un référentiel non officiel doit le dire.",
    ),
    "competency without criterion": (
        first_criterion_only,
        "Parcours 115, version 1 : aucun critère ne regarde "
        "C02, C03, C04, C05, C06, C07, C08, C09, C10, C11, C12.",
    ),
}


@pytest.mark.parametrize(("spoil", "sentence"), CASES.values(), ids=CASES)
def test_each_fault_has_its_sentence(content, spoil, sentence):
    spoil(content)
    assert sentence in problems(content)


def test_a_source_of_a_verified_fact_may_carry_a_question(content):
    cite_it_as_verified_too(content)
    assert problems(content) == []

"""The checks of the content files; each case breaks one thing in the true files."""

import pytest

from curricula.rules.content import NOT_ESTABLISHED, problems


def test_the_files_of_the_repository_are_in_order(files):
    assert problems(files) == []


def test_the_files_hold_what_was_promised(files):
    counts = [len(x) for x in (files.missions, files.references, files.lessons, files.tracks)]
    assert counts == [69, 2, 12, 2]
    doubtful = {m["code"] for m in files.missions if m["established"] == "non"}
    assert doubtful == set(NOT_ESTABLISHED)


def question(content):
    return content.lessons[0]["questions"][0]


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
        "Parcours 115 : les modules font 5401 minutes au lieu de 6900.",
    ),
    "unknown lesson": (
        lambda c: c.tracks[0]["modules"][0].update(lessons=["L99"]),
        "Parcours 115, module 115-1 : leçon inconnue L99.",
    ),
    "lesson in two modules": (
        lambda c: c.tracks[0]["modules"][1].update(lessons=["L05"]),
        "Parcours 115 : la leçon L05 est dans 2 modules.",
    ),
    "no right answer": (
        lambda c: [x.update(correct=False) for x in question(c)["choices"]],
        "Question L01-Q1 : il faut une seule réponse juste, il y en a 0.",
    ),
    "unsure question": (
        lambda c: question(c).update(certainty="C"),
        "Question L01-Q1 : une question notée repose sur un fait sûr (A ou B).",
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
        "Parcours 115 : aucun critère ne regarde "
        "C02, C03, C04, C05, C06, C07, C08, C09, C10, C11, C12.",
    ),
}


@pytest.mark.parametrize(("spoil", "sentence"), CASES.values(), ids=CASES)
def test_each_fault_has_its_sentence(content, spoil, sentence):
    spoil(content)
    assert sentence in problems(content)

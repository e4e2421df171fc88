"""The main job in six journeys, from a lesson to the employer's check, as people tell it."""

import pytest

from assessments.models import Submission
from curricula.models import Module
from portfolio.models import LogbookEntry, LogbookWeek, ModuleAttestation
from portfolio.services import sign_week
from records.models import Document
from records.rules.french import duration
from tests.journeys.browser import Browser
from tests.journeys.team import (
    ESSAY,
    SITUATION,
    Team,
    hand_in_essay,
    hand_in_week,
    mark_essay,
    read_and_answer,
    right_answers,
)
from training.queries import hours_totals

PHONE_NUMBER = "06 12 34 56 78"
THIS_WEEK = "/livret/2027/9/"


def module_page(team: Team) -> str:
    return f"/parcours/modules/{team.module.pk}/"


def attestation_page(team: Team, module: Module) -> str:
    return f"/attestations/{team.enrolment.pk}/{module.pk}/"


def hours_of(team: Team):
    return hours_totals([team.enrolment.pk])[team.enrolment.pk]


# --- 1. The assistant learns ----------------------------------------------------------------------


def test_1_ines_reads_a_lesson_answers_the_quiz_and_hands_in_her_synthesis(team):
    ines = team.screen_of("assistant")
    lessons = list(team.module.lessons.order_by("module_lessons__order"))

    # She opens her track, then its first module, then what comes first.
    ines.open("/parcours/").follow(team.module.title).follow("Lire :")
    assert ines.heading == lessons[0].title

    # « J’ai lu, suivant » brings the next lesson; what she read waits for the quiz.
    ines.press("J’ai lu, suivant")
    assert f"Lecture notée : « {lessons[0].title} »." in ines.said
    assert ines.heading == lessons[1].title
    assert (hours_of(team).accepted, hours_of(team).pending) == (0, lessons[0].minutes)
    for _ in lessons[1:]:
        ines.press("J’ai lu, suivant")
    assert ines.address == module_page(team)

    # Nothing ticked: not passed, and nothing more is accepted.
    ines.follow("Répondre :").press("Envoyer mes réponses")
    assert "il faut" in ines.heading
    assert hours_of(team).accepted == 0

    # With the right answers the quiz is passed and the reading counts.
    ines.follow("Recommencer").press("Envoyer mes réponses", **right_answers(team.module))
    assert ines.heading.startswith("Quiz réussi :")
    minutes = sum(lesson.minutes for lesson in lessons)
    assert (hours_of(team).accepted, hours_of(team).pending) == (minutes, 0)

    # A synthesis that is too short is refused and kept; the real one is handed in.
    ines.open(module_page(team)).follow("Écrire :").press("Remettre", text="Trop court.")
    assert ines.refused
    assert ines.page.textarea.get_text().strip() == "Trop court."
    ines.press("Remettre", text=ESSAY)
    assert "Écrit remis à 10 h :" in ines.said
    assert "Il attend sa correction et ne change plus." in ines.text
    assert Submission.objects.get().text == ESSAY


# --- 2. The assistant writes the week -------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifier", "reason"),
    [
        (PHONE_NUMBER, "numéro de téléphone"),
        ("1 85 05 78 006 084 91", "numéro de sécurité sociale"),
        ("malade.essai@exemple.example", "adresse électronique"),
    ],
)
def test_2_an_identifier_is_refused_with_the_reason_and_the_text_is_kept(team, identifier, reason):
    ines = team.screen_of("assistant").open(THIS_WEEK)
    competency = ines.page.select_one("[name=competencies]")["value"]
    text = f"La personne a laissé {identifier} pour être rappelée."

    ines.press("Ajouter la situation", text=text, competencies=[competency])
    assert reason in ines.refused.lower()
    assert identifier not in ines.refused
    assert ines.page.select_one("[name=text]").get_text().strip() == text
    ticked = ines.page.select("[name=competencies][checked]")
    assert [box["value"] for box in ticked] == [competency]
    assert not LogbookEntry.objects.exists()

    # Without it, the same form is stored.
    ines.press("Ajouter la situation", text=SITUATION)
    assert "Enregistré : " in ines.said
    assert LogbookEntry.objects.get().competencies.get().pk == int(competency)


def monday_of(screen, typed: str) -> dict[str, str]:
    """The field of the hours of Monday, and nothing on the other days."""
    first, *others = [field["name"] for field in screen.page.select(".lieu input")]
    return {first: typed} | dict.fromkeys(others, "")


def test_2_ines_writes_her_week_and_submits_it(team):
    ines = team.screen_of("assistant").open("/accueil/").open(THIS_WEEK)

    # An empty week cannot leave; what is missing is said.
    ines.press("Remettre la semaine", **monday_of(ines, "24 h"))
    assert ines.refused
    assert not LogbookWeek.objects.filter(state="submitted").exists()

    competency = ines.open(THIS_WEEK).page.select_one("[name=competencies]")["value"]
    ines.press("Ajouter la situation", text=SITUATION, competencies=[competency])
    assert ines.items("article.entree")
    ines.press("Remettre la semaine", **monday_of(ines, "20 h 30"))
    assert "remise, avec 20 h 30 au cabinet. Elle attend le visa." in ines.said
    assert not ines.offers("Ajouter la situation")
    week = LogbookWeek.objects.get()
    assert (week.state, week.practice_minutes) == ("submitted", 1230)
    assert hours_of(team).practice == 0


# --- 3. The trainer marks, signs and records a session --------------------------------------------


def test_3_paul_marks_signs_and_records_a_session_and_the_hours_add_up(team):
    hand_in_essay(team)
    hand_in_week(team, minutes=1230)
    paul = team.screen_of("trainer")

    # A level is missing: nothing is stored. With the five, the grade is recorded.
    paul.open("/a-corriger/toutes/").follow("Corriger Inès Essai")
    criteria = sorted({field["name"] for field in paul.page.select(".critere input")})
    assert len(criteria) == 5
    paul.press("Enregistrer", **dict.fromkeys(criteria[:4], "2"))
    assert "Choisissez un niveau." in paul.refused
    paul.press("Enregistrer", **dict.fromkeys(criteria, "2"))
    assert "Enregistré : Inès Essai, 10 sur 15, réussi." in paul.said

    # The week is read, then signed: practice, never counted in the 380 h.
    paul.open("/livrets/a-viser/").follow("Inès Essai")
    assert SITUATION in paul.text
    paul.press("Viser la semaine")
    assert "Semaine visée : Inès Essai." in paul.said
    assert (hours_of(team).accepted, hours_of(team).practice) == (0, 1230)

    # A session of 1 h 45 with those present gives exactly 105 minutes.
    cohort = team.enrolment.cohort
    paul.open(f"/seances/nouvelle/?promotion={cohort.pk}")
    held = {
        "module": team.module.pk,
        "category": "in_person",
        "title": "Atelier",
        "day": "2027-03-03",
    }
    paul.press("Enregistrer la séance", **held, start="08:00", end="09:45")
    assert "Séance enregistrée : « Atelier », 1 personne présente." in paul.said
    paul.open(f"/seances/nouvelle/?promotion={cohort.pk}")
    paul.press("Enregistrer la séance", **held, start="10:00", end="12:30")
    assert hours_of(team).accepted == 105 + 150

    # Inès reads the same total, line by line.
    ines = team.screen_of("assistant").open("/heures/")
    assert "4 h 15 acceptées sur 380 h dues" in ines.text
    assert len([line for line in ines.items(".heures-lignes li") if "Atelier" in line]) == 2


# --- 4. The competency map moves ------------------------------------------------------------------


def state_of(ines: Browser, code: str) -> str:
    """The words beside a competency on the map."""
    rows = ines.open("/competences/").items(".releve li")
    return next(row for row in rows if f"{code} " in row)


def test_4_the_map_of_ines_moves_and_each_state_opens_to_its_evidence(team):
    criterion = team.module.assignment.rubric.criteria.filter(competencies__isnull=False).first()
    competency = criterion.competencies.first()
    criteria = competency.criteria.filter(rubric=criterion.rubric).count()
    ines = team.screen_of("assistant")
    assert "À montrer" in state_of(ines, competency.code)

    # A week handed in waits; signed, it is a first proof; the marked essay completes it.
    ines.open(THIS_WEEK).press(
        "Ajouter la situation", text=SITUATION, competencies=[str(competency.pk)]
    ).press("Remettre la semaine")
    assert "En attente" in state_of(ines, competency.code)
    week = LogbookWeek.objects.get()
    sign_week(actor=team.trainer, week=week, version=week.version, now=week.submitted_at)
    assert "En cours" in state_of(ines, competency.code)
    mark_essay(team, 2)
    assert f"Montrée, {criteria + 1} preuves" in state_of(ines, competency.code)

    # The state opens to what made it, who accepted it and when; each proof can be read.
    ines.follow(f"{competency.code} ")
    assert ines.heading == f"Compétence {competency.code}"
    proofs = ines.items("section[aria-labelledby=preuves] .releve > li")
    assert len(proofs) == criteria + 1
    assert all("Paul Essai" in proof for proof in proofs)
    page = ines.address
    assert SITUATION in ines.follow("Lire la situation").text
    assert ines.open(page).follow("Lire l’écrit").status == 200
    assert criterion.title in ines.text


# --- 5. The lead issues an attestation ------------------------------------------------------------


def test_5_claire_is_blocked_by_what_is_missing_then_issues_the_attestation(team):
    claire, ines = team.screen_of("lead"), team.screen_of("assistant")
    page = attestation_page(team, team.module)
    lessons = team.module.lessons.order_by("module_lessons__order")

    # Everything is missing and listed; no button, and a forced sending stores nothing.
    missing = claire.open(page).items("ul.manques > li")
    assert missing == [
        *(f"Leçon à lire : « {lesson.title} »." for lesson in lessons),
        "Quiz à faire.",
        "Écrit de synthèse à remettre.",
    ]
    assert not claire.offers("Délivrer l’attestation")
    claire.client.post(page)
    assert not Document.objects.exists()

    # Inès reads, answers and hands in: only the mark is missing, and it has its address.
    read_and_answer(ines, team.module)
    ines.open(f"{module_page(team)}synthese/").press("Remettre", text=ESSAY)
    assert len(claire.open(page).items("ul.manques > li")) == 1
    claire.follow("Corriger l’écrit")
    criteria = {field["name"] for field in claire.page.select(".critere input")}
    claire.press("Enregistrer", **dict.fromkeys(criteria, "3"))

    # Nothing is missing: she issues it, once, even if she presses twice.
    assert not claire.open(page).items("ul.manques > li")
    claire.press("Délivrer l’attestation")
    document = Document.objects.get()
    assert f"Attestation {document.code} délivrée à Inès Essai." in claire.said
    claire.client.post(page)
    assert Document.objects.count() == 1
    assert document.content["quiz"]["points"] == document.content["quiz"]["out_of"]
    assert document.content["synthesis"]["points"] == 15

    # The file is there for Inès and her employer, under its number.
    for role in ("assistant", "employer", "lead"):
        file = team.screen_of(role).client.get(f"/documents/{document.code}.pdf")
        assert file.content.startswith(b"%PDF-"), role
        assert f"{document.code}.pdf" in file["Content-Disposition"]


# --- 6. The employer checks -----------------------------------------------------------------------


@pytest.fixture
def attested(team) -> ModuleAttestation:
    """Inès has done the first module and Claire has issued its attestation."""
    read_and_answer(team.screen_of("assistant"), team.module)
    mark_essay(team)
    page = attestation_page(team, team.module)
    team.screen_of("lead").open(page).press("Délivrer l’attestation")
    return ModuleAttestation.objects.get()


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " ")])
def test_6_the_employer_checks_the_code_then_claire_revokes_it(team, attested, typed):
    code = attested.document.code
    anne, claire = Browser(), team.screen_of("lead")

    # Anne has no account open: she types the code of the paper.
    anne.open("/verifier/").press("Vérifier", code=typed(code))
    assert anne.address == f"/verifier/{code}/"
    assert anne.heading == "En vigueur aujourd’hui"
    for words in ("Inès Essai", "Organisme Les Deux Rives", "Claire Essai", team.module.title):
        assert words in anne.text
    assert attested.document.content["is_not"] in anne.text
    assert "CQP Assistant médical (RNCP40913) n’est délivré que par son certificateur" in anne.text
    assert "Vérifié le jeudi 4 mars 2027 à 10 h." in anne.text

    # A revocation asks why; the reason stays inside.
    claire.open(attestation_page(team, team.module)).follow("Révoquer cette attestation")
    claire.press("Révoquer", reason="")
    assert "Donnez la raison de la révocation." in claire.refused
    assert anne.open(f"/verifier/{code}/").heading == "En vigueur aujourd’hui"
    claire.press("Révoquer", reason="Erreur de saisie d’une note.")
    assert f"Attestation {code} révoquée" in claire.said

    # The same page now says so, and since when.
    anne.open("/verifier/").press("Vérifier", code=typed(code))
    assert anne.heading == "Révoquée, n’a plus cours"
    assert "Révoquée le jeudi 4 mars 2027" in anne.text
    assert "Erreur de saisie" not in anne.text


def test_6_the_home_of_the_employer_shows_hours_deadline_and_attestation(team, attested):
    read = hours_of(team).accepted
    paul = team.screen_of("trainer").open(
        f"/seances/nouvelle/?promotion={team.enrolment.cohort_id}"
    )
    held = {
        "module": team.module.pk,
        "category": "in_person",
        "title": "Atelier",
        "day": "2027-03-03",
    }
    paul.press("Enregistrer la séance", **held, start="08:00", end="12:15")
    anne = team.screen_of("employer").open("/accueil/")
    assert anne.heading == "Un assistant en formation, une attestation en vigueur."
    assert f"{duration(read + 255)} acceptées sur 380 h dues" in anne.text

    # Recruited on 4 November 2025: two years, to be verified.
    assert "Formation à suivre avant le jeudi 4 novembre 2027" in anne.text
    assert "à vérifier Diaporama « L’assistant médical » de SEXTANT 76, vers fin 2022." in anne.text

    # The attestation opens to its check page.
    anne.follow(attested.document.code)
    assert anne.heading == "En vigueur aujourd’hui"
    assert "Inès Essai" in anne.text


def test_6_an_invented_code_says_nothing_about_anybody(team, attested):
    stranger = Browser().open("/verifier/LVT-0000-0000/")
    assert stranger.status == 404
    assert stranger.heading == "Aucun document ne porte ce code."
    assert "Inès Essai" not in stranger.text

"""At a distance: a lesson measures time, a question is asked and answered. axe, 360 px."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps

QUESTION = "Où trouver la liste des sigles de la leçon ?"


def open_lesson(page: Page) -> None:
    """The first lesson of the track, to be read."""
    steps.open_module(page, 1)
    page.locator("main a[href*='/parcours/lecons/']").first.click()
    expect(page.locator("h1")).to_be_visible()


def noted(page: Page) -> list[str]:
    """The raw facts of the learner, from the file that the page gives."""
    page.locator("main").get_by_role("link", name="Ce qui compte, et pourquoi").click()
    with page.expect_download() as file:
        page.get_by_role("link", name="Faits bruts (CSV)").click()
    return file.value.path().read_text("utf-8-sig").splitlines()[1:]


def test_a_lesson_says_that_it_was_opened_and_that_somebody_is_there(
    signed_in, newcomer, accessible
):
    name = newcomer("danielle")
    page = signed_in(name, width=360)
    page.clock.install()
    with page.expect_response("**/activite/") as told:
        open_lesson(page)
    assert told.value.status == 204
    accessible(page)
    page.keyboard.press("ArrowDown")
    with page.expect_response("**/activite/") as told:
        page.clock.run_for("02:01")
    assert told.value.status == 204
    facts = noted(page)
    assert "ouverte" in facts[0]
    accessible(page)


def test_a_sign_says_which_media_plays(signed_in, newcomer):
    page = signed_in(newcomer("mediane"))
    page.clock.install()
    open_lesson(page)
    page.evaluate("""() => {
        const film = document.createElement("video");
        film.dataset.media = "film-1";
        Object.defineProperty(film, "paused", { value: false });
        document.body.append(film);
    }""")
    names_the_film = 'name="media"\r\n\r\nfilm-1'  # the sign « opened » may still be under way
    with page.expect_request(lambda sent: names_the_film in (sent.post_data or "")):
        page.clock.run_for("02:01")


def test_a_sign_lost_with_the_network_breaks_nothing(signed_in, newcomer):
    name = newcomer("edmonde")
    page = signed_in(name)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.install()
    open_lesson(page)
    page.context.set_offline(True)
    page.keyboard.press("ArrowDown")
    page.clock.run_for("02:01")
    page.context.set_offline(False)
    steps.button(page, re.compile("^J’ai lu")).click()
    steps.said(page, "Lecture notée")
    assert errors == []


def test_without_javascript_a_lesson_is_begun_by_a_button(signed_in, newcomer):
    name = newcomer("fernande")
    page = signed_in(name, java_script_enabled=False)
    open_lesson(page)
    page.get_by_role("button", name="Commencer la leçon").click()
    expect(page.get_by_role("button", name=re.compile("^J’ai lu"))).to_be_visible()
    # Half a minute after the opening at the soonest: here it adds nothing, and says so.
    page.get_by_role("button", name="Je lis toujours").first.click()
    steps.said(page, "celui-ci n’ajoute rien")
    assert [row for row in noted(page) if "ouverte" in row]


def test_a_question_is_asked_once_and_answered(signed_in, newcomer, accessible):
    name = newcomer("gisele")
    page = signed_in(name, width=360)
    open_lesson(page)
    steps.follow(page.get_by_role("link", name="Poser une question sur ce module"))
    accessible(page)
    page.get_by_label("Votre message").fill("")
    steps.button(page, "Envoyer la question").click()
    expect(page.locator(".resume-fautes")).to_contain_text("Écrivez votre message.")
    accessible(page)
    page.get_by_label("Votre message").fill(QUESTION)
    steps.button(page, "Envoyer la question").dblclick()
    steps.said(page, "Question envoyée.")
    expect(page.get_by_text(QUESTION)).to_have_count(1)
    accessible(page)
    trainer = signed_in("formateur", width=360)
    trainer.goto("/assistance/")
    accessible(trainer)
    trainer.get_by_role("link", name=re.compile("Gisele Essai")).click()
    trainer.get_by_label("Votre message").fill("Dans le glossaire, en bas de page.")
    steps.button(trainer, "Envoyer la réponse").click()
    steps.said(trainer, "Réponse envoyée.")
    accessible(trainer)
    page.reload()
    expect(page.locator("main")).to_contain_text("Dans le glossaire")


def test_the_lead_names_a_contact(signed_in, accessible):
    page = signed_in("responsable", width=360)
    page.goto("/promotions/")
    page.get_by_role("link", name="Promotion de démonstration, 115 h").click()
    steps.follow(page.get_by_role("link", name="Assistance à distance"))
    accessible(page)
    page.locator("[name=contact]").select_option(index=1)
    page.get_by_label(re.compile("^Réponse promise")).fill("3")
    page.get_by_label(re.compile("^Premier message")).fill("Écrivez-moi ici, je réponds vite.")
    steps.button(page, re.compile("^Nommer$")).click()
    steps.said(page, "Contact nommé")
    expect(page.locator("main")).to_contain_text("sous 3 jours ouvrés")
    accessible(page)


def test_the_lead_writes_to_a_cohort_in_the_modules_that_lack_a_message(signed_in, accessible):
    page = signed_in("responsable", width=360)
    page.goto("/promotions/")
    page.get_by_role("link", name="Promotion de démonstration, 380 h").click()
    expect(page.locator("main")).to_contain_text("1 module sans message de l’organisme")
    steps.follow(page.get_by_role("link", name="Écrire aux assistants"))
    accessible(page)
    expect(page.locator("[name=modules]:checked")).to_have_count(0)
    page.locator("[name=modules]").first.check()
    page.fill("[name=text]", "Posez ici vos questions sur ce module : je réponds le mardi.")
    steps.button(page, re.compile("^Écrire$")).click()
    steps.said(page, "Message écrit")
    accessible(page)

"""A roll call on a phone: present, late, absent; signed on both sides; contested and answered.

Planning is not on the screens of this walk: the session is recorded, then its presences corrected.
At 360 px, with axe.
"""

import re

from playwright.sync_api import expect

from tests.e2e import steps


def record_and_correct(trainer, accessible):
    """A session recorded, then Lise was late; a correction without its reason is refused."""
    steps.choose_cohort(trainer, "380")
    steps.fill_session(trainer, "Atelier d’émargement", "06:00", "07:30", days_ago=1, module=6)
    steps.follow(steps.button(trainer, "Enregistrer la séance"))
    if trainer.locator("[name=close_anyway]").count():
        trainer.locator("[name=close_anyway]").check()
        steps.button(trainer, "Enregistrer la séance").click()
    steps.said(trainer, "Séance enregistrée")

    steps.follow(trainer.get_by_role("link", name="Corriger les présences"))
    accessible(trainer)
    mine = trainer.get_by_role("group", name=re.compile("^Lise Essai"))
    mine.locator("xpath=..").locator("summary").click()
    mine.locator("xpath=..").get_by_label(re.compile("Minutes de retard")).fill("20")
    steps.button(trainer, "Enregistrer les corrections").click()
    expect(trainer.locator(".resume-fautes")).to_contain_text("Dites pourquoi")
    accessible(trainer)
    trainer.locator("[name=reason]").fill("Arrivée notée sur la feuille")
    steps.button(trainer, "Enregistrer les corrections").click()
    steps.said(trainer, "Présences enregistrées : 1.")
    accessible(trainer)


def sign_and_contest(learner, accessible):
    learner.goto("/presences/")
    expect(learner.locator("main")).to_contain_text("20 min de retard")
    accessible(learner)
    steps.button(learner, re.compile("^Je signe : Atelier d’émargement")).click()
    steps.said(learner, "Signé")
    steps.follow(learner.get_by_role("link", name="Contester : Atelier d’émargement"))
    accessible(learner)
    learner.locator("[name=reason]").fill("J’étais là à l’heure.")
    steps.button(learner, "Contester").click()
    steps.said(learner, "Contestation enregistrée")


def uphold(trainer, accessible):
    trainer.goto("/seances/")
    steps.follow(trainer.get_by_role("link", name=re.compile("contestation")))
    accessible(trainer)
    steps.follow(trainer.get_by_role("link", name=re.compile("^Répondre à Lise Essai")))
    accessible(trainer)
    trainer.get_by_label("Retenue", exact=True).check()
    trainer.locator("[name=late]").fill("5")
    trainer.locator("[name=words]").fill("Vérifié avec le groupe : cinq minutes.")
    steps.button(trainer, "Répondre").click()
    steps.said(trainer, "Réponse enregistrée")


def test_presences_are_corrected_signed_contested_and_made_up(signed_in, newcomer, accessible):
    learner = signed_in(newcomer("lise"), width=360)
    trainer = signed_in("formateur", width=360)
    record_and_correct(trainer, accessible)
    sign_and_contest(learner, accessible)
    uphold(trainer, accessible)
    learner.goto("/presences/")
    expect(learner.locator("main")).to_contain_text("5 min de retard")
    expect(learner.locator("main")).to_contain_text("Contestation retenue")

    learner.goto("/heures/")
    expect(learner.locator("main")).to_contain_text("5 min à rattraper")
    accessible(learner)
    enrolment = re.search(r"/heures/(\d+)/", learner.url).group(1)
    trainer.goto(f"/heures/{enrolment}/rattrapages/")
    expect(trainer.locator("main")).to_contain_text("5 min à rattraper")
    accessible(trainer)


def test_the_code_of_the_room_says_that_nothing_is_open(signed_in, accessible):
    learner = signed_in("assistant", width=360)
    learner.goto("/presence/")
    learner.locator("[name=code]").fill("000000")
    steps.button(learner, "Je suis là").click()
    expect(learner.locator(".resume-fautes")).to_contain_text(
        "Aucune de vos séances n’est en cours"
    )
    accessible(learner)

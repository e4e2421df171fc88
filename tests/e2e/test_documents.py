"""A certificat de réalisation is read, delivered, checked, seen by who pays, revoked. At 360 px."""

import re

from playwright.sync_api import expect

from tests.e2e import steps


def test_a_certificate_from_its_preview_to_its_revocation(signed_in, accessible):
    learner = signed_in("assistant", width=360)
    learner.goto("/heures/")
    learner.get_by_role("link", name="Certificats et relevés d’heures").click()
    expect(learner.get_by_role("heading", level=1)).to_have_text("Mes documents")
    accessible(learner)
    place = learner.url

    lead = signed_in("responsable", width=360)
    lead.goto(place)
    steps.follow(lead.get_by_role("link", name="Certificat de réalisation").first)
    accessible(lead)
    lead.get_by_label("Du", exact=True).fill(steps.in_days(1))
    lead.get_by_label("Au", exact=True).fill(steps.in_days(1))
    steps.button(lead, "Montrer cette période").click()
    expect(lead.locator("main")).to_contain_text("Aucune heure n’est acceptée")
    accessible(lead)
    lead.get_by_label("Du", exact=True).fill(steps.in_days(-700))
    lead.get_by_label("Au", exact=True).fill(steps.in_days(-1))
    steps.button(lead, "Montrer cette période").click()
    expect(lead.get_by_role("table", name="Heures acceptées de la période")).to_be_visible()
    accessible(lead)
    lead.get_by_label(re.compile("Identification")).fill("SIRET 123 456 789 00012")
    steps.button(lead, "Délivrer le certificat de réalisation").click()
    steps.said(lead, "délivré")
    accessible(lead)
    code = re.search(r"LVT-\w{4}-\w{4}", lead.locator(".annonces").inner_text()).group()

    funder = signed_in("financeur", width=360)
    funder.goto("/accueil/")
    funder.get_by_role("link", name=re.compile("^Certificats et relevés")).first.click()
    expect(funder.locator("main")).to_contain_text(code)
    accessible(funder)
    file = funder.request.get(f"/documents/{code}.pdf")
    assert file.body().startswith(b"%PDF")

    anybody = signed_in(width=360)
    anybody.goto(f"/verifier/{code}/")
    expect(anybody.get_by_role("heading", level=1)).to_have_text("En vigueur aujourd’hui")
    accessible(anybody)

    steps.follow(lead.get_by_role("link", name=f"Révoquer {code}"))
    accessible(lead)
    lead.get_by_label("Raison de la révocation").fill("Période trop longue.")
    steps.button(lead, "Révoquer").click()
    steps.said(lead, "révoqué")
    accessible(lead)
    anybody.reload()
    expect(anybody.get_by_role("heading", level=1)).to_have_text("Révoqué, n’a plus cours")
    accessible(anybody)

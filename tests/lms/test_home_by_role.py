"""Each role finds its own home page, with what is there."""

from datetime import date

import pytest

from people.enums import Role
from portfolio.rules.weeks import IsoWeek
from portfolio.services import reopen_week
from tests.factories import enrolment_factory, membership_factory, user_factory
from tests.factories.site import NOW
from training.models import Enrolment
from training.services import decide_exemption

HEADINGS = {
    Role.LEARNER: "Une semaine à écrire, une leçon à lire, un retour à lire.",
    Role.TRAINER: "Une synthèse à corriger, une semaine à viser.",
    Role.LEAD: "Une promotion à regarder, deux points en attente.",
    Role.EMPLOYER: "Un assistant en formation, une attestation en vigueur.",
    Role.COMPANION: "Chacun a remis sa semaine dernière.",
    Role.FUNDER: "Une personne financée.",
    Role.JUROR: "Aucun dossier ne vous est confié.",
}


def heading(response) -> str:
    text = response.content.decode()
    return text.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize("role", HEADINGS)
def test_home_says_the_state_of_each_role(site, signed_in, role):
    response = signed_in(site.member(role)).get("/accueil/")
    assert response.status_code == 200
    assert heading(response) == HEADINGS[role]


def test_home_of_the_administrator_counts_accounts(site, signed_in):
    response = signed_in(site.member(Role.ADMIN)).get("/accueil/")
    assert heading(response) == "Huit comptes."


def test_learner_sees_hours_of_the_ledger(site, signed_in):
    page = signed_in(site.learner).get("/accueil/").context["page"]
    assert (page.hours.accepted, page.hours.pending, page.hours.practice) == (220, 20, 420)
    assert page.due == 6900
    assert page.shown == 1
    assert page.competencies == 4


@pytest.mark.parametrize("role", [Role.LEARNER, Role.EMPLOYER, Role.FUNDER])
@pytest.mark.parametrize(("percentage", "owed"), [(0, "115 h"), (50, "110 h")])
def test_hours_count_out_of_what_is_due(site, signed_in, role, percentage, owed):
    enrolment, module = site.enrolments[0], site.modules[0]
    for number, share in enumerate((100, percentage)):
        decide_exemption(
            actor=site.member(Role.LEAD), enrolment=enrolment, module=module, percentage=share,
            prior_minutes=0, reason="Diplôme vu.", seen=number, now=NOW,
        )  # fmt: skip
    client = signed_in(site.member(role))
    home = client.get("/accueil/").content.decode().replace("\xa0", " ")
    assert f" sur {owed} dues" in home
    page = client.get(f"/heures/{enrolment.pk}/").content.decode().replace("\xa0", " ")
    assert f"<p>sur {owed} dues</p>" in page


def test_learner_exempted_from_everything_owes_nothing(site, signed_in):
    enrolment = site.enrolments[0]
    enrolment.track_version.modules.update(minutes=2300)
    for module in site.modules:
        decide_exemption(
            actor=site.member(Role.LEAD), enrolment=enrolment, module=module, percentage=100,
            prior_minutes=0, reason="Diplôme vu.", seen=0, now=NOW,
        )  # fmt: skip
    for role in (Role.LEARNER, Role.EMPLOYER, Role.FUNDER):
        assert " sur 0 h dues" in signed_in(site.member(role)).get("/accueil/").content.decode()


def test_learner_finds_acts_with_their_addresses(site, signed_in):
    todos = signed_in(site.learner).get("/accueil/").context["page"].todos
    second = site.modules[1]
    lesson = second.lessons.order_by("module_lessons__order").last()
    assert [(todo.kind, todo.url) for todo in todos] == [
        ("week", "/livret/2027/9/"),
        ("lesson", f"/parcours/lecons/{second.pk}/{lesson.slug}/"),
        ("feedback", f"/parcours/modules/{site.modules[0].pk}/synthese/"),
    ]


def test_weeks_from_before_the_enrolment_are_open_and_not_asked_for(site, signed_in):
    """Somebody imported today may write them for two weeks; nobody calls them late."""
    site.cohort.enrolments.update(enrolled_at=NOW)
    page = signed_in(site.learner).get("/accueil/").context["page"]
    assert [todo.url for todo in page.todos if todo.kind == "blank"] == []
    assert page.path.find(IsoWeek(2027, 6)).writable


def test_a_week_reopened_is_told_again(site, signed_in):
    reopen_week(
        actor=site.member(Role.LEAD), enrolment=site.enrolments[0], week=IsoWeek(2027, 6),
        reason="Panne du site.", now=NOW,
    )  # fmt: skip
    todos = signed_in(site.learner).get("/accueil/").context["page"].todos
    assert [todo.url for todo in todos if todo.kind == "blank"] == ["/livret/2027/6/"]


def test_learner_without_enrolment_is_told_why(signed_in, db):
    response = signed_in(membership_factory(Role.LEARNER)).get("/accueil/")
    assert heading(response) == "Votre inscription n’est pas encore faite."


def test_learner_of_two_practices_sees_the_enrolment_of_the_one_acted_for(site, signed_in):
    other = enrolment_factory(learner=site.enrolments[0].learner)
    for enrolment in (site.enrolments[0], other):
        membership = learner_of_practice(enrolment)
        page = signed_in(membership).get("/accueil/", {"adhesion": membership.pk}).context["page"]
        assert page.enrolment == enrolment


def learner_of_practice(enrolment):
    return enrolment.learner.memberships.get(organisation=enrolment.practice)


def test_person_with_several_roles_may_choose(site, signed_in):
    trainer = site.member(Role.TRAINER)
    second = membership_factory(Role.LEAD, site.body, trainer.user)
    client = signed_in(trainer)
    text = client.get("/accueil/").content.decode()
    assert "Vous agissez comme <b>formateur</b>" in text
    assert "Agir comme responsable pédagogique" in text
    response = client.post("/accueil/agir/", {"adhesion": second.pk}, follow=True)
    assert response.context["actor"] == second


def test_account_without_membership_has_a_home(client, db):
    client.force_login(user_factory())
    response = client.get("/accueil/")
    assert heading(response) == "Vous n’appartenez à aucune organisation aujourd’hui."


def test_employer_sees_only_the_assistants_of_the_practice(site, signed_in):
    enrolment_factory(site.cohort)
    cards = signed_in(site.employer).get("/accueil/").context["cards"]
    assert [card.enrolment for card in cards] == site.enrolments
    assert cards[0].shown.shown == 1
    assert cards[0].deadline.left == "8 mois"
    assert [a.document.code for a in cards[0].attestations] != []


def test_lead_is_told_of_attestations_to_deliver(site, signed_in):
    held = site.enrolments[0].attestations.get()
    held.document.state = "revoked"
    held.document.save()
    page = signed_in(site.member(Role.LEAD)).get("/accueil/").context["page"]
    [ready] = page.ready
    assert (ready.enrolment, ready.readiness.module) == (site.enrolments[0], site.modules[0])


def test_lead_finds_what_is_taught_from_the_home_page(site, signed_in):
    shown = signed_in(site.member(Role.LEAD)).get("/accueil/").content.decode()
    main = shown[shown.index("<main") : shown.index("</main>")]
    for address in ("/referentiels/", "/maquettes/", "/lecons/"):
        assert f'href="{address}"' in main


def test_companion_is_told_who_has_not_handed_in(site, signed_in):
    late = enrolment_factory(site.cohort)
    page = signed_in(site.member(Role.COMPANION)).get("/accueil/").context["page"]
    assert page.absent == [late]
    Enrolment.objects.filter(pk=late.pk).update(recruited_on=date(2027, 3, 1))
    page = signed_in(site.member(Role.COMPANION)).get("/accueil/").context["page"]
    assert (page.absent, page.absent_count) == ([], 0)

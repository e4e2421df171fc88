"""Signing weeks, reading competencies, issuing and revoking: the screens of those who answer."""

import pytest

from portfolio.models import ModuleAttestation
from tests.factories import enrolment_factory
from tests.factories.assessments import handed_in_factory
from tests.factories.portfolio import (
    completed_module_factory,
    signed_week_factory,
    submitted_week_factory,
)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def trainer(client, world):
    client.force_login(world.trainer.user)
    return client


@pytest.fixture
def lead(client, world):
    client.force_login(world.lead.user)
    return client


def test_signing_a_week_loads_the_next(trainer, world):
    first = submitted_week_factory(world.enrolment)
    second = submitted_week_factory(enrolment_factory(world.cohort))
    page = trainer.get(f"/livrets/{first.pk}/")
    assert "Aucune convention signée avec" in page.content.decode()
    assert (page.context["answerable"], page.context["left"]) == (True, 1)
    response = trainer.post(f"/livrets/{first.pk}/viser/", {"version": first.version}, follow=True)
    assert response.redirect_chain == [(f"/livrets/{second.pk}/", 302)]
    assert said(response) == [f"Semaine visée : {world.enrolment.learner}."]
    response = trainer.post(f"/livrets/{second.pk}/viser/", {"version": second.version})
    assert response.url == "/livrets/a-viser/"


@pytest.mark.parametrize("version", ["", "abc", "-1", "1", "99999999999999999999999"])
def test_signing_another_version_than_read_changes_nothing(trainer, world, version):
    week = submitted_week_factory(world.enrolment)
    response = trainer.post(f"/livrets/{week.pk}/viser/", {"version": version}, follow=True)
    week.refresh_from_db()
    assert week.state == "submitted"
    assert said(response)[0].startswith("Cette page a changé")


def test_signing_twice_says_so(trainer, world):
    week = submitted_week_factory(world.enrolment)
    trainer.post(f"/livrets/{week.pk}/viser/", {"version": week.version}, follow=True)
    response = trainer.post(f"/livrets/{week.pk}/viser/", {"version": week.version}, follow=True)
    assert said(response) == ["Cette semaine n’attend plus de visa : elle a déjà reçu une réponse."]


def test_sending_back_needs_words_and_keeps_them(trainer, world):
    week = submitted_week_factory(world.enrolment)
    address = f"/livrets/{week.pk}/renvoyer/"
    for comment in ("", " ", "a" * 1001, "Appelez le 06 12 34 56 78."):
        response = trainer.post(address, {"version": week.version, "comment": comment})
        assert response.context["return_form"].errors
        assert response.context["return_form"]["comment"].value() == comment
    stale = trainer.post(address, {"version": 1, "comment": "Ajoutez mardi."})
    assert stale.context["return_form"]["comment"].value() == "Ajoutez mardi."
    trainer.post(address, {"version": week.version, "comment": "Ajoutez mardi."})
    week.refresh_from_db()
    assert week.state == "returned"


def test_learner_reads_what_to_complete(client, trainer, world):
    week = submitted_week_factory(world.enrolment)
    hostile = "<b>Ajoutez</b> mardi."
    trainer.post(f"/livrets/{week.pk}/renvoyer/", {"version": week.version, "comment": hostile})
    client.force_login(world.learner.user)
    page = client.get("/livret/2027/9/").content.decode()
    assert "&lt;b&gt;Ajoutez&lt;/b&gt; mardi." in page


def test_a_look_at_an_answer_address_leads_to_the_week(trainer, world):
    week = submitted_week_factory(world.enrolment)
    for act in ("viser", "renvoyer"):
        assert trainer.get(f"/livrets/{week.pk}/{act}/").url == f"/livrets/{week.pk}/"


@pytest.mark.parametrize("weeks", [1, 6])
def test_pile_costs_the_same_with_more_weeks(trainer, world, django_assert_num_queries, weeks):
    for _ in range(weeks):
        submitted_week_factory(enrolment_factory(world.cohort))
    with django_assert_num_queries(14):
        page = trainer.get("/livrets/a-viser/")
    assert len(page.context["rows"]) == weeks


def test_employer_sees_states_and_no_text(client, world):
    signed_week_factory(world.desk, text="Un texte du livret.")
    handed_in_factory(world.desk, text="Un texte de synthèse, assez long pour être remis.")
    client.force_login(world.employer.user)
    seen = client.get(f"/competences/{world.enrolment.pk}/").content.decode()
    for competency in world.competencies:
        address = f"/competences/{world.enrolment.pk}/{competency.pk}/"
        seen += client.get(address).content.decode()
    assert str(world.trainer.user) in seen
    for private in ("Un texte", "/livret/2027", "/livrets/", "/a-corriger/", "/synthese/"):
        assert private not in seen


def test_trainer_opens_a_state_to_its_evidence(trainer, world):
    week = signed_week_factory(world.desk)
    page = trainer.get(f"/competences/{world.enrolment.pk}/{world.competencies[0].pk}/")
    assert f"/livrets/{week.pk}/#situation-" in page.content.decode()


@pytest.mark.parametrize("weeks", [1, 6])
def test_map_page_costs_the_same_with_more_facts(trainer, world, django_assert_num_queries, weeks):
    for number in range(1, weeks + 1):
        signed_week_factory(world.desk, iso_week=number, competencies=world.competencies)
    with django_assert_num_queries(10):
        trainer.get(f"/competences/{world.enrolment.pk}/")


def test_issue_then_revoke_then_issue_again(lead, world):
    completed_module_factory(world.desk)
    address = f"/attestations/{world.enrolment.pk}/{world.module.pk}/"
    assert lead.get(address).context["sheet"].ready
    response = lead.post(address, follow=True)
    lead.post(address)
    held = ModuleAttestation.objects.get()
    assert said(response) == [
        f"Attestation {held.document.code} délivrée à {world.enrolment.learner}."
    ]
    revoke = f"/attestations/{held.document.code}/revoquer/"
    assert lead.get(revoke).status_code == 200
    for reason in ("", "a" * 501, "Voir a.b@exemple.fr"):
        refused = lead.post(revoke, {"reason": reason})
        assert refused.context["form"].errors
        assert refused.context["form"]["reason"].value() == reason
    response = lead.post(revoke, {"reason": "Nom mal écrit."}, follow=True)
    assert response.redirect_chain == [(address, 302)]
    twice = lead.post(revoke, {"reason": "Nom mal écrit."}, follow=True)
    assert said(twice) == ["Cette attestation est déjà révoquée."]
    lead.post(address)
    assert ModuleAttestation.objects.count() == 2


def test_issue_with_something_missing_is_refused_with_the_list(lead, world):
    address = f"/attestations/{world.enrolment.pk}/{world.module.pk}/"
    response = lead.post(address, follow=True)
    assert said(response)[0].endswith("Quiz à faire. Écrit de synthèse à remettre.")
    assert ModuleAttestation.objects.count() == 0


def test_table_says_what_each_module_needs(lead, world):
    handed_in_factory(world.desk)
    rows = lead.get("/attestations/").context["rows"]
    assert [(person, [len(sheet.gaps) for sheet in sheets]) for person, sheets in rows] == [
        (world.enrolment, [4])
    ]


@pytest.mark.parametrize("asked", ["abc", "999999", "99999999999999999999", "<script>"])
def test_table_survives_odd_filters(lead, world, asked):
    page = lead.get("/attestations/", {"promotion": asked, "page": asked})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("learners", [1, 8])
def test_table_costs_the_same_with_more_learners(lead, world, django_assert_num_queries, learners):
    for _ in range(learners - 1):
        enrolment_factory(world.cohort)
    with django_assert_num_queries(14):
        page = lead.get("/attestations/")
    assert len(page.context["rows"]) == learners

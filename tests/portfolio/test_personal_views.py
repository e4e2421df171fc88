"""The screens of the bilan personnel et professionnel."""

import pytest
from django.utils import timezone

from portfolio.models import FollowUp, OralPresentation, PersonalReview, PersonalText
from tests.factories.bilans import STRENGTH, go_on, personal_factory
from tests.factories.meetings import meeting_factory
from tests.training.web import queries_of

KEY = "00000000-0000-4000-8000-000000000018"


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def own(sign_in, world):
    return sign_in(world.learner)


@pytest.fixture
def address(world):
    return f"/bilans/{world.enrolment.pk}/personnel/"


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_from_alone_to_presented(own, world, address, sign_in):
    assert own.get(address).url == f"{address}ecrire/"
    sent = {"strengths": STRENGTH, "version": 0}
    for _ in range(2):  # a double click
        page = own.post(f"{address}ecrire/", sent, follow=True)
    assert said(page) == ["C’est enregistré."]
    assert STRENGTH in page.content.decode()
    assert sign_in(world.companion).get(address).status_code == 404
    sign_in(world.learner).post(f"{address}partager/", {"audience": "support", "version": 1})
    assert sign_in(world.trainer).get(address).status_code == 404
    companion = sign_in(world.companion)
    assert STRENGTH in companion.get(address).content.decode()
    held = meeting_factory(world.companion, world.enrolment, state="diffused")
    page = companion.post(f"{address}entretien/", {"meeting": held.pk, "version": 2}, follow=True)
    assert "le projet peut s’écrire" in said(page)[0]
    own = sign_in(world.learner)
    own.post(f"{address}ecrire/", {"strengths": STRENGTH, "project": "Référente.", "version": 3})
    page = own.post(f"{address}plan/", {"version": 4}, follow=True)
    assert said(page)[-1] == "Votre plan d’action commence."
    sent = {"text": "Visiter.", "owner": "learner:", "due_on": "2027-04-01", "form_key": KEY}
    for _ in range(2):
        page = own.post(f"{address}actions/", sent, follow=True)
    assert "C’est fait" in page.content.decode()
    sent = {"held_on": "2027-03-03", "present": "le groupe", "said_back": "Clair.",
            "form_key": KEY}  # fmt: skip
    for _ in range(2):
        page = own.post(f"{address}presentation/", sent, follow=True)
    text = page.content.decode()
    assert "devant le groupe" in text
    assert PersonalReview.objects.get().step == "presented"
    assert (FollowUp.objects.count(), OralPresentation.objects.count()) == (1, 1)


def test_the_trainer_reads_it_once_shared_without_the_plan(world, address, sign_in):
    personal_factory(world.enrolment, world.companion, "presented", "training")
    text = sign_in(world.trainer).get(address).content.decode()
    assert STRENGTH in text
    assert "Visiter deux cabinets" not in text
    assert "Visiter deux cabinets" in sign_in(world.companion).get(address).content.decode()
    for path in ("actions/", "presentation/", "ecrire/"):
        assert sign_in(world.trainer).get(address + path).status_code == 403


def test_the_circle_is_changed_on_its_page(own, world, address):
    row = personal_factory(world.enrolment, world.companion, "interview")
    sent = {"audience": "training", "version": row.version}
    assert said(own.post(f"{address}partager/", sent, follow=True)) == ["C’est partagé."]
    row.refresh_from_db()
    assert row.audience == "training"


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("partager/", {"audience": "employer", "version": 2}),
        ("partager/", {"audience": "training"}),
        ("partager/", {"audience": "training", "version": 1}),
        ("plan/", {"version": 2}),
        ("plan/", {}),
        ("entretien/", {"meeting": 0, "version": 2}),
        ("entretien/", {"meeting": "x"}),
        ("entretien/", {"version": 2}),
    ],
)
def test_a_forged_step_says_why_and_changes_nothing(own, world, address, path, sent):
    row = personal_factory(world.enrolment, world.companion, "interview")
    assert said(own.post(address + path, sent, follow=True))
    row.refresh_from_db()
    assert (row.step, row.audience, row.version) == ("interview", "support", 2)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"strengths": "a" * 1_000_000}, "au plus 5000"),
        ({"strengths": "Rappeler le 06 12 34 56 78"}, "téléphone"),
        ({"strengths": "Madame Durand m’aide."}, "Ce n’est pas un patient"),
        ({"version": "x"}, "Un mot à garder."),
        ({"strengths": "", "wants": ""}, "au moins une partie"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(own, address, change, kept):
    sent = {"strengths": "Un.", "wants": "Un mot à garder.", "version": 0, **change}
    page = own.post(f"{address}ecrire/", sent)
    assert page.status_code == 422
    assert kept in page.content.decode()
    assert sent["wants"] in page.content.decode()
    assert not PersonalText.objects.exists()


def test_a_second_tab_keeps_what_was_typed_beside_what_is_stored(own, world, address):
    personal_factory(world.enrolment, world.companion)
    page = own.post(f"{address}ecrire/", {"strengths": "Tapé ici.", "version": 0})
    text = page.content.decode()
    assert page.status_code == 409
    assert "Tapé ici." in text
    assert STRENGTH in text
    assert 'name="version" value="1"' in text


@pytest.mark.parametrize(
    ("path", "sent", "kept"),
    [
        ("presentation/", {"held_on": "2027-03-05"}, "pas encore venu"),
        ("presentation/", {"held_on": "hier"}, "date valide"),
        ("presentation/", {"present": ""}, "Dites devant qui"),
        ("presentation/", {"present": "Mme Morel"}, "Ce n’est pas un patient"),
        ("presentation/", {"form_key": "x"}, "UUID valide"),
        ("actions/", {"text": ""}, "Écrivez l’action"),
        ("actions/", {"due_on": "2020-01-01"}, "précède la rencontre"),
        ("actions/", {"owner": "group:"}, "choix valide"),
    ],
)
def test_a_form_of_the_plan_says_what_is_wrong(own, world, address, path, sent, kept):
    personal_factory(world.enrolment, world.companion, "presented")
    good = {
        "held_on": "2027-03-03", "present": "le groupe", "said_back": "Gardé.", "text": "Gardé.",
        "owner": "learner:", "due_on": "2027-04-01", "form_key": KEY,
    }  # fmt: skip
    page = own.post(address + path, good | sent)
    assert page.status_code == 422
    assert kept in page.content.decode()
    assert (FollowUp.objects.count(), OralPresentation.objects.count()) == (1, 1)


def test_before_the_plan_there_is_no_action_to_add(own, world, address):
    personal_factory(world.enrolment, world.companion)
    assert own.get(f"{address}actions/").status_code == 404


@pytest.mark.parametrize("who", ["stranger", "other_lead", "employer", "other_employer", "funder"])
def test_other_people_get_in_nowhere(sign_in, world, address, who):
    personal_factory(world.enrolment, world.companion, "presented", "training")
    actor = sign_in(getattr(world, who))
    for path in ("", "ecrire/", "actions/", "presentation/"):
        assert actor.get(address + path).status_code in (403, 404), path


def test_the_page_costs_the_same_with_more(sign_in, world, address, now):
    row = personal_factory(world.enrolment, world.companion, "presented")
    client = sign_in(world.learner)
    first = queries_of(client, address)
    for _ in range(2):
        go_on(row, "presented", world.companion)
        meeting_factory(world.companion, world.enrolment, state="diffused")
    assert queries_of(client, address) == first

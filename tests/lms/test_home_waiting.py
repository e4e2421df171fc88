"""« Ce qui vous attend » on the home page of each role: words, links, and nothing twice."""

import re

import pytest

from people.enums import Role
from tests.factories import enrolment_factory, membership_factory
from tests.factories.site import NOW, add_learner
from training.models import Attendance, Enrolment
from training.services import sign_presence
from training.services.assistance import ask
from training.services.commitments import write_commitments
from training.services.welcome import write_pack

ROLES = [Role.LEARNER, Role.EMPLOYER, Role.TRAINER, Role.COMPANION, Role.LEAD]


@pytest.fixture
def busy(site):
    """Something waits of every role."""
    lead, learner = site.member(Role.LEAD), site.learner
    write_pack(actor=lead, text="Bienvenue.", seen=0, now=NOW)
    write_commitments(
        actor=lead, body="Être là", learner="Venir", practice="Laisser du temps", seen=0, now=NOW
    )
    ask(
        actor=learner, enrolment=site.enrolments[0], module=site.modules[0], text="Pourquoi ?",
        form_key="q-1", now=NOW,
    )  # fmt: skip
    return site


def section(client, **query) -> str:
    """The part of the home page that says what waits."""
    text = client.get("/accueil/", query).content.decode().replace("\xa0", " ")
    assert text.count("Ce qui vous attend") == 1
    return text.split("Ce qui vous attend")[1].split("</section>")[0]


def titles(text: str) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", text)


SAID = {
    Role.LEARNER: {
        "Une présence à signer", "Une liste d’engagements à accepter",
        "Un livret d’accueil à lire et à confirmer", "Un positionnement à l’entrée à compléter",
    },
    Role.EMPLOYER: {"Une liste d’engagements à accepter"},
    Role.TRAINER: {"Une question d’un assistant sans réponse", "Une feuille de séance à signer"},
    Role.COMPANION: {"Une question d’un assistant sans réponse"},
    Role.LEAD: {
        "Une question d’un assistant sans réponse", "Une feuille de séance à signer",
        "Une liste d’engagements à accepter", "Une analyse du besoin à écrire",
    },
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_what_waits_and_every_link_opens(busy, signed_in, role):
    client = signed_in(busy.member(role))
    text = section(client)
    assert SAID[role] <= set(titles(text))
    links = re.findall(r'href="(/[^"]+)"', text)
    assert len(links) >= len(SAID[role])
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


def test_the_oldest_comes_first_with_its_day(busy, signed_in):
    found = titles(section(signed_in(busy.learner)))
    welcome = found.index("Un livret d’accueil à lire et à confirmer")
    assert found.index("Un positionnement à l’entrée à compléter") < welcome
    assert found.index("Une présence à signer") < welcome


def test_several_are_counted_in_one_line(busy, signed_in):
    for _ in range(2):
        add_learner(busy)
    found = titles(section(signed_in(busy.member(Role.LEAD))))
    assert "Trois analyses du besoin à écrire" in found
    assert "Trois feuilles de séance à signer" in found


def test_one_is_named_but_to_the_learner(busy, signed_in):
    name = str(busy.enrolments[0].learner)
    assert f"{name}, depuis le" in section(signed_in(busy.employer))
    assert name not in section(signed_in(busy.learner))


def test_a_question_beyond_its_delay_is_said_to_be_late(busy, signed_in):
    client = signed_in(busy.member(Role.TRAINER))
    assert "en retard" not in section(client)
    busy.enrolments[0].assistance_messages.update(due_on="2027-03-01")
    text = section(client)
    assert "en retard" in text
    assert "Le délai promis est dépassé." in text


def test_what_is_done_is_not_said_any_more(busy, signed_in):
    client = signed_in(busy.learner)
    assert "Une présence à signer" in titles(section(client))
    mark = Attendance.objects.get(enrolment=busy.enrolments[0])
    sign_presence(actor=busy.learner, attendance=mark, now=NOW)
    assert "Une présence à signer" not in titles(section(client))


def test_where_nothing_waits_the_page_says_so(site, signed_in):
    for actor in (site.employer, site.member(Role.COMPANION)):
        assert "Rien ne vous attend pour l’instant." in section(signed_in(actor))
    Enrolment.objects.update(situation="suspended")
    assert "Rien ne vous attend pour l’instant." in section(signed_in(site.learner))


def test_others_are_told_nothing_of_it(busy, signed_in):
    stranger = enrolment_factory()
    employer = membership_factory(Role.EMPLOYER, stranger.practice)
    assert titles(section(signed_in(employer))) == []
    trainer = membership_factory(Role.TRAINER, stranger.cohort.organisation)
    text = section(signed_in(trainer))
    assert (titles(text), "Rien ne vous attend" in text) == ([], True)

"""The need analysis: one test an outcome, then its screens."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.enums import Role
from people.services import NotAllowed, StaleForm
from records.services import PatientData
from tests.factories import membership_factory
from tests.training.web import queries_of
from training.enums import ExchangeParty
from training.models import NeedAnalysis, NeedExchange
from training.queries.needs import analyses_of
from training.rules.needs import Exchange
from training.services.needs import AnalysisIncomplete, ExchangeToCome, write_analysis

MET = date(2027, 2, 1)
OWN = Exchange(ExchangeParty.LEARNER, "Tenir l’accueil seule.", MET, "Camille Essai")
EMPLOYER = Exchange(ExchangeParty.EMPLOYER, "Préparer les dossiers.", MET, "Dr Essai")


def write(world, now, *exchanges, objective="Tenir l’accueil.", seen=0, **changes) -> NeedAnalysis:
    given = {
        "actor": world.lead, "enrolment": world.enrolment, "exchanges": exchanges or (OWN,),
        "objective": objective, "seen": seen, "now": now,
    }  # fmt: skip
    return write_analysis(**given | changes)


@pytest.fixture
def funder(world):
    made = membership_factory(Role.FUNDER)
    world.enrolment.funder = made.organisation
    world.enrolment.save()
    return made


@pytest.fixture
def path(world) -> str:
    return f"/inscriptions/{world.enrolment.pk}/besoins/"


@pytest.fixture
def typed() -> dict:
    """What the form sends."""
    return {
        "learner_said": OWN.said,
        "learner_met_on": "2026-01-05",
        "learner_with_whom": OWN.with_whom,
        "objective": "Tenir l’accueil.",
        "seen": 0,
    }


def test_a_version_is_written_once_and_keeps_what_each_said(world, now):
    made = write(world, now, OWN, EMPLOYER)
    assert write(world, now, EMPLOYER, OWN) == made
    told = made.exchanges.values_list("party", "said", "met_on", "with_whom")
    assert set(told) == {
        ("learner", OWN.said, MET, OWN.with_whom),
        ("employer", EMPLOYER.said, MET, EMPLOYER.with_whom),
    }
    second = write(world, now, OWN, seen=1)
    assert [one.number for one in analyses_of(world.enrolment).versions] == [2, 1]
    assert analyses_of(world.enrolment).newest == second


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"objective": "  "}, AnalysisIncomplete),
        ({"exchanges": []}, AnalysisIncomplete),
        (
            {"exchanges": [Exchange(ExchangeParty.LEARNER, " ", MET, "Camille")]},
            AnalysisIncomplete,
        ),
        ({"exchanges": [Exchange(ExchangeParty.LEARNER, "x", MET, " ")]}, AnalysisIncomplete),
        ({"objective": "Rappeler le 06 12 34 56 78"}, PatientData),
        (
            {"exchanges": [Exchange(ExchangeParty.LEARNER, "06 12 34 56 78", MET, "x")]},
            PatientData,
        ),
        (
            {"exchanges": [Exchange(ExchangeParty.LEARNER, "x", MET, "a@exemple.fr")]},
            PatientData,
        ),
    ],
)
def test_what_cannot_be_is_refused(world, now, change, refusal):
    with pytest.raises(refusal):
        write(world, now, **change)
    assert not NeedAnalysis.objects.exists()


def test_an_exchange_of_today_is_kept_and_one_to_come_refused(world, now):
    for days, kept in ((0, True), (1, False)):
        met = now.date() + timedelta(days=days)
        one = Exchange(ExchangeParty.LEARNER, f"jour {days}", met, "Camille")
        if kept:
            write(world, now, one)
        else:
            with pytest.raises(ExchangeToCome):
                write(world, now, one, seen=1)


def test_a_second_tab_and_who_does_not_lead_are_refused(world, now):
    write(world, now)
    with pytest.raises(StaleForm):
        write(world, now, objective="Autre.")
    other_lead = membership_factory(Role.LEAD)
    for actor in (world.trainer, world.learner, world.employer, other_lead):
        with pytest.raises(NotAllowed):
            write(world, now, seen=1, objective="Autre.", actor=actor)


def test_the_database_refuses_what_the_services_do(world, now):
    made = write(world, now)
    for change in (
        lambda: NeedAnalysis.objects.filter(pk=made.pk).update(objective=""),
        lambda: NeedExchange.objects.filter(analysis=made).update(party="voisin"),
        lambda: NeedExchange.objects.filter(analysis=made).update(said=""),
        lambda: NeedExchange.objects.filter(analysis=made).update(with_whom=""),
        lambda: NeedExchange.objects.create(
            analysis=made, party="learner", said="x", met_on=MET, with_whom="x"
        ),
        lambda: NeedAnalysis.objects.create(
            enrolment=world.enrolment, number=1, objective="x", written_by=world.lead,
            written_at=now,
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_person_the_body_the_employer_and_the_funder_read_it(world, now, sign_in, path, funder):
    page = sign_in(world.lead).get(path).content.decode()
    assert "Aucune analyse n’est écrite" in page
    write(world, now, OWN, EMPLOYER)
    for actor in (world.learner, world.trainer, world.companion, world.employer, funder):
        page = sign_in(actor).get(path).content.decode()
        assert OWN.said in page
        assert "avec Dr Essai" in page
        assert "Reste à entendre : le financeur." in page
        assert "ecrire/" not in page
    for stranger in (world.stranger, world.other_trainer, membership_factory(Role.EMPLOYER)):
        assert sign_in(stranger).get(path).status_code == 404


def test_the_lead_writes_it_on_the_page(world, sign_in, path, typed):
    client, write_path = sign_in(world.lead), f"{path}ecrire/"
    assert (
        "un besoin d’aménagement ne s’écrit jamais ici" in client.get(write_path).content.decode()
    )
    assert client.post(write_path, typed | {"learner_met_on": ""}).status_code == 422
    assert client.post(write_path, typed | {"objective": ""}).status_code == 422
    assert not NeedAnalysis.objects.exists()
    for _ in range(2):
        assert client.post(write_path, typed).url == path
    assert NeedAnalysis.objects.count() == 1
    page = client.get(write_path).content.decode()
    assert OWN.said in page
    assert 'value="2026-01-05"' in page


def test_a_second_tab_sees_what_was_written_and_may_write_after_it(world, sign_in, path, typed):
    client, write_path = sign_in(world.lead), f"{path}ecrire/"
    client.post(write_path, typed)
    answer = client.post(write_path, typed | {"objective": "Un autre objectif."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Écrit entre-temps" in page
    assert 'name="seen" value="1"' in page
    again = typed | {"objective": "Un autre objectif.", "seen": 1}
    assert client.post(write_path, again).status_code == 302
    assert "Version 1, du" in client.get(path).content.decode()


def test_the_part_of_the_file_is_missing_until_everybody_was_heard(world, now, sign_in, funder):
    def part():
        parts = sign_in(world.lead).get(f"/inscriptions/{world.enrolment.pk}/").context["parts"]
        return next(part for part in parts if part.title == "Analyse du besoin")

    assert part().missing
    write(world, now, OWN, EMPLOYER)
    assert part().state == "Version 1. Reste à entendre : le financeur."
    heard = Exchange(ExchangeParty.FUNDER, "Un certificat.", MET, "Sam Essai")
    write(world, now, OWN, EMPLOYER, heard, seen=1)
    assert (part().state, part().missing) == ("Version 2.", False)


def test_the_page_costs_the_same_with_many_versions(world, now, sign_in, path):
    client = sign_in(world.lead)
    write(world, now, OWN, EMPLOYER)
    queries_of(client, path)
    before = queries_of(client, path)
    for number in range(1, 11):
        write(world, now, OWN, EMPLOYER, objective=f"Objectif {number}.", seen=number)
    assert queries_of(client, path) == before

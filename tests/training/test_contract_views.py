"""The screens of contract, shared post and referents."""

import pytest
from django.utils import timezone

from people.enums import OrganisationKind, Role
from tests.factories import enrolment_factory, membership_factory
from tests.factories.people import organisation_factory
from tests.training.contracts import end, name, share, write
from tests.training.web import queries_of
from training.models import EmploymentContract, NamedReferent, SharedPost

TWISTED = {"starts_on": "2027-03-02", "ends_on": "2027-03-01", "weekly_minutes": "1 h", "seen": 0}


def path(world, rest="") -> str:
    return f"/inscriptions/{world.enrolment.pk}/contrat/{rest}"


def test_a_lead_notes_everything_from_the_screens(world, further, sign_in):
    client, practice = sign_in(world.lead), world.enrolment.practice
    day = timezone.localdate().isoformat()
    sent = {"starts_on": day, "weekly_minutes": "35 h", "kind": "CDI d’essai", "seen": 0}
    assert client.post(path(world, "dates/"), sent).url == path(world)
    sent = {"practice": further.pk, "since": day, "weekly_minutes": "14 h", "seen": 0}
    assert client.post(path(world, "cabinets/"), sent).url == path(world)
    sides = {
        world.body: {"member": world.trainer.pk},
        practice: {"member": world.employer.pk},
        further: {"name": "Ada Essai", "phone": "01 99 00 12 34"},
    }
    for organisation, who in sides.items():
        sent = {"seen": 0, **who}
        assert client.post(path(world, f"referents/{organisation.pk}/"), sent).url == path(world)
    page = client.get(path(world)).content.decode()
    for text in ("35 h par semaine", "CDI d’essai", "sans terme", further.name, "Ada Essai"):
        assert text in page
    found = client.get(f"/inscriptions/{world.enrolment.pk}/")
    part = next(one for one in found.context["parts"] if one.title == "Contrat et cabinets")
    assert (part.state, part.missing) == ("2 cabinets se partagent le poste.", False)
    assert f"{practice}, {further}" in found.content.decode()
    post = SharedPost.objects.get()
    sent = {"until": day, "reason": "Erreur.", "seen": 0}
    assert client.post(path(world, f"cabinets/{post.pk}/fin/"), sent).url == path(world)
    assert "n’a jamais tenu" in client.get(path(world)).content.decode()


def test_a_form_whose_page_changed_can_be_sent_again(world, further, now, sign_in):
    client, practice = sign_in(world.lead), world.enrolment.practice
    day = timezone.localdate().isoformat()
    write(world, now)
    post = share(world, further, now)
    end(world, post, now)
    name(world, practice, now, name="Ada Essai", phone="01 99 00 12 34")
    another = organisation_factory(OrganisationKind.PRACTICE)
    forms = {
        "dates/": {"starts_on": day, "weekly_minutes": "30 h", "reason": "Avenant."},
        "cabinets/": {"practice": another.pk, "since": day, "weekly_minutes": "7 h"},
        f"cabinets/{post.pk}/fin/": {"until": "2027-04-01", "reason": "Autre date."},
        f"referents/{practice.pk}/": {"member": world.employer.pk},
    }
    for rest, sent in forms.items():
        refused = client.post(path(world, rest), {**sent, "seen": 0})
        seen = refused.context["form"]["seen"].value()
        assert (refused.status_code, seen) == (422, "1")
        assert client.post(path(world, rest), {**sent, "seen": seen}).url == path(world)


@pytest.mark.parametrize(
    ("rest", "sent"),
    [
        ("dates/", {"starts_on": "2027-02-29", "weekly_minutes": "35 h", "seen": 0}),
        ("dates/", {"starts_on": "2027-03-01", "weekly_minutes": "35", "seen": 0}),
        ("dates/", {"starts_on": "2027-03-01", "weekly_minutes": "0 h", "seen": 0}),
        (
            "dates/",
            {
                "starts_on": "2027-03-02",
                "ends_on": "2027-03-01",
                "weekly_minutes": "1 h",
                "seen": 0,
            },
        ),
        ("cabinets/", {"practice": 0, "since": "2027-03-01", "weekly_minutes": "7 h", "seen": 0}),
        ("referents/{practice}/", {"name": "Ada", "phone": "appelez-moi", "seen": 0}),
        ("referents/{practice}/", {"name": "Ada", "email": "ada", "seen": 0}),
        ("referents/{body}/", {"seen": 0}),
    ],
)
def test_bad_input_is_told_and_writes_nothing(world, sign_in, rest, sent):
    practice, body = world.enrolment.practice_id, world.body.pk
    address = path(world, rest.format(practice=practice, body=body))
    answer = sign_in(world.lead).post(address, sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    models = (EmploymentContract, SharedPost, NamedReferent)
    assert [model.objects.count() for model in models] == [0, 0, 0]


def test_those_it_concerns_read_and_others_do_not(world, further, sign_in, now):
    share(world, further, now, since=timezone.localdate())
    readers = [world.learner, world.trainer, world.employer]
    readers.append(membership_factory(Role.EMPLOYER, further))
    for reader in readers:
        page = sign_in(reader).get(path(world))
        assert page.status_code == 200
        assert "/dates/" not in page.content.decode()
    for stranger in (world.stranger, membership_factory(Role.EMPLOYER)):
        assert sign_in(stranger).get(path(world)).status_code == 404
    assert sign_in(world.lead).get(path(world, f"referents/{further.pk + 99}/")).status_code == 404


def test_the_home_of_each_employer_names_the_practices(world, further, sign_in, now):
    client = sign_in(world.employer)
    client.get("/accueil/")
    before = queries_of(client, "/accueil/")
    assert "Poste partagé" not in client.get("/accueil/").content.decode()
    for number in range(3):
        place = further if number == 0 else organisation_factory(OrganisationKind.PRACTICE)
        share(world, place, now, since=timezone.localdate(), seen=number)
    assert queries_of(client, "/accueil/") == before
    other = sign_in(membership_factory(Role.EMPLOYER, further))
    shown = f"Poste partagé : {world.enrolment.practice}, "
    for client in (other, sign_in(world.employer)):
        [card] = client.get("/accueil/").context["cards"]
        assert further.name in card.enrolment.further
        assert shown in client.get("/accueil/").content.decode()


def test_the_page_costs_the_same_with_many_facts(world, further, now, sign_in):
    client = sign_in(world.lead)
    enrolment_factory(world.cohort)
    write(world, now)
    post = share(world, further, now)
    end(world, post, now)
    name(world, world.body, now, member=world.trainer)
    queries_of(client, path(world))
    before = queries_of(client, path(world))
    for number in range(1, 6):
        write(world, now, weekly_minutes=number, reason="Essai.", seen=number)
        other = share(world, organisation_factory(OrganisationKind.PRACTICE), now, seen=number)
        end(world, other, now)
        name(world, other.practice, now, name=f"Ada {number}", phone="01 99 00 12 34")
        who = (world.companion, world.trainer)[number % 2 == 0]
        name(world, world.body, now, member=who, seen=number)
    assert queries_of(client, path(world)) == before

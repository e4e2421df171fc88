"""Employers that a table of people names: read, previewed, invited once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from people.enums import Role
from people.models import User
from records.models import Invitation, Message
from records.queries.sheets import to_csv
from records.services import invite
from tests.factories import membership_factory, user_factory
from tests.training.tables import rows as worked
from tests.training.test_people_import import (
    EMPLOYER,
    HEADS,
    hidden,
    person,
    practice_of,
    rows_of,
    take,
)
from training.enums import EmployerFate
from training.queries.people_import import people_preview
from training.services.people_import import PreviewMoved

ALL = (*HEADS, *EMPLOYER)
CHIEF = ("Anne", "Chef", "chef@exemple.fr")


def employed(*people):
    """Rows, each of a person and the three cells of an employer."""
    return rows_of(*[[*cells, *chief] for cells, chief in people], heads=ALL)


def lines_of(world, now, *people):
    return people_preview(world.cohort, employed(*people), now).lines


@pytest.mark.parametrize(
    ("case", "first", "last", "address", "expected"), worked("import.md", "Employers")
)
def test_an_employer_is_read_as_the_table_says(world, now, case, first, last, address, expected):
    cells = [cell.replace("∅", "") for cell in (first, last, address)]
    _, line, _ = lines_of(
        world, now, (person(1), CHIEF), (person(2), cells), (person(3), ("", "", ""))
    )
    assert len(line.row.problems) == bool(expected)
    assert all(expected in said for said in line.row.problems)


def test_an_employer_on_several_rows_is_invited_once_for_each_practice(world, now):
    rows = employed(
        (person(1), CHIEF), (person(2), ("", "", "CHEF@exemple.fr")),
        (person(3, practice="CABINET  importe"), CHIEF),
        (person(4, practice="Autre cabinet"), CHIEF),
    )  # fmt: skip
    preview = people_preview(world.cohort, rows, now)
    assert [line.employer.fate for line in preview.lines] == [
        EmployerFate.INVITED, EmployerFate.SAME, EmployerFate.SAME, EmployerFate.INVITED
    ]  # fmt: skip
    assert [one.name for one in preview.employers] == ["Anne Chef"] * 2
    assert preview.lines[1].employer.words == "employeur : Anne Chef, à inviter (ligne 2)"
    take(world, now, rows)
    sent = Invitation.objects.filter(role=Role.EMPLOYER).order_by("pk")
    assert [(one.email, one.organisation.name) for one in sent] == [
        ("chef@exemple.fr", "Cabinet importé"), ("chef@exemple.fr", "Autre cabinet")
    ]  # fmt: skip
    assert Message.objects.filter(to="chef@exemple.fr").count() == 2
    assert not User.objects.filter(email="chef@exemple.fr").exists()


def test_an_employer_of_the_practice_is_not_invited_again(world, now):
    place, chief = world.enrolment.practice, world.employer.user
    row = person(practice=place.name, city=place.city)
    names = (chief.first_name.upper(), chief.last_name, chief.email)
    (line,) = lines_of(world, now, (row, names))
    assert (line.employer.fate, line.good) == (EmployerFate.MEMBER, True)
    take(world, now, employed((row, names)))
    assert not Invitation.objects.filter(role=Role.EMPLOYER).exists()


@pytest.mark.parametrize(("days", "fate"), [(13, EmployerFate.WAITING), (15, EmployerFate.INVITED)])
def test_an_invitation_still_open_is_not_sent_again_an_expired_one_is(world, now, days, fate):
    place = practice_of("Cabinet importé", "Lyon")
    invite(
        actor=world.lead, email="chef@exemple.fr", first_name="Anne", last_name="Chef",
        organisation=place, role=Role.EMPLOYER, now=now - timedelta(days=days),
    )  # fmt: skip
    (line,) = lines_of(world, now, (person(), CHIEF))
    assert line.employer.fate == fate
    take(world, now, employed((person(), CHIEF)))
    assert Invitation.objects.filter(role=Role.EMPLOYER).count() == 1
    again = fate == EmployerFate.INVITED
    assert Message.objects.filter(to="chef@exemple.fr").count() == 1 + again


def test_an_address_of_another_name_invites_nobody_and_tells_nothing(world, now):
    known = user_factory(email="chef@exemple.fr")
    (line,) = lines_of(world, now, (person(), CHIEF))
    assert line.row.problems == (
        "L’adresse de l’employeur est celle d’un autre nom : vérifiez-la.",
    )
    (line,) = lines_of(world, now, (person(), ("", "", "chef@exemple.fr")))
    assert "il les faut pour inviter" in line.row.problems[0]
    assert known.last_name not in line.row.problems[0]


def test_a_closed_account_or_an_assistant_of_the_practice_is_no_employer(world, now):
    place, me = world.enrolment.practice, world.enrolment.learner
    row = person(practice=place.name, city=place.city)
    names = (me.first_name, me.last_name, me.email)
    (line,) = lines_of(world, now, (row, names))
    assert "assistant de ce cabinet" in line.row.problems[0]
    User.objects.filter(pk=me.pk).update(is_active=False)
    (line,) = lines_of(world, now, (row, names))
    assert "compte de l’employeur est fermé" in line.row.problems[0]


def test_a_row_that_is_left_out_invites_no_employer(world, now):
    rows = employed((person(1, on="hier"), CHIEF), (person(2, practice="Ailleurs"), ("", "", "")))
    take(world, now, rows)
    assert not Invitation.objects.filter(role=Role.EMPLOYER).exists()


def test_an_employer_who_came_since_the_preview_is_seen(world, now):
    place = practice_of("Cabinet importé", "Lyon")
    chief = user_factory(email="chef@exemple.fr", first_name="Anne", last_name="Chef")
    rows = employed((person(), CHIEF))
    seen = people_preview(world.cohort, rows, now).mark
    membership_factory(Role.EMPLOYER, place, user=chief)
    with pytest.raises(PreviewMoved):
        take(world, now, rows, seen=seen)


def test_the_name_of_an_employer_holds_no_identifier(world, now):
    (line,) = lines_of(world, now, (person(), ("Anne", "06 12 34 56 78", "chef@exemple.fr")))
    assert "numéro de téléphone" in line.row.problems[0]


def test_the_preview_says_who_is_invited_and_the_confirmation_invites(
    world, now, sign_in, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/importer/"
    table = to_csv(ALL, [[*person(1), *CHIEF], [*person(2), "=1+1", "Chef", "pas une adresse"]])
    page = client.post(path, {"file": SimpleUploadedFile("p.csv", table)})
    text = page.content.decode()
    assert "Employeurs à inviter" in text
    assert "chef@exemple.fr, employeur de Cabinet importé, Lyon (ligne 2)" in text
    assert "« pas une adresse » n’est pas une adresse électronique." in text
    wrong = client.post(f"{path}a-corriger/", hidden(page)).content.decode("utf-8-sig")
    assert "'=1+1" in wrong
    answer = client.post(f"{path}confirmer/", hidden(page), follow=True)
    assert "1 employeur invité." in answer.content.decode()
    assert "chef@exemple.fr" in answer.content.decode()

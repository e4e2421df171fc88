"""People enrolled from a table: one test an outcome of the service, then its screens."""

from datetime import date
from io import BytesIO
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User
from people.services import NotAllowed
from records.models import Invitation, Message
from records.queries.sheets import to_csv, to_xlsx
from records.rules.tables import Line
from tests.factories import (
    cohort_factory,
    membership_factory,
    organisation_factory,
)
from tests.training.web import queries_of
from training.models import CheckedDiploma, Enrolment
from training.queries.people_import import people_preview
from training.rules.people_import import read_people
from training.services import record_session
from training.services.people_import import (
    AlreadyImported,
    NobodyToEnrol,
    PreviewMoved,
    import_people,
)

TODAY = date(2027, 3, 4)
EMPLOYER = ("Prénom de l’employeur", "Nom de l’employeur", "Adresse de l’employeur")
HEADS = (
    "Prénom", "Nom", "Adresse électronique", "Cabinet", "Ville", "Recruté le", "Financeur"
)  # fmt: skip


def person(number=1, **cells):
    given = {
        "first": "Camille", "last": f"Essai{number}", "email": f"importee{number}@exemple.fr",
        "practice": "Cabinet importé", "city": "Lyon", "on": "04/11/2026", "funder": "",
    }  # fmt: skip
    return list((given | cells).values())


def rows_of(*people, for_carers=False, heads=HEADS):
    lines = [Line(number, tuple(cells)) for number, cells in enumerate((heads, *people), start=1)]
    return read_people(lines, for_carers, TODAY)


def take(world, now, rows, **changes):
    seen = people_preview(world.cohort, rows, now).mark
    given = {"actor": world.lead, "cohort": world.cohort, "rows": rows, "seen": seen, "now": now}
    return import_people(**given | changes).enrolments


def practice_of(name, city):
    return Organisation.objects.create(name=name, city=city, kind=OrganisationKind.PRACTICE)


# --- Service --------------------------------------------------------------------------------------


def test_new_people_get_an_account_a_practice_an_enrolment_and_a_message(world, now):
    organisation_factory(OrganisationKind.FUNDER, name="Opérateur")
    made = take(world, now, rows_of(person(1, funder="operateur"), person(2)))
    assert [str(one.learner) for one in made] == ["Camille Essai1", "Camille Essai2"]
    assert {one.practice for one in made} == {Organisation.objects.get(name="Cabinet importé")}
    assert (made[0].funder.name, made[1].funder) == ("Opérateur", None)
    assert made[0].recruited_on == date(2026, 11, 4)
    user = User.objects.get(email="importee1@exemple.fr")
    assert not user.has_usable_password()
    assert Membership.objects.get(user=user).role == Role.LEARNER
    assert Message.objects.count() == 2
    invitation = Invitation.objects.get(email=user.email)
    assert (invitation.account, invitation.role) == (user, Role.LEARNER)
    assert invitation.organisation == made[0].practice


def test_known_people_and_practices_are_not_made_again(world, now):
    known = membership_factory(Role.LEARNER)
    practice = practice_of("Cabinet des Érables", "Bron")
    row = person(
        first=known.user.first_name.upper(), last=known.user.last_name,
        email=known.user.email.upper(), practice="cabinet des  erables", city="BRON",
    )  # fmt: skip
    (made,) = take(world, now, rows_of(row))
    assert (made.learner, made.practice) == (known.user, practice)
    assert "/connexion/" in Message.objects.get(to=known.user.email).body


def test_an_address_with_another_name_enrols_nobody(world, now):
    known = membership_factory(Role.LEARNER)
    (line,) = people_preview(world.cohort, rows_of(person(email=known.user.email)), now).lines
    assert line.row.problems == ("Cette adresse est celle d’un autre nom : vérifiez-la.",)
    assert known.user.last_name not in line.row.problems[0]


def test_who_works_for_another_training_body_is_not_enrolled_unasked(world, now):
    user = membership_factory(Role.TRAINER).user
    row = person(first=user.first_name, last=user.last_name, email=user.email)
    (line,) = people_preview(world.cohort, rows_of(row), now).lines
    assert "invitez-la" in line.row.problems[0]
    assert not line.good


def test_the_same_file_twice_adds_nothing(world, now):
    rows = rows_of(person())
    first = people_preview(world.cohort, rows, now).mark
    take(world, now, rows)
    with pytest.raises(AlreadyImported):
        take(world, now, rows, seen=first)
    with pytest.raises(NobodyToEnrol):
        take(world, now, rows)
    assert Enrolment.objects.filter(cohort=world.cohort).count() == 2
    assert Message.objects.count() == Invitation.objects.count() == 1


@pytest.mark.parametrize("name", ["Autre", "OPÉRATEUR"])
def test_a_funder_renamed_since_the_preview_is_seen(world, now, name):
    """Another one may bear the name now; one renamed by its accents alone is shown anew too."""
    funder = organisation_factory(OrganisationKind.FUNDER, name="Operateur")
    rows = rows_of(person(funder="opérateur"))
    seen = people_preview(world.cohort, rows, now).mark
    Organisation.objects.filter(pk=funder.pk).update(name=name)
    if name == "Autre":
        organisation_factory(OrganisationKind.FUNDER, name="Opérateur")
    with pytest.raises(PreviewMoved):
        take(world, now, rows, seen=seen)


def test_rows_with_a_problem_are_left_and_the_others_taken(world, now):
    rows = rows_of(
        person(1), person(2, email="x"), person(3, funder="Inconnu"),
        person(4, practice="Appeler 06 12 34 56 78"), person(5),
    )  # fmt: skip
    preview = people_preview(world.cohort, rows, now)
    assert [one.row.number for one in preview.wrong] == [3, 4, 5]
    assert "n’est pas connu" in preview.wrong[1].row.problems[0]
    assert len(take(world, now, rows)) == 2


def test_a_table_of_wrong_rows_enrols_nobody(world, now):
    with pytest.raises(NobodyToEnrol):
        take(world, now, rows_of(person(email="x")))


def test_those_who_do_not_lead_the_body_import_nothing(world, now):
    rows = rows_of(person())
    for actor in (world.trainer, world.employer, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            take(world, now, rows, actor=actor)


def test_a_near_name_in_the_same_town_is_shown_and_not_merged(world, now):
    practice_of("Cabinet des Tilleuls", "Lyon")
    rows = rows_of(person(practice="Cabinet des Tilleul"))
    (line,) = people_preview(world.cohort, rows, now).lines
    assert (line.place, line.near) == (None, "Cabinet des Tilleuls")
    rows = rows_of(person(practice="Cabinet des Tilleul", city="Bron"))
    assert people_preview(world.cohort, rows, now).lines[0].near == ""


def test_near_names_of_two_rows_are_pointed_out(world, now):
    rows = rows_of(
        person(1, practice="Cabinet des Tilleuls"), person(2, practice="cabinet des tilleuls"),
        person(3, practice="Cabinet des Tilleul"),
        person(4, practice="Cabinet des Tilleul", city="Bron"),
    )  # fmt: skip
    lines = people_preview(world.cohort, rows, now).lines
    assert [line.near_new for line in lines] == ["", "", "Cabinet des Tilleuls (ligne 2)", ""]
    assert [line.near for line in lines] == [""] * 4


def test_rows_that_write_one_practice_with_and_without_accents_create_it_once(world, now):
    rows = rows_of(
        person(1, practice="Cabinet des Érables", city="Saint-Étienne"),
        person(2, practice="CABINET DES ERABLES", city="saint-etienne"),
    )  # fmt: skip
    first, second = take(world, now, rows)
    assert first.practice == second.practice
    assert first.practice.name == "Cabinet des Érables"


def test_carers_come_with_the_diploma_that_was_seen(world, now):
    track = world.cohort.track_version.track
    track.for_carers = True
    track.save()
    heads = (*HEADS, "Diplôme vu", "Diplôme obtenu le", "Original ou copie")
    row = [*person(), "aide-soignante", "01/06/2020", "original"]
    (made,) = take(world, now, rows_of(row, for_carers=True, heads=heads))
    assert CheckedDiploma.objects.get().enrolment == made


def test_who_enrols_late_is_told_that_sessions_were_held(world, now, session_form):
    record_session(**session_form)
    assert people_preview(world.cohort, rows_of(person()), now).held == 1


def test_the_preview_costs_the_same_with_three_hundred_rows(world, now, django_assert_num_queries):
    chief = world.employer.user
    names = [chief.first_name, chief.last_name, chief.email]
    for many in (1, 300):
        me = world.enrolment.learner
        known = person(first=me.first_name, last=me.last_name, email=me.email)
        rows = rows_of(
            *[[*one, *names] for one in (known, *[person(number) for number in range(1, many)])],
            heads=(*HEADS, *EMPLOYER),
        )
        with django_assert_num_queries(9):
            people_preview(world.cohort, rows, now)


@pytest.mark.parametrize("places", ["one", "each"])
def test_forty_people_cost_as_many_queries_as_ten(world, now, places):
    """No password is hashed either: nobody has one before they choose it."""
    costs = []
    for start, many in ((0, 1), (100, 10), (200, 40)):
        rows = rows_of(
            *[
                [
                    *person(n, practice=f"{start}" if places == "one" else f"{n} rue {n * 7919}"),
                    "Anne", "Chef", f"chef{start if places == 'one' else n}@exemple.fr",
                ]
                for n in range(start, start + many)
            ],
            heads=(*HEADS, *EMPLOYER),
        )  # fmt: skip
        seen = people_preview(world.cohort, rows, now).mark
        with CaptureQueriesContext(connection) as queries:
            take(world, now, rows, seen=seen)
        costs.append(len(queries))
    assert costs[1] == costs[2] == costs[0]


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def path(world):
    return f"/promotions/{world.cohort.pk}/importer/"


def csv_of(*people) -> SimpleUploadedFile:
    return SimpleUploadedFile("personnes.csv", to_csv(HEADS, people))


def hidden(page):
    form = page.context["form"]
    return {"table": form["table"].value(), "seen": form["seen"].value()}


def test_a_file_is_previewed_confirmed_and_its_wrong_rows_come_back(world, path, sign_in):
    client = sign_in(world.lead)
    page = client.post(path, {"file": csv_of(person(1), person(2, on="hier"))})
    text = page.content.decode()
    assert "Aperçu : 1 à inscrire" in text
    assert "Ligne 3 : Camille Essai2" in text
    assert Enrolment.objects.count() == 1
    sent = hidden(page)
    wrong = client.post(f"{path}a-corriger/", sent).content.decode()
    assert "hier" in wrong
    assert "n’est pas une date" in wrong
    answer = client.post(f"{path}confirmer/", sent)
    assert answer.url == f"/promotions/{world.cohort.pk}/invitations/"
    shown = client.get(answer.url).content.decode()
    assert "1 personne inscrite dans" in shown
    assert "1 personne invitée à choisir un mot de passe." in shown
    assert "importee1@exemple.fr" in shown
    assert Enrolment.objects.count() == 2
    again = client.post(f"{path}confirmer/", sent)
    assert again.status_code == 409
    assert "Rien n’est fait deux fois." in again.content.decode()
    assert Enrolment.objects.count() == 2


def test_a_workbook_is_read_as_a_csv_is(world, path, sign_in):
    book = to_xlsx("Personnes", HEADS, [person()])
    page = sign_in(world.lead).post(path, {"file": SimpleUploadedFile("p.xlsx", book)})
    assert "Aperçu : 1 à inscrire" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "body", "word"),
    [
        ("p.txt", b"x", ".csv ou .xlsx"),
        ("p.csv", b"", "vide"),
        ("p.csv", "Prénom;Nom\nA;B\n".encode(), "il manque"),
        ("p.xlsx", b"pas un classeur", "XLSX"),
        ("p.csv", to_csv(HEADS, []), "ajoutez des lignes"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(world, path, sign_in, name, body, word):
    page = sign_in(world.lead).post(path, {"file": SimpleUploadedFile(name, body)})
    assert page.status_code == 422
    assert word in page.content.decode()


def test_a_table_that_a_confirmation_could_not_carry_is_refused_at_once(
    world, path, sign_in, settings
):
    client, noise = sign_in(world.lead), Random(7)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

    def table(many):
        people = [[*person(n), noise.randbytes(500).hex()] for n in range(1, many + 1)]
        return SimpleUploadedFile("p.csv", to_csv((*HEADS, "Note"), people))

    heavy = client.post(path, {"file": table(100)})
    assert heavy.status_code == 422
    assert "48 Ko au plus" in heavy.content.decode()
    assert "coupez le fichier en deux" in heavy.content.decode()
    # The largest that is taken is confirmed.
    for many in range(80, 0, -5):
        page = client.post(path, {"file": table(many)})
        if page.status_code == 200:
            break
    assert len(hidden(page)["table"]) > 40 * 1024
    assert client.post(f"{path}confirmer/", hidden(page)).status_code == 302
    assert Enrolment.objects.count() == 1 + many


def test_a_preview_that_was_forged_or_is_of_another_cohort_is_refused(world, path, sign_in):
    client = sign_in(world.lead)
    sent = hidden(client.post(path, {"file": csv_of(person())}))
    other = cohort_factory(organisation=world.body, track_version=world.cohort.track_version)
    for address, data in (
        (path, sent | {"table": sent["table"][:-2] + "xx"}),
        (f"/promotions/{other.pk}/importer/", sent),
    ):
        assert client.post(f"{address}confirmer/", data).url == address
        assert client.post(f"{address}a-corriger/", data).status_code == 404
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("for_carers", [False, True])
def test_the_template_has_the_columns_of_the_track(world, path, sign_in, for_carers):
    track = world.cohort.track_version.track
    track.for_carers = for_carers
    track.save()
    client = sign_in(world.lead)
    book = load_workbook(BytesIO(client.get(f"{path}modele/xlsx/").content))
    heads = [cell.value for cell in next(book.active.rows)]
    assert heads[: len(HEADS)] == list(HEADS)
    assert "Adresse de l’employeur" in heads
    assert ("Diplôme vu" in heads) == for_carers
    assert client.get(f"{path}modele/csv/").content.decode("utf-8-sig").startswith("Prénom;Nom")
    assert client.get(f"{path}modele/pdf/").status_code == 404


def test_the_page_costs_the_same_with_thirty_people(world, path, sign_in, now):
    client = sign_in(world.lead)
    queries_of(client, path)
    before = queries_of(client, path)
    take(world, now, rows_of(*[person(number) for number in range(30)]))
    assert queries_of(client, path) == before

"""A version of the agreement signed on paper: filed, marked as such, read by those who see it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from people.enums import Role
from people.services import NotAllowed, StaleForm
from records.models import KeptFile
from records.services import FileRefused, PatientData
from tests.factories import enrolment_factory, membership_factory
from tests.portfolio.pieces import readable_pdf
from tests.training.papers import PDF, pdf, photo
from tests.training.tables import rows
from tests.training.test_convention import WEEK, sign_all, write
from tests.training.web import queries_of
from training.enums import AgreementSide
from training.models import AgreementPaper, AgreementSignature
from training.queries.agreed_week import agreed_week
from training.queries.convention import convention_of
from training.rules.convention import paper_date_problem
from training.services.convention import (
    NoSideTicked,
    NothingToSign,
    PaperDateRefused,
    SideAlreadySigned,
    sign_agreement,
    sign_agreement_on_paper,
)

BODY, PRACTICE, LEARNER = AgreementSide.BODY, AgreementSide.PRACTICE, AgreementSide.LEARNER
KEY = "00000000-0000-4000-8000-000000000081"

pytestmark = pytest.mark.usefixtures("private_files")


@pytest.fixture
def agreement(world, now):
    return write(world, now)


def file_paper(world, agreement, now, **changes) -> AgreementPaper:
    given = {
        "actor": world.lead, "agreement": agreement, "sides": [PRACTICE, LEARNER],
        "signed_on": now.date(), "upload": pdf(), "form_key": "papier-1", "now": now,
    }  # fmt: skip
    return sign_agreement_on_paper(**given | changes)


@pytest.mark.parametrize(("case", "day", "because"), rows("convention.md", "Paper"))
def test_dates_of_a_paper_follow_the_table(case, day, because):
    found = paper_date_problem(date.fromisoformat(day), date(2027, 3, 1), date(2027, 3, 2))
    assert bool(found) == bool(because)
    assert because in found


def test_a_paper_signs_for_those_who_signed_on_it(world, agreement, now):
    paper = file_paper(world, agreement, now)
    signed = {one.side: (one.signed_by, one.paper) for one in agreement.signatures.all()}
    assert signed == {PRACTICE: (world.lead, paper), LEARNER: (world.lead, paper)}
    assert paper.scan.about == world.enrolment.learner
    assert convention_of(world.enrolment, now.date()).unsigned == [BODY]
    assert agreed_week(world.enrolment, world.enrolment.practice, now.date()) is None
    sign_agreement(actor=world.lead, agreement=agreement, now=now)
    assert agreed_week(world.enrolment, world.enrolment.practice, now.date()) == WEEK


def test_who_signed_by_their_account_is_untouched(world, agreement, now):
    own = sign_agreement(actor=world.learner, agreement=agreement, now=now)
    file_paper(world, agreement, now, sides=[PRACTICE, BODY])
    assert agreement.signatures.get(side=LEARNER) == own
    own.refresh_from_db()
    assert (own.signed_by, own.paper) == (world.learner, None)
    assert convention_of(world.enrolment, now.date()).in_force == agreement


def test_the_same_form_twice_files_one_paper(world, agreement, now):
    assert file_paper(world, agreement, now) == file_paper(world, agreement, now)
    assert (AgreementPaper.objects.count(), KeptFile.objects.count()) == (1, 1)
    assert AgreementSignature.objects.count() == 2


def test_a_side_that_has_signed_already_keeps_what_it_signed(world, agreement, now):
    sign_agreement(actor=world.learner, agreement=agreement, now=now)
    with pytest.raises(SideAlreadySigned):
        file_paper(world, agreement, now)
    file_paper(world, agreement, now, sides=[PRACTICE])
    with pytest.raises(SideAlreadySigned):
        file_paper(world, agreement, now, sides=[PRACTICE], form_key="deuxieme-onglet")
    assert (AgreementSignature.objects.count(), KeptFile.objects.count()) == (2, 1)


def test_who_signs_after_the_paper_keeps_the_paper(world, agreement, now):
    paper = file_paper(world, agreement, now)
    again = sign_agreement(actor=world.learner, agreement=agreement, now=now)
    assert (again.paper, agreement.signatures.count()) == (paper, 2)


def test_a_newer_version_is_the_one_to_sign(world, agreement, now):
    write(world, now, objective="Autre.", seen=1)
    with pytest.raises(NothingToSign):
        file_paper(world, agreement, now)
    assert KeptFile.objects.count() == 0


def test_the_key_of_a_paper_of_somebody_else_is_refused(world, agreement, now):
    file_paper(world, agreement, now)
    other = write(world, now, enrolment=enrolment_factory(world.cohort))
    with pytest.raises(StaleForm):
        file_paper(world, other, now)
    assert AgreementPaper.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"sides": []}, NoSideTicked),
        ({"signed_on": date(2099, 1, 1)}, PaperDateRefused),
        ({"signed_on": date(2026, 1, 1)}, PaperDateRefused),
        ({"upload": pdf("06 12 34 56 78.pdf")}, PatientData),
    ],
)
def test_a_paper_that_cannot_be_is_refused_and_nothing_kept(
    world, agreement, now, changes, refusal
):
    with pytest.raises(refusal):
        file_paper(world, agreement, now, **changes)
    assert (KeptFile.objects.count(), AgreementSignature.objects.count()) == (0, 0)


def test_a_file_that_is_no_paper_signs_for_nobody(world, agreement, now):
    upload = pdf()
    upload.file.seek(0)
    upload.file.write(b"<html")
    with pytest.raises(FileRefused):
        file_paper(world, agreement, now, upload=upload)
    assert AgreementSignature.objects.count() == 0


def test_only_those_who_lead_file_a_paper(world, agreement, now):
    elsewhere = membership_factory(Role.LEAD)
    for actor in (world.learner, world.employer, world.companion, world.trainer, elsewhere):
        with pytest.raises(NotAllowed):
            file_paper(world, agreement, now, actor=actor)


# --- Screens --------------------------------------------------------------------------------------

PEOPLE = (
    "learner", "trainer", "companion", "lead", "employer", "stranger", "other_trainer", "funder"
)  # fmt: skip


@pytest.fixture
def base(world, monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    world.funder = membership_factory(Role.FUNDER)
    return reverse("training:convention_at", args=[world.enrolment.pk, world.enrolment.practice_id])


def sent(now, **changes) -> dict:
    return {
        "upload": photo(), "sides": ["practice", "learner"], "signed_on": f"{now:%Y-%m-%d}",
        "form_key": KEY,
    } | changes  # fmt: skip


def test_the_lead_files_a_paper_and_the_parties_read_it(world, agreement, base, sign_in, now):
    client = sign_in(world.lead)
    assert f"{base}1/papier/" in client.get(base).content.decode()
    for _ in range(2):  # a double click
        assert client.post(f"{base}1/papier/", sent(now)).url == base
    paper = AgreementPaper.objects.get()
    address = f"{base}papier/{paper.scan.key}/"
    for who in (world.learner, world.employer):
        page = sign_in(who).get(base).content.decode()
        assert page.count(f"sur papier, déposé par {world.lead.user}") == 2
        assert page.count(address) == 2
        assert f"{base}1/papier/" not in page
        answer = sign_in(who).get(address)
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
            "image/jpeg", "nosniff",
        )  # fmt: skip
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]


def test_the_scan_is_open_to_those_who_see_the_agreement(world, agreement, base, sign_in, now):
    paper = file_paper(world, agreement, now)
    address = f"{base}papier/{paper.scan.key}/"
    other_employer = membership_factory(Role.EMPLOYER)
    codes = [sign_in(getattr(world, who)).get(address).status_code for who in PEOPLE]
    assert dict(zip(PEOPLE, codes, strict=True)) == dict(
        zip(PEOPLE, (200, 200, 200, 200, 200, 404, 404, 404), strict=True)
    )
    assert sign_in(other_employer).get(address).status_code == 404
    assert sign_in(world.employer).get(address).content == PDF
    neighbour = enrolment_factory(world.cohort)
    place = f"convention/cabinets/{neighbour.practice_id}"
    foreign = f"/inscriptions/{neighbour.pk}/{place}/papier/{paper.scan.key}/"
    assert sign_in(world.lead).get(foreign).status_code == 404


def test_a_number_to_hide_is_said_beside_the_field_and_the_rest_stays(
    world, agreement, base, sign_in, now
):
    shown = readable_pdf("Convention. Numéro : 2 95 10 99 126 111 93")
    response = sign_in(world.lead).post(f"{base}1/papier/", sent(now, upload=shown))
    page = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["upload"]
    assert "Ce PDF montre un numéro de sécurité sociale" in page
    assert f'value="{now:%Y-%m-%d}"' in page
    assert page.count(" checked") == 2
    assert KeptFile.objects.count() == 0


def test_a_scan_whose_file_is_gone_is_not_found(world, agreement, base, sign_in, now):
    paper = file_paper(world, agreement, now)
    paper.scan.file.delete(save=False)
    address = f"{base}papier/{paper.scan.key}/"
    assert sign_in(world.lead).get(address).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"upload": ""}, "Choisissez un fichier."),
        ({"sides": []}, "Cochez au moins une partie"),
        ({"sides": ["nobody"]}, "Sélectionnez un choix valide"),
        ({"signed_on": "2099-01-01"}, "est à venir"),
        ({"signed_on": "2026-01-01"}, "n’a pas pu être signée avant"),
        ({"signed_on": "hier"}, "date valide"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_nothing_kept(
    world, agreement, base, sign_in, now, changes, said
):
    answer = sign_in(world.lead).post(f"{base}1/papier/", sent(now, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert AgreementPaper.objects.count() == 0


def test_a_second_tab_is_told_that_somebody_has_signed(world, agreement, base, sign_in, now):
    sign_agreement(actor=world.learner, agreement=agreement, now=now)
    answer = sign_in(world.lead).post(f"{base}1/papier/", sent(now))
    assert "a déjà signé cette version" in answer.content.decode()
    assert [one[0] for one in answer.context["form"].fields["sides"].choices] == [
        "practice", "body",
    ]  # fmt: skip


def test_nothing_is_filed_once_the_three_have_signed(world, agreement, base, sign_in, now):
    sign_all(world, agreement, now)
    page = sign_in(world.lead).get(f"{base}1/papier/").content.decode()
    assert "Aucune signature n’est attendue" in page


def test_papers_of_earlier_versions_stay_within_reach_at_the_same_cost(
    world, agreement, base, sign_in, now
):
    client = sign_in(world.lead)
    paper = file_paper(world, agreement, now)
    write(world, now, objective="Deux.", seen=1)
    queries_of(client, base)
    before = queries_of(client, base)
    for number in range(2, 6):
        made = convention_of(world.enrolment, now.date()).newest
        file_paper(world, made, now, form_key=f"papier-{number}")
        write(world, now, objective=f"Objectif {number}", seen=number)
    assert queries_of(client, base) == before
    page = client.get(base).content.decode()
    assert "Papier de la version 1" in page
    assert str(paper.scan.key) in page


def test_a_day_after_midnight_in_paris_is_today(world, agreement, now):
    late = now.replace(hour=23, minute=30) + timedelta(days=1)  # UTC: the day after in Paris
    paper = file_paper(world, agreement, late, signed_on=late.date() + timedelta(days=1))
    assert paper.signed_on == late.date() + timedelta(days=1)

"""Files of the pages that had none: what each says, to whom, at which cost."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from people.enums import Role
from records.models import Invitation
from records.services import Guest, invite_all
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.calendar import MONDAY, away_factory, coming_factory, given_week_factory
from tests.factories.training import announced_factory
from tests.training.assistance import question, reply
from tests.training.contracts import share
from tests.training.web import queries_of
from training.enums import Presence
from training.models import Enrolment, TrainingSession
from training.queries.convocation import convocation_plan
from training.queries.hours_page import hours_page
from training.queries.totals import learners_totals
from training.queries.weeks import accepted_weeks, standings
from training.rules.attendance import Mark
from training.rules.forecast import pace_sentence
from training.rules.induction import InductionMark
from training.services import correct_marks, hold_session
from training.services.commitments import accept_commitments, write_commitments
from training.services.convocation import convoke
from training.services.induction import Noted, note_induction, write_day
from training.services.welcome import confirm_welcome, write_pack


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def read(client, path: str) -> list[dict[str, object]]:
    """The rows of a workbook by the heads of its columns; the CSV has as many."""
    sent = client.get(f"{path}xlsx/")
    assert sent.status_code == 200, path
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    head, *lines = sheet.iter_rows(values_only=True)
    text = b"".join(client.get(f"{path}csv/").streaming_content).decode()
    assert text.startswith("\ufeff" + str(head[0]))
    assert len(text.splitlines()) == 1 + len(lines)
    return [dict(zip(head, line, strict=True)) for line in lines]


def of_cohort(world, what: str) -> str:
    return f"/promotions/{world.cohort.pk}/export/{what}/"


def invitations(world) -> str:
    return f"/promotions/{world.cohort.pk}/invitations/export/"


# --- Hours ----------------------------------------------------------------------------------------


def funded(world, *enrolments):
    made = membership_factory(Role.FUNDER)
    Enrolment.objects.filter(pk__in=[e.pk for e in enrolments]).update(funder=made.organisation)
    return made


def test_a_funder_gets_the_hours_of_their_own_files_alone(full, sign_in, now):
    other = enrolment_factory(full.cohort)
    funder = funded(full, full.enrolment)
    (row,) = read(sign_in(funder), "/heures/export/")
    fresh = Enrolment.objects.for_screen().get(pk=full.enrolment.pk)
    five = learners_totals([fresh])[fresh.pk]
    assert (row["Nom"], row["Prénom"]) == (fresh.learner.last_name, fresh.learner.first_name)
    assert [row[f"{name} (min)"] for name in (
        "Minimum", "Planifié", "Déclaré", "Vérifié", "Accepté",
    )] == [five.minimum, five.planned, five.submitted, five.verified, five.accepted]  # fmt: skip
    assert row["Accepté (min)"] == 210
    assert row["Reste à accepter (min)"] == five.minimum - 210
    assert "il manque" in str(row["Prévision"])
    outlook = hours_page(fresh, now.date()).outlook
    assert (row["Prévision"], row["Rythme"]) == (outlook.verdict, outlook.pace)
    names = {found["Nom"] for found in read(sign_in(full.lead), "/heures/export/")}
    assert names == {fresh.learner.last_name, other.learner.last_name}


def test_the_pace_of_many_is_that_of_each_on_their_page(full, session_form, now):
    """Sessions of some weeks, one corrected, one taken out, a lesson beyond its plan."""
    other, started = enrolment_factory(full.cohort), now - timedelta(weeks=7)
    Enrolment.objects.update(enrolled_at=started)
    people = {full.enrolment: Mark(late=20), other: Mark()}
    for number in range(6):
        start = started + timedelta(weeks=number)
        session = announced_factory(
            full.cohort, full.module, starts_at=start, ends_at=start + timedelta(hours=2)
        )
        hold_session(actor=full.trainer, session=session, marks=people, now=now)
    mark = {other: Mark(Presence.ABSENT)}
    correct_marks(
        actor=full.trainer, session=session, marks=mark, seen=2, reason="Erreur.", now=now
    )
    found = list(Enrolment.objects.for_screen())
    weekly = accepted_weeks(found)
    for line in standings(found, now.date(), weekly):
        outlook = hours_page(line.enrolment, now.date()).outlook
        assert pace_sentence(line.situation) == outlook.pace
        assert line.situation == outlook.situation
    assert {len(weeks) for weeks in weekly.values()} == {5, 7}


def test_an_employer_gets_those_of_their_practice(full, sign_in):
    enrolment_factory(full.cohort)
    (row,) = read(sign_in(full.employer), "/heures/export/")
    assert row["Cabinet"] == full.enrolment.practice.name
    assert read(sign_in(membership_factory(Role.EMPLOYER)), "/heures/export/") == []
    assert sign_in(full.lead).get("/heures/export/pdf/").status_code == 404


# --- Availability ---------------------------------------------------------------------------------


def test_availability_has_a_line_a_period_and_a_line_an_absence(world, sign_in):
    given_week_factory(world.trainer, "13", "2", until=date(2027, 3, 31))
    away_factory(world.trainer)
    found = read(sign_in(world.companion), "/disponibilites/export/")
    name = world.trainer.user.last_name
    first, then, away = [row for row in found if row["Nom"] == name]
    assert (first["Lundi matin"], first["Lundi après-midi"]) == ("oui", "non")
    assert (first["Mardi matin"], first["Mardi après-midi"]) == ("non", "oui")
    assert (first["Au"].date(), then["Au"]) == (date(2027, 3, 31), None)
    assert (then["En mots"], then["Dimanche matin"]) == ("tous les jours", "oui")
    assert (away["Quoi"], away["Du"].date()) == ("absence", date(2027, 4, 5))
    others = read(sign_in(membership_factory(Role.LEAD)), "/disponibilites/export/")
    assert name not in {row["Nom"] for row in others}


# --- Assistance -----------------------------------------------------------------------------------


def test_questions_that_wait_and_those_of_ninety_days_never_what_was_said(world, sign_in, now):
    other = enrolment_factory(world.cohort)
    question(world, now - timedelta(days=200), text="Trop tôt ?", form_key="vieille")
    reply(world, now - timedelta(days=190), form_key="vieille-r")
    question(
        world, now - timedelta(days=120), form_key="attend", enrolment=other,
        actor=other.learner.memberships.get(),
    )  # fmt: skip
    question(world, now - timedelta(days=3), form_key="neuve")
    reply(world, now - timedelta(days=2), form_key="neuve-r")
    old, new = read(sign_in(world.trainer), "/assistance/export/")
    assert (old["Nom"], old["Répondu ou clos le"]) == (other.learner.last_name, None)
    assert (new["Nom"], new["État"]) == (
        world.enrolment.learner.last_name, "répondu dans le délai promis",
    )  # fmt: skip
    assert new["Promotion"] == world.cohort.title
    assert "sigles" not in str([old, new])
    assert read(sign_in(world.other_trainer), "/assistance/export/") == []


# --- Of a cohort ----------------------------------------------------------------------------------


def convoke_all(world, now, session, key="jeton-1"):
    plan = convocation_plan(world.cohort, [session.pk], now)
    return convoke(
        actor=world.lead, cohort=world.cohort, sessions=[session.pk], bring="Un ordinateur.",
        people=[one.pk for one in plan.people], seen=plan.mark, form_key=key, now=now,
    )  # fmt: skip


def test_convocations_say_who_to_what_when_and_what_became_of_it(world, sign_in, now):
    session = coming_factory(world.cohort, world.module, world.trainer, state="announced")
    convoke_all(world, now, session)
    TrainingSession.objects.filter(pk=session.pk).update(state="cancelled")
    (row,) = read(sign_in(world.companion), of_cohort(world, "convocations"))
    assert (row["Nom"], row["Date"].date(), row["Début"]) == (
        world.enrolment.learner.last_name, MONDAY.date(), "09:00",
    )  # fmt: skip
    assert (row["Depuis l’envoi"], row["Envoyée par"]) == ("annulée", str(world.lead.user))
    assert (row["Début de la formation"], row["À apporter ou à savoir"]) == (
        "oui",
        "Un ordinateur.",
    )


def test_arrival_says_the_day_the_commitments_and_the_welcome_pack(world, sign_in, now):
    late = enrolment_factory(world.cohort)
    client, path = sign_in(world.companion), of_cohort(world, "accueil")
    assert [row["Journée d’accueil"] for row in read(client, path)] == [None, None]
    write_day(
        actor=world.lead, cohort=world.cohort, day=now.date(), place="Salle A", seen=0, now=now
    )
    mark = Noted(world.enrolment.pk, InductionMark(True, True, "Contente."), 0)
    note_induction(actor=world.lead, cohort=world.cohort, notes=[mark], now=now)
    made = write_commitments(
        actor=world.lead, body="Être là", learner="Être à l’heure", practice="", seen=0, now=now
    )
    accept_commitments(actor=world.learner, enrolment=world.enrolment, commitments=made, now=now)
    pack = write_pack(actor=world.lead, text="Bienvenue.", seen=0, now=now)
    confirm_welcome(actor=world.learner, enrolment=world.enrolment, pack=pack, now=now)
    found = {row["Nom"]: row for row in read(client, path)}
    mine, theirs = found[world.enrolment.learner.last_name], found[late.learner.last_name]
    assert (mine["Présence"], mine["Livret remis"], mine["Dit en fin de journée"]) == (
        "présent", "oui", "Contente.",
    )  # fmt: skip
    assert mine["À accepter par"] == "l’organisme de formation"
    assert mine["Acceptés par l’assistant le"].date() == now.date()
    assert (mine["Acceptés par le cabinet le"], mine["Livret d’accueil (version)"]) == (None, 1)
    assert mine["Livret d’accueil reçu le"].date() == now.date()
    assert (theirs["Présence"], theirs["Livret d’accueil reçu le"]) == ("non noté", None)
    write_pack(actor=world.lead, text="Bienvenue à tous.", seen=1, now=now)
    again = {row["Nom"]: row for row in read(client, path)}[world.enrolment.learner.last_name]
    assert (again["Livret d’accueil (version)"], again["Livret d’accueil reçu le"]) == (2, None)


def test_arrival_has_a_row_for_each_practice_which_accepts_for_itself(world, further, sign_in, now):
    share(world, further, now, since=now.date())
    made = write_commitments(
        actor=world.lead, body="Être là", learner="Être à l’heure", practice="Du temps", seen=0,
        now=now,
    )  # fmt: skip
    other = membership_factory(Role.EMPLOYER, further)
    for actor in (other, world.learner):
        accept_commitments(actor=actor, enrolment=world.enrolment, commitments=made, now=now)
    found = {row["Cabinet"]: row for row in read(sign_in(world.lead), of_cohort(world, "accueil"))}
    first, second = found[world.enrolment.practice.name], found[further.name]
    assert first["Acceptés par le cabinet le"] is None
    assert first["À accepter par"] == (
        f"l’organisme de formation, le cabinet ({world.enrolment.practice.name})"
    )
    assert second["Acceptés par le cabinet le"].date() == now.date()
    assert second["À accepter par"] == "l’organisme de formation"
    for row in (first, second):
        assert row["Acceptés par l’assistant le"].date() == now.date()


def clash(world, count: int) -> None:
    for _ in range(count):
        coming_factory(world.cohort, world.module, world.trainer, state="announced")


def test_conflicts_are_all_in_the_file(world, sign_in):
    clash(world, 8)
    client = sign_in(world.lead)
    page = client.get(f"/promotions/{world.cohort.pk}/calendrier/")
    found = read(client, of_cohort(world, "conflits"))
    assert len(found) == len(page.context["calendar"].conflicts) > 20
    assert {row["Genre"] for row in found} == {"formateur", "promotion"}
    assert all("aussi à" in str(row["Conflit"]) for row in found)


def invite(world, now, *numbers):
    guests = [
        Guest(f"chef{n}@exemple.fr", f"Anne{n}", "Chef", world.enrolment.practice, Role.EMPLOYER)
        for n in numbers
    ]
    invite_all(actor=world.lead, guests=guests, now=now)


def test_unanswered_invitations_are_for_those_who_lead_without_any_link(world, sign_in, now):
    invite(world, now, 1, 2)
    past = {"invited_at": now - timedelta(days=20), "expires_at": now - timedelta(days=6)}
    Invitation.objects.filter(first_name="Anne1").update(**past)
    path = invitations(world)
    rows = read(sign_in(world.lead), path)
    assert [(row["Prénom"], row["État du lien"]) for row in rows] == [
        ("Anne1", "expiré"), ("Anne2", "valable"),
    ]  # fmt: skip
    assert not {"token", "lien"} & {str(head).lower() for head in rows[0]}
    assert sign_in(world.trainer).get(f"{path}csv/").status_code == 403
    assert sign_in(membership_factory(Role.LEAD)).get(f"{path}csv/").status_code == 404
    elsewhere = cohort_factory(world.body)
    assert read(sign_in(world.lead), f"/promotions/{elsewhere.pk}/invitations/export/") == []


# --- Pages lead to them, and they cost the same for one and for many ------------------------------


def test_each_page_leads_to_its_file(world, sign_in, now):
    session = coming_factory(world.cohort, world.module, world.trainer, state="announced")
    convoke_all(world, now, session)
    clash(world, 2)
    invite(world, now, 1)
    client, root = sign_in(world.lead), f"/promotions/{world.cohort.pk}"
    for page, path in (
        ("/heures/", "/heures/export/"),
        ("/disponibilites/", "/disponibilites/export/"),
        ("/assistance/", "/assistance/export/"),
        (f"{root}/convocations/", of_cohort(world, "convocations")),
        (f"{root}/accueil/", of_cohort(world, "accueil")),
        (f"{root}/calendrier/", of_cohort(world, "conflits")),
        (f"{root}/invitations/", invitations(world)),
    ):
        text = client.get(page).content.decode()
        for kind in ("xlsx", "csv"):
            assert f'href="{path}{kind}/"' in text, page


def test_files_cost_the_same_queries_with_few_and_many(world, sign_in, now):
    write_commitments(actor=world.lead, body="A", learner="B", practice="", seen=0, now=now)
    write_pack(actor=world.lead, text="Bienvenue.", seen=0, now=now)
    write_day(
        actor=world.lead, cohort=world.cohort, day=now.date(), place="Salle A", seen=0, now=now
    )
    client = sign_in(world.lead)
    paths = [
        "/heures/export/", "/disponibilites/export/", "/assistance/export/", invitations(world),
        *(of_cohort(world, what) for what in ("convocations", "accueil", "conflits")),
    ]  # fmt: skip

    def fill(number: int) -> None:
        session = announced_factory(
            world.cohort, world.module, starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=2),
            trainer=world.trainer,
        )  # fmt: skip
        convoke_all(world, now, session, f"jeton-{number}")
        invite(world, now, number)
        trainer = membership_factory(Role.TRAINER, world.body)
        given_week_factory(trainer)
        away_factory(trainer)
        other = enrolment_factory(world.cohort)
        learner = other.learner.memberships.get()
        for days in (5, 120):
            question(
                world, now - timedelta(days=days), form_key=f"q-{number}-{days}", enrolment=other,
                actor=learner,
            )  # fmt: skip

    fill(1)
    fill(2)
    few = {path: queries_of(client, f"{path}csv/") for path in paths}
    for number in range(3, 6):
        fill(number)
    assert {path: queries_of(client, f"{path}csv/") for path in paths} == few

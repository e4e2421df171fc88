"""The agreement with a practice: one test an outcome, what it refuses, then its screens."""

from datetime import UTC, date, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.enums import Role
from people.services import NotAllowed, StaleForm
from portfolio.services import open_week, save_hours
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory
from tests.factories.calendar import coming_factory
from tests.factories.conditions import mission_factory as mission
from tests.factories.portfolio import hours_factory
from tests.training.contracts import end, share
from tests.training.web import queries_of
from training.enums import AgreementSide, AgreementStep
from training.models import AgreementFact, AgreementSignature, HoursEntry, PracticeAgreement
from training.queries.agreed_week import agreed_minutes
from training.queries.calendar import cohort_conflicts
from training.queries.convention import convention_of, mission_lines
from training.rules.timetable import Slot
from training.services import post_practice
from training.services.convention import (
    NotEstablished,
    NothingToSign,
    ObjectiveMissing,
    StepRefused,
    TimetableRefused,
    note_step,
    sign_agreement,
    write_agreement,
)
from training.services.reading import BeyondAgreement

MARCH_1 = date(2027, 3, 1)
WEEK = [Slot(day, time(9), time(12, 30)) for day in (1, 2, 3)]


def write(world, now, **changes) -> PracticeAgreement:
    given = {
        "actor": world.lead, "enrolment": world.enrolment, "since": MARCH_1, "slots": WEEK,
        "objective": " Tenir  l’accueil seul. ", "delegated": [], "seen": 0, "now": now,
    }  # fmt: skip
    return write_agreement(**given | changes)


def sign_all(world, agreement, now) -> None:
    for actor in (world.lead, world.employer, world.learner):
        sign_agreement(actor=actor, agreement=agreement, now=now)


# --- Writing and signing --------------------------------------------------------------------------


def test_a_version_is_written_once_and_its_week_adds_up(world, now):
    made = write(world, now)
    assert write(world, now) == made
    assert (made.number, made.objective) == (1, "Tenir l’accueil seul.")
    assert made.timetable == WEEK
    assert convention_of(world.enrolment, now.date()).minutes == 3 * 210


def test_a_second_tab_is_refused(world, now):
    write(world, now)
    with pytest.raises(StaleForm):
        write(world, now, objective="Autre.")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"slots": []}, TimetableRefused),
        ({"slots": [Slot(1, time(9), time(9))]}, TimetableRefused),
        ({"slots": [Slot(1, time(22), time(2))]}, TimetableRefused),
        ({"slots": [*WEEK, Slot(1, time(12), time(13))]}, TimetableRefused),
        ({"objective": "  "}, ObjectiveMissing),
        ({"objective": "Appeler 06 12 34 56 78"}, PatientData),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_nothing_written(world, now, changes, refusal):
    with pytest.raises(refusal):
        write(world, now, **changes)
    assert PracticeAgreement.objects.count() == 0


def test_a_mission_that_is_not_established_is_never_delegated(world, now):
    good, bad = mission("M01"), mission("M02", established=False)
    with pytest.raises(NotEstablished):
        write(world, now, delegated=[good, bad])
    write(world, now, delegated=[good])
    found = mission_lines(convention_of(world.enrolment, now.date()))
    assert {line.mission: line.proposed for line in found} == {good: True, bad: False}


def missions_on(world, day) -> dict[str, str]:
    found = mission_lines(convention_of(world.enrolment, day))
    return {one.mission.code: "d" * one.delegated + "p" * one.proposed for one in found}


def test_a_mission_is_delegated_by_the_version_in_force_and_only_proposed_before(world, now):
    first, second = mission("M01"), mission("M02")
    old = write(world, now, delegated=[first])
    assert missions_on(world, now.date()) == {"M01": "p", "M02": ""}
    sign_all(world, old, now)
    assert missions_on(world, now.date()) == {"M01": "d", "M02": ""}
    new = write(world, now, delegated=[second], since=date(2027, 4, 1), seen=1)
    assert missions_on(world, date(2027, 4, 1)) == {"M01": "d", "M02": "p"}
    sign_all(world, new, now)
    assert missions_on(world, date(2027, 3, 31)) == {"M01": "d", "M02": "p"}
    assert missions_on(world, date(2027, 4, 1)) == {"M01": "", "M02": "d"}


def test_each_signs_for_their_own_party_once(world, now):
    made = write(world, now)
    first = sign_agreement(actor=world.employer, agreement=made, now=now)
    assert sign_agreement(actor=world.employer, agreement=made, now=now) == first
    assert first.side == AgreementSide.PRACTICE
    elsewhere = membership_factory(Role.EMPLOYER)
    for actor in (world.trainer, world.companion, elsewhere, world.stranger):
        with pytest.raises(NotAllowed):
            sign_agreement(actor=actor, agreement=made, now=now)
    assert convention_of(world.enrolment, now.date()).in_force is None
    sign_all(world, made, now)
    assert convention_of(world.enrolment, now.date()).in_force == made
    assert AgreementSignature.objects.count() == 3


def test_only_the_newest_version_is_signed_and_the_one_before_holds_until_then(world, now):
    first = write(world, now)
    sign_all(world, first, now)
    second = write(world, now, objective="Préparer les dossiers.", seen=1)
    with pytest.raises(NothingToSign):
        sign_agreement(actor=world.learner, agreement=first, now=now)
    assert convention_of(world.enrolment, now.date()).in_force == first
    sign_all(world, second, now)
    assert convention_of(world.enrolment, now.date()).in_force == second


def test_only_those_who_lead_write(world, now):
    for actor in (world.learner, world.employer, world.companion, world.other_trainer):
        with pytest.raises(NotAllowed):
            write(world, now, actor=actor)


# --- Hours at the practice ------------------------------------------------------------------------


def practice(world, now, minutes, key="portfolio.week:1:v1", day=date(2027, 3, 5)):
    return post_practice(
        actor=world.lead, enrolment=world.enrolment, minutes=minutes, occurred_on=day,
        label="Semaine 9", source_key=key, now=now,
    )  # fmt: skip


def test_hours_above_the_signed_week_are_refused_with_both_figures(world, now):
    made = write(world, now)
    practice(world, now, 900, "portfolio.week:0:v1", date(2027, 2, 26))
    sign_all(world, made, now)
    with pytest.raises(BeyondAgreement, match="10 h 31 notées, 10 h 30 convenues"):
        practice(world, now, 631)
    assert practice(world, now, 630).minutes == 630
    with pytest.raises(BeyondAgreement):
        practice(world, now, 1, "portfolio.week:2:v1")
    assert HoursEntry.objects.count() == 2


def test_while_another_practice_shares_the_post_its_minutes_come_on_top(world, further, now):
    sign_all(world, write(world, now), now)
    post = share(world, further, now, since=date(2027, 3, 5), weekly_minutes=840)
    with pytest.raises(BeyondAgreement, match=r"partagé \(14 h\) : 24 h 31 notées, 24 h 30 conv"):
        practice(world, now, 630 + 841)
    assert practice(world, now, 630 + 840).minutes == 1470
    end(world, post, now, until=date(2027, 3, 8))
    with pytest.raises(BeyondAgreement, match="cabinet : 10 h 31 notées, 10 h 30 convenues"):
        practice(world, now, 631, "portfolio.week:2:v1", date(2027, 3, 12))


def test_without_three_signatures_or_before_its_day_nothing_is_refused(world, now):
    made = write(world, now)
    sign_agreement(actor=world.lead, agreement=made, now=now)
    assert practice(world, now, 2400)
    sign_all(world, made, now)
    place = world.enrolment.practice
    assert agreed_minutes(world.enrolment, place, date(2027, 2, 28)) is None
    assert agreed_minutes(world.enrolment, place, MARCH_1) == 210
    assert practice(world, now, 2400, "portfolio.week:9:v1", date(2027, 2, 26))


def test_a_session_at_the_hours_of_the_practice_is_a_conflict(ready, now):
    session = coming_factory(ready.cohort, ready.module)
    start = session.starts_at.astimezone(UTC)
    day = start.isoweekday()
    assert cohort_conflicts(ready.cohort, now) == []
    made = write(ready, now, slots=[Slot(day, time(8), time(19))])
    assert cohort_conflicts(ready.cohort, now) == []
    sign_all(ready, made, now)
    (found,) = cohort_conflicts(ready.cohort, now)
    assert found.text == f"{ready.enrolment.learner} : au cabinet à cette heure"


# --- Steps ----------------------------------------------------------------------------------------


def note(world, now, **changes) -> AgreementFact:
    given = {
        "actor": world.companion, "enrolment": world.enrolment, "step": "visit",
        "done_on": MARCH_1, "note": "Bureau et accès prêts.", "form_key": "e-1", "now": now,
        "checks": [("Un bureau", True), ("Un accès à Internet", False)],
    }  # fmt: skip
    return note_step(**given | changes)


def test_the_seven_steps_are_done_one_by_one(world, now):
    assert convention_of(world.enrolment, now.date()).left == 7
    made = note(world, now)
    assert note(world, now) == made
    assert made.checks == [["Un bureau", True], ["Un accès à Internet", False]]
    note(world, now, step="letter", form_key="e-2")
    note(world, now, step="follow_up", done_on=date(2027, 6, 1), form_key="e-3")
    sign_all(world, write(world, now), now)
    open_steps = [AgreementStep.FOLLOW_UP, AgreementStep.FINAL]
    for day, left in ((now.date(), open_steps), (date(2027, 6, 1), open_steps[1:])):
        found = convention_of(world.enrolment, day)
        assert [one.step for one in found.steps if not one.done] == left


def test_the_key_of_a_form_about_somebody_else_is_refused(world, now):
    note(world, now)
    with pytest.raises(StaleForm):
        note(world, now, enrolment=enrolment_factory(world.cohort))
    assert AgreementFact.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"done_on": date(2027, 3, 5)}, StepRefused),
        ({"step": "signatures"}, StepRefused),
        ({"note": "Appeler 06 12 34 56 78"}, PatientData),
    ],
)
def test_a_step_that_cannot_be_is_refused(world, now, changes, refusal):
    with pytest.raises(refusal):
        note(world, now, **changes)


def test_who_visits_and_who_leads_note_steps(world, now):
    assert note(world, now, actor=world.lead)
    for actor in (world.learner, world.employer, world.trainer):
        with pytest.raises(NotAllowed):
            note(world, now, actor=actor, form_key="autre")


def test_the_database_refuses_what_the_services_do(world, now):
    made, fact = write(world, now), note(world, now)
    sign_agreement(actor=world.lead, agreement=made, now=now)
    for change in (
        lambda: PracticeAgreement.objects.create(
            enrolment=world.enrolment, practice=world.enrolment.practice, number=1, since=MARCH_1,
            slots=[], objective="x", reference="CAB-essai",
            written_by=world.lead, written_at=now,
        ),
        lambda: PracticeAgreement.objects.filter(pk=made.pk).update(objective=""),
        lambda: AgreementSignature.objects.create(
            agreement=made, side="body", signed_by=world.lead, signed_at=now
        ),
        lambda: AgreementSignature.objects.update(side="nobody"),
        lambda: AgreementFact.objects.filter(pk=fact.pk).update(step="signatures"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# --- Screens --------------------------------------------------------------------------------------

PEOPLE = (
    "learner", "trainer", "companion", "lead", "employer", "stranger", "other_trainer", "funder"
)  # fmt: skip
MATRIX = {
    "": (200, 200, 200, 200, 200, 404, 404, 404),
    "ecrire/": (404, 403, 403, 200, 404, 404, 403, 404),
    "etape/": (404, 403, 200, 200, 404, 404, 403, 404),
}


@pytest.fixture
def base(world, monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    world.funder = membership_factory(Role.FUNDER)
    return reverse("training:convention_at", args=[world.enrolment.pk, world.enrolment.practice_id])


@pytest.mark.parametrize("page", MATRIX)
def test_each_page_is_open_to_those_it_is_for(world, base, sign_in, page):
    answers = tuple(sign_in(getattr(world, who)).get(base + page).status_code for who in PEOPLE)
    assert dict(zip(PEOPLE, answers, strict=True)) == dict(zip(PEOPLE, MATRIX[page], strict=True))


def test_the_lead_writes_and_the_three_sign_from_their_own_accounts(world, base, sign_in):
    given = mission("M01")
    client = sign_in(world.lead)
    sent = {
        "since": "2027-03-01", "objective": "Tenir l’accueil.", "delegated": [given.pk], "seen": 0,
        "d1_morning_start": "09:00", "d1_morning_end": "12:30",
    }  # fmt: skip
    half = client.post(f"{base}ecrire/", sent | {"d2_afternoon_start": "14:00"})
    assert half.status_code == 422
    assert "Il manque cette heure." in half.content.decode()
    assert client.post(f"{base}ecrire/", sent).url == base
    for who in (world.lead, world.employer, world.learner):
        client = sign_in(who)
        assert "J’ai lu et je signe" in client.get(base).content.decode()
        assert client.post(f"{base}1/signer/").url == base
        assert "J’ai lu et je signe" not in client.get(base).content.decode()
    page = client.get(base).content.decode()
    assert "Semaine au cabinet : 3 h 30" in page
    assert "Lundi, 9 h à 12 h 30" in page
    assert "n’est pas encore signée" not in page
    again = sign_in(world.lead).get(f"{base}ecrire/").content.decode()
    assert 'value="09:00"' in again


def test_the_companion_notes_the_visit_with_what_is_missing(world, base, sign_in):
    client = sign_in(world.companion)
    page = client.get(f"{base}etape/")
    points = page.context["form"].points
    assert len(points) > 3
    sent = {
        "step": "visit", "done_on": "2027-03-01", "note": "Vu.", "ready": ["0"],
        "form_key": "00000000-0000-4000-8000-000000000061",
    }  # fmt: skip
    assert client.post(f"{base}etape/", sent).url == base
    page = client.get(base).content.decode()
    assert f"À prévoir : {points[1]}".replace("'", "&#x27;") in page


def test_a_follow_up_to_come_and_a_proposal_are_not_shown_as_done(world, base, sign_in, now):
    made = write(world, now, delegated=[mission("M01")])
    note(world, now, step="follow_up", done_on=date(2027, 6, 1))
    page = sign_in(world.learner).get(base).content.decode()
    assert page.count("mardi 1er juin 2027") == 2
    assert "prévu le mardi" in page
    assert '">fait<' in page  # planning and objective
    assert "Proposées par la version 1, pas encore signée" in page
    assert "Déléguées par ce cabinet" not in page
    sign_all(world, made, now)
    page = sign_in(world.learner).get(base).content.decode()
    assert "Déléguées par ce cabinet" in page
    assert "Proposées" not in page


def test_the_page_costs_the_same_with_many_versions_and_facts(world, base, sign_in, now):
    client = sign_in(world.lead)
    write(world, now)
    note(world, now)
    queries_of(client, base)
    before = queries_of(client, base)
    for number in range(1, 11):
        write(world, now, objective=f"Objectif {number}", seen=number)
        note(world, now, form_key=f"n-{number}")
    assert queries_of(client, base) == before


def test_the_livret_refuses_hours_above_the_agreement_at_once(world, now):
    week = open_week(
        actor=world.learner, enrolment=world.enrolment, iso_year=2027, iso_week=9, now=now
    )
    sign_all(world, write(world, now), now)
    with pytest.raises(BeyondAgreement):
        save_hours(
            actor=world.learner,
            week=week,
            hours=hours_factory(week, 700),
            version=week.version,
            now=now,
        )
    week.refresh_from_db()
    assert week.practice_minutes == 0

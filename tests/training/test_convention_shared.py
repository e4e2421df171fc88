"""Several practices share a post: each has its own agreement, and none reads or signs another's."""

from datetime import date, time, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from people.enums import Role
from people.services import NotAllowed
from tests.factories import membership_factory
from tests.factories.calendar import coming_factory
from tests.training.contracts import end, share
from tests.training.test_convention import WEEK, mission, note, practice, sign_all, write
from tests.training.test_convention_paper import file_paper
from tests.training.web import queries_of
from training.enums import AgreementSide
from training.models import AgreementFact, Enrolment, PracticeAgreement
from training.queries.agenda import feed_of
from training.queries.agreed_week import agreed_minutes, agreed_week
from training.queries.calendar import cohort_conflicts
from training.queries.convention import (
    coming_follow_ups,
    convention_of,
    convention_part,
    mission_lines,
)
from training.queries.planning import cohort_plan
from training.rules.timetable import Slot
from training.services.contract import ShareRefused
from training.services.convention import HoursInCommon, NoPart, StepRefused, sign_agreement
from training.services.reading import BeyondAgreement, check_practice_week

MARCH_1, DAY = date(2027, 3, 1), timedelta(days=1)
MARCH_15 = MARCH_1 + 14 * DAY
THURSDAY = [Slot(4, time(9), time(12))]


@pytest.fixture
def shared(world, further, monkeypatch, now):
    """A further practice with an employer, from 1 March on."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    world.post = share(world, further, now, weekly_minutes=840)
    world.further, world.partner = further, membership_factory(Role.EMPLOYER, further)
    return world


def write_further(world, now, **changes) -> PracticeAgreement:
    return write(world, now, **{"practice": world.further, "slots": THURSDAY} | changes)


def sign_further(world, agreement, now) -> None:
    for actor in (world.lead, world.partner, world.learner):
        sign_agreement(actor=actor, agreement=agreement, now=now)


# --- Versions, signatures -------------------------------------------------------------------------


def test_each_practice_has_its_own_versions_signatures_and_reference(shared, now):
    main, own = write(shared, now), write_further(shared, now)
    assert write_further(shared, now) == own
    assert (main.number, own.number) == (1, 1)
    assert own.reference == f"CAB-{shared.enrolment.pk}-{shared.further.pk}-v1"
    sign_further(shared, own, now)
    found = convention_of(shared.enrolment, now.date(), shared.further)
    assert (found.in_force, found.left) == (own, 4)
    assert convention_of(shared.enrolment, now.date()).in_force is None
    sign_all(shared, main, now)
    second = write_further(shared, now, objective="Autre.", seen=1)
    assert (second.number, convention_of(shared.enrolment, now.date()).newest) == (2, main)


def test_an_employer_signs_for_their_own_practice_alone(shared, now):
    main, own = write(shared, now), write_further(shared, now)
    for actor, agreement in ((shared.employer, own), (shared.partner, main)):
        with pytest.raises(NotAllowed):
            sign_agreement(actor=actor, agreement=agreement, now=now)
        assert not agreement.signatures.exists()


def test_an_employer_reads_their_own_and_the_main_agreement_never_another(shared, now):
    main, own = write(shared, now), write_further(shared, now)
    note(shared, now, practice=shared.further)
    seen = PracticeAgreement.objects.visible_to
    assert list(seen(shared.employer)) == [main]
    assert set(seen(shared.partner)) == {main, own}
    assert AgreementFact.objects.visible_to(shared.employer).count() == 0
    assert AgreementFact.objects.visible_to(shared.partner).count() == 1
    assert list(seen(membership_factory(Role.EMPLOYER))) == []
    end(shared, shared.post, now, until=now.date())
    assert list(seen(shared.partner)) == []


def test_an_agreement_begins_in_the_part_of_its_practice_and_ends_with_it(shared, now):
    end(shared, shared.post, now, until=MARCH_15)
    for since in (MARCH_1 - DAY, MARCH_15):
        with pytest.raises(NoPart):
            write_further(shared, now, since=since)
    own = write_further(shared, now)
    sign_further(shared, own, now)
    assert list(agreed_week(shared.enrolment, shared.further, MARCH_15 - DAY)) == THURSDAY
    assert agreed_week(shared.enrolment, shared.further, MARCH_15) is None
    found = convention_of(shared.enrolment, MARCH_15, shared.further)
    assert (found.in_force, found.unsigned, found.lapsed) == (None, [], True)
    later = now + timedelta(days=11)
    with pytest.raises(NoPart):
        write_further(shared, later, seen=1)
    with pytest.raises(NoPart):
        sign_agreement(actor=shared.lead, agreement=own, now=later)
    share(shared, shared.further, later, since=MARCH_15 + DAY, seen=1)
    assert agreed_week(shared.enrolment, shared.further, MARCH_15 + 3 * DAY) is None


def test_a_further_practice_that_becomes_the_main_one_keeps_its_agreement(shared, now):
    main, own = write(shared, now), write_further(shared, now)
    sign_all(shared, main, now)
    sign_further(shared, own, now)
    first = shared.enrolment.practice
    Enrolment.objects.filter(pk=shared.enrolment.pk).update(practice=shared.further)
    enrolment = Enrolment.objects.get(pk=shared.enrolment.pk)
    assert convention_of(enrolment, now.date()).in_force == own
    assert agreed_week(enrolment, first, now.date()) is None
    assert convention_of(enrolment, now.date(), first).in_force is None


def test_what_was_agreed_before_is_with_the_main_practice_and_keeps_its_reference(
    world, further, now
):
    made, fact = write(world, now), note(world, now)
    for row in (made, fact):
        type(row).objects.update(practice=further)
    migration = import_module("training.migrations.0025_agreement_of_each_practice")
    execute = connection.cursor().execute
    migration.with_the_main_practice(apps, SimpleNamespace(connection=connection, execute=execute))
    for row in (made, fact):
        row.refresh_from_db()
        assert row.practice == world.enrolment.practice
    assert made.reference == f"CAB-{world.enrolment.pk}-v1"


# --- Hours ----------------------------------------------------------------------------------------


def test_two_practices_have_no_hours_in_common_when_one_is_written(shared, now):
    write(shared, now)
    with pytest.raises(HoursInCommon, match=r"Lundi, 12 h à 13 h .* \(9 h à 12 h 30\)"):
        write_further(shared, now, slots=[Slot(1, time(12), time(13))])
    made = write_further(shared, now, slots=[Slot(1, time(12, 30), time(14))])
    with pytest.raises(HoursInCommon):
        write(shared, now, slots=[Slot(1, time(13), time(15))], seen=1)
    assert PracticeAgreement.objects.filter(practice=shared.further).get() == made


def test_hours_given_over_are_taken_once_who_gives_has_signed(shared, now):
    sign_all(shared, write(shared, now), now)
    given = write(shared, now, slots=WEEK[1:], seen=1)
    taken = write_further(shared, now, slots=WEEK[:1])
    for sign in (
        lambda: sign_agreement(actor=shared.partner, agreement=taken, now=now),
        lambda: file_paper(shared, taken, now, sides=["learner"]),
    ):
        with pytest.raises(HoursInCommon, match=r"Lundi, 9 h à 12 h 30 .* signée avec"):
            sign()
    assert not taken.signatures.exists()
    sign_all(shared, given, now)
    sign_further(shared, taken, now)
    assert agreed_minutes(shared.enrolment, shared.further, MARCH_1) == 210
    assert agreed_minutes(shared.enrolment, shared.enrolment.practice, MARCH_1) == 0


def test_a_share_does_not_grow_over_hours_that_another_practice_took(shared, now):
    sign_further(shared, write_further(shared, now), now)
    end(shared, shared.post, now, until=MARCH_15)
    sign_all(shared, write(shared, now, slots=THURSDAY, since=MARCH_15), now)
    with pytest.raises(ShareRefused, match=r"Jeudi, 9 h à 12 h .* se chevaucheraient"):
        end(shared, shared.post, now, until=MARCH_15 + 7 * DAY, reason="Prolongé.", seen=1)
    assert shared.post.ends.count() == 1


def test_hours_of_a_known_practice_are_bound_by_its_own_agreement_and_the_sum_by_all(shared, now):
    sign_further(shared, write_further(shared, now), now)
    friday = date(2027, 3, 5)
    with pytest.raises(BeyondAgreement, match="3 h 01 notées, 3 h convenues"):
        check_practice_week(shared.enrolment, friday, 181, practice=shared.further)
    check_practice_week(shared.enrolment, friday, 180, practice=shared.further)
    check_practice_week(shared.enrolment, friday, 2400, practice=shared.enrolment.practice)
    sign_all(shared, write(shared, now), now)
    with pytest.raises(BeyondAgreement, match=r"\(3 h\) : 13 h 31 notées, 13 h 30 convenues"):
        practice(shared, now, 630 + 181)
    assert practice(shared, now, 630 + 180)
    end(shared, shared.post, now, until=date(2027, 3, 8))
    with pytest.raises(BeyondAgreement, match="cabinet : 10 h 31 notées, 10 h 30 convenues"):
        practice(shared, now, 631, "portfolio.week:2:v1", date(2027, 3, 12))


def test_the_calendar_and_the_planner_avoid_the_hours_of_every_practice(ready, further, now):
    ready.further = further
    session = coming_factory(ready.cohort, ready.module)
    post = share(ready, further, now)
    own = write_further(ready, now, slots=[Slot(session.starts_at.isoweekday(), time(8), time(19))])
    assert cohort_conflicts(ready.cohort, now) == []
    for side in AgreementSide:
        own.signatures.create(side=side, signed_by=ready.lead, signed_at=now)
    assert len(cohort_conflicts(ready.cohort, now)) == 1
    assert cohort_plan(ready.lead, ready.cohort, [], [], now).at_practice.agreed == 1
    end(ready, post, now, until=session.starts_at.date())
    assert cohort_conflicts(ready.cohort, now) == []


# --- Missions, steps ------------------------------------------------------------------------------


def test_a_mission_is_out_of_bounds_for_each_practice_on_its_own(shared, now):
    one, two = mission("M01"), mission("M02")
    sign_all(shared, write(shared, now, delegated=[one]), now)
    sign_further(shared, write_further(shared, now, delegated=[two]), now)
    main = convention_of(shared.enrolment, now.date())
    own = convention_of(shared.enrolment, now.date(), shared.further)
    found = {line.mission: (line.delegated, line.elsewhere) for line in mission_lines(main, [own])}
    assert found == {one: (True, []), two: (False, [shared.further])}


def test_a_follow_up_is_shown_as_long_as_the_practice_has_its_part(shared, now):
    made = note(shared, now, step="follow_up", done_on=MARCH_15, practice=shared.further)
    assert convention_of(shared.enrolment, now.date()).left == 7
    assert coming_follow_ups(shared.companion, now.date()) == [made]
    assert b"Rendez-vous de suivi" in feed_of(shared.learner.user, now)
    end(shared, shared.post, now, until=MARCH_15)
    assert coming_follow_ups(shared.companion, now.date()) == []
    assert b"Rendez-vous de suivi" not in feed_of(shared.learner.user, now)
    with pytest.raises(StepRefused, match="pas de part"):
        note(shared, now, step="follow_up", done_on=MARCH_15, practice=shared.further,
             form_key="e-2")  # fmt: skip
    note(shared, now, step="final", practice=shared.further, form_key="e-3")
    with pytest.raises(NoPart):
        note(shared, now, practice=shared.body, form_key="e-4")


def test_the_file_says_how_far_each_agreement_is(shared, now):
    sign_all(shared, write(shared, now), now)
    part = convention_part(shared.lead, shared.enrolment, now.date())
    assert f"{shared.further} : aucune convention." in part.state
    assert not part.missing
    write_further(shared, now)
    part = convention_part(shared.lead, shared.enrolment, now.date())
    assert f"{shared.further} : 2 étapes sur 7. Il manque des signatures." in part.state
    assert part.missing
    assert (
        str(shared.further)
        not in convention_part(shared.employer, shared.enrolment, now.date()).state
    )


# --- Screens --------------------------------------------------------------------------------------


def address(world, place, name="convention_at", *more) -> str:
    return reverse(f"training:{name}", args=[world.enrolment.pk, place.pk, *more])


def test_the_lead_writes_and_the_practice_signs_and_prints_its_own(shared, sign_in):
    client, own = sign_in(shared.lead), address(shared, shared.further)
    assert (
        f'href="{own}"' in client.get(address(shared, shared.enrolment.practice)).content.decode()
    )
    sent = {
        "since": "2027-03-01", "objective": "Préparer les dossiers.", "seen": 0,
        "d4_morning_start": "09:00", "d4_morning_end": "12:00",
    }  # fmt: skip
    writing = address(shared, shared.further, "convention_write")
    early = client.post(writing, sent | {"since": "2027-02-28"})
    assert early.status_code == 422
    assert "Préparer les dossiers." in early.content.decode()
    assert "pas de part au poste" in early.content.decode()
    assert client.post(writing, sent).url == own
    landing = reverse("training:convention", args=[shared.enrolment.pk])
    for who in (shared.lead, shared.partner, shared.learner):
        client = sign_in(who)
        assert client.post(address(shared, shared.further, "convention_sign", 1)).url == own
    page = sign_in(shared.partner).get(landing).content.decode()
    assert "Semaine au cabinet : 3 h" in page
    assert str(shared.further) in page
    printed = sign_in(shared.partner).get(address(shared, shared.further, "convention_print", 1))
    assert f"le cabinet : {shared.further}" in printed.content.decode()
    letter = sign_in(shared.partner).get(address(shared, shared.further, "convention_letter"))
    assert f"À {shared.further}" in letter.content.decode()


def test_hours_of_another_practice_are_refused_in_the_form_and_nothing_is_lost(
    shared, sign_in, now
):
    write(shared, now)
    sent = {
        "since": "2027-03-01", "objective": "Préparer.", "seen": 0, "d1_morning_start": "09:00",
        "d1_morning_end": "12:00",
    }  # fmt: skip
    answer = sign_in(shared.lead).post(address(shared, shared.further, "convention_write"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Lundi, 9 h à 12 h : ces heures chevauchent celles de la convention avec" in page
    assert 'value="09:00"' in page


def test_who_does_not_read_an_agreement_finds_none_of_its_pages(
    shared, sign_in, now, private_files
):
    own = write_further(shared, now)
    paper = file_paper(shared, own, now, sides=["learner"])
    pages = [
        address(shared, shared.further),
        address(shared, shared.further, "convention_print", 1),
        address(shared, shared.further, "convention_letter"),
        address(shared, shared.further, "convention_scan", paper.scan.key),
    ]
    for who, code in ((shared.partner, 200), (shared.employer, 404), (shared.companion, 200)):
        assert [sign_in(who).get(page).status_code for page in pages] == [code] * len(pages)
    client = sign_in(shared.employer)
    assert client.post(address(shared, shared.further, "convention_sign", 1)).status_code == 404
    assert (
        str(shared.further)
        not in client.get(
            reverse("training:convention", args=[shared.enrolment.pk])
        ).content.decode()
    )
    main = address(shared, shared.enrolment.practice, "convention_scan", paper.scan.key)
    assert sign_in(shared.lead).get(main).status_code == 404
    write(shared, now)
    signing = address(shared, shared.enrolment.practice, "convention_sign", 1)
    assert sign_in(shared.partner).post(signing).status_code == 403
    for nowhere in (shared.body, membership_factory(Role.EMPLOYER).organisation):
        assert sign_in(shared.lead).get(address(shared, nowhere)).status_code == 404


def test_the_page_of_a_practice_that_left_says_that_nothing_holds(shared, sign_in, now):
    sign_further(shared, write_further(shared, now, delegated=[mission("M01")]), now)
    client = sign_in(shared.learner)
    assert "M01" in client.get(address(shared, shared.further)).content.decode()
    end(shared, shared.post, now, until=now.date())
    page = client.get(address(shared, shared.further)).content.decode()
    assert "n’a plus de part au poste" in page
    assert "Rien n’est délégué aujourd’hui" in page
    assert "Écrire" not in page
    assert sign_in(shared.partner).get(address(shared, shared.further)).status_code == 404


def test_the_page_costs_the_same_with_more_practices(shared, sign_in, now):
    client, page = sign_in(shared.lead), address(shared, shared.enrolment.practice)
    write(shared, now)
    write_further(shared, now)
    queries_of(client, page)
    before = queries_of(client, page)
    for number in range(1, 5):
        place = membership_factory(Role.EMPLOYER).organisation
        share(shared, place, now, seen=number)
        write_further(
            shared, now, practice=place, slots=[Slot(5, time(8 + number), time(9 + number))]
        )
    assert queries_of(client, page) == before

"""The checklist of a practice follows the obstacles that its reader reads."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.models import LogbookEntry
from portfolio.queries.readiness import checklist_of
from portfolio.rules.obstacle import NewFact
from portfolio.rules.readiness import DESK
from portfolio.services.obstacle import note_obstacle
from tests.factories import enrolment_factory
from tests.factories.assessments import learner_of
from tests.factories.portfolio import entry_factory, submitted_week_factory, week_factory
from tests.training.web import queries_of
from training.services.convention import note_step

TEXT = "Le poste est pris par une collègue."


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def address(world):
    return f"/empechements/cabinets/{world.enrolment.practice_id}/"


def visit(world, now, ready=True, **changes):
    given = {
        "actor": world.companion, "enrolment": world.enrolment, "step": "visit",
        "done_on": date(2027, 3, 1), "note": "", "form_key": f"visite-{ready}", "now": now,
        "checks": [(DESK, ready)],
    }  # fmt: skip
    return note_step(**given | changes)


def meet(world, now, enrolment=None, kind="equipment", audience="support"):
    enrolment = enrolment or world.enrolment
    entry = entry_factory(
        week_factory(enrolment), kind="obstacle", text=TEXT, audience=audience, now=now
    )
    submitted_week_factory(enrolment, now=now)
    entry = LogbookEntry.objects.get(pk=entry.pk)
    fact = NewFact("taken", kind, date(2027, 3, 2), "le médecin")
    note_obstacle(actor=learner_of(enrolment), entry=entry, new=fact, seen=0, now=now)
    return entry


def solve(world, entry, now):
    fact = NewFact("solved", "equipment", date(2027, 3, 3), note="Un second poste.")
    note_obstacle(actor=world.lead, entry=entry, new=fact, seen=1, now=now)


def desk_of(world, actor, now):
    found = checklist_of(actor, world.enrolment.practice, now.date())
    return next(
        line.point for section in found.sections for line in section.lines
        if line.point.text == DESK
    )  # fmt: skip


def test_a_point_is_to_look_at_again_until_the_obstacle_is_solved(world, now):
    assert desk_of(world, world.lead, now).state == "unseen"
    visit(world, now)
    assert desk_of(world, world.lead, now).state == "ready"
    entry = meet(world, now)
    assert desk_of(world, world.lead, now).state == "again"
    solve(world, entry, now)
    assert desk_of(world, world.lead, now).state == "ready"


def test_the_newest_visit_counts_and_one_to_come_does_not(world, now):
    visit(world, now, ready=False, done_on=date(2027, 2, 1))
    visit(world, now)
    assert desk_of(world, world.lead, now).state == "ready"


def test_only_what_is_read_counts(world, now):
    visit(world, now)
    meet(world, now)
    states = {who: desk_of(world, getattr(world, who), now).state
              for who in ("learner", "companion", "lead", "trainer", "employer")}  # fmt: skip
    assert states == {
        "learner": "again", "companion": "again", "lead": "again", "trainer": "ready",
        "employer": "ready",
    }  # fmt: skip


def test_everybody_met_there_counts_for_those_who_accompany(world, now):
    visit(world, now)
    meet(world, now)
    meet(world, now, enrolment_factory(world.cohort, practice=world.enrolment.practice))
    meet(world, now, enrolment_factory(world.cohort))  # elsewhere
    assert desk_of(world, world.lead, now).unsolved == 2
    assert desk_of(world, world.learner, now).unsolved == 1


def test_the_page_links_obstacles_and_tells_no_text(sign_in, world, address, now):
    visit(world, now)
    entry = meet(world, now)
    text = sign_in(world.lead).get(address).content.decode()
    assert f'href="/empechements/{entry.pk}/"' in text
    assert "1 empêchement non résolu" in text
    assert TEXT not in text
    trainer = sign_in(world.trainer).get(address).content.decode()
    assert f"/empechements/{entry.pk}/" not in trainer
    assert "Aucun point n’est à revoir" in trainer


def test_the_list_is_reached_from_the_obstacles_and_from_the_agreement(
    sign_in, world, address, now
):
    entry = meet(world, now)
    lead = sign_in(world.lead)
    for page in (
        "/empechements/",
        f"/empechements/{entry.pk}/",
        f"/inscriptions/{world.enrolment.pk}/convention/",
    ):
        assert f'href="{address}"' in lead.get(page).content.decode(), page


@pytest.mark.parametrize("who", ["stranger", "other_lead", "other_employer", "funder", "juror"])
def test_the_practice_of_others_does_not_exist(sign_in, world, address, who):
    assert sign_in(getattr(world, who)).get(address).status_code == 404


def test_what_is_no_practice_of_anybody_does_not_exist(sign_in, world):
    lead = sign_in(world.lead)
    for pk in (world.body.pk, world.other_employer.organisation_id, 999_999):
        assert lead.get(f"/empechements/cabinets/{pk}/").status_code == 404


def test_the_page_costs_the_same_with_more(sign_in, world, address, now):
    visit(world, now)
    meet(world, now)
    client = sign_in(world.lead)
    first = queries_of(client, address)
    for _ in range(2):
        meet(world, now, enrolment_factory(world.cohort, practice=world.enrolment.practice))
    assert queries_of(client, address) == first

"""Who reads a situation: docs/rules/livret.md, « Who reads »."""

from dataclasses import replace
from datetime import date

import pytest

from people.enums import OrganisationKind, Role
from portfolio.models import LogbookEntry
from portfolio.permissions import can_read_entry, can_read_feelings
from portfolio.queries import competency_sheet
from portfolio.queries.week import entries_of
from portfolio.services import edit_entry, return_week, sign_week, submit_week
from tests.factories import membership_factory, organisation_factory
from tests.factories.portfolio import (
    entry_factory,
    submitted_week_factory,
    week_factory,
    written_factory,
)
from tests.portfolio.tables import rows
from tests.training.contracts import share

WHO = ("learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror")
FELT = "J’étais perdu."


@pytest.fixture
def week(world, now):
    """Handed in, with a situation for each circle of readers."""
    week = week_factory(world.enrolment)
    for audience in ("self", "support", "training", "employer"):
        entry_factory(week, audience=audience, text=f"Pour {audience}.", feeling=FELT)
    week.refresh_from_db()
    return submit_week(actor=world.learner, week=week, version=week.version, now=now)


def reads(actor, entry) -> str:
    found = LogbookEntry.objects.visible_to(actor).filter(pk=entry.pk).exists()
    assert found == can_read_entry(actor, entry), actor
    return "yes" if found else "no"


@pytest.mark.parametrize("row", rows("livret", "Who reads"), ids=lambda row: row[0])
def test_circles_of_readers(world, week, row):
    entry = week.entries.get(audience=row[0])
    assert [reads(getattr(world, who), entry) for who in WHO] == row[1:]


@pytest.mark.parametrize("row", rows("livret", "Who reads", 1), ids=lambda row: row[0])
def test_feelings_are_for_those_who_accompany(world, week, row):
    actors = [getattr(world, who) for who in WHO]
    assert ["yes" if can_read_feelings(actor) else "no" for actor in actors] == row[1:]


@pytest.mark.parametrize("who", ["stranger", "other_trainer", "other_lead", "other_employer"])
def test_other_people_read_nothing(world, week, who):
    actor = getattr(world, who)
    assert [reads(actor, entry) for entry in week.entries.all()] == ["no"] * 4


def test_nobody_else_reads_a_week_being_written(world):
    entry = entry_factory(week_factory(world.enrolment), audience="employer")
    assert [reads(getattr(world, who), entry) for who in WHO] == ["yes", *["no"] * 7]


def test_an_employer_reads_what_is_shared_of_their_own_practice(world, now):
    other = organisation_factory(OrganisationKind.PRACTICE)
    share(world, other, now, since=date(2026, 9, 1))
    week = week_factory(world.enrolment)
    entry = entry_factory(week, audience="employer", practice=other.pk)
    entry_factory(week)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    entry.week.refresh_from_db()
    assert reads(membership_factory(Role.EMPLOYER, other), entry) == "yes"
    assert reads(world.employer, entry) == "no"


@pytest.mark.parametrize(
    ("who", "felt"), [("companion", True), ("lead", True), ("trainer", False), ("admin", False)]
)
def test_the_page_of_a_week_hides_what_is_not_for_its_reader(client, world, week, who, felt):
    client.force_login(getattr(world, who).user)
    text = client.get(f"/livrets/{week.pk}/").content.decode()
    assert (FELT in text) == felt
    assert "Pour self." not in text
    assert ("Pour support." in text) == felt
    hidden = "1 situation de cette semaine n’est pas" if felt else "2 situations de cette semaine"
    assert hidden in text


def test_a_competency_counts_only_where_the_training_body_reads(world, week, now):
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    sheet = competency_sheet(world.enrolment, world.competencies[0].pk)
    assert sheet is not None
    assert [evidence.waits for evidence in sheet.facts] == [False, False]


def test_its_author_changes_the_circle_while_the_week_is_written(world, now):
    entry = entry_factory(week_factory(world.enrolment), kind="obstacle")
    assert entry.audience == "support"
    written = replace(written_factory(kind="obstacle"), audience="employer")
    stored = edit_entry(actor=world.learner, entry=entry, written=written, version=1, now=now)
    assert stored.audience == "employer"
    assert [one.text for one in entries_of(stored.week, world.employer)] == []


def test_before_handing_in_the_page_says_who_will_read_what(client, world, now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    week = week_factory(world.enrolment)
    for audience in ("employer", "self", "employer"):
        entry_factory(week, audience=audience)
    client.force_login(world.learner.user)
    said = "qui lit vos situations : moi seul (1), la formation et mon employeur (2)."
    assert said in client.get("/livret/2027/9/").content.decode()


def test_an_employer_reads_nothing_of_a_week_while_it_is_written_again(world, now):
    entry = entry_factory(week_factory(world.enrolment), audience="employer")
    week = submitted_week_factory(world.enrolment)
    seen = LogbookEntry.objects.visible_to(world.employer)
    assert list(seen) == [entry]
    return_week(actor=world.trainer, week=week, comment="Non.", version=week.version, now=now)
    entry = LogbookEntry.objects.get(pk=entry.pk)
    assert not seen.all().exists()
    assert not can_read_entry(world.employer, entry)
    assert can_read_entry(world.trainer, entry)


def test_an_employer_reads_the_shared_situations_and_no_other(client, world, week):
    client.force_login(world.employer.user)
    text = client.get("/livrets/partages/").content.decode()
    assert "Pour employer." in text
    assert not any(f"Pour {other}." in text for other in ("self", "support", "training"))
    assert FELT not in text


def test_evidence_shows_an_employer_no_situation(client, world, week, now):
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    address = f"/competences/{world.enrolment.pk}/{world.competencies[0].pk}/"
    client.force_login(world.employer.user)
    text = client.get(address).content.decode()
    assert "lundi 1er mars" not in text
    assert "Visée par" in text
    client.force_login(world.trainer.user)
    assert "Pratique, lundi 1er mars" in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_shared_situations_cost_the_same_with_more(
    client, world, now, django_assert_num_queries, count
):
    week = week_factory(world.enrolment)
    for _ in range(count):
        entry_factory(week, audience="employer")
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    client.force_login(world.employer.user)
    with django_assert_num_queries(9):
        client.get("/livrets/partages/")

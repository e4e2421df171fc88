"""Balance sheets of activity: begun, written, handed in with frozen figures, read."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from people.services import NotAllowed, StaleForm
from portfolio.enums import Audience
from portfolio.models import ActivityReview, LogbookEntry, ReviewEvent
from portfolio.queries.bilan import review_figures, review_page, unread_in
from portfolio.rules.obstacle import NewFact
from portfolio.services import return_week
from portfolio.services.bilan import (
    DraftExists,
    ReviewFrozen,
    ReviewIncomplete,
    ReviewRefused,
    begin_review,
    hand_in_review,
    read_review,
    write_review,
)
from portfolio.services.obstacle import note_obstacle
from records.models import PatientDataConfirmation
from records.services import PatientData
from tests.factories import membership_factory
from tests.factories.bilans import DID, review_factory, written_review
from tests.factories.portfolio import (
    entry_factory,
    signed_week_factory,
    submitted_week_factory,
    week_factory,
)
from tests.portfolio.tables import rows

PEOPLE = ("learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror")


@pytest.fixture
def weeks(world, now):
    """Signed, handed in with an obstacle for those who accompany, and one being written."""
    signed_week_factory(world.desk, minutes=500, iso_week=7, competencies=world.competencies[:2])
    row = week_factory(world.enrolment, iso_week=8)
    entry_factory(row, kind="obstacle", audience="support", text="Pas de poste.")
    submitted_week_factory(world.enrolment, 420, iso_week=8, audience="employer")
    entry_factory(week_factory(world.enrolment), text="Pas encore remise.")
    return world


def begin(world, now, **changes):
    key = changes.pop("form_key", "bilan-essai")
    actor = changes.pop("actor", world.learner)
    written = written_review(world.enrolment, **changes)
    return begin_review(
        actor=actor, enrolment=world.enrolment, written=written, form_key=key, now=now
    )


# --- Who reads ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", rows("bilans", "Who reads a bilan d’activité"), ids=lambda row: row[0]
)
def test_who_reads(world, row):
    state, *expected = row
    if state == "draft":
        review = review_factory(world.enrolment, audience="employer")
    else:
        review = review_factory(world.enrolment, handed_in=True, audience=state)
    seen = [
        ActivityReview.objects.visible_to(getattr(world, who)).filter(pk=review.pk).exists()
        for who in PEOPLE
    ]
    assert ["yes" if one else "no" for one in seen] == expected
    for who in ("stranger", "other_lead", "other_employer"):
        assert not ActivityReview.objects.visible_to(getattr(world, who)).exists()


# --- Figures --------------------------------------------------------------------------------------


def test_figures_hold_what_every_reader_reads(weeks, now):
    review = review_factory(weeks.enrolment, audience="training")
    found = review_figures(review, now.date())
    assert found["weeks"] == {"period": 31, "handed_in": 2, "signed": 1}
    assert found["minutes"] == {"signed": 500, "waiting": 420}
    assert found["situations"] == [["practice", 2]]
    first = {one["code"]: (one["shown"], one["waiting"]) for one in found["competencies"]}
    codes = [competency.code for competency in weeks.competencies[:2]]
    assert first == {codes[0]: (1, 1), codes[1]: (1, 0)}
    assert found["obstacles"] == []
    assert unread_in(review) == 1


def test_those_who_accompany_read_the_obstacles_too(weeks, now):
    review = review_factory(weeks.enrolment, audience="support")
    entry = LogbookEntry.objects.get(kind="obstacle")
    fact = NewFact("taken", "equipment", date(2027, 3, 1), "le médecin")
    note_obstacle(actor=weeks.learner, entry=entry, new=fact, seen=0, now=now)
    found = review_figures(review, now.date())
    assert found["situations"] == [["practice", 2], ["obstacle", 1]]
    [obstacle] = found["obstacles"]
    assert (obstacle["entry"], obstacle["kind"], obstacle["state"]) == (
        entry.pk, "equipment", "taken"
    )  # fmt: skip
    assert unread_in(review) == 0


def test_the_employer_counts_what_was_opened_to_them(weeks, now):
    review = review_factory(weeks.enrolment, audience="employer")
    found = review_figures(review, now.date())
    assert found["situations"] == [["practice", 1]]
    assert found["weeks"]["handed_in"] == 2  # both have hours there


def test_another_practice_or_period_counts_nothing_of_this_one(weeks, now):
    review = review_factory(weeks.enrolment, first=date(2027, 3, 29))
    found = review_figures(review, now.date())
    assert found["weeks"] == {"period": 1, "handed_in": 0, "signed": 0}
    review.first, review.practice = date(2026, 9, 1), weeks.other_employer.organisation
    found = review_figures(review, now.date())
    assert found["minutes"] == {"signed": 0, "waiting": 0}
    assert found["situations"] == []


def test_handed_in_figures_stay_and_links_follow_the_readers(weeks, now):
    review = review_factory(weeks.enrolment, handed_in=True)
    frozen = review.figures
    week = weeks.enrolment.logbook_weeks.get(iso_week=8)
    return_week(actor=weeks.trainer, week=week, version=week.version, comment="Non.", now=now)
    entry = week.entries.get(kind="practice")
    LogbookEntry.objects.filter(pk=entry.pk).update(audience=Audience.SELF)
    review.refresh_from_db()
    assert review.figures == frozen
    mine = review_page(weeks.learner, review, now.date()).competencies[0]
    theirs = review_page(weeks.trainer, review, now.date()).competencies[0]
    assert (mine.count, len(mine.links)) == (2, 2)
    assert (theirs.count, len(theirs.links)) == (2, 1)
    fresh = review_figures(review, now.date())
    assert fresh["situations"] == [["practice", 1]]


# --- Writing --------------------------------------------------------------------------------------


def test_a_double_click_begins_one(world, now):
    assert begin(world, now) == begin(world, now)
    assert ReviewEvent.objects.count() == 1


def test_a_practice_has_one_draft_and_numbered_versions(world, now):
    first = begin(world, now)
    with pytest.raises(DraftExists):
        begin(world, now, form_key="autre")
    hand_in_review(actor=world.learner, review=first, version=1, now=now)
    assert begin(world, now, form_key="autre").number == 2


@pytest.mark.parametrize(
    "who", ["companion", "lead", "trainer", "employer", "stranger", "other_lead", "funder"]
)
def test_only_its_author_writes(world, now, who):
    actor = getattr(world, who)
    with pytest.raises(NotAllowed):
        begin(world, now, actor=actor)
    review = begin(world, now)
    written = written_review(world.enrolment)
    with pytest.raises(NotAllowed):
        write_review(actor=actor, review=review, written=written, version=1, now=now)
    with pytest.raises(NotAllowed):
        hand_in_review(actor=actor, review=review, version=1, now=now)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"audience": "self"}, "qui lira"),
        ({"last": date(2026, 8, 1)}, "précède"),
        ({"first": date(2020, 1, 1)}, "précède"),
        ({"practice": 0}, "pas de part"),
        ({"did": "a" * 5001}, "5000"),
    ],
)
def test_what_cannot_be_kept_is_not_stored(world, now, change, words):
    with pytest.raises(ReviewRefused, match=words):
        begin(world, now, **change)
    assert not ActivityReview.objects.exists()


def test_a_draft_is_written_as_it_was_shown(world, now):
    review = begin(world, now)
    written = written_review(world.enrolment, learnt="À écouter.")
    more = {"actor": world.learner, "review": review, "now": now}
    for _ in range(2):  # a double click
        assert write_review(written=written, version=1, **more).version == 2
    with pytest.raises(StaleForm):
        write_review(written=replace(written, learnt="Autre."), version=1, **more)
    hand_in_review(version=2, **more)
    with pytest.raises(ReviewFrozen):
        write_review(written=written, version=3, **more)


def test_it_is_handed_in_once_with_words(world, now):
    review = begin(world, now, did=" ")
    more = {"actor": world.learner, "review": review, "now": now}
    with pytest.raises(ReviewIncomplete):
        hand_in_review(version=1, **more)
    write_review(written=written_review(world.enrolment), version=1, **more)
    with pytest.raises(StaleForm):
        hand_in_review(version=1, **more)
    done = hand_in_review(version=2, **more)
    assert hand_in_review(version=2, **more) == done
    assert done.figures["as_of"] == "2027-03-04"
    assert list(done.events.values_list("state", flat=True)) == ["draft", "handed_in"]


def test_a_patient_is_not_named_and_a_colleague_is_confirmed(world, now):
    with pytest.raises(PatientData):
        begin(world, now, did="Rappelée au 06 12 34 56 78.")
    named = written_review(world.enrolment, did="Avec Mme Morel.")
    with pytest.raises(PatientData):
        begin(world, now, did=named.did)
    made = begin_review(
        actor=world.learner, enrolment=world.enrolment, written=named, form_key="x",
        confirmed="ma collègue", now=now,
    )  # fmt: skip
    kept = PatientDataConfirmation.objects.get()
    assert kept.source_key == f"portfolio.review:{made.pk}:v1"


# --- Reading --------------------------------------------------------------------------------------


def test_several_say_that_they_have_read_it(world, now):
    review = review_factory(world.enrolment, handed_in=True)
    for _ in range(2):  # a double click
        read_review(actor=world.companion, review=review, comment="Bien.", version=2, now=now)
    with pytest.raises(StaleForm):
        read_review(actor=world.trainer, review=review, comment="Vu.", version=2, now=now)
    read_review(actor=world.trainer, review=review, comment="Vu.", version=3, now=now)
    review.refresh_from_db()
    assert (review.state, review.version) == ("read", 4)
    read = review.events.filter(state="read").values_list("comment", flat=True)
    assert list(read) == ["Bien.", "Vu."]


@pytest.mark.parametrize("who", ["learner", "admin", "employer", "funder", "other_lead"])
def test_others_do_not_say_it(world, now, who):
    review = review_factory(world.enrolment, handed_in=True, audience="employer")
    with pytest.raises(NotAllowed):
        read_review(actor=getattr(world, who), review=review, comment="Bien.", version=2, now=now)


def test_nobody_reads_their_own_in_another_role(world, now):
    review = review_factory(world.enrolment, handed_in=True)
    same = membership_factory(world.lead.role, world.body, user=world.enrolment.learner)
    with pytest.raises(NotAllowed):
        read_review(actor=same, review=review, comment="Bien.", version=2, now=now)


def test_a_reader_writes_a_word_and_names_no_patient(world, now):
    review = review_factory(world.enrolment, handed_in=True)
    more = {"actor": world.lead, "review": review, "version": 2, "now": now}
    for comment in ("  ", "a" * 1001):
        with pytest.raises(ReviewRefused):
            read_review(comment=comment, **more)
    with pytest.raises(PatientData):
        read_review(comment="Appelez le 06 12 34 56 78.", **more)
    read_review(comment="Vu avec Mme Morel.", confirmed="la médecin", **more)
    assert PatientDataConfirmation.objects.count() == 1


def test_a_trainer_does_not_answer_what_is_for_those_who_accompany(world, now):
    review = review_factory(world.enrolment, handed_in=True, audience="support")
    with pytest.raises(NotAllowed):
        read_review(actor=world.trainer, review=review, comment="Vu.", version=2, now=now)


# --- What the database refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"state": "unknown"},
        {"audience": "self"},
        {"state": "handed_in"},  # without figures
        {"figures": {}},  # of a draft
        {"last": date(2020, 1, 1)},
    ],
)
def test_the_database_refuses_what_cannot_be(world, change):
    review = review_factory(world.enrolment)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityReview.objects.filter(pk=review.pk).update(**change)


def test_the_words_are_those_typed(world):
    assert review_factory(world.enrolment).did == DID

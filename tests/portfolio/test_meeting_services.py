"""Minutes and actions: one test an outcome."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.enums import OrganisationKind, Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from portfolio.models import FollowUp, FollowUpFact, Meeting, MeetingEvent, MeetingMinutes
from portfolio.permissions import can_read_follow_up, can_read_meeting
from portfolio.rules.group_day import Rhythm
from portfolio.services import submit_week
from portfolio.services.group_day import choose_rhythm
from portfolio.services.meeting import (
    CorrectionReasonMissing,
    MeetingRefused,
    MinutesFrozen,
    SomebodysWords,
    StateTaken,
    advance_meeting,
    correct_minutes,
    note_meeting,
    write_draft,
)
from records.models import PatientDataConfirmation
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory, organisation_factory
from tests.factories.assessments import learner_of
from tests.factories.meetings import (
    HELD,
    SEEN,
    action_factory,
    meeting_factory,
    minutes_factory,
)
from tests.factories.portfolio import entry_factory, week_factory
from tests.portfolio.tables import rows
from tests.training.contracts import share

WHO = ("learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror")
OTHERS = ("stranger", "other_trainer", "other_lead", "other_employer")
REFUSED = ("learner", "trainer", "admin", "employer", "funder", "juror", *OTHERS)


def note(world, now, **changes) -> Meeting:
    wanted = {
        "actor": world.companion, "about": world.enrolment, "kind": "interview",
        "written": minutes_factory(), "form_key": "une-rencontre", "now": now,
    }  # fmt: skip
    return note_meeting(**wanted | changes)


def reads(actor, meeting) -> str:
    found = Meeting.objects.visible_to(actor).filter(pk=meeting.pk).exists()
    assert found == can_read_meeting(actor, meeting), actor
    actions = FollowUp.objects.visible_to(actor).filter(meeting=meeting)
    assert actions.exists() == found == can_read_follow_up(actor, meeting.follow_ups.get())
    return "yes" if found else "no"


@pytest.mark.parametrize("row", rows("accompaniment", "Who reads"), ids=lambda row: row[0])
@pytest.mark.parametrize("group", [False, True])
def test_who_reads(world, row, group):
    about, kind = (world.cohort, "group") if group else (world.enrolment, "visit")
    meeting = meeting_factory(world.companion, about, kind, row[0])
    action_factory(world.companion, meeting)
    assert [reads(getattr(world, who), meeting) for who in WHO] == row[1:]
    assert [reads(getattr(world, who), meeting) for who in OTHERS] == ["no"] * 4


def test_a_neighbour_reads_the_group_and_nothing_of_somebody_else(world):
    neighbour = learner_of(enrolment_factory(world.cohort))
    for about, kind, seen in ((world.enrolment, "call", "no"), (world.cohort, "group", "yes")):
        meeting = meeting_factory(world.lead, about, kind, "diffused")
        action_factory(world.lead, meeting)
        assert reads(neighbour, meeting) == seen


def test_a_double_click_notes_one_meeting(world, now):
    made = note(world, now)
    assert note(world, now) == made
    assert (made.state, made.version, made.led_by) == ("draft", 1, world.companion)
    assert [event.actor for event in made.events.all()] == [world.companion]
    assert AuditEvent.objects.filter(verb="portfolio.meeting.noted").count() == 1


def test_the_form_of_somebody_else_is_not_theirs(world, now):
    note(world, now)
    with pytest.raises(MeetingRefused):
        note(world, now, actor=world.lead)
    with pytest.raises(MeetingRefused):
        note(world, now, about=enrolment_factory(world.cohort))


def test_a_visit_keeps_its_half_of_the_day_and_a_draft_changes_it(world, now):
    practice = world.enrolment.practice_id
    visit = note(world, now, kind="visit", written=minutes_factory(practice, half="morning"))
    assert (visit.half, visit.half_unknown) == ("morning", False)
    written = minutes_factory(practice, half="afternoon")
    common = {"actor": world.companion, "meeting": visit, "version": 1, "now": now}
    for _ in range(2):  # a double click
        assert write_draft(written=written, **common).half == "afternoon"
    with pytest.raises(StaleForm):  # another tab says the same words and another half
        write_draft(written=minutes_factory(practice), **common)
    assert not meeting_factory(world.companion, world.enrolment).half_unknown


def test_a_half_that_cannot_be_is_refused(world, now):
    practice = world.enrolment.practice_id
    for kind, written in (
        ("visit", minutes_factory(practice, half="day")),
        ("interview", minutes_factory(half="morning")),
    ):
        with pytest.raises(MeetingRefused):
            note(world, now, kind=kind, written=written)
    meeting = meeting_factory(world.companion, world.enrolment, "visit")
    call = meeting_factory(world.companion, world.enrolment, "call")
    for row, half in ((meeting, "day"), (call, "morning")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=row.pk).update(half=half)


@pytest.mark.parametrize("who", REFUSED)
def test_only_those_who_accompany_write(world, now, who):
    actor, meeting = getattr(world, who), meeting_factory(world.companion, world.enrolment)
    frozen = meeting_factory(world.companion, world.enrolment, state="validated")
    common = {"actor": actor, "now": now}
    for act in (
        lambda: note(world, now, actor=actor),
        lambda: write_draft(meeting=meeting, written=minutes_factory(), version=1, **common),
        lambda: advance_meeting(meeting=meeting, state="validated", version=1, **common),
        lambda: correct_minutes(
            meeting=frozen, written=minutes_factory(), reason="x", version=2, **common
        ),
        lambda: action_factory(actor, meeting),
        lambda: choose_rhythm(cohort=world.cohort, rhythm=Rhythm(HELD), seen=0, **common),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"written": minutes_factory(held_on=date(2027, 3, 5))}, MeetingRefused),
        ({"written": minutes_factory(held_on=date(2026, 8, 31))}, MeetingRefused),
        ({"written": minutes_factory(first="  ")}, MeetingRefused),
        ({"written": minutes_factory(first="a" * 5001)}, MeetingRefused),
        ({"written": minutes_factory(first="a" * 1_000_000)}, MeetingRefused),
        ({"written": minutes_factory(practice=1)}, MeetingRefused),
        ({"kind": "visit"}, MeetingRefused),
        ({"kind": "group"}, MeetingRefused),
        ({"kind": "autre"}, MeetingRefused),
        ({"kind": "call", "written": minutes_factory(second="x")}, MeetingRefused),
        ({"written": minutes_factory(third="Rappeler le 06 12 34 56 78")}, PatientData),
        ({"written": minutes_factory(second="Madame Durand attend.")}, PatientData),
    ],
)
def test_what_cannot_be_is_refused(world, now, change, refusal):
    with pytest.raises(refusal):
        note(world, now, **change)
    assert not Meeting.objects.exists()


def test_emoji_and_right_to_left_text_are_kept(world, now):
    text = "Bien 👍🏽, مرحبا, <b>gras</b>"
    assert note(world, now, written=minutes_factory(first=text)).first == text


def test_a_name_may_be_confirmed_with_a_reason(world, now):
    written = minutes_factory(second="Madame Durand aide à l’accueil.")
    made = note(world, now, written=written, confirmed="ma collègue de l’accueil")
    kept = PatientDataConfirmation.objects.get()
    assert kept.source_key == f"portfolio.meeting:{made.pk}:v1"


def test_somebody_enrolled_late_keeps_what_was_before(world, now):
    world.enrolment.enrolled_at = now
    assert note(world, now, written=minutes_factory(held_on=world.cohort.starts_on)).pk


def test_a_visit_is_at_a_practice_that_employs_on_that_day(world, now):
    other = organisation_factory(OrganisationKind.PRACTICE)
    written = minutes_factory(practice=other.pk)
    with pytest.raises(MeetingRefused):
        note(world, now, kind="visit", written=written)
    share(world, other, now, since=HELD)
    assert note(world, now, kind="visit", written=written).practice == other
    before = minutes_factory(practice=other.pk, held_on=HELD - timedelta(days=1))
    with pytest.raises(MeetingRefused):
        note(world, now, kind="visit", written=before, form_key="autre")


def test_a_draft_is_rewritten_by_whoever_saw_it_as_it_is(world, now):
    meeting = note(world, now)
    change = {"meeting": meeting, "written": minutes_factory(second="Un contrat."), "now": now}
    for _ in range(2):  # a double click
        row = write_draft(actor=world.lead, version=1, **change)
        assert (row.version, row.first, row.second) == (2, SEEN, "Un contrat.")
    with pytest.raises(StaleForm):
        write_draft(
            actor=world.companion, meeting=meeting, written=minutes_factory(), version=1, now=now
        )


def test_validating_freezes_the_text(world, now):
    meeting = note(world, now)
    for _ in range(2):  # a double click
        row = advance_meeting(
            actor=world.lead, meeting=meeting, state="validated", version=1, now=now
        )
    assert (row.state, row.version, row.first) == ("validated", 2, "")
    frozen = row.frozen_minutes.get()
    assert (frozen.number, frozen.first, frozen.written_by) == (1, SEEN, world.lead)
    with pytest.raises(MinutesFrozen):
        write_draft(
            actor=world.lead, meeting=meeting, written=minutes_factory(), version=2, now=now
        )


@pytest.mark.parametrize(
    ("state", "version"), [("diffused", 1), ("draft", 1), ("validated", 2), ("autre", 1)]
)
def test_a_draft_is_validated_as_it_was_read_and_nothing_else(world, now, state, version):
    meeting = note(world, now)
    with pytest.raises(StateTaken):
        advance_meeting(actor=world.lead, meeting=meeting, state=state, version=version, now=now)
    assert not MeetingMinutes.objects.exists()


def test_a_correction_is_a_further_version_with_its_reason(world, now):
    meeting = meeting_factory(world.companion, world.enrolment, state="diffused")
    change = {
        "actor": world.lead, "meeting": meeting, "written": minutes_factory(first="À part."),
        "version": meeting.version, "now": now,
    }  # fmt: skip
    for reason in ("  ", "a" * 501):
        with pytest.raises(CorrectionReasonMissing):
            correct_minutes(reason=reason, **change)
    with pytest.raises(PatientData):
        correct_minutes(reason="a@exemple.fr", **change)
    made = correct_minutes(reason="Une erreur.", **change)
    assert correct_minutes(reason="Une erreur.", **change) == made
    assert [(one.number, one.first) for one in meeting.frozen_minutes.all()] == [
        (2, "À part."),
        (1, SEEN),
    ]
    meeting.refresh_from_db()
    assert meeting.state == "diffused"
    with pytest.raises(StaleForm):
        correct_minutes(reason="Autre.", **change)


def test_a_correction_says_once_the_half_of_a_visit(world, now):
    visit = meeting_factory(world.companion, world.enrolment, "visit", "validated")
    change = {"actor": world.lead, "meeting": visit, "reason": "Je le sais.", "now": now}
    with pytest.raises(MeetingRefused, match="le matin ou"):
        correct_minutes(written=minutes_factory(half="day"), version=2, **change)
    said = minutes_factory(half="morning")
    for _ in range(2):  # a double click
        assert correct_minutes(written=said, version=2, **change).number == 2
    visit.refresh_from_db()
    assert (visit.half, visit.version) == ("morning", 3)
    told = AuditEvent.objects.get(verb="portfolio.meeting.corrected")
    assert told.detail == {"number": 2, "half": "morning"}
    correct_minutes(written=minutes_factory(first="À part."), version=3, **change)
    with pytest.raises(MeetingRefused, match="déjà dite"):
        correct_minutes(written=minutes_factory(half="afternoon"), version=4, **change)
    visit.refresh_from_db()
    assert visit.half == "morning"
    assert AuditEvent.objects.latest("pk").detail == {"number": 3}


def test_only_a_visit_has_a_half_to_correct(world, now):
    call = meeting_factory(world.companion, world.enrolment, "call", "validated")
    with pytest.raises(MeetingRefused, match="Seule une visite"):
        correct_minutes(
            actor=world.lead, meeting=call, written=minutes_factory(half="morning"), reason="x",
            version=2, now=now,
        )  # fmt: skip


def test_a_draft_needs_no_correction(world, now):
    with pytest.raises(MeetingRefused):
        correct_minutes(
            actor=world.lead, meeting=note(world, now), written=minutes_factory(), reason="x",
            version=1, now=now,
        )  # fmt: skip


def test_what_somebody_wrote_does_not_go_to_the_group_word_for_word(world, now):
    week, own = week_factory(world.enrolment), "Je n’ai toujours pas de poste de travail."
    entry_factory(week)
    entry_factory(week, kind="obstacle", text="Rien.", learnt=own)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    copied = minutes_factory(second=f"Dit : {own}")
    group = {"about": world.cohort, "kind": "group"}
    with pytest.raises(SomebodysWords):
        note(world, now, written=copied, **group)
    day = note(world, now, **group)
    common = {"actor": world.lead, "meeting": day, "written": copied, "now": now}
    with pytest.raises(SomebodysWords):
        write_draft(version=1, **common)
    advance_meeting(actor=world.lead, meeting=day, state="validated", version=1, now=now)
    with pytest.raises(SomebodysWords):
        correct_minutes(reason="x", version=2, **common)
    with pytest.raises(SomebodysWords):
        correct_minutes(reason=own, version=2, **common | {"written": minutes_factory()})
    with pytest.raises(SomebodysWords):
        action_factory(world.lead, day, text=own)
    assert note(world, now, written=copied, form_key="visite").pk  # the person’s own minutes


def test_nobody_holds_or_reads_a_draft_about_themselves(world, now):
    draft = note(world, now)
    same = membership_factory(Role.COMPANION, world.body, user=world.enrolment.learner)
    assert not Meeting.objects.visible_to(same).exists()
    assert not can_read_meeting(same, draft)
    with pytest.raises(NotAllowed):
        advance_meeting(actor=same, meeting=draft, state="validated", version=1, now=now)


def test_the_database_refuses_what_the_services_do(world, now):
    visit = meeting_factory(world.companion, world.enrolment, "visit", "validated")
    action = action_factory(world.companion, visit)
    rows_of = Meeting.objects.filter(pk=visit.pk)
    frozen = {"meeting": visit, "written_by": world.lead, "written_at": now}
    for change in (
        lambda: rows_of.update(state="autre"),
        lambda: rows_of.update(practice=None),
        lambda: rows_of.update(kind="call"),
        lambda: rows_of.update(kind="group"),
        lambda: rows_of.update(cohort=world.cohort),
        lambda: rows_of.update(first="Changé."),
        lambda: MeetingMinutes.objects.create(number=1, **frozen),
        lambda: MeetingMinutes.objects.create(number=2, **frozen),
        lambda: MeetingEvent.objects.create(
            meeting=visit, state="validated", actor=world.lead, at=now
        ),
        lambda: FollowUp.objects.filter(pk=action.pk).update(owner="practice"),
        lambda: FollowUp.objects.filter(pk=action.pk).update(text=""),
        lambda: FollowUpFact.objects.bulk_create(
            FollowUpFact(follow_up=action, number=1, done=True, noted_by=world.lead, noted_at=now)
            for _ in range(2)
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

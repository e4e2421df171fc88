"""The personal and professional balance sheet: from alone to presented."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.services import NotAllowed, StaleForm
from portfolio.models import FollowUp, OralPresentation, PersonalReview, PersonalText
from portfolio.queries.personal import personal_page
from portfolio.rules.personal import WrittenPresentation
from portfolio.services.follow_up import ActionRefused, WrittenAction
from portfolio.services.personal import (
    PersonalRefused,
    begin_plan,
    link_interview,
    note_presentation,
    plan_action,
    share_personal,
    write_personal,
)
from records.models import PatientDataConfirmation
from records.services import PatientData
from tests.factories.bilans import STRENGTH, go_on, personal_factory
from tests.factories.meetings import DUE, meeting_factory
from tests.portfolio.tables import rows

PEOPLE = ("learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror")
ORAL = WrittenPresentation(date(2027, 3, 3), "le groupe", "Un projet clair.")
ACTION = WrittenAction("Visiter deux cabinets.", "learner", None, DUE)


def write(world, now, texts, version=0, **more):
    return write_personal(
        actor=more.pop("actor", world.learner), enrolment=world.enrolment, texts=texts,
        version=version, now=now, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    "row", rows("bilans", "Who reads a bilan personnel"), ids=lambda row: row[0]
)
def test_who_reads(world, row):
    state, *expected = row
    if state == "alone":
        personal_factory(world.enrolment, world.companion)
    else:
        personal_factory(world.enrolment, world.companion, "presented", state)
    seen = [PersonalReview.objects.visible_to(getattr(world, who)).exists() for who in PEOPLE]
    assert ["yes" if one else "no" for one in seen] == expected
    for who in ("stranger", "other_lead", "other_employer"):
        assert not PersonalReview.objects.visible_to(getattr(world, who)).exists()


def test_the_steps_come_one_after_the_other(world):
    row = personal_factory(world.enrolment, world.companion)
    seen = [row.step]
    for step in ("interview", "project", "plan", "presented"):
        row = go_on(row, step, world.companion)
        seen.append(row.step)
    assert seen == ["alone", "interview", "project", "plan", "presented"]
    assert list(row.events.values_list("step", flat=True)) == seen


# --- Words ----------------------------------------------------------------------------------------


def test_only_what_changed_is_a_version(world, now):
    row = write(world, now, {"strengths": STRENGTH, "brakes": "La route."})
    row = write(world, now, {"strengths": STRENGTH, "brakes": ""}, row.version)
    assert list(PersonalText.objects.values_list("heading", "number", "text")) == [
        ("strengths", 1, STRENGTH), ("brakes", 1, "La route."), ("brakes", 2, ""),
    ]  # fmt: skip
    assert row.version == 2


def test_the_same_words_twice_are_stored_once(world, now):
    row = write(world, now, {"strengths": STRENGTH})
    assert write(world, now, {"strengths": STRENGTH}) == row
    assert PersonalText.objects.count() == 1


def test_another_tab_is_not_overwritten(world, now):
    write(world, now, {"strengths": STRENGTH})
    with pytest.raises(StaleForm):
        write(world, now, {"strengths": "Autre."})  # as if nothing was begun
    row = PersonalReview.objects.get()
    write(world, now, {"strengths": "Autre."}, row.version)
    with pytest.raises(StaleForm):
        write(world, now, {"strengths": "Encore."}, row.version)


@pytest.mark.parametrize("who", ["companion", "lead", "trainer", "employer", "stranger"])
def test_nobody_writes_the_words_of_another(world, now, who):
    with pytest.raises(NotAllowed):
        write(world, now, {"strengths": "a"}, actor=getattr(world, who))


@pytest.mark.parametrize(
    "texts", [{}, {"strengths": " "}, {"project": "a"}, {"strengths": "a" * 5001}]
)
def test_what_cannot_be_kept_is_not_stored(world, now, texts):
    with pytest.raises(PersonalRefused):
        write(world, now, texts)
    assert not PersonalReview.objects.exists()


def test_a_patient_is_not_named_and_a_colleague_is_confirmed(world, now):
    with pytest.raises(PatientData):
        write(world, now, {"strengths": "Joindre le 06 12 34 56 78."})
    with pytest.raises(PatientData):
        write(world, now, {"strengths": "L’aide de Mme Morel."})
    write(world, now, {"strengths": "L’aide de Mme Morel."}, confirmed="ma collègue")
    assert PatientDataConfirmation.objects.count() == 1


def test_what_was_replaced_alone_stays_with_its_author(world, now):
    row = write(world, now, {"strengths": "Un premier jet."})
    row = write(world, now, {"strengths": STRENGTH}, row.version)
    row = share_personal(
        actor=world.learner, review=row, audience="support", version=row.version, now=now
    )
    later = now + timedelta(hours=1)
    write(world, later, {"strengths": "Après l’entretien."}, row.version)

    def versions(actor, own):
        page = personal_page(actor, row, now.date(), own=own)
        part = next(one for one in page.parts if one.heading == "strengths")
        return [part.held.text, *(one.text for one in part.earlier)]

    assert versions(world.companion, own=False) == ["Après l’entretien.", STRENGTH]
    assert len(versions(world.learner, own=True)) == 3


# --- Steps ----------------------------------------------------------------------------------------


def test_sharing_is_its_author_s_and_the_circle_may_change(world, now):
    row = personal_factory(world.enrolment, world.companion)
    more = {"review": row, "version": row.version, "now": now}
    with pytest.raises(NotAllowed):
        share_personal(actor=world.companion, audience="support", **more)
    for audience in ("self", "employer", ""):
        with pytest.raises(PersonalRefused):
            share_personal(actor=world.learner, audience=audience, **more)
    row = share_personal(actor=world.learner, audience="support", **more)
    assert share_personal(actor=world.learner, audience="support", **more) == row
    wider = share_personal(
        actor=world.learner, review=row, audience="training", version=row.version, now=now
    )
    assert (wider.step, wider.audience, wider.shared_at) == ("interview", "training", row.shared_at)
    with pytest.raises(StaleForm):
        share_personal(actor=world.learner, audience="support", **more)


def test_an_interview_is_linked_once_it_is_diffused(world, now):
    row = personal_factory(world.enrolment, world.companion, "interview")
    seen = {"review": row, "version": row.version, "now": now}
    other = meeting_factory(world.companion, world.enrolment, "call", "diffused")
    for meeting in (other, meeting_factory(world.companion, world.enrolment, state="validated")):
        with pytest.raises(PersonalRefused):
            link_interview(actor=world.companion, meeting=meeting, **seen)
    held = meeting_factory(world.companion, world.enrolment, state="diffused")
    for who in ("trainer", "admin", "employer", "other_lead", "stranger"):
        with pytest.raises(NotAllowed):
            link_interview(actor=getattr(world, who), meeting=held, **seen)
    done = link_interview(actor=world.learner, meeting=held, **seen)
    assert link_interview(actor=world.learner, meeting=held, **seen) == done
    assert done.step == "project"


def test_alone_nothing_is_linked_or_planned(world, now):
    row = personal_factory(world.enrolment, world.companion)
    held = meeting_factory(world.companion, world.enrolment, state="diffused")
    seen = {"actor": world.learner, "review": row, "now": now}
    with pytest.raises(StaleForm):
        link_interview(meeting=held, version=row.version, **seen)
    with pytest.raises(PersonalRefused):
        begin_plan(version=row.version, **seen)
    with pytest.raises(PersonalRefused):
        plan_action(written=ACTION, form_key="a", **seen)
    with pytest.raises(PersonalRefused):
        note_presentation(written=ORAL, form_key="a", **seen)


def test_the_plan_begins_with_a_project(world, now):
    row = personal_factory(world.enrolment, world.companion, "project")
    with pytest.raises(PersonalRefused):
        begin_plan(actor=world.learner, review=row, version=row.version, now=now)
    row = write(world, now, {"project": "Devenir référente."}, row.version)
    with pytest.raises(NotAllowed):
        begin_plan(actor=world.companion, review=row, version=row.version, now=now)
    done = begin_plan(actor=world.learner, review=row, version=row.version, now=now)
    assert begin_plan(actor=world.learner, review=row, version=row.version, now=now) == done


def test_an_action_of_the_plan_is_one_of_the_interview(world, now):
    row = personal_factory(world.enrolment, world.companion, "plan")
    for actor in (world.learner, world.companion):
        plan_action(actor=actor, review=row, written=ACTION, form_key=str(actor.pk), now=now)
    again = plan_action(
        actor=world.learner, review=row, written=ACTION, form_key=str(world.learner.pk), now=now
    )
    assert again.meeting == row.meeting
    assert FollowUp.objects.count() == 2
    with pytest.raises(NotAllowed):
        plan_action(actor=world.trainer, review=row, written=ACTION, form_key="x", now=now)
    with pytest.raises(ActionRefused):
        plan_action(
            actor=world.learner, review=row, form_key="y", now=now,
            written=ACTION._replace(due_on=date(2020, 1, 1)),
        )  # fmt: skip


def test_a_presentation_needs_an_action_and_there_may_be_several(world, now):
    row = personal_factory(world.enrolment, world.companion, "plan")
    seen = {"review": row, "now": now}
    with pytest.raises(PersonalRefused, match="une action"):
        note_presentation(actor=world.learner, written=ORAL, form_key="a", **seen)
    plan_action(actor=world.learner, written=ACTION, form_key="p", **seen)
    for key in ("a", "a", "b"):
        note_presentation(actor=world.companion, written=ORAL, form_key=key, **seen)
    row.refresh_from_db()
    assert (row.step, OralPresentation.objects.count()) == ("presented", 2)
    with pytest.raises(NotAllowed):
        note_presentation(actor=world.trainer, written=ORAL, form_key="c", **seen)


def test_who_was_there_is_no_patient(world, now):
    row = personal_factory(world.enrolment, world.companion, "presented")
    seen = {"actor": world.learner, "review": row, "form_key": "z", "now": now}
    with pytest.raises(PatientData):
        note_presentation(written=ORAL._replace(said_back="06 12 34 56 78"), **seen)
    named = ORAL._replace(present="Mme Morel")
    with pytest.raises(PatientData):
        note_presentation(written=named, **seen)
    note_presentation(written=named, confirmed="la médecin", **seen)
    assert PatientDataConfirmation.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"step": "unknown"},
        {"step": "interview"},  # shared with nobody
        {"audience": "support"},  # alone
        {"step": "plan", "audience": "support"},
    ],
)
def test_the_database_refuses_what_cannot_be(world, change):
    row = personal_factory(world.enrolment, world.companion)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalReview.objects.filter(pk=row.pk).update(**change)

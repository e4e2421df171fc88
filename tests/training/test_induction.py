"""The induction day: one test an outcome, then its screens."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.services import NotAllowed, StaleForm
from records.services import PatientData
from tests.factories import cohort_factory, enrolment_factory
from tests.training.web import queries_of
from training.models import InductionDay, InductionNote
from training.queries.induction import induction_of, own_induction
from training.rules.induction import InductionMark
from training.services.induction import (
    DayReasonMissing,
    DayRefused,
    MarkRefused,
    NoDayYet,
    Noted,
    PlaceMissing,
    note_induction,
    write_day,
)
from training.services.situation import change_situation

DAY = date(2027, 3, 2)
THERE, AWAY = InductionMark(True, True, "Contente."), InductionMark(False, False)


def write(world, now, seen=0, **changes) -> InductionDay:
    given = {"actor": world.lead, "cohort": world.cohort, "day": DAY, "place": "Salle A"}
    return write_day(**given | {"seen": seen, "now": now} | changes)


def note(world, now, mark=THERE, seen=0, **changes) -> int:
    notes = [Noted(world.enrolment.pk, mark, seen)]
    given = {"actor": world.lead, "cohort": world.cohort, "notes": notes, "now": now}
    return note_induction(**given | changes)


def test_a_day_is_written_once_and_ticked_afterwards(world, now):
    first = write(world, now)
    assert write(world, now) == first
    second = write(world, now, seen=1, done=["visit", "livret"])
    assert [done for _, done in second.programme].count(True) == 2
    assert write(world, now, seen=1, done=["livret", "visit"]) == second
    assert induction_of(world.cohort, DAY).earlier == [first]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"place": "  "}, PlaceMissing),
        ({"place": "Chez le 06 12 34 56 78"}, PatientData),
        ({"day": date(2027, 3, 5), "done": ["visit"]}, DayRefused),
    ],
)
def test_a_day_that_cannot_be_is_refused(world, now, changes, refusal):
    with pytest.raises(refusal):
        write(world, now, **changes)
    assert InductionDay.objects.count() == 0


def test_a_moved_day_asks_for_a_reason_and_a_second_tab_is_refused(world, now):
    write(world, now)
    with pytest.raises(DayReasonMissing):
        write(world, now, seen=1, place="Salle B")
    with pytest.raises(StaleForm):
        write(world, now, place="Salle B", reason="Travaux")
    moved = write(world, now, seen=1, place="Salle B", reason="Travaux")
    assert (moved.number, moved.reason) == (2, "Travaux")


def test_people_are_noted_once_and_corrected_with_a_reason(world, now):
    write(world, now)
    assert note(world, now) == 1
    assert note(world, now) == 0
    with pytest.raises(StaleForm):
        note(world, now, mark=AWAY, reason="Erreur.")
    with pytest.raises(DayReasonMissing):
        note(world, now, mark=AWAY, seen=1)
    assert note(world, now, mark=AWAY, seen=1, reason="Erreur de nom.") == 1
    held = own_induction(world.enrolment).note
    assert (held.number, held.present, held.reason) == (2, False, "Erreur de nom.")
    with pytest.raises(DayRefused):
        write(world, now, seen=1, day=date(2027, 3, 20), reason="Reportée")


def test_marks_that_cannot_be_are_refused(world, now):
    with pytest.raises(NoDayYet):
        note(world, now)
    write(world, now, day=date(2027, 3, 5))
    with pytest.raises(NoDayYet):
        note(world, now)
    write(world, now, seen=1, reason="Avancée")
    with pytest.raises(MarkRefused):
        note(world, now, mark=InductionMark(False, False, "Bien."))
    with pytest.raises(PatientData):
        note(world, now, mark=InductionMark(True, True, "Appeler le 06 12 34 56 78"))
    with pytest.raises(StaleForm):
        note(world, now, notes=[Noted(enrolment_factory().pk, THERE, 0)])
    assert InductionNote.objects.count() == 0


def test_only_those_who_lead_this_body_write(world, now):
    for actor in (world.trainer, world.learner, world.employer, world.other_trainer):
        with pytest.raises(NotAllowed):
            write(world, now, actor=actor)
        with pytest.raises(NotAllowed):
            note(world, now, actor=actor)
    with pytest.raises(NotAllowed):
        write(world, now, cohort=cohort_factory())


def test_who_is_suspended_that_day_is_not_expected_but_a_note_stays(world, now):
    other = enrolment_factory(world.cohort)
    world.enrolment.enrolled_at = now - timedelta(days=30)
    world.enrolment.save()
    write(world, now)
    change_situation(
        actor=world.lead, enrolment=world.enrolment, act="suspended", since=DAY, why="leave",
        seen=0, now=now,
    )  # fmt: skip
    assert [line.enrolment for line in induction_of(world.cohort, DAY).lines] == [other]
    note(world, now, notes=[Noted(other.pk, THERE, 0)])
    change_situation(
        actor=world.lead, enrolment=other, act="left", since=now.date(), why="personal", seen=0,
        now=now,
    )  # fmt: skip
    lines = induction_of(world.cohort, DAY).lines
    assert [(line.enrolment, line.seen) for line in lines] == [(other, 1)]


def test_the_database_refuses_what_the_services_do(world, now):
    write(world, now)
    note(world, now)
    given = {
        "cohort": world.cohort, "enrolment": world.enrolment, "livret": False,
        "noted_by": world.lead, "noted_at": now,
    }  # fmt: skip
    for change in (
        lambda: InductionDay.objects.update(place=""),
        lambda: InductionDay.objects.create(
            cohort=world.cohort, number=1, day=DAY, place="x", written_by=world.lead, written_at=now
        ),
        lambda: InductionNote.objects.create(number=1, present=True, **given),
        lambda: InductionNote.objects.create(number=2, present=True, **given),
        lambda: InductionNote.objects.create(
            number=2, present=False, said="Bien.", reason="x", **given
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_lead_sets_the_day_notes_people_and_each_reads_what_is_theirs(world, sign_in):
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/accueil/"
    pk, today = world.enrolment.pk, timezone.localdate()
    assert "Pas encore de journée" in client.get(path).content.decode()
    assert "pas encore eu lieu" in client.get(f"{path}noter/").content.decode()
    form = {"day": today.isoformat(), "place": "Salle A", "seen": 0}
    assert client.post(f"{path}journee/", form | {"place": ""}).status_code == 422
    assert client.post(f"{path}journee/", form | {"done": ["inconnu"]}).status_code == 422
    assert client.post(f"{path}journee/", form | {"done": ["visit"]}).url == path
    marks = {f"p{pk}": "on", f"l{pk}": "on", f"s{pk}": "Utile.", f"n{pk}": 0}
    assert client.post(f"{path}noter/", {f"s{pk}": "Utile.", f"n{pk}": 0}).status_code == 422
    assert client.post(f"{path}noter/", marks | {f"n{pk}": "x"}).status_code == 422
    assert client.post(f"{path}noter/", marks).url == path
    assert "« Utile. »" in client.get(path).content.decode()
    assert client.post(f"{path}noter/", {f"p{pk}": "on", f"n{pk}": 1}).status_code == 422
    own = f"/inscriptions/{pk}/engagements/"
    assert "« Utile. »" in sign_in(world.learner).get(own).content.decode()
    page = sign_in(world.employer).get(own).content.decode()
    assert ("Salle A" in page, "Utile." in page) == (True, False)
    trainer = sign_in(world.trainer)
    assert "Noter les personnes" not in trainer.get(path).content.decode()
    assert trainer.get(f"{path}noter/").status_code == 403
    assert sign_in(world.learner).get(path).status_code == 404


def test_somebody_enrolled_while_the_form_was_open_is_not_noted_absent(world, sign_in):
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/accueil/"
    form = {"day": timezone.localdate().isoformat(), "place": "Salle A", "seen": 0}
    client.post(f"{path}journee/", form)
    pk = world.enrolment.pk
    late = enrolment_factory(world.cohort)
    assert client.post(f"{path}noter/", {f"p{pk}": "on", f"n{pk}": 0}).url == path
    assert not late.induction_notes.exists()
    assert world.enrolment.induction_notes.get().present


def test_the_page_costs_the_same_with_many_people(world, now, sign_in):
    client, path = sign_in(world.lead), f"/promotions/{world.cohort.pk}/accueil/"
    write(world, now)
    note(world, now)
    queries_of(client, path)
    before = queries_of(client, path)
    for number in range(1, 6):
        other = enrolment_factory(world.cohort)
        note(world, now, notes=[Noted(other.pk, THERE, 0)])
        write(world, now, seen=number, place=f"Salle {number}", reason="Travaux")
    assert queries_of(client, path) == before


def test_notes_of_a_page_that_changed_can_be_sent_again(world, sign_in):
    now, today = timezone.now(), timezone.localdate()
    write(world, now, day=today)
    note(world, now)
    client, pk = sign_in(world.lead), world.enrolment.pk
    path = f"/promotions/{world.cohort.pk}/accueil/"
    sent = {f"p{pk}": "on", f"s{pk}": "Déçue.", "reason": "Erreur de ligne."}
    refused = client.post(f"{path}noter/", {**sent, f"n{pk}": 0})
    seen = refused.context["form"][f"n{pk}"].value()
    assert (refused.status_code, seen) == (422, "1")
    assert client.post(f"{path}noter/", {**sent, f"n{pk}": seen}).url == path
    assert induction_of(world.cohort, today).lines[0].note.said == "Déçue."

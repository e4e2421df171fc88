"""Corrections of a situation of a signed week: what they take in, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from curricula.enums import Moment
from people.services import NotAllowed
from portfolio.enums import Audience, Autonomy, Axis, ClaimedLevel, CompetencyState
from portfolio.models import WeekAmendment
from portfolio.queries import competency_sheet
from portfolio.queries.amendment import (
    amended_of,
    amendment_lines,
    waiting_amendments,
)
from portfolio.rules.amendment import AmendedEntry
from portfolio.services import (
    AmendmentRefused,
    amend_entry,
    answer_amendment,
    sign_week,
    submit_week,
)
from records.services import PatientData
from tests.factories import enrolment_factory
from tests.factories.conditions import mission_factory
from tests.factories.portfolio import (
    entry_factory,
    signed_week_factory,
    week_factory,
)

MONDAY = date(2027, 3, 1)
REASON = "J’avais oublié le mardi."


@pytest.fixture
def week(world):
    return signed_week_factory(world.desk, minutes=420)


@pytest.fixture
def entry(week):
    return week.entries.get()


@pytest.fixture
def rewritten(world, week, entry, now):
    """What the learner asks of the situation: another text and another competency."""
    amended = AmendedEntry("Autre texte.", claims={world.competencies[1].pk: None})
    return {
        "actor": world.learner, "entry": entry, "amended": amended, "reason": REASON,
        "version": week.version, "form_key": "correction-2", "now": now,
    }  # fmt: skip


def test_a_situation_is_corrected_and_its_competencies_follow(world, entry, rewritten, now):
    first, second = world.competencies[:2]
    made = amend_entry(**rewritten)
    assert competency_sheet(world.enrolment, first.pk).state == CompetencyState.STARTED
    answer_amendment(actor=world.trainer, amendment=made, accepted=True, now=now)
    entry.refresh_from_db()
    assert amended_of(entry) == rewritten["amended"]
    assert competency_sheet(world.enrolment, first.pk).state == CompetencyState.MISSING
    assert competency_sheet(world.enrolment, second.pk).state == CompetencyState.STARTED
    assert made.before["claims"] == [[first.pk, None]]


def test_what_completes_a_situation_is_corrected_with_it(world, entry, rewritten, now):
    first = world.competencies[0]
    kept, other = mission_factory("X1"), mission_factory("X2")
    entry.missions.add(kept)
    amended = AmendedEntry(
        entry.text, claims={first.pk: ClaimedLevel.REACHED}, moment=Moment.AFTER,
        autonomy=Autonomy.ALONE, axes=frozenset({Axis.JOB}), missions=frozenset({other.pk}),
    )  # fmt: skip
    made = amend_entry(**rewritten | {"amended": amended})
    answer_amendment(actor=world.trainer, amendment=made, accepted=True, now=now)
    entry.refresh_from_db()
    assert amended_of(entry) == amended
    [line] = amendment_lines(world.learner, WeekAmendment.objects.filter(pk=made.pk))
    assert line.changes == [
        ("Moment", "rien", "après la consultation"),
        ("Comment", "rien", "sans aide"),
        ("Cela touche", "rien", "l’emploi"),
        ("Missions", f"X1 {kept.text}", f"X2 {other.text}"),
        ("Compétences", f"{first.code} {first.text}", f"{first.code} {first.text} (acquis)"),
    ]


def test_a_correction_shows_only_the_missions_and_competencies_that_come_or_go(
    world, entry, rewritten
):
    first, second = world.competencies[:2]
    kept, other = mission_factory("X1"), mission_factory("X2")
    entry.missions.add(kept)
    both = frozenset({kept.pk, other.pk})
    amended = replace(amended_of(entry), claims={first.pk: None, second.pk: None}, missions=both)
    made = amend_entry(**rewritten | {"amended": amended})
    [line] = amendment_lines(world.learner, WeekAmendment.objects.filter(pk=made.pk))
    assert line.changes == [
        ("Missions", "rien", f"X2 {other.text}"),
        ("Compétences", "rien", f"{second.code} {second.text}"),
    ]


def test_only_its_author_says_a_level_anew(world, entry, rewritten):
    first, second = world.competencies[:2]
    entry.claims.update(level=ClaimedLevel.STARTED)
    by_trainer = rewritten | {"actor": world.trainer}
    for claims in ({first.pk: ClaimedLevel.REACHED}, {first.pk: None}, {second.pk: 1}):
        with pytest.raises(AmendmentRefused):
            amend_entry(**by_trainer | {"amended": AmendedEntry("Autre.", claims=claims)})
    kept = {first.pk: ClaimedLevel.STARTED, second.pk: None}
    amend_entry(**by_trainer | {"amended": AmendedEntry("Autre.", claims=kept)})
    entry.refresh_from_db()
    assert amended_of(entry).claims == kept


def test_who_signs_corrects_a_situation_at_once(world, entry, rewritten):
    amend_entry(**rewritten | {"actor": world.trainer})
    entry.refresh_from_db()
    assert entry.text == "Autre texte."


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"text": " "}, AmendmentRefused),
        ({"context": "a" * 5001}, AmendmentRefused),
        ({"text": "Rappeler au 06 12 34 56 78."}, PatientData),
        ({"claims": {999_999: None}}, AmendmentRefused),
        ({"missions": frozenset({999_999})}, AmendmentRefused),
        ({"moment": Autonomy.ALONE}, AmendmentRefused),
        ({"autonomy": Moment.AFTER}, AmendmentRefused),
        ({"axes": frozenset({"autre"})}, AmendmentRefused),
    ],
)
def test_a_text_that_cannot_be_is_refused(rewritten, change, error):
    with pytest.raises(error):
        amend_entry(**rewritten | {"amended": replace(rewritten["amended"], **change)})
    assert WeekAmendment.objects.count() == 0


def test_a_competency_of_another_reference_is_refused(world, rewritten):
    other = enrolment_factory().qualification.blocks.first().competencies.first()
    amended = AmendedEntry("Autre.", claims={other.pk: None})
    with pytest.raises(AmendmentRefused):
        amend_entry(**rewritten | {"amended": amended})


def opened_to(world, audience, now):
    """A signed week with a situation that everybody reads, and one for a circle."""
    week = week_factory(world.enrolment)
    entry_factory(week)
    entry = entry_factory(week, audience=audience)
    week.refresh_from_db()
    submit_week(actor=world.learner, week=week, version=week.version, now=now)
    week.refresh_from_db()
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    week.refresh_from_db()
    return week, entry


def test_what_a_trainer_does_not_read_is_corrected_by_who_accompanies(world, now):
    week, entry = opened_to(world, Audience.SUPPORT, now)
    said = {"entry": entry, "amended": AmendedEntry("Autre."), "reason": REASON,
            "version": week.version, "form_key": "a", "now": now}  # fmt: skip
    with pytest.raises(NotAllowed):
        amend_entry(actor=world.trainer, **said)
    made = amend_entry(actor=world.learner, **said)
    assert list(waiting_amendments(world.trainer)) == []
    with pytest.raises(NotAllowed):
        answer_amendment(actor=world.trainer, amendment=made, accepted=True, now=now)
    answer_amendment(actor=world.lead, amendment=made, accepted=True, now=now)
    seen = {who: WeekAmendment.objects.visible_to(getattr(world, who)).count() for who in (
        "learner", "lead", "companion", "trainer", "admin", "employer", "funder", "stranger",
    )}  # fmt: skip
    assert seen == {
        "learner": 1, "lead": 1, "companion": 1, "trainer": 0, "admin": 0, "employer": 0,
        "funder": 0, "stranger": 0,
    }  # fmt: skip


def test_what_is_for_its_author_alone_was_not_signed(world, now):
    week, entry = opened_to(world, Audience.SELF, now)
    with pytest.raises(AmendmentRefused, match="aucun visa ne porte sur elle"):
        amend_entry(
            actor=world.learner, entry=entry, amended=AmendedEntry("Autre."), reason=REASON,
            version=week.version, form_key="a", now=now,
        )  # fmt: skip

"""What a correction may not take away, and the name of a patient that it takes out."""

from dataclasses import replace

import pytest

from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from portfolio.models import (
    AmendmentAnswer,
    LogbookEntry,
    SharingFact,
    WallCopy,
    WeekAmendment,
)
from portfolio.queries.amendment import amended_of
from portfolio.rules.amendment import REMOVED, AmendedEntry
from portfolio.rules.wall import Shown
from portfolio.services import (
    AmendmentRefused,
    amend_entry,
    answer_amendment,
    comment_sentence,
    sign_week,
    submit_week,
)
from tests.factories.groups import share
from tests.factories.portfolio import entry_factory, signed_week_factory, week_factory

REASON = "Un nom de patient."


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


def corrected(rewritten, **changes):
    """The situation with other words or competencies."""
    return rewritten | {"amended": replace(rewritten["amended"], **changes)}


def test_the_last_competency_of_a_week_is_not_corrected_away(rewritten):
    with pytest.raises(AmendmentRefused, match="une compétence"):
        amend_entry(**corrected(rewritten, claims={}))
    assert not WeekAmendment.objects.exists()


def test_what_another_correction_took_away_meanwhile_is_not_taken_twice(world, now):
    """Each of two leaves a competency to the other; together they leave none."""
    week = week_factory(world.enrolment)
    entries = [entry_factory(week), entry_factory(week)]
    week.refresh_from_db()
    week = submit_week(actor=world.learner, week=week, version=week.version, now=now)
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    week.refresh_from_db()
    first, second = [
        amend_entry(
            actor=world.learner, entry=one, amended=AmendedEntry("Autre texte."), reason=REASON,
            version=week.version, form_key=f"k{one.pk}", now=now,
        )
        for one in entries
    ]  # fmt: skip
    answer_amendment(actor=world.trainer, amendment=first, accepted=True, now=now)
    with pytest.raises(AmendmentRefused, match="une compétence"):
        answer_amendment(actor=world.trainer, amendment=second, accepted=True, now=now)
    assert not AmendmentAnswer.objects.filter(amendment=second).exists()


def test_the_name_of_a_patient_is_taken_out_of_what_is_kept(world, week, entry, rewritten, now):
    """An earlier correction had kept the same text on both its sides."""
    kept = AmendedEntry(entry.text, "Un contexte.", claims=amended_of(entry).claims)
    amend_entry(**rewritten | {"actor": world.trainer, "amended": kept, "form_key": "avant"})
    week.refresh_from_db()
    named = {"patient_named": True, "version": week.version}
    made = amend_entry(**corrected(rewritten | named, context="Un contexte."))
    rows = [WeekAmendment.objects.get(form_key=key) for key in ("avant", "correction-2")]
    assert [(row.before["text"], row.after["text"]) for row in rows] == [
        (REMOVED, REMOVED), (REMOVED, "Autre texte."),
    ]  # fmt: skip
    assert rows[0].after["context"] == "Un contexte."
    assert (
        AuditEvent.objects.filter(verb="portfolio.amendment.redacted").get().actor == world.learner
    )
    answer_amendment(actor=world.trainer, amendment=made, accepted=True, now=now)
    entry.refresh_from_db()
    assert entry.text == "Autre texte."


def test_the_name_leaves_the_wall_and_stands_beside_no_comment(world, week, entry, rewritten, now):
    LogbookEntry.objects.update(kind="good_practice")
    entry.refresh_from_db()
    share(entry, shown=Shown())
    comment = comment_sentence(
        actor=world.trainer, entry=entry, field="text", place=0, version=entry.version,
        remark="Qui est nommé ?", form_key="c1", now=now,
    )  # fmt: skip
    week.refresh_from_db()
    amend_entry(**rewritten | {"patient_named": True, "version": week.version})
    assert WallCopy.objects.get().text == REMOVED
    assert not WallCopy.objects.visible_to(world.companion).exists()
    gone = SharingFact.objects.last()
    assert (gone.act, gone.reason) == (
        "removed", "Un nom de patient a été retiré de la situation.",
    )  # fmt: skip
    comment.refresh_from_db()
    assert comment.sentence == REMOVED


def test_a_name_goes_with_a_text_that_changes(rewritten, entry):
    with pytest.raises(AmendmentRefused, match="Aucun texte ne change"):
        amend_entry(**corrected(rewritten | {"patient_named": True}, text=entry.text))


@pytest.mark.parametrize(("who", "may"), [("learner", True), ("lead", True), ("trainer", False)])
def test_the_author_and_who_leads_take_a_name_out(world, rewritten, who, may):
    wanted = rewritten | {"actor": getattr(world, who), "patient_named": True}
    if may:
        assert amend_entry(**wanted).before["text"] == REMOVED
        return
    with pytest.raises(NotAllowed):
        amend_entry(**wanted)


def test_a_situation_that_changed_in_between_is_seen_though_a_name_went(
    world, entry, rewritten, now
):
    made = amend_entry(**rewritten | {"patient_named": True})
    entry.claims.all().delete()
    with pytest.raises(StaleForm):
        answer_amendment(actor=world.trainer, amendment=made, accepted=True, now=now)

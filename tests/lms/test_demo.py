"""The demo: built through the services, the same facts for a seed, at each stage."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.models import GradeChange
from lms.services.demo.accounts import DEMO_ACCOUNTS
from lms.services.demo.build import build_demo
from people.models import User
from portfolio.models import (
    LogbookEntry,
    LogbookWeek,
)
from tests.architecture.test_edges import writes_of
from tests.architecture.tree import ROOT
from tests.lms.demo import TODAY, build, check_accounts
from training.enums import AgreementSide
from training.models import (
    EntryCheck,
    HoursEntry,
    LessonRead,
    PositioningScore,
    SharedPost,
)
from training.queries.contract import contract_of
from training.queries.convention import convention_of


def facts() -> dict[str, list]:
    """What happened, without keys and codes."""
    return {
        "people": sorted(User.objects.values_list("email", "first_name", "last_name")),
        "hours": sorted(
            HoursEntry.objects.values_list(
                "enrolment__learner__email", "label", "state", "minutes", "occurred_on"
            )
        ),
        "weeks": sorted(
            LogbookWeek.objects.values_list(
                "enrolment__learner__email", "iso_year", "iso_week", "state", "practice_minutes"
            )
        ),
        "entries": sorted(
            LogbookEntry.objects.values_list("day", "kind", "text", "competencies__code")
        ),
        "grades": sorted(GradeChange.objects.values_list("points", "comment", "graded_at")),
    }


def built_then_undone(now, **wanted) -> dict[str, list]:
    with transaction.atomic():
        build(now, **wanted)
        found = facts()
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("loaded")
def test_public_pages_of_the_tracks_are_filled_in_and_say_that_it_is_a_demo(now, client):
    build(now, stage="inscrit")
    for code in ("115", "380"):
        text = client.get(f"/formations/{code}/").content.decode()
        assert "à compléter par l’organisme" not in text
        assert "Tarif inventé" in text


@pytest.mark.usefixtures("loaded")
def test_same_seed_same_facts_other_seed_other_facts(now):
    first = built_then_undone(now, seed=1)
    assert built_then_undone(now, seed=1) == first
    assert built_then_undone(now, seed=2)["entries"] != first["entries"]


@pytest.mark.usefixtures("loaded")
def test_enrolled_learners_have_done_nothing_yet(now):
    build(now, stage="inscrit")
    assert not LessonRead.objects.exists()
    assert not HoursEntry.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_somebody_answered_the_positioning_quiz_and_was_checked_at_entry(now):
    build(now, stage="inscrit")
    [email] = set(PositioningScore.objects.values_list("enrolment__learner__email", flat=True))
    assert email not in DEMO_ACCOUNTS
    checks = EntryCheck.objects.order_by("pk").values_list("enrolment__learner__email", "result")
    assert list(checks) == [(email, "acquired"), (email, "strengthen")]


@pytest.mark.usefixtures("loaded")
def test_demo_is_refused_where_people_already_are(now):
    build(now, stage="inscrit")
    with pytest.raises(CommandError, match="base vide"):
        call_command("demo")


def test_demo_writes_nothing_by_itself_but_the_password_known_to_all():
    writes = {
        file.name: lines
        for file in (ROOT / "lms" / "services" / "demo").glob("*.py")
        if (lines := writes_of(file.read_text()))
    }
    assert set(writes) == {"cast.py"}
    assert len(writes["cast.py"]) == 1


@pytest.mark.usefixtures("loaded")
def test_one_post_of_the_demo_is_shared_by_two_practices_with_a_referent_on_each_side(now):
    with_elise = 7
    build_demo(
        stage="inscrit", learners=with_elise, seed=1, now=now, today=TODAY, step=lambda: None
    )
    post = SharedPost.objects.get()
    found = contract_of(post.enrolment, TODAY)
    assert post.enrolment.learner.first_name == "Élise"
    assert all("Démo" in side.organisation.name for side in found.sides[1:])
    assert (len(found.sides), found.missing) == (3, [])


@pytest.mark.usefixtures("loaded")
def test_both_practices_of_the_shared_post_have_an_agreement_of_their_own(now):
    with_elise = 7
    build_demo(
        stage="en-cours", learners=with_elise, seed=1, now=now, today=TODAY, step=lambda: None
    )
    post = SharedPost.objects.get()
    main, further = (convention_of(post.enrolment, TODAY, one) for one in post.enrolment.practices)
    assert main.in_force == main.newest
    assert further.unsigned == [AgreementSide.PRACTICE]
    assert further.place.practice == post.practice
    assert {slot.weekday for slot in further.newest.timetable} == {1, 2}
    assert main.newest.delegated.exists()


@pytest.mark.usefixtures("loaded")
def test_the_nine_accounts_have_their_password_from_the_first_stage(now):
    build(now, stage="inscrit")
    check_accounts()

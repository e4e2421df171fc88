"""Balance sheets and accompaniment in the export of a livret: who takes what, in what shape."""

import json
from pathlib import Path

import jsonschema
import pdfua
import pytest
from django.utils import timezone

from portfolio import enums
from portfolio.rules.bilan import REVIEW_AUDIENCES
from portfolio.services.bilan import read_review
from portfolio.services.follow_up import note_action
from portfolio.services.meeting import correct_minutes
from portfolio.services.personal import write_personal
from portfolio.views.export import SCHEMAS
from tests.factories.assessments import learner_of
from tests.factories.bilans import DID, STRENGTH, go_on, personal_factory, review_factory
from tests.factories.meetings import SEEN, action_factory, meeting_factory, minutes_factory
from tests.factories.portfolio import (
    entry_factory,
    signed_week_factory,
    submitted_week_factory,
    week_factory,
)
from tests.factories.training import cohort_factory, enrolment_factory
from tests.portfolio.tables import rows
from tests.portfolio.test_export import text_of
from tests.portfolio.test_practice_services import shared_post
from tests.training.web import queries_of

PEOPLE = ("learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror")
CHECKER = jsonschema.Draft202012Validator(
    json.loads(SCHEMAS[3].read_text()), format_checker=jsonschema.FormatChecker()
)
PLANNED = "Visiter deux cabinets."


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def taken(client, enrolment, kind="json"):
    """What somebody takes away; nothing if they take no livret."""
    answer = client.get(f"/livrets/inscriptions/{enrolment.pk}/export/{kind}/")
    if answer.status_code in (403, 404):
        return {}
    if kind == "pdf":
        return answer.content
    CHECKER.validate(answer.json())
    return answer.json()


def lay(world, part, state):
    """A balance sheet or a meeting, in a state or open to a circle."""
    if part == "activity":
        handed_in = state != "draft"
        circle = state if handed_in else "employer"
        return review_factory(world.enrolment, handed_in=handed_in, audience=circle)
    if part == "personal" and state == "alone":
        return personal_factory(world.enrolment, world.companion)
    if part in ("personal", "plan"):
        step = "interview" if part == "personal" else "presented"
        return personal_factory(world.enrolment, world.companion, step, state)
    about = world.cohort if part == "group" else world.enrolment
    return action_factory(world.companion, meeting_factory(world.companion, about, part, state))


def reads(found, part):
    """Whether what was taken away holds it."""
    if part == "activity":
        return bool(found.get("activity_reviews"))
    if part == "personal":
        return bool(found.get("personal_review"))
    if part == "plan":
        return bool((found.get("personal_review") or {}).get("plan"))
    return [one["kind"] for one in found.get("meetings", ())] == [part]


@pytest.mark.parametrize("row", rows("livret", "Taken away"), ids=lambda row: f"{row[0]} {row[1]}")
def test_who_takes_what(world, sign_in, row):
    part, state, *expected = row
    lay(world, part, state)
    found = {who: taken(sign_in(getattr(world, who)), world.enrolment) for who in PEOPLE}
    assert ["yes" if reads(found[who], part) else "no" for who in PEOPLE] == expected


@pytest.mark.parametrize(
    ("who", "keys"),
    [("learner", True), ("companion", True), ("lead", True), ("trainer", False), ("admin", False)],
)
def test_what_a_role_never_reads_is_absent_and_not_empty(world, sign_in, who, keys):
    personal_factory(world.enrolment, world.companion, "plan", "training")
    found = taken(sign_in(getattr(world, who)), world.enrolment)
    assert ("meetings" in found) == ("plan" in found["personal_review"]) == keys


# --- What is said ---------------------------------------------------------------------------------


def test_a_bilan_says_its_words_its_figures_and_who_read_it(world, sign_in, now):
    signed_week_factory(world.desk, minutes=500, iso_week=7, competencies=world.competencies[:1])
    entry_factory(week_factory(world.enrolment, iso_week=8), kind="obstacle", audience="training")
    submitted_week_factory(world.enrolment, 420, iso_week=8)
    review = review_factory(world.enrolment, handed_in=True, learnt="À écouter.")
    read_review(
        actor=world.trainer, review=review, comment="Complet.", version=review.version, now=now
    )
    (told,) = taken(sign_in(world.learner), world.enrolment)["activity_reviews"]
    assert (told["did"], told["learnt"], told["change"]) == (DID, "À écouter.", "")
    assert (told["state"], told["audience"], told["number"]) == ("read", "training", 1)
    figures = told["figures"]
    assert figures["weeks"]["handed_in"] == 2
    assert figures["minutes"] == {"signed": 500, "waiting": 420}
    assert figures["situations"] == [
        {"kind": "practice", "count": 2}, {"kind": "obstacle", "count": 1},
    ]  # fmt: skip
    shown = {one["code"]: (one["shown"], one["waiting"]) for one in figures["competencies"]}
    assert shown[world.competencies[0].code] == (1, 2)
    assert [(one["kind"], one["state"]) for one in figures["obstacles"]] == [("", "raised")]
    assert '"entr' not in json.dumps(figures)  # no situation is named
    (reading,) = told["readings"]
    assert (reading["by"], reading["comment"]) == (str(world.trainer.user), "Complet.")


def test_figures_that_are_frozen_stay_and_those_of_a_draft_are_of_the_day(world, sign_in):
    review_factory(world.enrolment, handed_in=True)
    review_factory(world.enrolment)
    signed_week_factory(world.desk, minutes=500, iso_week=7)
    frozen, draft = taken(sign_in(world.learner), world.enrolment)["activity_reviews"]
    assert (frozen["figures"]["minutes"]["signed"], draft["figures"]["minutes"]["signed"]) == (
        0,
        500,
    )
    assert (frozen["state"], draft["state"], draft["handed_in_at"]) == ("handed_in", "draft", None)


def test_drafts_of_two_practices_count_each_their_own(world, sign_in, now):
    shared = shared_post(world, now)
    for practice in (world.enrolment.practice_id, shared.post.practice_id):
        review_factory(world.enrolment, practice=practice, audience="employer")
    found = taken(sign_in(world.learner), world.enrolment)["activity_reviews"]
    own = sign_in(world.learner)
    pages = [
        own.get(f"/bilans/activite/{one.pk}/").context["page"].figures
        for one in world.enrolment.activity_reviews.all()
    ]
    said = {(json.dumps(one["minutes"]), str(one["situations"])) for one in pages}
    assert len(found) == len(said) == 2
    assert said == {
        (
            json.dumps(one["figures"]["minutes"]),
            str([[kind["kind"], kind["count"]] for kind in one["figures"]["situations"]]),
        )
        for one in found
    }


def test_the_personal_one_says_steps_words_plan_and_presentation(world, sign_in):
    personal_factory(world.enrolment, world.companion, "presented", "training")
    told = taken(sign_in(world.companion), world.enrolment)["personal_review"]
    assert (told["step"], told["audience"]) == ("presented", "training")
    assert [one["step"] for one in told["steps"]] == enums.PersonalStep.values
    assert {one["heading"]: one["text"] for one in told["headings"]}["strengths"] == STRENGTH
    (action,) = told["plan"]
    assert (action["text"], action["by"], action["due_on"], action["done"], action["late"]) == (
        PLANNED, str(world.learner.user), "2027-03-11", False, False,
    )  # fmt: skip
    (oral,) = told["presentations"]
    assert (oral["held_on"], oral["present"], oral["said_back"]) == (
        "2027-03-03", "le groupe", "Clair.",
    )  # fmt: skip


def test_what_was_replaced_before_the_share_stays_with_its_author(world, sign_in, now):
    row = personal_factory(world.enrolment, world.companion)
    again = {"strengths": "Je garde mon calme et j’écoute."}
    write_personal(
        actor=world.learner, enrolment=world.enrolment, texts=again, version=row.version, now=now
    )
    row.refresh_from_db()
    go_on(row, "interview", world.companion)
    reads = {}
    for who in ("learner", "companion"):
        told = taken(sign_in(getattr(world, who)), world.enrolment)["personal_review"]
        (heading,) = told["headings"]
        assert heading["text"] == again["strengths"]
        reads[who] = [one["text"] for one in heading["earlier"]]
    assert reads == {"learner": [STRENGTH], "companion": []}
    assert STRENGTH not in text_of(taken(sign_in(world.companion), world.enrolment, "pdf"))


def test_a_meeting_says_its_versions_and_what_was_agreed(world, sign_in, now):
    held = meeting_factory(world.companion, world.enrolment, "visit", "diffused", half="afternoon")
    action = action_factory(world.companion, held)
    note_action(actor=world.learner, follow_up=action, done=True, seen=0, now=now)
    correct_minutes(
        actor=world.companion, meeting=held, reason="Un oubli.", version=held.version, now=now,
        written=minutes_factory(world.enrolment.practice_id, second="Bon climat."),
    )  # fmt: skip
    (told,) = taken(sign_in(world.learner), world.enrolment)["meetings"]
    assert (told["kind"], told["held_on"], told["state"]) == ("visit", "2027-03-02", "diffused")
    assert told["half"] == "afternoon"
    assert told["practice"] == str(world.enrolment.practice)
    newest, first = told["minutes"]
    assert (newest["number"], newest["reason"], first["number"]) == (2, "Un oubli.", 1)
    assert newest["sections"] == [
        {"title": "Locaux, poste de travail, moyens", "text": SEEN},
        {"title": "Climat et relations", "text": "Bon climat."},
    ]
    assert [one["state"] for one in told["events"]] == enums.MeetingState.values
    (agreed,) = told["actions"]
    assert (agreed["done"], agreed["noted_by"]) == (True, str(world.learner.user))


def test_a_draft_of_minutes_has_neither_number_nor_day(world, sign_in):
    meeting_factory(world.companion, world.enrolment, "call")
    (told,) = taken(sign_in(world.lead), world.enrolment)["meetings"]
    (minutes,) = told["minutes"]
    assert (minutes["number"], minutes["at"], minutes["by"]) == (None, None, "")
    assert minutes["sections"] == [{"title": "Ce qui a été dit", "text": SEEN}]


@pytest.mark.parametrize("who", ["learner", "companion", "lead"])
def test_nothing_of_another_person_or_another_group(world, sign_in, who):
    neighbour = enrolment_factory(world.cohort)
    review_factory(neighbour, handed_in=True)
    personal_factory(neighbour, world.companion, "presented", "training")
    meeting_factory(world.companion, neighbour, "visit", "diffused")
    elsewhere = cohort_factory(organisation=world.body)
    meeting_factory(world.companion, elsewhere, "group", "diffused")
    found = taken(sign_in(getattr(world, who)), world.enrolment)
    assert (found["activity_reviews"], found["personal_review"], found["meetings"]) == (
        [],
        None,
        [],
    )
    assert taken(sign_in(learner_of(neighbour)), world.enrolment) == {}


def test_the_pdf_says_them_and_stays_accessible(world, sign_in, tmp_path, now):
    signed_week_factory(world.desk, minutes=500, iso_week=7, competencies=world.competencies[:1])
    entry_factory(week_factory(world.enrolment, iso_week=8), kind="obstacle", audience="training")
    submitted_week_factory(world.enrolment, iso_week=8)
    review = review_factory(world.enrolment, handed_in=True, change="Le classement.")
    read_review(
        actor=world.trainer, review=review, comment="Complet.", version=review.version, now=now
    )
    personal_factory(world.enrolment, world.companion, "presented")
    visit = meeting_factory(world.companion, world.enrolment, "visit")
    action_factory(world.companion, visit)
    meeting_factory(world.companion, world.cohort, "group", "diffused", first="Idées du groupe.")
    pdf = taken(sign_in(world.companion), world.enrolment, "pdf")
    path = Path(tmp_path / "livret.pdf")
    path.write_bytes(pdf)
    assert pdfua.validate(str(path)).findings == ()
    said = text_of(pdf)
    for words in (
        "Bilan d’activité, ", "Ce que je changerais", "Le classement.", "8 h 20 visées", "Complet.",
        "À préciser : signalé", "Mes atouts", STRENGTH, "Mon projet d’évolution", "Plan d’action",
        PLANNED, "pour le 11 mars 2027", "devant le groupe : Clair.", "Visite du 2 mars 2027",
        "Locaux, poste de travail, moyens", SEEN, "Seuls les accompagnateurs et les responsables",
        "Regroupement du 2 mars 2027", "Idées du groupe.",
    ):  # fmt: skip
        assert words in said
    assert "¤" not in said
    own = text_of(taken(sign_in(world.learner), world.enrolment, "pdf"))
    assert "Idées du groupe." in own
    assert "Visite du" not in own
    assert "Bilan personnel" not in text_of(taken(sign_in(world.trainer), world.enrolment, "pdf"))


# --- Shape and cost -------------------------------------------------------------------------------


def test_the_schema_knows_every_value_and_its_word():
    parts = json.loads(SCHEMAS[3].read_text())["$defs"]
    review = parts["activity_review"]["properties"]
    assert review["state"]["enum"] == enums.ReviewState.values
    assert review["audience"]["enum"] == [one.value for one in REVIEW_AUDIENCES]
    figures = parts["figures"]["properties"]
    assert figures["situations"]["items"]["properties"]["kind"]["enum"] == enums.EntryKind.values
    obstacle = figures["obstacles"]["items"]["properties"]
    assert obstacle["kind"]["enum"] == ["", *enums.ObstacleKind.values]
    assert obstacle["state"]["enum"] == enums.ObstacleState.values
    personal = parts["personal_review"]["properties"]
    assert personal["step"]["enum"] == enums.PersonalStep.values
    headings = personal["headings"]["items"]["properties"]["heading"]["enum"]
    assert headings == enums.Heading.values
    meeting = parts["meeting"]["properties"]
    assert meeting["kind"]["enum"] == enums.MeetingKind.values
    assert meeting["state"]["enum"] == enums.MeetingState.values
    assert parts["action"]["properties"]["owner"]["enum"] == enums.ActionOwner.values


def test_a_version_that_was_published_is_not_what_the_next_one_says():
    first, second, third = (json.loads(SCHEMAS[number].read_text()) for number in (1, 2, 3))
    assert "activity_reviews" not in first["properties"] | second["properties"]
    assert third["properties"].keys() - second["properties"].keys() == {
        "activity_reviews", "personal_review", "meetings",
    }  # fmt: skip
    assert all(third["$defs"][name] == part for name, part in second["$defs"].items())


@pytest.mark.parametrize(
    ("who", "queries"), [("learner", 36), ("companion", 30), ("trainer", 22), ("admin", 22)]
)
@pytest.mark.parametrize("many", [1, 4])
def test_it_costs_the_same_with_more(world, sign_in, who, queries, many):
    signed_week_factory(world.desk, minutes=420)
    personal_factory(world.enrolment, world.companion, "presented", "training")
    for number in range(many):
        review_factory(world.enrolment, handed_in=True)
        held = meeting_factory(world.companion, world.enrolment, "visit", "diffused")
        meeting_factory(world.companion, world.cohort, "group", "diffused", first=f"Idée {number}.")
        for _ in range(many):
            action_factory(world.companion, held)
    review_factory(world.enrolment)
    address = f"/livrets/inscriptions/{world.enrolment.pk}/export/json/"
    assert queries_of(sign_in(getattr(world, who)), address) == queries

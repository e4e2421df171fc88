"""The whole livret as open data and as a PDF: what it says, to whom, in what shape."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import jsonschema
import pdfua
import pypdf
import pytest

from portfolio import enums
from portfolio.enums import Audience, DayKind
from portfolio.queries.whole import whole_livret, words_of_the_livret
from portfolio.rules.amendment import AmendedEntry
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.rules.obstacle import NewFact
from portfolio.rules.practice import Answer
from portfolio.services import (
    amend_entry,
    amend_hours,
    answer_comment,
    comment_sentence,
    remove_entry,
    return_week,
    save_hours,
)
from portfolio.services.obstacle import note_obstacle
from portfolio.views.export import SCHEMAS
from tests.factories.portfolio import (
    entry_factory,
    hours_factory,
    signed_week_factory,
    submitted_week_factory,
    week_factory,
)
from tests.portfolio.papers import sheet_factory
from tests.portfolio.pieces import attachment_factory
from tests.portfolio.practice import ANAIS, answers, answers_entry, comes_by, sends
from tests.training.web import queries_of

TODAY = date(2027, 3, 4)
CHECKER = jsonschema.Draft202012Validator(
    json.loads(SCHEMAS[3].read_text()), format_checker=jsonschema.FormatChecker()
)


@pytest.fixture
def address(world):
    return f"/livrets/inscriptions/{world.enrolment.pk}/export/"


@pytest.fixture
def written(world, now):
    """A signed week with hours, one sent back, and one that is being written."""
    signed_week_factory(world.desk, minutes=500, iso_week=7, competencies=world.competencies)
    back = submitted_week_factory(world.enrolment, iso_week=8, feeling="Un peu perdue.")
    return_week(actor=world.trainer, week=back, comment="Précisez.", version=back.version, now=now)
    week = week_factory(world.enrolment)
    entry_factory(week, text="Pour moi.", audience=Audience.SELF)
    week.refresh_from_db()
    hours = WrittenHours((WrittenDay(date(2027, 3, 1), DayKind.LEAVE),), 30, 15)
    save_hours(actor=world.learner, week=week, hours=hours, version=week.version, now=now)
    return world


def text_of(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split()
    )


def test_the_author_takes_everything_away_in_the_shape_of_the_schema(written, sign_in, address):
    found = sign_in(written.learner).get(f"{address}json/").json()
    CHECKER.validate(found)
    assert [(week["iso_week"], week["state"]) for week in found["weeks"]] == [
        ("2027-W07", "signed"), ("2027-W08", "returned"), ("2027-W09", "draft"),
    ]  # fmt: skip
    signed, returned, draft = found["weeks"]
    assert signed["practice_minutes"] == sum(day["minutes"] for day in signed["days"]) == 500
    assert [event["state"] for event in signed["events"]] == ["submitted", "signed"]
    codes = {one["code"] for one in signed["situations"][0]["competencies"]}
    assert codes == {competency.code for competency in written.competencies}
    assert returned["events"][-1]["comment"] == "Précisez."
    assert returned["situations"][0]["feeling"] == "Un peu perdue."
    assert draft["situations"][0]["text"] == "Pour moi."
    assert draft["days"] == [{"day": "2027-03-01", "kind": "leave", "practice": "", "minutes": 0}]


def test_what_practices_answered_and_the_pieces_are_told(
    world, sign_in, address, now, private_files
):
    entry = entry_factory(week_factory(world.enrolment), audience="employer")
    attachment_factory(entry, looked_at=True)
    attachment_factory(entry, label="À vérifier")
    week = submitted_week_factory(world.enrolment, 420)
    answers(world.employer, week, now, answer=Answer("confirmed", "Vu ensemble."))
    found = sign_in(world.learner).get(f"{address}json/").json()
    CHECKER.validate(found)
    (answered,) = found["weeks"][0]["answers"]
    assert (answered["kind"], answered["comment"]) == ("confirmed", "Vu ensemble.")
    assert found["weeks"][0]["situations"][0]["pieces"] == ["Affiche"]
    said = text_of(sign_in(world.learner).get(f"{address}pdf/").content)
    assert "Vu ensemble." in said
    assert "Affiche" in said
    assert "À vérifier" not in said


@pytest.mark.parametrize(
    ("who", "read"),
    [
        ("learner", {"training", "self", "support"}),
        ("lead", {"training", "support"}),
        ("companion", {"training", "support"}),
        ("trainer", {"training"}),
        ("admin", {"training"}),
    ],
)
def test_each_takes_the_situations_of_their_circles_alone(world, sign_in, address, who, read):
    for audience in ("self", "support"):
        entry_factory(week_factory(world.enrolment), audience=audience)
    submitted_week_factory(world.enrolment)
    (week,) = sign_in(getattr(world, who)).get(f"{address}json/").json()["weeks"]
    assert {one["audience"] for one in week["situations"]} == read


def test_who_signed_by_a_link_for_another_is_said(world, sign_in, address, now):
    week = submitted_week_factory(world.enrolment, 420)
    _, token = sends(world.learner, week, now)
    comes_by(token, now, name="Paul Ami")
    (answered,) = sign_in(world.trainer).get(f"{address}json/").json()["weeks"][0]["answers"]
    assert (answered["by"], answered["by_link"]) == ("Paul Ami", True)
    assert answered["meant_for"] == ANAIS.name
    said = text_of(sign_in(world.trainer).get(f"{address}pdf/").content)
    assert f"Paul Ami, par un lien envoyé à {ANAIS.name}" in said


def test_the_answer_to_a_situation_that_was_taken_out_is_not_one_to_the_week(
    world, sign_in, address, now
):
    entry = entry_factory(week_factory(world.enrolment), audience="employer", text="Partagée.")
    week = submitted_week_factory(world.enrolment)
    entry.refresh_from_db()
    answers_entry(world.employer, entry, now, "not_seen")
    return_week(actor=world.trainer, week=week, comment="Non.", version=week.version, now=now)
    entry.refresh_from_db()
    remove_entry(actor=world.learner, entry=entry, version=entry.version, now=now)
    (week,) = sign_in(world.learner).get(f"{address}json/").json()["weeks"]
    assert week["answers"] == []


def test_a_trainer_takes_what_they_read_and_nothing_else(written, sign_in, address):
    found = sign_in(written.trainer).get(f"{address}json/").json()
    CHECKER.validate(found)
    assert [week["iso_week"] for week in found["weeks"]] == ["2027-W07", "2027-W08"]
    assert all("feeling" not in one for week in found["weeks"] for one in week["situations"])


@pytest.mark.parametrize("who", ["employer", "funder", "juror", "stranger", "other_trainer"])
@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_nobody_else_takes_anything(written, sign_in, address, who, kind):
    assert sign_in(getattr(written, who)).get(f"{address}{kind}/").status_code in (403, 404)


def test_another_kind_is_a_missing_page(written, sign_in, address):
    assert sign_in(written.learner).get(f"{address}docx/").status_code == 404


def test_the_schema_is_for_anybody_and_knows_every_value(client):
    assert client.get("/livret/schema/1/").json()["title"].endswith("version 1")
    assert client.get("/livret/schema/4/").status_code == 404
    assert client.get("/livret/schema/2/").json()["title"].endswith("version 2")
    found = client.get("/livret/schema/3/")
    assert found["Content-Type"] == "application/schema+json"
    parts = found.json()["$defs"]
    assert parts["week"]["properties"]["state"]["enum"] == enums.WeekState.values
    assert parts["day"]["properties"]["kind"]["enum"] == enums.DayKind.values
    said = parts["follow_up"]["properties"]
    assert said["act"]["enum"] == enums.ObstacleAct.values
    assert said["kind"]["enum"] == enums.ObstacleKind.values
    said = parts["situation"]["properties"]
    assert said["kind"]["enum"] == enums.EntryKind.values
    assert said["audience"]["enum"] == enums.Audience.values
    assert said["autonomy"]["enum"] == ["", *enums.Autonomy.values]
    assert said["axes"]["items"]["enum"] == enums.Axis.values
    assert parts["comment"]["properties"]["act"]["enum"] == ["", *enums.CommentAct.values]


@pytest.mark.parametrize("broken", [{"state": "lost"}, {"practice_minutes": -1}, {"more": 1}])
def test_the_schema_refuses_what_is_not_a_livret(written, broken):
    found = whole_livret(written.learner, written.enrolment, TODAY)
    found["weeks"][0].update(broken)
    assert not CHECKER.is_valid(found)


def test_the_pdf_is_tagged_and_says_what_the_data_says(written, sign_in, address, tmp_path):
    answer = sign_in(written.learner).get(f"{address}pdf/")
    path = Path(tmp_path / "livret.pdf")
    path.write_bytes(answer.content)
    assert pdfua.validate(str(path)).findings == ()
    said = text_of(answer.content)
    for words in (
        "Semaine 7 de 2027",
        "Un peu perdue.",
        "Précisez.",
        "Pour moi.",
        "8 h 20 au cabinet",
    ):
        assert words in said
    assert "¤" not in said


@pytest.mark.parametrize("odd", ["😀👩🏽‍⚕️", "中文"])
def test_a_sign_that_no_font_draws_holds_back_no_page(world, sign_in, address, odd):
    entry_factory(week_factory(world.enrolment), text=f"Accueil {odd} fait.", audience="self")
    found = sign_in(world.learner).get(f"{address}json/").json()
    assert odd in found["weeks"][0]["situations"][0]["text"]
    said = text_of(sign_in(world.learner).get(f"{address}pdf/").content)
    assert "Accueil ¤ fait." in said
    assert "le fichier JSON le garde" in said


def test_other_alphabets_are_drawn(world, sign_in, address):
    entry_factory(week_factory(world.enrolment), text="Γειά, привет, مرحبا.", audience="self")
    said = text_of(sign_in(world.learner).get(f"{address}pdf/").content)
    assert "привет" in said
    assert "¤" not in said


def test_every_value_has_its_word():
    words = words_of_the_livret()
    assert words["days"]["training"] != words["audiences"]["training"]
    assert words["levels"] == {"1": "en cours", "2": "acquis", "3": "exemplaire"}


def corrects(world, now, iso_week=9):
    """A signed week whose hours are asked to be corrected, and a situation that was corrected."""
    week = signed_week_factory(world.desk, minutes=420, iso_week=iso_week)
    asked = {"reason": "Un oubli.", "version": week.version, "now": now}
    amend_hours(
        actor=world.learner, week=week, hours=hours_factory(week, 840), form_key=f"h{week.pk}",
        **asked,
    )  # fmt: skip
    claims = {world.competencies[0].pk: None}
    amend_entry(
        actor=world.lead, entry=week.entries.first(), form_key=f"e{week.pk}",
        amended=AmendedEntry("Autre texte.", claims=claims), **asked,
    )  # fmt: skip


def test_corrections_and_what_became_of_an_obstacle_are_told(world, sign_in, address, now):
    entry = entry_factory(
        week_factory(world.enrolment), kind="obstacle", text="Pas de code.", audience="support"
    )
    corrects(world, now)
    taken = NewFact("taken", "software", date(2027, 3, 2), "le médecin")
    note_obstacle(actor=world.companion, entry=entry, new=taken, seen=0, now=now)
    found = sign_in(world.learner).get(f"{address}json/").json()
    CHECKER.validate(found)
    (week,) = found["weeks"]
    (hours,) = week["corrections"]
    assert (hours["state"], hours["by"], hours["reason"], hours["answered_at"]) == (
        "waiting", str(world.learner.user), "Un oubli.", None,
    )  # fmt: skip
    assert {"what": "Au cabinet, en tout", "before": "7 h", "after": "14 h"} in hours["changes"]
    by_text = {one["text"]: one for one in week["situations"]}
    (fact,) = [fact for one in week["situations"] for fact in one["follow_ups"]]
    assert (fact["act"], fact["kind"], fact["on"], fact["whom"]) == (
        "taken", "software", "2027-03-02", "le médecin",
    )  # fmt: skip
    (correction,) = by_text["Autre texte."]["corrections"]
    assert (correction["state"], correction["answered_by"]) == ("accepted", str(world.lead.user))
    said = text_of(sign_in(world.learner).get(f"{address}pdf/").content)
    for words in ("Correction du 4", "en attente de réponse", "Après : 14 h", "porté à quelqu’un"):
        assert words in said


def test_corrections_follow_what_their_reader_reads(world, sign_in, address, now):
    entry_factory(week_factory(world.enrolment), audience="support")
    corrects(world, now)
    reads = {}
    for who in ("trainer", "companion"):
        found = sign_in(getattr(world, who)).get(f"{address}json/").json()
        CHECKER.validate(found)
        (week,) = found["weeks"]
        assert len(week["corrections"]) == 1
        reads[who] = sum(len(one["corrections"]) for one in week["situations"])
    assert reads == {"trainer": 0, "companion": 1}


@pytest.mark.parametrize("who", ["learner", "trainer", "companion"])
def test_comments_and_sheets_are_told_to_who_reads_them(world, sign_in, address, now, who):
    week = week_factory(world.enrolment)
    sheet_factory(week, looked_at=True)
    sheet_factory(week, marks=2)
    submitted_week_factory(world.enrolment, text="Trois personnes. Deux dossiers.", now=now)
    made = comment_sentence(
        actor=world.trainer, entry=week.entries.get(), field="text", place=1, version=1,
        remark="Lesquels ?", form_key="c1", now=now,
    )  # fmt: skip
    answer_comment(actor=world.learner, comment=made, act="said", text="Ceux du jour.", now=now)
    found = sign_in(getattr(world, who)).get(f"{address}json/").json()
    CHECKER.validate(found)
    (told,) = found["weeks"]
    assert told["sheets"] == ["Feuille, image"]
    (situation,) = told["situations"]
    (one,) = situation["comments"]
    assert (one["sentence"], one["remark"], one["act"], one["answer"]) == (
        "Deux dossiers.", "Lesquels ?", "said", "Ceux du jour.",
    )  # fmt: skip
    said = text_of(sign_in(getattr(world, who)).get(f"{address}pdf/").content)
    for words in ("Sur papier : Feuille, image", "« Deux dossiers. »", "réponse : Ceux du jour."):
        assert words in said


@pytest.mark.parametrize("weeks", [1, 5])
def test_it_costs_the_same_with_more_weeks(world, sign_in, address, now, weeks):
    for number in range(1, weeks + 1):
        corrects(world, now, iso_week=number)
    assert queries_of(sign_in(world.learner), f"{address}json/") == 21

"""Presences, debts, sessions, assistance and decisions of a cohort as files; and their memory."""

import tracemalloc
from collections.abc import Callable, Iterable
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from curricula.models import Competency
from people.enums import Role
from records.queries.sheets import csv_parts, xlsx_parts
from tests.benchmarks.wide_rows import fill
from tests.factories import enrolment_factory, membership_factory
from tests.factories.training import announced_factory
from training.enums import Presence
from training.models import Attendance, ExemptionDecision, Position
from training.queries.cohort_export import table
from training.queries.cohort_facts import presence_rows
from training.rules.attendance import Mark
from training.services import correct_marks, hold_session, name_make_up
from training.services.assistance import answer, ask
from training.services.signature import sign_presence, sign_sheet

MB = 1024 * 1024
NAMES = (
    "presences",
    "rattrapages",
    "seances",
    "assistance",
    "positionnement",
    "corrections",
    "feuilles",
    "positions",
)


@pytest.fixture
def on_that_day(world, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)
    world.name = (world.enrolment.learner.last_name, world.enrolment.learner.first_name)
    return world


def lines(world, what: str, now) -> list[dict[str, object]]:
    """The rows of a table as the lead gets it, by the heads of its columns."""
    found = table(world.lead, world.cohort, what, now.date())
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_presences_say_what_stands_and_who_signed_how(on_that_day, announced, now):
    other = enrolment_factory(on_that_day.cohort)
    marks = {on_that_day.enrolment: Mark(late=20, early=10), other: Mark(Presence.EXCUSED)}
    session = hold_session(actor=on_that_day.trainer, session=announced, marks=marks, now=now)
    mark = session.attendances.get(enrolment=on_that_day.enrolment)
    sign_presence(actor=on_that_day.learner, attendance=mark, now=now)
    rows = {row["Nom"]: row for row in lines(on_that_day, "presences", now)}
    mine, excused = rows[on_that_day.name[0]], rows[other.learner.last_name]
    assert (str(mine["Date"]), mine["Début"], mine["Fin"]) == ("2027-03-02", "09:00", "12:30")
    assert mine["Séance"] == announced.title
    assert (mine["Présence"], mine["Retard (min)"], mine["Parti avant (min)"]) == (
        "présent",
        20,
        10,
    )
    assert (mine["Présence (min)"], mine["Séance (min)"]) == (180, 210)
    assert (mine["Signé le"], mine["Signé comment"]) == (now, "sur son propre appareil")
    assert (excused["Présence"], excused["Présence (min)"]) == (
        "absence excusée, justificatif attendu",
        0,
    )
    assert (excused["Signé le"], excused["Signé comment"]) == ("", "")


def test_a_corrected_presence_is_one_line_with_its_reason(on_that_day, held, now):
    correct_marks(
        actor=on_that_day.trainer, session=held, marks={on_that_day.enrolment: Mark(late=5)},
        seen=1, reason="Arrivée à 9 h 05.", now=now,
    )  # fmt: skip
    (row,) = lines(on_that_day, "presences", now)
    assert (row["Retard (min)"], row["Motif de la correction"]) == (5, "Arrivée à 9 h 05.")


def test_debts_say_what_is_repaid_and_by_which_session(on_that_day, announced, now):
    absent = {on_that_day.enrolment: Mark(Presence.ABSENT)}
    missed = hold_session(actor=on_that_day.trainer, session=announced, marks=absent, now=now)
    later = announced_factory(
        on_that_day.cohort, on_that_day.module, title="Reprise",
        starts_at=announced.starts_at + timedelta(days=1),
        ends_at=announced.starts_at + timedelta(days=1, hours=1),
    )  # fmt: skip
    name_make_up(
        actor=on_that_day.trainer, enrolment=on_that_day.enrolment, missed=missed, session=later,
        now=now,
    )  # fmt: skip
    present = {on_that_day.enrolment: Mark()}
    hold_session(actor=on_that_day.trainer, session=later, marks=present, now=now)
    (row,) = lines(on_that_day, "rattrapages", now)
    assert (row["Nom"], row["Prénom"]) == on_that_day.name
    assert (row["Manqué (min)"], row["Rattrapé (min)"], row["Reste dû (min)"]) == (210, 60, 150)
    assert str(row["Séances de rattrapage désignées"]).startswith("Reprise, ")


def test_sessions_are_all_there_in_their_order(on_that_day, held, now):
    early = held.starts_at - timedelta(days=1)
    announced_factory(
        on_that_day.cohort, on_that_day.module, state="cancelled", starts_at=early,
        ends_at=early + timedelta(hours=2),
    )  # fmt: skip
    rows = lines(on_that_day, "seances", now)
    assert [(row["État"], row["Minutes"]) for row in rows] == [("annulée", 120), ("tenue", 210)]
    assert rows[1]["Formateur"] == str(on_that_day.trainer.user)


def test_assistance_tells_each_promise_and_never_what_was_said(on_that_day, now):
    given = {"enrolment": on_that_day.enrolment, "module": on_that_day.module}
    ask(actor=on_that_day.learner, text="Où ?", form_key="q-1", now=now, **given)
    later = now + timedelta(hours=1)
    answer(actor=on_that_day.trainer, text="Ici.", form_key="a-1", now=later, **given)
    again = later + timedelta(hours=1)
    ask(actor=on_that_day.learner, text="Et là ?", form_key="q-2", now=again, **given)
    rows = lines(on_that_day, "assistance", now + timedelta(days=30))
    assert [row["État"] for row in rows] == ["répondu dans le délai promis", "délai promis dépassé"]
    assert [row["Répondu ou clos le"] for row in rows] == [later, ""]
    assert str(rows[0]["Réponse promise pour le"]) == "2027-03-08"
    assert "Où ?" not in str(rows)


def test_of_decisions_the_newest_stands(on_that_day, now):
    for number, percentage in ((1, 20), (2, 0)):
        ExemptionDecision.objects.create(
            enrolment=on_that_day.enrolment, module=on_that_day.module, number=number,
            percentage=percentage, prior_minutes=0, reason="Revu.", decided_by=on_that_day.lead,
            decided_at=now,
        )  # fmt: skip
    rows = lines(on_that_day, "positionnement", now)
    assert [(row["Allègement (%)"], row["En vigueur"]) for row in rows] == [(0, "oui"), (20, "non")]
    assert rows[0]["Décidé par (nom)"] == on_that_day.lead.user.last_name


def test_every_version_of_a_presence_is_a_line_the_newest_first(on_that_day, held, now):
    correct_marks(
        actor=on_that_day.trainer, session=held, marks={on_that_day.enrolment: Mark(late=5)},
        seen=1, reason="Arrivée à 9 h 05.", now=now,
    )  # fmt: skip
    new, old = lines(on_that_day, "corrections", now)
    assert (new["Version"], new["Présence"], new["En vigueur"]) == (
        2, "présent, 5 min de retard", "oui",
    )  # fmt: skip
    assert new["Motif de la correction"] == "Arrivée à 9 h 05."
    assert (old["Version"], old["Présence"], old["En vigueur"]) == (1, "présent", "non")
    assert old["Noté par (nom)"] == on_that_day.trainer.user.last_name


def test_a_sheet_signed_says_by_whom_and_how_many_lines(on_that_day, held, now):
    sign_sheet(actor=on_that_day.trainer, session=held, seen=1, now=now)
    [row] = lines(on_that_day, "feuilles", now)
    assert (row["Séance"], row["Lignes signées"], row["Signée le"]) == (held.title, 1, now)
    assert row["Signée par (nom)"] == on_that_day.trainer.user.last_name


def test_of_positions_the_newest_of_each_rater_and_the_lower_of_both(on_that_day, now):
    competency = Competency.objects.filter(
        block__qualification=on_that_day.enrolment.qualification_id
    ).first()
    for rater, number, level in (("learner", 1, 0), ("learner", 2, 2), ("trainer", 1, 1)):
        Position.objects.create(
            enrolment=on_that_day.enrolment, competency=competency, rater=rater, level=level,
            number=number, placed_by=on_that_day.trainer, placed_at=now,
        )  # fmt: skip
    rows = lines(on_that_day, "positions", now)
    assert [row["Code"] for row in rows] == ["K2", "K4", "K1", "K3"]
    [row] = [row for row in rows if row["Code"] == competency.code]
    assert (row["Code"], row["Assistant"], row["Formateur"], row["Retenu"]) == (
        competency.code, "niveau 2", "niveau 1", "niveau 1",
    )  # fmt: skip
    empty = [row for row in rows if row["Code"] != competency.code]
    assert {(row["Assistant"], row["Formateur"], row["Retenu"]) for row in empty} == {
        ("", "", "il manque une position")
    }


@pytest.mark.parametrize("what", NAMES)
def test_each_file_is_sent_and_a_stranger_finds_none(on_that_day, held, sign_in, what):
    path = f"/promotions/{on_that_day.cohort.pk}/export/{what}"
    answer = sign_in(on_that_day.lead).get(f"{path}/xlsx/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = {"presences": 1, "seances": 1, "corrections": 1, "positions": 4}
    assert sheet.max_row == 1 + rows.get(what, 0)
    text = b"".join(sign_in(on_that_day.trainer).get(f"{path}/csv/").streaming_content)
    assert len(text.decode().splitlines()) == sheet.max_row
    for actor in (on_that_day.other_trainer, membership_factory(Role.LEAD)):
        assert sign_in(actor).get(f"{path}/csv/").status_code == 404


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("calendrier", "presences"), ("calendrier", "seances"), ("totaux", "presences"),
        ("totaux", "positionnement"), ("totaux", "corrections"), ("totaux", "feuilles"),
        ("totaux", "positions"), ("semaines", "rattrapages"), ("assistance", "assistance"),
    ],
)  # fmt: skip
def test_pages_lead_to_their_files(on_that_day, sign_in, page, what):
    root = f"/promotions/{on_that_day.cohort.pk}"
    text = sign_in(on_that_day.lead).get(f"{root}/{page}/").content.decode()
    for kind in ("xlsx", "csv"):
        assert f'href="{root}/export/{what}/{kind}/"' in text


@pytest.mark.parametrize("what", NAMES)
def test_files_cost_the_same_queries_with_few_and_many(on_that_day, now, what):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lines(on_that_day, what, now)
        return len(queries)

    fill(on_that_day.cohort, on_that_day.trainer, 2, 21)
    few = cost()
    for number in range(1, 4):
        enrolment = enrolment_factory(on_that_day.cohort)
        session = on_that_day.cohort.sessions.order_by("pk")[number]
        Attendance.objects.create(
            session=session, enrolment=enrolment, presence="absent", minutes=0,
            marked_by=on_that_day.trainer, marked_at=now,
        )  # fmt: skip
    assert cost() == few


# --- Memory ---------------------------------------------------------------------------------------


def peak(work: Callable[[], object]) -> int:
    """The most bytes that Python held at once for this work."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def spend(parts: Iterable[object]) -> None:
    """Take every part and keep none, as a web server sends a file."""
    for _ in parts:
        pass


def fake_rows(count: int) -> Iterable[tuple[object, ...]]:
    return ((f"Nom {n}", f"Prénom {n}", "présent", n % 60, 210) for n in range(count))


HEADS = ("Nom", "Prénom", "Présence", "Retard", "Minutes")


def test_a_csv_of_200_000_rows_is_never_whole_in_memory():
    assert peak(lambda: spend(csv_parts(HEADS, fake_rows(200_000)))) < MB
    assert peak(lambda: b"".join(csv_parts(HEADS, fake_rows(50_000)))) > MB


def test_a_long_workbook_is_never_whole_in_memory():
    few, many = (
        peak(lambda count=count: spend(xlsx_parts("Présences", HEADS, fake_rows(count))))
        for count in (2_000, 8_000)
    )
    assert many < few * 1.5


def test_marks_are_read_a_few_at_a_time(world):
    """12,000 marks; as a list they would hold several times as much."""
    fill(world.cohort, world.trainer, 40, 300)
    streamed = peak(lambda: spend(presence_rows(world.lead, world.cohort)))
    whole = peak(lambda: list(presence_rows(world.lead, world.cohort)))
    assert streamed < whole / 2

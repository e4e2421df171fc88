"""« Mes présences », contests and papers handed in as files."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.enums import Role
from tests.factories import membership_factory
from tests.factories.training import announced_factory
from tests.training.papers import pdf
from training.enums import ContestOutcome, ExcuseOutcome, Presence
from training.queries.attendance_export import contests_table, excuses_table, own_table
from training.rules.attendance import Mark
from training.services import answer_contest, contest_mark, hold_session
from training.services.excuse import answer_excuse, hand_in_excuse

pytestmark = pytest.mark.usefixtures("private_files")
PATHS = ("/presences/", "/contestations/", "/justificatifs/")


@pytest.fixture
def on_that_day(world, monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)
    return world


def noted(world, session, mark, now):
    held = hold_session(
        actor=world.trainer, session=session, marks={world.enrolment: mark}, now=now
    )
    return held.attendances.standing().get(enrolment=world.enrolment)


def contested(world, session, now):
    mark = noted(world, session, Mark(late=20), now)
    return contest_mark(actor=world.learner, attendance=mark, reason="J’étais là.", now=now)


def handed(world, session, now, key="depot-1"):
    mark = noted(world, session, Mark(Presence.EXCUSED), now)
    return hand_in_excuse(actor=world.learner, attendance=mark, upload=pdf(), form_key=key, now=now)


def dicts(found) -> list[dict[str, object]]:
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def cost(make) -> int:
    with CaptureQueriesContext(connection) as queries:
        list(make().rows)
    return len(queries)


def days_before(world, session, days: int):
    shift = timedelta(days=days)
    return announced_factory(
        world.cohort, world.module, starts_at=session.starts_at - shift,
        ends_at=session.ends_at - shift,
    )  # fmt: skip


def further(world, session, now) -> None:
    """Six more sessions: three contested, three excused with a paper."""
    for number in range(3):
        contested(world, days_before(world, session, 10 + number), now)
        handed(world, days_before(world, session, 20 + number), now, f"depot-{number + 2}")


def test_a_contest_is_a_line_with_its_answer(on_that_day, announced, now):
    contest = contested(on_that_day, announced, now)
    [row] = dicts(contests_table(on_that_day.trainer))
    assert (row["Motif de la contestation"], row["Suite"]) == ("J’étais là.", "sans réponse")
    answer_contest(
        actor=on_that_day.trainer, contest=contest, mark=Mark(), outcome=ContestOutcome.UPHELD,
        words="C’est juste.", now=now,
    )  # fmt: skip
    [row] = dicts(contests_table(on_that_day.trainer))
    assert (row["Nom"], row["Réponse"]) == (on_that_day.enrolment.learner.last_name, "C’est juste.")
    assert row["Répondu par"] == str(on_that_day.trainer.user)


def test_own_presences_keep_the_contest_of_what_was_noted_before(on_that_day, announced, now):
    contest = contested(on_that_day, announced, now)
    answer_contest(
        actor=on_that_day.trainer, contest=contest, mark=Mark(), outcome=ContestOutcome.UPHELD,
        words="C’est juste.", now=now,
    )  # fmt: skip
    stands, before = dicts(own_table(on_that_day.learner, now))
    assert (stands["Séance"], stands["Présence (min)"]) == (announced.title, 210)
    assert stands["Contesté le"] == ""
    assert (before["Présence"], before["Réponse"]) == ("ce qui était noté avant", "C’est juste.")


def test_a_paper_is_a_line_before_and_after_its_answer(on_that_day, announced, now):
    paper = handed(on_that_day, announced, now)
    [row] = dicts(excuses_table(on_that_day.trainer))
    assert (row["Séance"], row["État"], row["Déposé le"]) == (announced.title, "à examiner", now)
    [own] = dicts(own_table(on_that_day.learner, now))
    assert own["Justificatif"] == "déposé, à examiner"
    answer_excuse(
        actor=on_that_day.trainer, handed=paper, outcome=ExcuseOutcome.DECLINED,
        reason="Illisible.", now=now,
    )  # fmt: skip
    [row] = dicts(excuses_table(on_that_day.trainer))
    assert (row["État"], row["Motif"]) == ("refusé", "Illisible.")


def test_another_training_body_and_another_learner_read_none_of_it(on_that_day, announced, now):
    contested(on_that_day, announced, now)
    handed(on_that_day, days_before(on_that_day, announced, 1), now)
    for stranger in (membership_factory(Role.LEAD), on_that_day.other_trainer):
        assert dicts(contests_table(stranger)) == dicts(excuses_table(stranger)) == []
    assert dicts(own_table(membership_factory(Role.LEARNER), now)) == []


def test_files_cost_the_same_queries_with_few_and_many(on_that_day, announced, now):
    tables = (
        lambda: own_table(on_that_day.learner, now),
        lambda: contests_table(on_that_day.trainer),
        lambda: excuses_table(on_that_day.trainer),
    )
    contested(on_that_day, announced, now)
    handed(on_that_day, days_before(on_that_day, announced, 1), now)
    few = [cost(one) for one in tables]
    further(on_that_day, announced, now)
    assert [len(dicts(one())) for one in tables] == [8, 4, 4]
    assert [cost(one) for one in tables] == few


@pytest.mark.parametrize("path", PATHS)
def test_pages_lead_to_their_files(on_that_day, announced, sign_in, now, path):
    contested(on_that_day, announced, now)
    actor = on_that_day.learner if path == "/presences/" else on_that_day.trainer
    client = sign_in(actor)
    text = client.get(path).content.decode()
    for kind in ("xlsx", "csv"):
        assert f'href="{path}export/{kind}/"' in text
        assert b"".join(client.get(f"{path}export/{kind}/").streaming_content)
    assert client.get(f"{path}export/pdf/").status_code == 404

"""The pages of totals and of weeks, and their files."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from people.enums import Role
from tests.factories import enrolment_factory, membership_factory
from tests.factories.calendar import missed_factory
from tests.training.web import queries_of
from training.enums import Situation
from training.models import Enrolment
from training.rules.verified import AT_A_SESSION, IN_PRACTICE
from training.services import record_session


@pytest.fixture
def on_that_day(full, monkeypatch, now):
    """The world as it stands on 4 March 2027."""
    monkeypatch.setattr(timezone, "now", lambda: now)
    return full


def paths(world) -> list[str]:
    return [f"/promotions/{world.cohort.pk}/{name}/" for name in ("totaux", "semaines")]


def file(client, world, what: str, kind: str):
    answer = client.get(f"/promotions/{world.cohort.pk}/export/{what}/{kind}/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def test_the_page_of_totals_shows_the_five(on_that_day, sign_in):
    page = sign_in(on_that_day.lead).get(paths(on_that_day)[0]).content.decode()
    for words in ("Minimum", "Planifié", "Déclaré", "Vérifié", "Accepté", "3 h 50", "3 h 30"):
        assert words in page


def test_the_page_of_weeks_shows_minutes_and_alerts(on_that_day, sign_in):
    missed_factory(on_that_day.cohort, on_that_day.module)
    page = sign_in(on_that_day.lead).get(paths(on_that_day)[1]).content.decode()
    assert '<td class="n s1">3 h 30</td>' in page
    assert "sous le plan" in page
    assert page.count("Semaine du </span>") == 12


def test_who_is_suspended_is_not_late_in_the_weeks(on_that_day, sign_in):
    missed_factory(on_that_day.cohort, on_that_day.module)
    Enrolment.objects.update(situation=Situation.SUSPENDED)
    page = sign_in(on_that_day.lead).get(paths(on_that_day)[1]).content.decode()
    assert '<span class="mot-cle signal">formation suspendue</span>' in page
    assert '<span class="mot-cle signal">en retard</span>' not in page


def test_earlier_weeks_are_on_their_page(on_that_day, sign_in):
    client = sign_in(on_that_day.lead)
    last = client.get(f"{paths(on_that_day)[1]}?semaines=3").content.decode()
    assert "mardi" not in last
    assert "31/08" in last
    assert "Semaines d’après" in last
    assert "Semaines d’avant" not in last


def test_a_cohort_without_people_says_what_will_come(world, sign_in):
    world.enrolment.delete()
    for path in paths(world):
        assert "vide-apprend" in sign_in(world.lead).get(path).content.decode()


@pytest.mark.parametrize("number", [0, 1])
def test_screens_cost_the_same_with_one_and_thirty(on_that_day, sign_in, number):
    client, path = sign_in(on_that_day.lead), paths(on_that_day)[number]
    client.get(path)
    one = queries_of(client, path)
    for _ in range(29):
        enrolment_factory(on_that_day.cohort)
    assert queries_of(client, path) == one


def test_sessions_make_no_further_queries(on_that_day, sign_in, session_form):
    client = sign_in(on_that_day.lead)
    before = [queries_of(client, path) for path in paths(on_that_day)]
    for day in range(1, 20):
        shift = timedelta(days=day)
        times = {name: session_form[name] - shift for name in ("starts_at", "ends_at")}
        record_session(**session_form | times | {"form_key": f"k{day}"})
    assert [queries_of(client, path) for path in paths(on_that_day)] == before


def test_lines_of_the_cohort_as_csv(on_that_day, sign_in):
    text = file(sign_in(on_that_day.lead), on_that_day, "lignes", "csv").decode("utf-8-sig")
    rows = [line.split(";") for line in text.splitlines()]
    assert rows[0][:4] == ["Nom", "Prénom", "Date", "Nature"]
    last = on_that_day.enrolment.learner.last_name
    assert [(row[0], *row[7:12]) for row in rows[1:]] == [
        (last, "210", "vérifiées", "oui", "210", AT_A_SESSION.act),
        (last, "20", "en attente", "en attente", "0", ""),
        (last, "1680", "vérifiées", "hors compte", "0", IN_PRACTICE.act),
    ]


def test_a_table_too_long_for_a_workbook_leads_to_the_csv(on_that_day, sign_in, monkeypatch):
    monkeypatch.setattr("records.queries.sheets.MAX_ROWS", 2)
    client = sign_in(on_that_day.lead)
    answer = client.get(f"/promotions/{on_that_day.cohort.pk}/export/lignes/xlsx/")
    assert answer.status_code == 422
    assert "Prenez le CSV" in answer.content.decode()
    assert f'href="/promotions/{on_that_day.cohort.pk}/export/lignes/csv/"' in (
        answer.content.decode()
    )
    assert len(file(client, on_that_day, "lignes", "csv").splitlines()) == 4


@pytest.mark.parametrize(
    "path", ["/promotions/{cohort}/heures.xlsx", "/heures/{enrolment}/export/xlsx/"]
)
def test_a_table_written_in_memory_says_so_too(on_that_day, sign_in, monkeypatch, path):
    monkeypatch.setattr("records.queries.sheets.MAX_ROWS", 0)
    keys = {"cohort": on_that_day.cohort.pk, "enrolment": on_that_day.enrolment.pk}
    path = path.format(**keys)
    answer = sign_in(on_that_day.lead).get(path)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Prenez le CSV" in page
    assert f'href="{path.replace("xlsx", "csv")}"' in page


def test_a_line_taken_out_is_not_in_the_file(on_that_day, sign_in):
    entry = on_that_day.enrolment.hours_entries.get(category="session")
    entry.pk, entry.version, entry.minutes = None, 2, 0
    entry.save()
    text = file(sign_in(on_that_day.lead), on_that_day, "lignes", "csv").decode("utf-8-sig")
    assert len(text.splitlines()) == 3


def test_totals_and_weeks_as_workbooks(on_that_day, sign_in):
    client = sign_in(on_that_day.lead)
    sheets = [
        load_workbook(BytesIO(file(client, on_that_day, what, "xlsx"))).active
        for what in ("totaux", "semaines", "lignes")
    ]
    assert [cell.value for cell in sheets[0][2]][4:8] == [
        250, 230, 210, 210
    ]  # fmt: skip
    assert sheets[1].cell(1, 6).value == "Semaine du 31/08/2026 (min)"
    assert sum(cell.value for cell in sheets[1][2][5:]) == 210
    assert sheets[2].max_row == 4


@pytest.mark.parametrize("end", ["autre/csv/", "lignes/exe/"])
def test_an_unknown_file_is_not_there(on_that_day, sign_in, end):
    client = sign_in(on_that_day.lead)
    assert client.get(f"/promotions/{on_that_day.cohort.pk}/export/{end}").status_code == 404


def learner_file(client, world, what: str) -> list[list[str]]:
    answer = client.get(f"/heures/{world.enrolment.pk}/export/{what}/csv/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()]


def test_the_curve_and_the_totals_of_a_learner_as_files(on_that_day, sign_in):
    client = sign_in(on_that_day.learner)
    curve = learner_file(client, on_that_day, "courbe")
    assert curve[1][0] == "2026-08-31"
    assert curve[-1] == ["2027-06-28", str(on_that_day.enrolment.track_version.minutes), ""]
    assert curve[27] == ["2027-03-01", curve[27][1], "210"]
    totals = learner_file(client, on_that_day, "totaux")
    assert totals[1][3:7] == ["250", "230", "210", "210"]
    assert {row[0] for row in totals[1:]} == {"parcours", "catégorie", "module"}
    path = f"/heures/{on_that_day.enrolment.pk}/export"
    assert client.get(f"{path}/autre/csv/").status_code == 404
    assert client.get(f"{path}/courbe/exe/").status_code == 404
    page = client.get(f"/heures/{on_that_day.enrolment.pk}/").content.decode()
    assert f'href="{path}/courbe/xlsx/"' in page


def test_the_cohort_page_leads_to_both(on_that_day, sign_in):
    page = sign_in(on_that_day.lead).get(f"/promotions/{on_that_day.cohort.pk}/").content.decode()
    for path in paths(on_that_day):
        assert f'href="{path}"' in page


def test_a_funder_sees_the_five_totals_of_own_files_only(on_that_day, sign_in):
    funder = membership_factory(Role.FUNDER)
    mine = enrolment_factory(on_that_day.cohort, funder=funder.organisation)
    page = sign_in(funder).get("/heures/").content.decode()
    assert "Vérifié" in page
    assert page.count('<th scope="row"') == 1
    assert f"/heures/{mine.pk}/" in page
    detail = sign_in(funder).get(f"/heures/{mine.pk}/").content.decode()
    assert "Au-delà du prévu" in detail
    assert "<form" not in detail.split("<main")[1].split("</main>")[0]

from datetime import UTC, datetime

from tests.factories import enrolment_factory
from tests.training.web import queries_of
from training.rules.verified import VERIFYING_ACTS
from training.services import record_session


def test_every_total_opens_to_its_lines(full, sign_in):
    page = sign_in(full.learner).get(f"/heures/{full.enrolment.pk}/").content.decode()
    for words in ("3 h 30 acceptées", "20 min en attente", "Semaine 9 de 2027", "28 h"):
        assert words in page
    assert f'href="/seances/{full.session.pk}/"' in page


def test_the_page_says_which_act_verifies_and_what_accepted_is(full, sign_in):
    page = sign_in(full.learner).get(f"/heures/{full.enrolment.pk}/").content.decode()
    for one in VERIFYING_ACTS:
        assert f"<li>{one.lines} : {one.act}.</li>" in page
    assert "Heures vérifiées, avant les plafonds" in page
    for path in ("/heures/", f"/promotions/{full.cohort.pk}/totaux/"):
        page = sign_in(full.lead).get(path).content.decode()
        assert "ce qui reste des heures vérifiées" in page
        assert VERIFYING_ACTS[0].act in page


def test_export_neutralises_formulas(world, session_form, sign_in):
    record_session(**session_form | {"title": "=1+1"})
    client = sign_in(world.lead)
    response = client.get(f"/heures/{world.enrolment.pk}/export/csv/")
    assert "'=1+1" in response.content.decode("utf-8-sig")
    assert "attachment" in response["Content-Disposition"]
    book = client.get(f"/heures/{world.enrolment.pk}/export/xlsx/")
    assert book.content[:2] == b"PK"
    assert client.get(f"/heures/{world.enrolment.pk}/export/exe/").status_code == 404


def test_overview_costs_the_same_with_one_and_thirty(world, sign_in):
    client = sign_in(world.lead)
    client.get("/heures/")
    one = queries_of(client, "/heures/")
    for _ in range(29):
        enrolment_factory(world.cohort)
    assert queries_of(client, "/heures/") == one


def test_hours_cost_the_same_with_one_and_thirty_lines(world, session_form, sign_in):
    client = sign_in(world.learner)
    path = f"/heures/{world.enrolment.pk}/"
    record_session(close_anyway=True, **session_form)
    client.get(path)
    one = queries_of(client, path)
    for day in range(1, 30):
        start = datetime(2027, 1, day, 8, tzinfo=UTC)
        times = {"starts_at": start, "ends_at": start.replace(hour=11), "form_key": f"k{day}"}
        record_session(close_anyway=True, **session_form | times)
    assert queries_of(client, path) == one

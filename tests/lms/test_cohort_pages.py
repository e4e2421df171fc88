"""Cohorts: the list, the roster, the hours for a spreadsheet."""

import io

import pandas

from people.enums import Role
from tests.factories import cohort_factory
from tests.factories.site import site_factory


def test_list_shows_the_average_of_accepted_hours(site, signed_in):
    cohort_factory(site.body, site.cohort.track_version)
    lines = signed_in(site.member(Role.LEAD)).get("/promotions/").context["lines"]
    assert {line.cohort.title: (line.learners, line.average) for line in lines} == {
        site.cohort.title: (1, 220),
        lines[1].cohort.title if lines[0].learners else lines[0].cohort.title: (0, 0),
    }


def test_roster_tells_hours_competencies_livret_and_attestations(site, signed_in):
    [row] = signed_in(site.member(Role.LEAD)).get(f"/promotions/{site.cohort.pk}/").context["lines"]
    assert (row.line.totals.accepted, row.line.totals.pending) == (220, 20)
    assert (row.shown.shown, row.shown.total) == (1, 4)
    assert (row.last_week.iso_week, row.attestations) == (8, 1)


def test_only_those_who_may_are_offered_to_enrol(site, signed_in):
    url = f"/promotions/{site.cohort.pk}/"
    for role, offered in ((Role.LEAD, True), (Role.TRAINER, False)):
        text = signed_in(site.member(role)).get(url).content.decode()
        assert ("Inscrire une personne" in text) is offered


def test_empty_cohort_teaches(signed_in, db):
    site = site_factory(learners=0)
    text = signed_in(site.member(Role.LEAD)).get(f"/promotions/{site.cohort.pk}/").content.decode()
    assert "La promotion est vide" in text


def test_hours_leave_as_csv_and_xlsx(site, signed_in):
    client = signed_in(site.member(Role.LEAD))
    learner = site.enrolments[0].learner
    csv = client.get(f"/promotions/{site.cohort.pk}/heures.csv")
    assert learner.last_name in csv.content.decode("utf-8-sig")
    assert "attachment" in csv["Content-Disposition"]
    xlsx = client.get(f"/promotions/{site.cohort.pk}/heures.xlsx")
    assert xlsx.content[:2] == b"PK"


def test_numbers_of_the_csv_can_be_added_up(site, signed_in):
    response = signed_in(site.member(Role.LEAD)).get(f"/promotions/{site.cohort.pk}/heures.csv")
    table = pandas.read_csv(io.BytesIO(response.content), sep=None, engine="python")
    assert list(table.columns)[3:6] == ["Heures acceptées", "Heures en attente", "Heures dues"]


def test_the_file_says_competencies_livret_and_attestations_as_the_page(site, signed_in):
    client = signed_in(site.member(Role.LEAD))
    [row] = client.get(f"/promotions/{site.cohort.pk}/").context["lines"]
    response = client.get(f"/promotions/{site.cohort.pk}/heures.csv")
    [line] = pandas.read_csv(io.BytesIO(response.content), sep=None, engine="python").to_dict(
        "records"
    )
    assert (line["Compétences montrées"], line["Compétences en tout"]) == (1, 4)
    assert line["Attestations"] == row.attestations == 1
    assert line["Dernière semaine remise"] == row.last_monday.isoformat()
    assert line["Livret"] == row.last_week.get_state_display()


def test_the_file_costs_as_many_queries_for_six_people_as_for_one(
    db, signed_in, django_assert_max_num_queries
):
    few, many = site_factory(learners=1), site_factory(learners=6)
    counts = []
    for site in (few, many):
        client = signed_in(site.member(Role.LEAD))
        with django_assert_max_num_queries(60) as counted:
            client.get(f"/promotions/{site.cohort.pk}/heures.csv")
        counts.append(len(counted))
    assert counts[0] == counts[1]

"""A refusal that is about a field stands at that field, with all the others at once."""

import pytest
from django.utils import timezone

from portfolio.forms.user_need import PeriodForm
from tests.factories.meetings import SEEN, meeting_factory
from tests.factories.portfolio import week_factory
from tests.portfolio.practice import shared_week

KEY = "00000000-0000-4000-8000-000000000091"
WEEK = "/livret/2027/9/"


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def refused(response, name: str = "form") -> dict[str, list[str]]:
    """The refusals of a form by field; each is linked in the summary and marked at its field."""
    form, text = response.context[name], response.content.decode()
    for field in form.errors:
        assert f'href="#{form[field].id_for_label or form[field].auto_id}"' in text
        assert f'id="{form[field].auto_id}_error"' in text
    return {field: list(reasons) for field, reasons in form.errors.items()}


def test_a_meeting(sign_in, world):
    companion = sign_in(world.companion)
    sent = {
        "held_on": "2027-12-01", "first": SEEN, "form_key": KEY,
        "practice": world.enrolment.practice_id,
    }  # fmt: skip
    page = companion.post(f"/accompagnement/{world.enrolment.pk}/noter/visit/", sent)
    assert list(refused(page)) == ["held_on"]
    sent = {"held_on": "2027-03-02", "form_key": KEY}
    page = companion.post(f"/regroupements/{world.cohort.pk}/noter/", sent)
    assert refused(page) == {"first": ["Écrivez au moins une partie du compte rendu."]}


def test_an_action(sign_in, world):
    meeting = meeting_factory(world.companion, world.enrolment)
    sent = {"text": "Appeler.", "owner": "learner:", "due_on": "2027-03-01", "form_key": KEY}
    page = sign_in(world.companion).post(f"/rencontres/{meeting.pk}/actions/", sent)
    assert refused(page) == {"due_on": ["L’échéance précède la rencontre."]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last": "2026-01-01"}, "last"),
        ({"first": "2020-01-01"}, "first"),
        ({"last": "2031-01-01"}, "last"),
    ],
)
def test_a_balance_sheet(sign_in, world, change, field):
    sent = {
        "practice": world.enrolment.practice_id, "first": "2026-09-01", "last": "2027-03-31",
        "audience": "training", "did": "J’ai accueilli.", "form_key": KEY, **change,
    }  # fmt: skip
    page = sign_in(world.learner).post(f"/bilans/{world.enrolment.pk}/activite/", sent)
    assert list(refused(page)) == [field]


def test_a_substitute_is_told_all_that_lacks_at_once(sign_in, world):
    employer, address = sign_in(world.employer), "/livrets/remplacants/"
    page = employer.post(address, {"form_key": "un"})
    assert list(refused(page)) == ["first_day", "last_day", "name", "email"]
    dates = {"first_day": "2027-03-14", "last_day": "2027-03-08", "form_key": "un"}
    page = employer.post(address, dates | {"name": "Dr Noé Essai"})
    assert list(refused(page)) == ["email", "last_day"]


def test_a_link_is_told_all_that_lacks_at_once(sign_in, world):
    week = shared_week(world.enrolment)
    address, learner = f"/livrets/{week.pk}/cabinet/", sign_in(world.learner)
    page = learner.post(address, {"form_key": "un"})
    assert list(refused(page)) == ["about", "name", "email"]
    sent = {
        "about": f"week:{world.enrolment.practice_id}", "name": "Dr Essai", "form_key": "un",
        "email": world.learner.user.email,
    }  # fmt: skip
    assert list(refused(learner.post(address, sent))) == ["email"]


def test_the_only_thing_that_a_link_opens_is_ticked_beforehand(sign_in, world):
    learner = sign_in(world.learner)
    several = learner.get(f"/livrets/{shared_week(world.enrolment).pk}/cabinet/")
    assert several.context["form"]["about"].value() is None
    alone = learner.get(f"/livrets/{week_factory(world.enrolment, iso_week=8).pk}/cabinet/")
    assert alone.context["form"]["about"].value() == f"week:{world.enrolment.practice_id}"


def test_what_the_doctor_changed(sign_in, world):
    employer, entry = sign_in(world.employer), shared_week(world.enrolment).entries.get()
    address = f"/livrets/partages/{entry.pk}/"
    page = employer.get(address)
    label = 'Ce que vous avez modifié <span class="facultatif">'
    assert label in page.content.decode()
    sent = {name: page.context["form"][name].value() for name in ("form_key", "seen")}
    page = employer.post(address, {**sent, "kind": "confirmed", "prepared": "amended"})
    assert list(refused(page)) == ["amended"]
    assert label not in page.content.decode()
    sent |= {"kind": "confirmed", "amended": "J’ai raccourci."}
    assert list(refused(employer.post(address, sent))) == ["prepared"]


def test_the_hours_of_a_day(sign_in, world):
    monday = f"minutes_2027-03-01_{world.enrolment.practice_id}"
    sent = {monday: "25:00", "version": "0", "acte": "heures"}
    page = sign_in(world.learner).post(WEEK, sent)
    assert refused(page, "hours_form") == {monday: ["Un jour n’a que 24 heures."]}


def test_the_period_of_a_synthesis_is_that_of_its_fields(now):
    for typed in ({"du": "2027-03-04", "au": "2026-11-01"}, {"du": "2026-11-01", "au": "x"}):
        form = PeriodForm(typed)
        since, until = form.period(timezone.localdate(now))
        assert [form[name].value() for name in ("du", "au")] == [
            since.isoformat(), until.isoformat()
        ]  # fmt: skip

"""The screens of groups of users: the list, a group, a need, the synthesis."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from portfolio.forms.user_need import PeriodForm
from portfolio.models import GroupReferent, GroupTheme, ThemeVote, UserGroup, UserNeed
from portfolio.rules.user_group import NewNeedFact
from portfolio.services.user_group import set_group
from portfolio.services.user_need import note_need, vote_theme
from tests.factories import enrolment_factory
from tests.factories.assessments import learner_of
from tests.factories.groups import NEED, PACE, group_factory, join, need_factory, theme_factory
from tests.training.web import queries_of

LIST, GROUP, NEED_PAGE, SYNTHESIS, FILE = 6, 14, 5, 10, 9  # queries
DAY = "2027-03-04"
OUTSIDE = ("admin", "funder", "juror", "stranger", "other_lead", "other_employer")


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def group(world):
    """The learner and the employer are in it."""
    made = group_factory(world.lead, "Logiciel Essai")
    join(world.learner, made)
    join(world.employer, made)
    return made


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def page(group, more: str = "") -> str:
    return f"/groupes/{group.pk}/{more}"


def opened(**changes) -> dict:
    usual = {"kind": "level", "name": "Débutants", "weeks": 8, "first_on": DAY, "form_key": "g"}
    return {**usual, **changes}


def test_each_home_leads_to_the_groups(world, sign_in):
    for who in ("trainer", "companion", "lead", "employer"):
        text = sign_in(getattr(world, who)).get("/accueil/").content.decode()
        assert 'href="/groupes/"' in text, who
    assert 'href="/groupes/"' in sign_in(world.learner).get("/livret/").content.decode()


def test_a_companion_opens_a_group_and_a_learner_joins_it(world, sign_in):
    for _ in range(2):  # a double click
        answer = sign_in(world.companion).post("/groupes/nouveau/", opened(), follow=True)
        assert said(answer) == ["Groupe ouvert."]
    group = UserGroup.objects.get()
    learner = sign_in(world.learner)
    assert page(group) in learner.get("/groupes/").content.decode()
    text = learner.get(page(group)).content.decode()
    assert "Jeudi 4 mars 2027" in text
    assert "Participants</h2>" not in text
    for _ in range(2):
        answer = learner.post(page(group, "participer/"), {"joined": "1"}, follow=True)
    assert str(world.enrolment.learner) in answer.content.decode()
    answer = learner.post(page(group, "participer/"), {"joined": "0"}, follow=True)
    assert "Participants</h2>" not in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "x"}, "Sélectionnez un choix valide"),
        ({"name": ""}, "Donnez un nom"),
        ({"name": "x" * 81}, "au plus 80"),
        ({"name": "Madame Durand"}, "patient"),
        ({"name": "logiciel  essai"}, "a déjà ce nom"),
        ({"weeks": "0"}, "supérieure ou égale à 1"),
        ({"weeks": "beaucoup"}, "nombre entier"),
        ({"first_on": "bientôt"}, "date valide"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(world, group, sign_in, change, words):
    answer = sign_in(world.lead).post("/groupes/nouveau/", opened(**change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{change.get("first_on", DAY)}"' in answer.content.decode()
    assert UserGroup.objects.count() == 1


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_else_finds_a_group(world, group, sign_in, who):
    client = sign_in(getattr(world, who))
    for more in ("", "synthese/", "themes/", "besoins/", "synthese/export/csv/"):
        assert client.get(page(group, more)).status_code in {403, 404}


def test_who_is_not_in_it_reads_its_dates_and_nothing_more(world, group, sign_in):
    need = need_factory(world.learner, group)
    outsider = sign_in(learner_of(enrolment_factory(world.cohort)))
    assert NEED not in outsider.get(page(group)).content.decode()
    for address in (
        page(group, "synthese/"),
        page(group, "themes/"),
        f"/groupes/besoins/{need.pk}/",
    ):
        assert outsider.get(address).status_code == 404


def test_a_second_tab_keeps_what_was_typed_beside_what_is_stored(world, group, sign_in, now):
    set_group(actor=world.trainer, group=group, pace=replace(PACE, weeks=4), seen=1, now=now)
    sent = {"weeks": 12, "first_on": DAY, "seen": 1}
    answer = sign_in(world.lead).post(page(group, "regler/"), sent)
    assert answer.status_code == 409
    assert 'value="12"' in answer.content.decode()
    assert 'name="seen" value="2"' in answer.content.decode()
    answer = sign_in(world.lead).post(page(group, "regler/"), {**sent, "seen": 2}, follow=True)
    assert said(answer) == ["Enregistré."]


def test_a_closed_group_offers_nothing_new(world, group, sign_in, now):
    theme = theme_factory(world.learner, group)
    closed = {"weeks": 8, "first_on": DAY, "seen": 1, "closed": "on"}
    sign_in(world.lead).post(page(group, "regler/"), closed)
    learner = sign_in(world.learner)
    text = learner.get(page(group)).content.decode()
    assert "Proposer un thème" not in text
    assert "Donner ma voix" not in text
    answer = learner.post(f"/groupes/themes/{theme.pk}/voix/", {"given": "1"}, follow=True)
    assert said(answer) == ["Ce groupe est fermé : rien de nouveau n’y entre."]
    answer = learner.post(page(group, "besoins/"), {"about": "A", "text": "B", "form_key": "b"})
    assert "Ce groupe est fermé" in answer.content.decode()


def test_a_theme_is_proposed_voted_and_treated(world, group, sign_in):
    learner = sign_in(world.learner)
    for _ in range(2):
        sent = {"text": "Les résultats", "form_key": "t"}
        learner.post(page(group, "themes/"), sent, follow=True)
    theme = GroupTheme.objects.get()
    address = f"/groupes/themes/{theme.pk}/"
    for given, words in (("1", "Voix donnée."), ("1", "Voix donnée."), ("0", "Voix reprise.")):
        assert said(learner.post(f"{address}voix/", {"given": given}, follow=True)) == [words]
    assert ThemeVote.objects.count() == 2
    assert said(learner.post(f"{address}voix/", {"given": "x"}, follow=True)) == [
        "Relisez les thèmes, puis recommencez."
    ]
    answer = sign_in(world.trainer).post(f"{address}traiter/", {"treated_on": "2027-03-05"})
    assert answer.status_code == 422
    answer = sign_in(world.trainer).post(f"{address}traiter/", {"treated_on": DAY}, follow=True)
    assert "Thèmes traités" in answer.content.decode()
    answer = sign_in(world.learner).post(f"{address}voix/", {"given": "1"}, follow=True)
    assert said(answer) == ["Ce thème a déjà été traité."]


def test_a_meeting_is_noted(world, group, sign_in):
    sent = {"held_on": DAY, "text": "Deux usages comparés.", "form_key": "r"}
    for _ in range(2):
        answer = sign_in(world.trainer).post(page(group, "reunions/"), sent, follow=True)
    assert answer.content.decode().count("Deux usages comparés.") == 1
    answer = sign_in(world.lead).post(page(group, "reunions/"), {**sent, "form_key": "s"})
    assert "déjà notée" in answer.content.decode()


def test_a_need_is_raised_and_its_life_is_noted(world, group, sign_in):
    learner = sign_in(world.learner)
    assert 'value="Logiciel Essai"' in learner.get(page(group, "besoins/")).content.decode()
    sent = {"about": "Résultats", "text": "<b>Une alerte</b> 😀", "form_key": "b"}
    for _ in range(2):
        answer = learner.post(page(group, "besoins/"), sent, follow=True)
    assert "&lt;b&gt;Une alerte&lt;/b&gt; 😀" in answer.content.decode()
    assert "Noter une suite" not in answer.content.decode()
    address = f"/groupes/besoins/{UserNeed.objects.get().pk}/"
    trainer = sign_in(world.trainer)
    answer = trainer.post(f"{address}noter/", {"state": "passed", "whom": "", "seen": 0})
    assert "à qui" in answer.content.decode()
    sent = {"state": "passed", "whom": "l’éditeur", "note": "À suivre.", "seen": 0}
    for _ in range(2):
        answer = trainer.post(f"{address}noter/", sent, follow=True)
        assert said(answer) == ["C’est noté."]
    stale = sign_in(world.lead).post(f"{address}noter/", {**sent, "note": "Un autre mot."})
    assert stale.status_code == 409
    assert "Un autre mot." in stale.content.decode()
    assert 'name="seen" value="1"' in stale.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"about": ""}, "Dites de quel logiciel"),
        ({"text": ""}, "Écrivez le besoin"),
        ({"text": "x" * 1001}, "au plus 1000"),
        ({"text": "Rappeler le 06 12 34 56 78"}, "téléphone"),
    ],
)
def test_a_need_that_is_refused_keeps_what_was_typed(world, group, sign_in, change, words):
    sent = {"about": "À garder", "text": "À garder", "form_key": "b", **change}
    answer = sign_in(world.learner).post(page(group, "besoins/"), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "À garder" in answer.content.decode()


def test_an_employer_names_the_referent_of_the_practice(world, group, sign_in):
    employer = sign_in(world.employer)
    address = page(group, "referent/")
    assert address in employer.get(page(group)).content.decode()
    sent = {"person": world.learner.pk, "since": DAY, "seen": 0}
    for _ in range(2):
        employer.post(address, sent)
    assert GroupReferent.objects.count() == 1
    assert "Référents des cabinets" in sign_in(world.trainer).get(page(group)).content.decode()
    employer = sign_in(world.employer)
    stale = employer.post(address, {**sent, "person": world.employer.pk})
    assert stale.status_code == 409
    wrong = employer.post(address, {**sent, "person": world.trainer.pk, "seen": 1})
    assert wrong.status_code == 422
    assert employer.post(address, {"person": "", "since": DAY, "seen": 1}).status_code == 302
    assert "Référents des cabinets" not in employer.get(page(group)).content.decode()


def test_a_synthesis_is_read_taken_as_a_file_and_its_sending_noted(world, group, sign_in, now):
    need = need_factory(world.learner, group, "=Une alerte.")
    note_need(actor=world.lead, need=need, new=NewNeedFact("passed", "l’éditeur"), seen=0, now=now)
    lead = sign_in(world.lead)
    text = lead.get(page(group, "synthese/")).content.decode()
    assert "Besoins : transmis" in text
    csv = lead.get(page(group, "synthese/export/csv/")).content.decode("utf-8-sig")
    head, row = csv.splitlines()
    assert head.count(";") == row.count(";") == 8
    assert "Besoin;Résultats;'=Une alerte.;transmis;;2027-03-04;2027-03-04;l’éditeur;" in row
    assert lead.get(page(group, "synthese/export/xlsx/")).content[:2] == b"PK"
    assert (
        "BESOINS : TRANSMIS (1)" in lead.get(page(group, "synthese/export/txt/")).content.decode()
    )
    assert lead.get(page(group, "synthese/export/pdf/")).status_code == 404
    sent = {"whom": "l’éditeur", "sent_on": DAY, "since": DAY, "until": DAY, "form_key": "e"}
    for _ in range(2):
        answer = lead.post(page(group, "synthese/envoyer/"), sent, follow=True)
    assert answer.content.decode().count("Envoyée à l’éditeur le") == 1
    answer = lead.post(page(group, "synthese/envoyer/"), {**sent, "whom": "", "form_key": "f"})
    assert answer.status_code == 422


@pytest.mark.parametrize("query", ["?du=x&au=😀", "?du=2028-01-01&au=2029-01-01", "?du=2027-03-04"])
def test_a_wrong_period_is_one_that_can_be(world, group, sign_in, query):
    need_factory(world.learner, group)
    assert NEED in sign_in(world.learner).get(page(group, f"synthese/{query}")).content.decode()


def test_a_period_typed_upside_down_is_read_in_its_order():
    form = PeriodForm({"du": "2027-03-04", "au": "2026-11-01"})
    assert form.period(date(2027, 6, 1)) == (date(2026, 11, 1), date(2027, 3, 4))


def test_screens_cost_the_same_with_more(world, group, sign_in, now):
    def fill(many: int) -> UserNeed:
        for _ in range(many):
            actor = learner_of(enrolment_factory(world.cohort))
            join(actor, group)
            theme = theme_factory(actor, group)
            vote_theme(actor=actor, theme=theme, given=True, now=now)
            need = need_factory(actor, group)
            note_need(
                actor=world.lead, need=need, new=NewNeedFact("passed", "l’éditeur"), seen=0, now=now
            )
            group_factory(world.lead)
        return need

    client = sign_in(world.trainer)
    need = fill(1)
    for _ in range(2):
        assert queries_of(client, "/groupes/") == LIST
        assert queries_of(client, page(group)) == GROUP
        assert queries_of(client, f"/groupes/besoins/{need.pk}/") == NEED_PAGE
        assert queries_of(client, page(group, "synthese/")) == SYNTHESIS
        assert queries_of(client, page(group, "synthese/export/csv/")) == FILE
        fill(5)


def test_needs_are_paged(world, group, sign_in):
    for _ in range(21):
        need_factory(world.learner, group)
    answer = sign_in(world.learner).get(page(group, "?page=2"))
    assert len(answer.context["page"].object_list) == 1

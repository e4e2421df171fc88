import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from curricula.enums import VersionState
from curricula.models import Block, Mission, Qualification
from curricula.rules.content import NOT_ESTABLISHED
from people.enums import Role
from tests.factories import membership_factory, user_factory

CANNOT = "non établie comme autorisée : ne peut pas être déléguée"


@pytest.fixture
def signed(client, db):
    client.force_login(membership_factory(Role.EMPLOYER).user)
    return client


@pytest.fixture
def show(signed, loaded):
    def go(path, **query):
        response = signed.get(path, query)
        assert response.status_code == 200
        return response

    return go


@pytest.mark.parametrize("path", ["/missions/", "/referentiels/"])
@pytest.mark.parametrize("role", Role)
def test_any_member_reads_them(db, client, path, role):
    client.force_login(membership_factory(role).user)
    assert client.get(path).status_code == 200


def test_those_without_membership_do_not_read_references(db, client):
    assert client.get("/referentiels/").url.startswith("/connexion/")
    client.force_login(user_factory())
    assert client.get("/referentiels/").status_code == 404


def test_missions_are_open_to_anybody_without_links_to_what_is_not(loaded, client):
    text = client.get("/missions/").content.decode()
    assert text.count('<li id="T') == 69
    assert "/referentiels/" not in text


@pytest.mark.parametrize(
    ("order", "first"),
    [("", "T01"), ("code", "T01"), ("indispensable", "T01"), ("utile", "T33"), ("x' OR 1", "T01")],
)
def test_missions_are_put_in_order(show, order, first):
    lines = show("/missions/", tri=order).context["lines"]
    assert lines[0].mission.code == first
    assert len(lines) == 69


def test_order_by_a_figure_falls_and_keeps_the_code_among_equals(show):
    lines = show("/missions/", tri="accessoire").context["lines"]
    figures = [(-line.mission.accessory_count, line.mission.code) for line in lines]
    assert figures == sorted(figures)


def test_table_says_in_which_order_it_is(show):
    text = show("/missions/", vue="tableau", tri="utile", recherche="patient").content.decode()
    assert text.count("aria-sort") == 1
    assert (
        'aria-sort="descending"><a href="?vue=tableau&amp;recherche=patient&amp;tri=utile"' in text
    )


def test_moments_are_those_of_the_source_and_no_mission_is_put_in_one(show):
    text = show("/missions/").content.decode()
    assert "Au cours de la consultation" in text
    assert "SEXTANT 76" in text
    assert "« en vrac »" in text
    assert not Mission.objects.exclude(moment="").exists()


def codes(response) -> set[str]:
    return {line.mission.code for line in response.context["lines"]}


def test_catalogue_shows_every_mission_with_its_source(show):
    response = show("/missions/")
    text = response.content.decode()
    assert len(codes(response)) == 69
    assert text.count("Source : Diaporama « L’assistant médical » de SEXTANT 76 ; n = 37") == 69
    assert "ocument 00" not in text
    assert 'aria-label="28 indispensable, 8 utile, 1 accessoire"' in text


def test_only_the_seven_say_that_they_cannot_be_delegated(show):
    items = show("/missions/").content.decode().split('<li id="T')[1:]
    refused = {f"T{item[:2]}" for item in items if CANNOT in item}
    assert refused == set(NOT_ESTABLISHED)
    assert all("autorisé" not in item for item in items if CANNOT not in item)


def test_filter_by_block_follows_the_competencies(show):
    block = Block.objects.get(code="COORD")
    response = show("/missions/", bloc=block.pk)
    expected = set(block.competencies.values_list("missions__code", flat=True))
    assert codes(response) == expected


def test_filter_without_competency(show):
    assert codes(show("/missions/", bloc="aucun")) == {*NOT_ESTABLISHED, "T41", "T43", "T60", "T66"}


@pytest.mark.parametrize("words", ["téléphone", "TELEPHONE repondre", "T04"])
def test_search_ignores_case_and_accents(show, words):
    assert "T04" in codes(show("/missions/", recherche=words))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("vaccins", "T35"),
        ("l’ordonnance", "T11"),
        ("ordonnances imprimées", "T11"),
        ("le téléphone", "T04"),
        ("télépho", "T04"),
    ],
)
def test_search_finds_other_forms_and_parts_of_a_word(show, words, code):
    found = codes(show("/missions/", recherche=words))
    assert code in found
    assert len(found) < 69


def test_a_search_for_nothing_that_means_something_hides_nothing(show):
    assert len(codes(show("/missions/", recherche="le la"))) == 69


def test_a_search_that_is_too_long_is_still_a_search(show):
    assert codes(show("/missions/", recherche="a" * 300)) == set()


def test_figures_are_answers_of_a_survey_that_does_not_say_whose(show):
    for view in ("points", "tableau"):
        text = show("/missions/", vue=view).content.decode()
        assert "La source ne dit pas qui a répondu" in text
        assert "un médecin dit" not in text
        assert "Réponses des médecins" not in text


@pytest.mark.parametrize(
    ("words", "title"), [("zzz", "0 mission<"), ("T04", "1 mission<"), ("", "69 missions<")]
)
def test_number_of_missions_is_said_in_french(show, words, title):
    assert f'<h2 class="moyen">{title}' in show("/missions/", recherche=words).content.decode()


@pytest.mark.parametrize(
    "query", [{"bloc": "x"}, {"recherche": "a" * 500}, {"recherche": "<script>alert(1)</script>"}]
)
def test_bad_filter_breaks_nothing(show, query):
    assert "<script>alert" not in show("/missions/", **query).content.decode()


def test_table_says_the_same_as_the_stitches(show):
    text = show("/missions/", vue="tableau").content.decode()
    assert text.count('<th scope="row">') == 69
    assert "28 (75,7 %)" in text
    assert text.count(CANNOT) == 7


def reference(code) -> str:
    return f"/referentiels/{Qualification.objects.get(code=code).pk}/"


def test_working_frame_says_that_it_is_not_the_cqp(show):
    text = show(reference("cadre-travail")).content.decode()
    assert "Rédaction de travail, non officiel" in text
    assert "n’est pas celui du CQP" in text
    for code in NOT_ESTABLISHED:
        assert f"<li>{code} " not in text


def test_atim_reference_is_told_as_history_with_its_tasks(show):
    response = show(reference("atim-2008"))
    text = response.content.decode()
    assert "Histoire (2008)" in text
    assert "sans rattachement dans la source" in text
    assert text.count("Niveau 1") == 2
    assert text.count("facultative</span>") == 4


def test_draft_reference_is_nowhere(signed, loaded):
    path = reference("atim-2008")
    Qualification.objects.filter(code="atim-2008").update(state=VersionState.DRAFT)
    assert signed.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMIN])
def test_those_who_lead_see_what_is_not_written(db, client, files, role):
    client.force_login(membership_factory(role).user)
    assert "/contenus/a-rediger/" in client.get("/referentiels/").content.decode()
    text = client.get("/contenus/a-rediger/").content.decode()
    for topic in files.unwritten:
        assert escape(topic["topic"]) in text
        assert all(escape(question) in text for question in topic["questions"])


@pytest.mark.parametrize("role", [Role.LEARNER, Role.EMPLOYER, Role.TRAINER])
def test_others_do_not_see_what_is_not_written(db, client, role):
    client.force_login(membership_factory(role).user)
    assert "a-rediger" not in client.get("/referentiels/").content.decode()
    assert client.get("/contenus/a-rediger/").status_code in {403, 404}


def test_screens_cost_few_queries_whatever_they_show(show):
    show("/missions/")
    for path, most in (("/missions/", 10), (reference("cadre-travail"), 11), ("/referentiels/", 5)):
        with CaptureQueriesContext(connection) as queries:
            show(path)
        assert len(queries) <= most, path

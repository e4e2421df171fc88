import pytest

from people.enums import Role
from tests.factories import membership_factory
from tests.training.web import queries_of
from training.enums import PositionLevel
from training.models import EntryCheck
from training.services import place_competencies
from training.services.entry import post_positioning_score

WHO = {
    "learner": 404, "trainer": 200, "companion": 403, "lead": 200, "employer": 404,
    "stranger": 404, "other_trainer": 404, "funder": 404,
}  # fmt: skip
RESERVE = "sous réserve de l’apport d’une formation"


@pytest.fixture
def base(world):
    world.funder = membership_factory(Role.FUNDER)
    return f"/positionnement/{world.enrolment.pk}/"


def check_form(number=1, **fields):
    return {
        "skill": "office", "result": "strengthen", "checked_on": "2026-06-01",
        "how": "Exercice sur un poste", "note": "Pas encore le tableur.", "seen": 0,
        "form_key": f"00000000-0000-4000-8000-00000000000{number}",
    } | fields  # fmt: skip


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("who", WHO)
def test_the_screen_is_open_to_trainers_and_leads(world, base, sign_in, who):
    client = sign_in(getattr(world, who))
    assert client.get(f"{base}verifications/").status_code == WHO[who]
    if WHO[who] != 200:
        assert client.post(f"{base}verifications/", check_form()).status_code == WHO[who]
        assert EntryCheck.objects.count() == 0


def test_nobody_sees_it_without_signing_in(base, client):
    assert client.get(f"{base}verifications/").url.startswith("/connexion/")


def test_what_a_trainer_notes_is_read_by_the_learner(world, base, sign_in):
    before = text_of(sign_in(world.learner).get(base))
    assert before.count("Rien n’est noté pour l’instant.") == 2
    assert RESERVE not in before
    assert sign_in(world.trainer).post(f"{base}verifications/", check_form()).url == base
    page = text_of(sign_in(world.learner).get(base))
    assert "Bureautique : à renforcer" in page
    assert "Pas encore le tableur." in page
    assert "Exercice sur un poste" in page
    assert page.count(RESERVE) == 1
    assert "Noter une vérification" not in page
    file = text_of(sign_in(world.learner).get(f"/inscriptions/{world.enrolment.pk}/"))
    assert "Bureautique : à renforcer. Terminologie médicale : rien de noté." in file


def test_what_is_acquired_is_under_no_reserve(world, base, sign_in):
    client = sign_in(world.lead)
    client.post(f"{base}verifications/", check_form())
    client.post(f"{base}verifications/", check_form(2, result="acquired", seen=1))
    page = text_of(client.get(base))
    assert "Bureautique : acquis" in page
    assert RESERVE not in page
    assert "1 note d’avant" in page


def test_a_double_click_notes_it_once(world, base, sign_in):
    client = sign_in(world.trainer)
    client.post(f"{base}verifications/", check_form())
    assert client.post(f"{base}verifications/", check_form()).url == base
    assert EntryCheck.objects.count() == 1


def test_an_older_page_keeps_what_was_typed_and_can_be_sent_again(world, base, sign_in):
    client, path = sign_in(world.trainer), f"{base}verifications/"
    client.post(path, check_form())
    answer = client.post(path, check_form(2, note="Le tableur aussi."))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Une vérification a été notée depuis" in page
    assert 'value="Le tableur aussi."' in page
    assert "Pas encore le tableur." in page
    assert 'name="seen" value="1"' in page
    assert client.post(path, check_form(2, note="Le tableur aussi.", seen=1)).url == base
    assert EntryCheck.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"skill": "driving"}, {"result": "9"}, {"checked_on": "demain"}, {"how": ""},
        {"note": "x" * 301}, {"form_key": "x"}, {"seen": "-1"},
        {"note": "Appeler le 06 12 34 56 78"}, {"checked_on": "2999-01-01"},
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_kept(world, base, sign_in, fields):
    answer = sign_in(world.trainer).post(f"{base}verifications/", check_form(**fields))
    assert (answer.status_code, EntryCheck.objects.count()) == (422, 0)
    assert "La vérification n’est pas enregistrée" in text_of(answer)


# the positioning page around it


def place(world, now, levels, seen=0, actor=None):
    place_competencies(
        actor=actor or world.learner, enrolment=world.enrolment, levels=levels, seen=seen, now=now
    )


def competencies_of(world):
    return list(world.enrolment.qualification.blocks.first().competencies.all())


def test_a_score_is_shown_beside_the_module_and_to_who_decides(world, base, sign_in, now):
    post_positioning_score(
        actor=world.learner, enrolment=world.enrolment, module=world.module, score=2, out_of=4,
        source_key="assessments.positioning:1", now=now,
    )  # fmt: skip
    for path in (base, f"{base}modules/{world.module.pk}/"):
        page = text_of(sign_in(world.lead).get(path))
        assert "Quiz de positionnement : <b>2 sur 4</b>, le jeudi 4 mars 2027." in page
        assert "moins de 70 % : la règle ne propose pas d’allègement." in page


def test_positions_of_before_are_listed_newest_first(world, base, sign_in, now):
    first = competencies_of(world)[0]
    levels = PositionLevel.NOT_YET, PositionLevel.CARRIES_OUT, PositionLevel.ORGANISES
    for seen, level in enumerate(levels):
        place(world, now, {first: level}, seen)
    place(world, now, {first: PositionLevel.CARRIES_OUT}, actor=world.trainer)
    page = text_of(sign_in(world.learner).get(base))
    assert page.count("positions d’avant<span") == 1
    [listed] = page.split("2 positions d’avant")[1:]
    listed = listed.split("</ul>")[0]
    assert listed.index("Assistant, niveau 1") < listed.index("Assistant, pas encore")
    assert "Formateur" not in listed


def test_optional_is_said_once_for_all_competencies(world, base, sign_in):
    page = text_of(sign_in(world.learner).get(f"{base}competences/"))
    assert "(facultatif)" not in page
    assert page.count("facultative") == 1


def test_the_way_back_from_an_acquis_speaks_to_who_reads(world, base, sign_in):
    back = f">Positionnement de {world.enrolment.learner}<"
    own = text_of(sign_in(world.learner).get(f"{base}acquis/"))
    assert ">Mon positionnement<" in own
    assert back not in own
    assert back in text_of(sign_in(world.trainer).get(f"{base}acquis/"))


def fill(world, client, base, now, times):
    """So many checks, positions of each rater, and scores."""
    for _ in range(times):
        seen = EntryCheck.objects.count()
        sent = check_form(seen=seen) | {"form_key": f"00000000-0000-4000-8000-{seen:012}"}
        assert client.post(f"{base}verifications/", sent).url == base
        post_positioning_score(
            actor=world.learner, enrolment=world.enrolment, module=world.module, score=1,
            out_of=4, source_key=f"assessments.positioning:{seen}", now=now,
        )  # fmt: skip
        for actor in (world.learner, world.trainer):
            rows = world.enrolment.positions.filter(placed_by=actor).count()
            levels = dict.fromkeys(competencies_of(world), PositionLevel(seen % 3))
            place(world, now, levels, rows, actor)


@pytest.mark.parametrize("screen", ["positionnement", "verifications", "inscriptions"])
def test_screens_cost_the_same_with_a_long_history(world, base, sign_in, now, screen):
    client = sign_in(world.lead)
    path = {
        "positionnement": base,
        "verifications": f"{base}verifications/",
        "inscriptions": f"/inscriptions/{world.enrolment.pk}/",
    }[screen]
    fill(world, client, base, now, 1)
    queries_of(client, path)
    one = queries_of(client, path)
    fill(world, client, base, now, 5)
    assert queries_of(client, path) == one

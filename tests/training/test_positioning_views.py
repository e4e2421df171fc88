import pytest

from curricula.models import Competency
from people.enums import Role
from tests.factories import enrolment_factory, membership_factory, module_factory
from tests.training.web import queries_of
from training.enums import PositionLevel
from training.models import ExemptionDecision, Position, PriorResult
from training.services import decide_exemption, declare_prior, place_competencies

PEOPLE = (
    "learner", "trainer", "companion", "lead", "employer", "stranger", "other_trainer", "funder"
)  # fmt: skip
MATRIX = {
    "": (200, 200, 200, 200, 404, 404, 404, 404),
    "competences/": (200, 200, 403, 200, 404, 404, 404, 404),
    "acquis/": (200, 200, 403, 200, 404, 404, 404, 404),
    "modules/{module}/": (404, 403, 403, 200, 404, 404, 403, 404),
}


@pytest.fixture
def base(world):
    world.funder = membership_factory(Role.FUNDER)
    return f"/positionnement/{world.enrolment.pk}/"


def competencies_of(world):
    return list(Competency.objects.filter(block__qualification=world.enrolment.qualification))


def positions(world, level, seen=0):
    return {f"k{c.pk}": level for c in competencies_of(world)} | {"seen": seen}


def prior_form(world, **fields):
    return {
        "kind": "training", "title": "Accueil en cabinet", "obtained_on": "2026-06-01",
        "module": world.module.pk, "minutes": "2 h",
        "form_key": "00000000-0000-4000-8000-000000000001",
    } | fields  # fmt: skip


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("screen", MATRIX)
def test_each_screen_is_open_to_those_it_is_for(world, base, sign_in, screen):
    path = base + screen.format(module=world.module.pk)
    answers = tuple(sign_in(getattr(world, who)).get(path).status_code for who in PEOPLE)
    assert dict(zip(PEOPLE, answers, strict=True)) == dict(zip(PEOPLE, MATRIX[screen], strict=True))


@pytest.mark.parametrize("screen", MATRIX)
def test_nobody_sees_a_screen_without_signing_in(world, base, client, screen):
    answer = client.get(base + screen.format(module=world.module.pk))
    assert answer.url.startswith("/connexion/")


def test_empty_page_says_what_will_stand_there(world, base, sign_in):
    page = text_of(sign_in(world.learner).get(base))
    assert "Rien n’est noté pour l’instant" in page
    assert "Rien n’est décidé pour ce module : tout est à suivre." in page
    assert "10 h à suivre" in page
    assert "à vérifier" in page


def test_learner_and_trainer_place_side_by_side(world, base, sign_in):
    path = f"{base}competences/"
    assert sign_in(world.learner).post(path, positions(world, 2)).url == base
    answer = sign_in(world.trainer).post(path, positions(world, 1), follow=True)
    assert "4 positions notées." in text_of(answer)
    assert Position.objects.filter(rater="learner", level=2).count() == 4
    assert Position.objects.filter(rater="trainer", level=1).count() == 4


def test_positions_are_shown_again_to_be_changed(world, base, sign_in):
    client, path = sign_in(world.learner), f"{base}competences/"
    client.post(path, positions(world, 1))
    page = text_of(client.get(path))
    assert page.count("checked") == 4
    assert 'name="seen" value="4"' in page


def test_sending_the_same_positions_twice_says_so(world, base, sign_in):
    client, path = sign_in(world.learner), f"{base}competences/"
    client.post(path, positions(world, 1))
    assert "Rien n’a changé" in text_of(client.post(path, positions(world, 1), follow=True))
    assert Position.objects.count() == 4


def test_older_page_keeps_what_was_ticked_and_can_be_sent_again(world, base, sign_in):
    client, path = sign_in(world.learner), f"{base}competences/"
    client.post(path, positions(world, 1))
    page = text_of(client.post(path, positions(world, 2)))
    assert "Rien n’est enregistré : relisez" in page
    assert 'name="seen" value="4"' in page
    assert client.post(path, positions(world, 2, seen=4)).url == base
    assert Position.objects.filter(level=2).count() == 4


def test_nothing_ticked_comes_back_with_the_reason(world, base, sign_in):
    page = text_of(sign_in(world.learner).post(f"{base}competences/", {"seen": 0}))
    assert "Placez au moins une compétence." in page


def test_unknown_level_is_refused(world, base, sign_in):
    answer = sign_in(world.learner).post(f"{base}competences/", positions(world, 9))
    assert (answer.status_code, Position.objects.count()) == (200, 0)


def test_learner_notes_prior_hours_and_takes_them_out(world, base, sign_in):
    client = sign_in(world.learner)
    client.post(f"{base}acquis/", prior_form(world))
    client.post(f"{base}acquis/", prior_form(world))
    row = PriorResult.objects.get()
    assert row.minutes == 120
    assert "Accueil en cabinet" in text_of(client.get(base))
    page = text_of(client.post(f"{base}acquis/{row.pk}/retirer/", follow=True))
    assert "Acquis retiré : « Accueil en cabinet »." in page
    row.refresh_from_db()
    assert row.withdrawn_by == world.learner


def test_refused_prior_keeps_what_was_typed(world, base, sign_in):
    client = sign_in(world.learner)
    page = text_of(client.post(f"{base}acquis/", prior_form(world, module="")))
    assert "Des heures se rapportent à un module : choisissez lequel." in page
    assert 'value="Accueil en cabinet"' in page
    page = text_of(client.post(f"{base}acquis/", prior_form(world, minutes="deux")))
    assert "Écrivez une durée comme" in page


def test_prior_of_somebody_else_is_not_found(world, base, sign_in):
    other = enrolment_factory(world.cohort)
    client = sign_in(world.learner)
    client.post(f"{base}acquis/", prior_form(world))
    row = PriorResult.objects.get()
    path = f"/positionnement/{other.pk}/acquis/{row.pk}/retirer/"
    assert sign_in(world.trainer).post(path).status_code == 404
    assert sign_in(world.stranger).post(f"{base}acquis/{row.pk}/retirer/").status_code == 404
    assert sign_in(world.companion).post(f"{base}acquis/{row.pk}/retirer/").status_code == 403


def test_lead_decides_and_the_learner_reads_why(world, base, sign_in):
    path = f"{base}modules/{world.module.pk}/"
    form = {"percentage": 25, "prior_minutes": "", "reason": "Trois ans d’accueil.", "seen": 0}
    assert sign_in(world.lead).post(path, form).url == base
    page = text_of(sign_in(world.learner).get(base))
    assert "Trois ans d’accueil." in page
    assert "<b>7 h 30</b> à suivre sur 10 h, allègement de 2 h 30 (25 %)" in page
    assert "Trois ans d’accueil." in text_of(sign_in(world.lead).get(path))


def test_refused_decision_keeps_what_was_typed(world, base, sign_in):
    path = f"{base}modules/{world.module.pk}/"
    form = {"percentage": 50, "prior_minutes": "3 h", "reason": "Déjà suivi.", "seen": 0}
    page = text_of(sign_in(world.lead).post(path, form))
    assert "On n’en accepte pas davantage." in page
    assert "Déjà suivi." in page
    assert '<option value="50" selected>' in page
    assert ExemptionDecision.objects.count() == 0


def test_decision_from_an_older_page_shows_the_newer_one(world, base, sign_in):
    client, path = sign_in(world.lead), f"{base}modules/{world.module.pk}/"
    form = {"percentage": 25, "prior_minutes": "", "reason": "Premier motif.", "seen": 0}
    client.post(path, form)
    page = text_of(client.post(path, form | {"percentage": 100, "reason": "Second motif."}))
    assert "Une décision a été prise sur ce module" in page
    assert "Premier motif." in page
    assert 'name="seen" value="1"' in page


def test_module_of_another_track_is_not_found(world, base, sign_in):
    other = module_factory()
    assert sign_in(world.lead).get(f"{base}modules/{other.pk}/").status_code == 404


def test_people_find_the_page_from_their_own(world, base, sign_in):
    file = f"/inscriptions/{world.enrolment.pk}/"
    assert file in text_of(sign_in(world.learner).get("/parcours/"))
    assert file in text_of(sign_in(world.trainer).get(f"/promotions/{world.cohort.pk}/"))
    assert base in text_of(sign_in(world.learner).get(file))
    assert base in text_of(sign_in(world.lead).get(f"/heures/{world.enrolment.pk}/"))
    assert base not in text_of(sign_in(world.employer).get(f"/heures/{world.enrolment.pk}/"))


def fill(world, now, modules):
    """Everything placed by both, and for each module hours declared and a decision."""
    levels = dict.fromkeys(competencies_of(world), PositionLevel.ORGANISES)
    for actor in (world.learner, world.trainer):
        place_competencies(actor=actor, enrolment=world.enrolment, levels=levels, seen=0, now=now)
    for module in modules:
        module.competencies.set(levels)
        declare_prior(
            actor=world.learner, enrolment=world.enrolment, kind="training", title="Essai",
            obtained_on=now.date(), module=module, minutes=30, form_key=f"f{module.pk}", now=now,
        )  # fmt: skip
        decide_exemption(
            actor=world.lead, enrolment=world.enrolment, module=module, percentage=25,
            prior_minutes=30, reason="Essai.", seen=0, now=now,
        )  # fmt: skip


@pytest.mark.parametrize("screen", ["", "competences/", "modules/{module}/"])
def test_screens_cost_the_same_with_thirty_modules(world, base, sign_in, now, screen):
    path = base + screen.format(module=world.module.pk)
    fill(world, now, [world.module])
    client = sign_in(world.lead)
    queries_of(client, path)
    one = queries_of(client, path)
    many = [
        module_factory(world.module.track_version, lessons=0, assignment=False) for _ in range(29)
    ]
    fill(world, now, many)
    assert queries_of(client, path) == one

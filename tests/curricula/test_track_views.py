"""The screens on which a lead writes a track."""

from dataclasses import replace

import pytest

from curricula.enums import BudgetCategory, Mastery, VersionState
from curricula.models import Track, TrackVersion
from curricula.queries.plans import expected_competencies, plan_of
from curricula.rules.plan import ModulePlan, TrackPlan
from curricula.rules.plan_edits import with_absence
from curricula.services.plans import competencies_of
from curricula.services.tracks import new_track, new_track_version, publish_track, save_plan
from people.enums import Role
from tests.factories import (
    lesson_factory,
    membership_factory,
    qualification_factory,
    rubric_factory,
)
from tests.training.web import queries_of

HOSTILE = "<script>alert(1)</script>"
IN_PERSON = BudgetCategory.IN_PERSON


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def leading(client, lead):
    client.force_login(lead.user)
    return client


@pytest.fixture
def draft(lead, now):
    """A draft of one module that aims at both competencies: it can be published."""
    draft = new_track(
        actor=lead, code="essai", title="Essai", audience="", minutes=60, now=now,
        qualification=qualification_factory(competencies=2),
    )  # fmt: skip
    module = ModulePlan(
        "M1", "Premiers pas", minutes=60, budget={IN_PERSON: 60},
        competencies=frozenset(expected_competencies(draft)),
    )  # fmt: skip
    plan = TrackPlan(minutes=60, modules=(module,))
    return save_plan(actor=lead, version=draft, revision=0, plan=plan, now=now)


def page(version: TrackVersion, rest: str = "") -> str:
    return f"/maquettes/{version.pk}/{rest}"


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def module_form(draft, **changes) -> dict:
    return {
        "revision": draft.revision, "code": "M2", "title": "La suite", "domain": "coordination",
        "summary": "Résumé", "budget_in_person": "30 min", "budget_distance": "1 h 30",
        "lessons": "", "competencies": sorted(expected_competencies(draft))[:1],
        "spacing_days": "14", "refresh_weeks": "", "requires_0": "advised", "rubric": "", **changes,
    }  # fmt: skip


# --- From nothing to a published track ------------------------------------------------------------


def test_a_new_track_is_a_draft_without_modules(leading):
    reference = qualification_factory()
    said = {"title": "Essai", "code": "essai", "qualification": reference.pk, "minutes": "115 h"}
    answer = leading.post("/maquettes/nouvelle/", said, follow=True)
    assert "Le parcours n’a aucun module." in text(answer)
    version = TrackVersion.objects.get(track__code="essai")
    assert (version.minutes, version.state) == (6900, VersionState.DRAFT)
    again = leading.post("/maquettes/nouvelle/", said)
    assert again.status_code == 422
    assert "Un parcours a déjà ce code" in again.content.decode()
    assert Track.objects.filter(code="essai").count() == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("title", "", "Champ requis"), ("code", "deux mots", "sans accent"),
        ("code", "x" * 41, "40"), ("minutes", "115", "Écrivez une durée"),
        ("minutes", "0 h", "au moins une minute"), ("minutes", "9999 h 59 h", "Écrivez une durée"),
        ("qualification", "999999", "Sélectionnez"), ("qualification", "x", "Sélectionnez"),
    ],
)  # fmt: skip
def test_a_new_track_that_is_wrong_is_told_why(leading, name, value, words):
    said = {"title": "Essai", "code": "essai", "minutes": "1 h"}
    said |= {"qualification": qualification_factory().pk, name: value}
    answer = leading.post("/maquettes/nouvelle/", said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Track.objects.filter(code="essai").exists()


def test_a_module_is_added_changed_moved_and_removed(leading, draft):
    lesson = lesson_factory()
    added = leading.post(page(draft, "modules/"), module_form(draft, lessons=lesson.code))
    assert added.status_code == 302
    draft.refresh_from_db()
    module = plan_of(draft).modules[1]
    assert (module.minutes, module.lessons) == (120, (lesson.code,))
    assert module.requires == {"M1": Mastery.ADVISED}
    changed = module_form(draft, code="M3", budget_distance="")
    leading.post(page(draft, "modules/M2/"), changed)
    draft.refresh_from_db()
    assert plan_of(draft).modules[1].budget == {IN_PERSON: 30}
    leading.post(page(draft, "modules/M3/deplacer/"), {"revision": draft.revision, "by": "-1"})
    draft.refresh_from_db()
    assert [m.code for m in plan_of(draft).modules] == ["M3", "M1"]
    leading.post(page(draft, "modules/M3/retirer/"), {"revision": draft.revision})
    assert [m.code for m in plan_of(draft).modules] == ["M1"]


def test_a_module_with_its_synthesis_shows_again_as_it_was_typed(leading, draft):
    rubric = rubric_factory(list(competencies_of(draft).values()))
    said = module_form(
        draft, rubric=rubric.code, assignment_title="Écrit", assignment_prompt="Racontez.",
        assignment_min_words=100, assignment_max_words=500,
    )  # fmt: skip
    assert leading.post(page(draft, "modules/"), said).status_code == 302
    shown = text(leading.get(page(draft, "modules/M2/")))
    for words in ('value="1 h 30"', "Racontez.", 'value="14"', f'value="{rubric.code}" selected'):
        assert words in shown
    assert plan_of(draft).modules[1].evaluated == frozenset(expected_competencies(draft))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "M1"}, "Un autre module a déjà ce code"), ({"code": "é"}, "sans accent"),
        ({"title": ""}, "Champ requis"), ({"budget_distance": "90"}, "Écrivez une durée"),
        ({"lessons": "L-inconnue"}, "Leçon inconnue : L-inconnue"),
        ({"competencies": ["B9/K9"]}, "Sélectionnez un choix valide"),
        ({"requires_0": "forcé"}, "Sélectionnez un choix valide"),
        ({"spacing_days": "366"}, "365"), ({"refresh_weeks": "-1"}, "0"),
        ({"rubric": "R-inconnue"}, "Sélectionnez un choix valide"),
        ({"title": "Appeler le 06 12 34 56 78"}, "numéro de téléphone"),
        ({"revision": "x"}, "entier"),
    ],
)  # fmt: skip
def test_a_module_that_is_wrong_is_told_why_and_kept_as_typed(leading, draft, changes, words):
    answer = leading.post(page(draft, "modules/"), module_form(draft, **changes))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown
    assert "Résumé" in shown
    assert len(plan_of(draft).modules) == 1


def test_a_synthesis_is_asked_for_whole(leading, draft):
    said = module_form(draft, rubric=rubric_factory([]).code)
    answer = leading.post(page(draft, "modules/"), said)
    assert answer.content.decode().count("À remplir : ce module demande un écrit.") >= 4
    said |= {"assignment_title": "É", "assignment_prompt": "R", "assignment_min_words": 9}
    answer = leading.post(page(draft, "modules/"), said | {"assignment_max_words": 9})
    assert "Le maximum dépasse le minimum." in answer.content.decode()


def test_a_track_goes_from_draft_to_published_to_retired(leading, draft):
    shown = text(leading.get(page(draft)))
    assert "ce parcours peut être publié" in shown
    answer = leading.post(page(draft, "publier/"), {"revision": draft.revision}, follow=True)
    assert "Parcours publié" in text(answer)
    draft.refresh_from_db()
    answer = leading.post(page(draft, "retirer/"), {"revision": draft.revision}, follow=True)
    assert "Version retirée" in text(answer)
    assert "Préparer une nouvelle version" in text(answer)
    assert leading.post(page(draft, "publier/"), {"revision": draft.revision}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == VersionState.RETIRED


def test_the_button_to_publish_waits_for_what_is_missing(leading, lead, draft, now):
    plan = replace(plan_of(draft), minutes=90)
    saved = save_plan(actor=lead, version=draft, revision=1, plan=plan, now=now)
    shown = text(leading.get(page(saved)))
    assert "il manque 30 min" in shown
    assert "Publier ce parcours" not in shown
    answer = leading.post(page(saved, "publier/"), {"revision": saved.revision}, follow=True)
    assert "Les modules font 1 h au lieu de 1 h 30" in text(answer)
    saved.refresh_from_db()
    assert saved.state == VersionState.DRAFT


def test_the_head_is_written_and_shown_again(leading, draft):
    said = {
        "revision": draft.revision, "minutes": "1 h", "qualification": draft.qualification_id,
        "note": HOSTILE, "source": "Source", "cap_work": "0 h", "cap_distance": "",
        "work_analysis": "A", "work_tutor": "T", "work_reflection": "R", "work_evaluation": "E",
    }  # fmt: skip
    answer = leading.post(page(draft, "cadre/"), said, follow=True)
    assert HOSTILE not in text(answer)
    plan = plan_of(TrackVersion.objects.get(pk=draft.pk))
    assert (plan.caps, plan.note, plan.work.complete) == ({BudgetCategory.WORK: 0}, HOSTILE, True)
    assert 'value="0 h"' in text(leading.get(page(draft, "cadre/")))


def test_a_draft_is_thrown_away(leading, draft):
    answer = leading.post(page(draft, "supprimer/"), {"revision": draft.revision}, follow=True)
    assert "Brouillon supprimé" in text(answer)
    assert leading.get(page(draft)).status_code == 404


# --- Two tabs, forged addresses -------------------------------------------------------------------


def test_the_second_of_two_tabs_is_told_and_its_next_try_counts(leading, draft):
    seen = module_form(draft)
    leading.post(page(draft, "modules/"), seen)
    other = {**seen, "code": "M9", "title": "Autre onglet"}
    answer = leading.post(page(draft, "modules/"), other)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce parcours a changé depuis" in shown
    assert "Autre onglet" in shown
    draft.refresh_from_db()
    assert f'name="revision" value="{draft.revision}"' in shown
    leading.post(page(draft, "modules/"), other | {"revision": draft.revision})
    assert [m.code for m in plan_of(draft).modules] == ["M1", "M2", "M9"]


def test_a_double_click_moves_once(leading, draft):
    leading.post(page(draft, "modules/"), module_form(draft))
    draft.refresh_from_db()
    for _ in range(2):
        leading.post(page(draft, "modules/M1/deplacer/"), {"revision": draft.revision, "by": "1"})
    assert [m.code for m in plan_of(draft).modules] == ["M2", "M1"]


def test_what_was_published_is_no_longer_edited(leading, lead, draft, now):
    said = module_form(draft)
    publish_track(actor=lead, version=draft, revision=draft.revision, now=now)
    assert leading.get(page(draft, "cadre/")).status_code == 404
    assert leading.get(page(draft, "modules/")).status_code == 404
    answer = leading.post(page(draft, "modules/"), said)
    assert answer.status_code == 422
    assert "n’est plus un brouillon" in answer.content.decode()
    assert len(plan_of(draft).modules) == 1


def test_unknown_modules_and_versions_are_not_found(leading, draft):
    other = new_version_of_another_track()
    for path in ("modules/M9/", f"comparer/{other.pk}/", "comparer/999999/"):
        assert leading.get(page(draft, path)).status_code == 404
    sent = {"revision": draft.revision, "by": "1"}
    for path in ("modules/M9/deplacer/", "modules/M9/retirer/"):
        assert leading.post(page(draft, path), sent).status_code == 404
    answer = leading.post(page(draft, "modules/M1/deplacer/"), sent | {"by": "7"}, follow=True)
    assert "Rien n’a changé" in text(answer)


def new_version_of_another_track() -> TrackVersion:
    return TrackVersion.objects.create(
        track=Track.objects.create(code="autre", title="Autre"), number=1, minutes=60,
        qualification=qualification_factory(),
    )  # fmt: skip


# --- Coverage and comparison ----------------------------------------------------------------------


def test_an_absence_is_accepted_with_a_reason_and_withdrawn(leading, lead, draft, now):
    plan = plan_of(draft)
    bare = replace(plan.modules[0], competencies=frozenset())
    saved = save_plan(
        actor=lead, version=draft, revision=1, plan=replace(plan, modules=(bare,)), now=now
    )
    key = sorted(expected_competencies(saved))[0]
    said = {"revision": saved.revision, "competency": key}
    refused = leading.post(page(saved, "absences/"), said | {"reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi cette absence est acceptée." in refused.content.decode()
    answer = leading.post(page(saved, "absences/"), said | {"reason": HOSTILE}, follow=True)
    assert "Absence acceptée." in text(answer)
    assert HOSTILE not in text(answer)
    saved.refresh_from_db()
    assert plan_of(saved).absences == {key: HOSTILE}
    said["revision"] = saved.revision
    leading.post(page(saved, "absences/retirer/"), said)
    assert plan_of(saved).absences == {}
    forged = leading.post(page(saved, "absences/"), said | {"competency": "x", "reason": "y"})
    assert forged.status_code == 422


def test_a_reason_typed_in_a_second_tab_is_kept_and_its_next_try_counts(leading, lead, draft, now):
    plan = plan_of(draft)
    bare = replace(plan.modules[0], competencies=frozenset())
    saved = save_plan(
        actor=lead, version=draft, revision=1, plan=replace(plan, modules=(bare,)), now=now
    )
    first, second = sorted(expected_competencies(saved))
    said = {"revision": saved.revision, "competency": first, "reason": "Vue au cabinet."}
    leading.post(page(saved, "absences/"), said)
    answer = leading.post(page(saved, "absences/"), said | {"competency": second})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce parcours a changé depuis" in shown
    assert 'value="Vue au cabinet."' in shown
    saved.refresh_from_db()
    assert f'name="revision" value="{saved.revision}"' in shown
    again = said | {"competency": second, "revision": saved.revision}
    assert leading.post(page(saved, "absences/"), again).status_code == 302
    assert sorted(plan_of(saved).absences) == [first, second]


def test_two_versions_are_compared(leading, lead, draft, now):
    first = publish_track(actor=lead, version=draft, revision=draft.revision, now=now)
    second = new_track_version(actor=lead, version=first, now=now)
    assert "Rien ne change" in text(leading.get(page(first, f"comparer/{second.pk}/")))
    plan = plan_of(second)
    longer = replace(plan.modules[0], minutes=90, budget={IN_PERSON: 90})
    save_plan(
        actor=lead, version=second, revision=0, now=now, plan=replace(plan, modules=(longer,))
    )
    shown = text(leading.get(page(first, f"comparer/{second.pk}/")))
    assert "modifié" in shown
    assert "1 h 30" in shown


def test_screens_cost_the_same_with_more_modules(leading, lead, draft, now):
    paths = ["/maquettes/", page(draft), page(draft, "couverture/"), page(draft, "modules/M1/")]
    few = [queries_of(leading, path) for path in paths]
    plan = plan_of(draft)
    more = tuple(
        ModulePlan(f"N{n}", "Module", minutes=60, budget={IN_PERSON: 60}, lessons=(code,))
        for n, code in enumerate(lesson_factory().code for _ in range(12))
    )
    key = sorted(expected_competencies(draft))[0]
    larger = with_absence(replace(plan, modules=plan.modules + more), key, "Motif")
    save_plan(actor=lead, version=draft, revision=1, plan=larger, now=now)
    assert [queries_of(leading, path) for path in paths] == few

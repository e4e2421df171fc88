"""What holds for every plan."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from curricula.enums import Mastery, RowChange
from curricula.rules.distance import distance_rate
from curricula.rules.plan import ModulePlan, TrackPlan
from curricula.rules.plan_differences import plan_differences
from curricula.rules.plan_edits import moved, with_absence, with_module, without_module
from curricula.rules.plan_problems import category_totals, plan_problems, prerequisite_cycle
from tests.curricula.plans import plan, sound_plans


@given(sound_plans())
def test_nothing_is_found_against_a_sound_plan(sound):
    assert plan_problems(sound, {}) == []
    assert category_totals(sound).total() == sound.minutes


@given(sound_plans(), st.data())
def test_one_minute_more_in_any_category_is_found(sound, data):
    module = data.draw(st.sampled_from(sound.modules))
    category = data.draw(st.sampled_from(sorted(module.budget)))
    longer = {**module.budget, category: module.budget[category] + 1}
    wrong = with_module(sound, module.code, replace(module, budget=longer))
    words = f"Module {module.code} : ses catégories"
    assert any(words in str(found) for found in plan_problems(wrong, {}))


@given(sound_plans(), st.data())
def test_a_cap_one_minute_below_what_is_planned_is_found(sound, data):
    totals = category_totals(sound)
    category = data.draw(st.sampled_from(sorted(totals)))
    assert plan_problems(replace(sound, caps={category: totals[category]}), {}) == []
    wrong = plan_problems(replace(sound, caps={category: totals[category] - 1}), {})
    assert len(wrong) == 1
    assert f"« {category.label} »" in str(wrong[0])


@given(sound_plans())
def test_the_rate_is_a_percentage(sound):
    assert 0 <= distance_rate(sound) <= 100


@given(st.integers(1, 300))
def test_a_long_chain_is_no_cycle_until_its_end_asks_for_its_start(length):
    chain = [ModulePlan("0", "0")]
    chain += [
        ModulePlan(str(n), str(n), requires={str(n - 1): Mastery.ADVISED}) for n in range(1, length)
    ]
    straight = TrackPlan(60, modules=tuple(chain))
    assert prerequisite_cycle(straight) == []
    chain[0] = replace(chain[0], requires={str(length - 1): Mastery.ADVISED})
    cycle = prerequisite_cycle(TrackPlan(60, modules=tuple(chain)))
    assert len(cycle) == length + 1
    assert cycle[0] == cycle[-1]


@given(sound_plans())
def test_a_plan_does_not_differ_from_itself(sound):
    assert not plan_differences(sound, sound)


@given(sound_plans(), sound_plans())
def test_differences_turn_around_with_the_versions(one, other):
    there, back = plan_differences(one, other), plan_differences(other, one)
    turned = {RowChange.ADDED: RowChange.REMOVED, RowChange.REMOVED: RowChange.ADDED}
    assert {(m.code, turned.get(m.change, m.change)) for m in there.modules} == {
        (m.code, m.change) for m in back.modules
    }
    assert [(s.label, s.old, s.new) for s in there.head] == [
        (s.label, s.new, s.old) for s in back.head
    ]


@given(sound_plans(), st.data())
def test_a_module_that_goes_is_asked_for_by_nobody(sound, data):
    gone = data.draw(st.sampled_from(sound.modules)).code
    left = without_module(sound, gone)
    assert gone not in {module.code for module in left.modules}
    assert all(gone not in module.requires for module in left.modules)


@given(sound_plans(), st.data(), st.integers(-9, 9))
def test_moving_loses_no_module(sound, data, by):
    code = data.draw(st.sampled_from(sound.modules)).code
    after = moved(sound, code, by)
    assert sorted(m.code for m in after.modules) == sorted(m.code for m in sound.modules)


def test_a_module_that_is_renamed_is_asked_for_by_its_new_name():
    written = plan("A 60: P60 q", "B 60: P60 >A!")
    renamed = with_module(written, "A", replace(written.modules[0], code="Z"))
    assert [module.code for module in renamed.modules] == ["Z", "B"]
    assert renamed.modules[1].requires == {"Z": Mastery.QUIZ}


def test_a_new_module_comes_last():
    written = with_module(plan("A 60: P60"), None, ModulePlan("B", "B"))
    assert [module.code for module in written.modules] == ["A", "B"]


def test_a_difference_says_what_was_and_what_is():
    old = plan("A 60: P60 q", "B 60: P60 >A", "C 60: P60")
    new = plan("B 60: P30 D30 >A!", "A 60: P60 q", "D 90: E90")
    found = plan_differences(old, with_absence(new, "B/k", "Hors du parcours."))
    assert {side.label: (side.old, side.new) for side in found.head} == {
        "durée": ("3 h", "3 h 30"),
        "présentiel": ("3 h", "1 h 30"),
        "à distance": ("rien", "30 min"),
        "évaluation": ("rien", "1 h 30"),
        "absences acceptées": ("rien", "B/k : Hors du parcours."),
    }
    assert [(m.change, m.code) for m in found.modules] == [
        (RowChange.CHANGED, "B"),
        (RowChange.MOVED, "A"),
        (RowChange.ADDED, "D"),
        (RowChange.REMOVED, "C"),
    ]
    assert {side.label for side in found.modules[0].sides} == {
        "rang", "présentiel", "à distance", "prérequis",
    }  # fmt: skip

"""A good practice goes to the cohort with the consent of its author: facts, the wall, the pages."""

import pytest
from django.utils import timezone

from curricula.enums import Domain
from people.enums import Role
from people.services import NotAllowed, StaleForm
from portfolio.models import LogbookEntry, SharingFact, WallCopy
from portfolio.queries.wall import asked_of, wall, wall_since
from portfolio.rules.obstacle import NewFact
from portfolio.rules.wall import Shown
from portfolio.services import EntryRefused, edit_entry, remove_entry, return_week
from portfolio.services.obstacle import note_obstacle
from portfolio.services.wall import SharingRefused, note_sharing, remove_copy
from records.models import PatientDataConfirmation
from records.services import PatientData
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.assessments import learner_of
from tests.factories.conditions import mission_factory
from tests.factories.groups import GOOD, copy_factory, good_practice_factory, share
from tests.factories.portfolio import entry_factory, week_factory, written_factory
from tests.training.web import queries_of

BOARD, PAGE = 8, 5  # queries
EVERYBODY = (
    "learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror", "stranger",
    "other_lead", "other_trainer", "other_employer",
)  # fmt: skip
READERS = {"learner", "companion", "lead", "trainer"}


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def entry(world):
    return good_practice_factory(world.enrolment)


def page(entry) -> str:
    return f"/mur/situations/{entry.pk}/"


def board(world) -> str:
    return f"/promotions/{world.cohort.pk}/mur/"


def sent_back(world, entry, now) -> None:
    week = entry.week
    week.refresh_from_db()
    return_week(actor=world.trainer, week=week, version=week.version, comment="Précisez.", now=now)


# --- Facts ----------------------------------------------------------------------------------------


def test_a_trainer_asks_its_author_shares_and_takes_it_back(world, entry):
    share(entry, "asked", actor=world.trainer)
    assert asked_of(world.learner, world.cohort) == [entry]
    share(entry)
    assert asked_of(world.learner, world.cohort) == []
    assert wall(world.lead, world.cohort).get().text == GOOD
    share(entry, "withdrawn")
    assert not WallCopy.objects.visible_to(world.learner).exists()
    assert list(entry.sharing_facts.values_list("number", "act")) == [
        (1, "asked"), (2, "consented"), (3, "withdrawn"),
    ]  # fmt: skip


def test_the_copy_is_frozen_without_what_was_felt_and_without_names(world, now):
    copy = copy_factory(
        world.enrolment, result="Moins d’oublis.", learnt="Préparer la veille.",
        feeling="J’étais fière.", context="Un lundi chargé.", axes=frozenset({"job"}),
        missions=frozenset({mission_factory("M97").pk}),
    )  # fmt: skip
    sent_back(world, copy.entry, now)
    edit_entry(
        actor=world.learner, entry=copy.entry, version=1, now=now,
        written=written_factory(kind="good_practice", text="Autre chose."),
    )  # fmt: skip
    shown = WallCopy.objects.visible_to(world.companion).for_screen().get()
    assert (shown.text, shown.result, shown.learnt) == (
        GOOD, "Moins d’oublis.", "Préparer la veille.",
    )  # fmt: skip
    assert (shown.author, shown.practice) == ("quelqu’un de la promotion", "")
    assert [axis.value for axis in shown.axes] == ["job"]
    assert shown.missions.get().code == "M97"
    fields = {field.name for field in WallCopy._meta.get_fields()}
    assert not fields & {"feeling", "context", "competencies"}


def test_its_author_may_give_their_name_and_that_of_the_practice(world):
    shown = copy_factory(world.enrolment, Shown(by_name=True, by_practice=True))
    assert shown.author == str(world.enrolment.learner)
    assert shown.practice == str(world.enrolment.practice)


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one != "learner"])
@pytest.mark.parametrize("act", ["consented", "refused", "withdrawn", "removed"])
def test_nobody_but_its_author_answers(world, entry, who, act):
    with pytest.raises(NotAllowed):
        share(entry, act, actor=getattr(world, who))


@pytest.mark.parametrize("who", EVERYBODY)
def test_those_who_train_or_accompany_ask(world, entry, who):
    if who in READERS - {"learner"}:
        assert share(entry, "asked", actor=getattr(world, who)).act == "asked"
    else:
        with pytest.raises(NotAllowed):
            share(entry, "asked", actor=getattr(world, who))


def test_nobody_asks_themselves_nor_for_what_they_do_not_read(world, now):
    same = membership_factory(Role.LEAD, world.body, user=world.enrolment.learner)
    entry = good_practice_factory(world.enrolment)
    with pytest.raises(NotAllowed):
        share(entry, "asked", actor=same)
    LogbookEntry.objects.filter(pk=entry.pk).update(audience="self")
    with pytest.raises(NotAllowed):
        share(entry, "asked", actor=world.companion)
    assert share(entry).act == "consented"


@pytest.mark.parametrize(
    ("kind", "act", "words"), [("question", "consented", "Seule"), ("obstacle", "asked", "demande")]
)
def test_what_the_rule_refuses_is_not_stored(world, kind, act, words):
    entry = good_practice_factory(world.enrolment, kind=kind, audience="training")
    actor = world.trainer if act == "asked" else world.learner
    with pytest.raises(SharingRefused, match=words):
        share(entry, act, actor=actor)
    assert not SharingFact.objects.exists()


def test_a_week_being_written_shares_nothing(world):
    entry = entry_factory(week_factory(world.enrolment), kind="good_practice")
    with pytest.raises(SharingRefused):
        share(entry)


def test_the_same_act_twice_is_noted_once_and_a_second_tab_reads_first(world, entry):
    first = share(entry, seen=0)
    assert share(entry, seen=0) == first
    assert WallCopy.objects.count() == 1
    with pytest.raises(StaleForm):
        share(entry, "asked", actor=world.trainer, seen=0)


def test_a_text_that_names_its_practice_is_shared_with_it_or_not_at_all(world):
    text = f"Chez {world.enrolment.practice}, une liste du soir."
    entry = good_practice_factory(world.enrolment, text=text)
    with pytest.raises(SharingRefused):
        share(entry)
    assert not SharingFact.objects.exists()
    assert share(entry, shown=Shown(by_practice=True)).copy.text == text


def test_names_are_asked_about_again(world, entry):
    LogbookEntry.objects.filter(pk=entry.pk).update(text="Mme Morel prépare la liste.")
    with pytest.raises(PatientData):
        share(entry)
    made = share(entry, confirmed="ma collègue de l’accueil")
    assert PatientDataConfirmation.objects.get().source_key == f"portfolio.wall:{made.copy.pk}"


def test_a_lead_removes_a_copy_with_a_reason_that_its_author_reads(world, entry, now, sign_in):
    copy = share(entry).copy
    reason = "On reconnaît le cabinet."
    for actor in (world.trainer, world.companion, world.admin, world.other_lead, world.learner):
        with pytest.raises(NotAllowed):
            remove_copy(actor=actor, copy=copy, reason=reason, now=now)
    for wrong in ("", " ", "x" * 301):
        with pytest.raises(SharingRefused):
            remove_copy(actor=world.lead, copy=copy, reason=wrong, now=now)
    with pytest.raises(PatientData):
        remove_copy(actor=world.lead, copy=copy, reason="06 12 34 56 78", now=now)
    first = remove_copy(actor=world.lead, copy=copy, reason=reason, now=now)
    assert remove_copy(actor=world.lead, copy=copy, reason=reason, now=now) == first
    with pytest.raises(StaleForm):
        remove_copy(actor=world.lead, copy=copy, reason="Autre.", now=now)
    assert reason in sign_in(world.learner).get(page(entry)).content.decode()
    with pytest.raises(SharingRefused):
        share(entry)


def test_what_was_noted_stays_in_its_week(world, entry, now):
    share(entry, "asked", actor=world.trainer)
    sent_back(world, entry, now)
    with pytest.raises(EntryRefused):
        remove_entry(actor=world.learner, entry=entry, version=1, now=now)
    with pytest.raises(EntryRefused, match="genre"):
        edit_entry(
            actor=world.learner, entry=entry, version=1, now=now,
            written=written_factory(kind="question"),
        )  # fmt: skip


def test_its_author_takes_it_back_from_a_week_that_was_sent_back(world, entry, now):
    share(entry)
    sent_back(world, entry, now)
    share(entry, "withdrawn")
    assert not wall(world.lead, world.cohort).exists()
    with pytest.raises(SharingRefused):
        share(entry)


# --- The wall -------------------------------------------------------------------------------------


def test_the_wall_is_read_by_the_cohort_and_those_who_train_it(world, entry, sign_in):
    share(entry)
    neighbour = learner_of(enrolment_factory(world.cohort))
    text = sign_in(neighbour).get(board(world)).content.decode()
    assert GOOD in text
    assert "Quelqu’un de la promotion" in text
    assert world.enrolment.learner.last_name not in text
    found = set()
    for who in EVERYBODY:
        answer = sign_in(getattr(world, who)).get(board(world))
        if answer.status_code == 200:
            assert GOOD in answer.content.decode()
            found.add(who)
    assert found == READERS


def test_a_wall_is_that_of_one_cohort(world, entry, sign_in):
    share(entry)
    other = cohort_factory(organisation=world.body)
    answer = sign_in(world.lead).get(f"/promotions/{other.pk}/mur/")
    assert GOOD not in answer.content.decode()
    assert sign_in(world.learner).get(f"/promotions/{other.pk}/mur/").status_code == 404


def test_an_obstacle_says_whether_it_is_solved_and_not_who_it_was_taken_to(world, now, sign_in):
    copy = copy_factory(world.enrolment, kind="obstacle", text="Pas de code.")
    told = NewFact("taken", "software", copy.entry.day, "le médecin")
    note_obstacle(actor=world.learner, entry=copy.entry, new=told, seen=0, now=now)
    done = NewFact("solved", "software", copy.entry.day, note="Le code est arrivé.")
    note_obstacle(actor=world.learner, entry=copy.entry, new=done, seen=1, now=now)
    text = sign_in(learner_of(enrolment_factory(world.cohort))).get(board(world)).content.decode()
    assert "Résolu" in text
    assert "le médecin" not in text
    assert "Le code est arrivé." not in text


def test_newest_first_and_narrowed_by_kind_and_theme(world):
    mission = mission_factory("M97")
    mission.domain = Domain.CONSULTATION
    mission.save()
    old = copy_factory(world.enrolment, axes=frozenset({"job"}))
    new = copy_factory(
        enrolment_factory(world.cohort), kind="obstacle", missions=frozenset({mission.pk})
    )
    for criteria, found in (
        ({}, [new, old]),
        ({"kind": "obstacle"}, [new]),
        ({"theme": "job"}, [old]),
        ({"theme": "consultation"}, [new]),
        ({"theme": "coordination"}, []),
        ({"kind": "good_practice", "theme": "consultation"}, []),
    ):
        assert list(wall(world.trainer, world.cohort, **criteria)) == found


@pytest.mark.parametrize(
    "query", ["?genre=x", "?theme=😀", "?page=abc", "?page=999", f"?theme={'x' * 5000}"]
)
def test_a_wrong_filter_filters_nothing(world, entry, sign_in, query):
    share(entry)
    assert GOOD in sign_in(world.lead).get(board(world) + query).content.decode()


def test_the_wall_is_paged_and_costs_the_same_with_more(world, sign_in):
    copy_factory(world.enrolment)
    assert queries_of(sign_in(world.trainer), board(world)) == BOARD
    for number in range(20):
        kind = "obstacle" if number % 2 else "good_practice"
        copy_factory(enrolment_factory(world.cohort), kind=kind)
    assert queries_of(sign_in(world.trainer), board(world)) == BOARD
    answer = sign_in(world.trainer).get(f"{board(world)}?page=2")
    assert len(answer.context["page"].object_list) == 1


def test_a_group_day_draws_from_the_wall_since_the_last_one(world, entry, sign_in, now):
    share(entry)
    today = timezone.localdate(now)
    assert [copy.text for copy in wall_since(world.companion, world.cohort, today)] == [GOOD]
    assert wall_since(world.other_lead, world.cohort, today) == []
    text = sign_in(world.companion).get(f"/regroupements/{world.cohort.pk}/").content.decode()
    assert "Depuis le mur" in text
    assert text.count(GOOD) == 2  # on the agenda with a name, from the wall without


# --- The page of a situation ----------------------------------------------------------------------


def sent(act="consented", seen=0, **more) -> dict:
    return {"act": act, "seen": seen, **more}


def test_from_the_livret_to_the_wall_and_back(world, entry, sign_in):
    week = f"/livret/{entry.week.iso_year}/{entry.week.iso_week}/"
    learner = sign_in(world.learner)
    assert f'href="{page(entry)}"' in learner.get(week).content.decode()
    assert f'href="{board(world)}"' in learner.get("/livret/").content.decode()
    for _ in range(2):  # a double click
        assert learner.post(page(entry), sent(by_name="on")).status_code == 302
    assert str(world.enrolment.learner) in learner.get(board(world)).content.decode()
    assert learner.post(page(entry), sent("withdrawn", 1)).status_code == 302
    assert GOOD not in learner.get(board(world)).content.decode()


def test_a_companion_asks_and_its_author_finds_it_on_the_wall(world, entry, sign_in):
    read = f"/livrets/{entry.week_id}/"
    assert f'href="{page(entry)}"' in sign_in(world.companion).get(read).content.decode()
    answer = sign_in(world.companion).post(page(entry), sent("asked"), follow=True)
    assert "Partage demandé" in answer.content.decode()
    assert 'value="asked"' not in answer.content.decode()
    assert page(entry) in sign_in(world.learner).get(board(world)).content.decode()
    answer = sign_in(world.learner).post(page(entry), sent("refused", 1), follow=True)
    assert "Refusé : rien n’est partagé." in answer.content.decode()


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in READERS])
def test_the_page_is_for_its_author_and_those_who_train(world, sign_in, who):
    entry = good_practice_factory(world.enrolment, audience="employer")
    assert sign_in(getattr(world, who)).get(page(entry)).status_code in {403, 404}


def test_a_stale_page_shows_what_was_noted(world, entry, sign_in):
    share(entry, "asked", actor=world.trainer)
    answer = sign_in(world.learner).post(page(entry), sent(by_name="on"))
    assert answer.status_code == 409
    assert "Partage demandé" in answer.content.decode()
    assert 'name="seen" value="1"' in answer.content.decode()
    assert not WallCopy.objects.exists()


def test_a_name_in_the_text_asks_for_a_reason_then_is_kept(world, entry, sign_in):
    LogbookEntry.objects.filter(pk=entry.pk).update(text="Mme Morel prépare la liste.")
    answer = sign_in(world.learner).post(page(entry), sent())
    assert answer.status_code == 422
    assert "Ce n’est pas un patient" in answer.content.decode()
    why = {"no_patient": "on", "no_patient_why": "ma collègue de l’accueil"}
    assert sign_in(world.learner).post(page(entry), sent(**why)).status_code == 302
    assert WallCopy.objects.get().text == "Mme Morel prépare la liste."


@pytest.mark.parametrize(
    ("change", "status"),
    [({"act": "x"}, 422), ({"act": ""}, 422), ({"seen": "x"}, 422), ({"act": "removed"}, 403)],
)
def test_what_is_no_act_is_refused(world, entry, sign_in, change, status):
    assert sign_in(world.learner).post(page(entry), sent(**change)).status_code == status
    assert not SharingFact.objects.exists()


def test_text_is_shown_as_it_was_typed(world, sign_in):
    copy_factory(world.enrolment, text="<script>alert(1)</script> 😀")
    text = sign_in(world.lead).get(board(world)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀" in text


def test_the_page_costs_the_same_with_more_facts(world, entry, sign_in):
    share(entry)
    assert queries_of(sign_in(world.learner), page(entry)) == PAGE
    for act in ("withdrawn", "consented", "withdrawn", "consented"):
        share(entry, act)
    assert queries_of(sign_in(world.learner), page(entry)) == PAGE


def test_the_removal_page_keeps_what_was_typed(world, entry, sign_in):
    copy = share(entry).copy
    address = f"/mur/{copy.pk}/retirer/"
    assert GOOD in sign_in(world.lead).get(address).content.decode()
    answer = sign_in(world.lead).post(address, {"reason": "Rappeler le 06 12 34 56 78"})
    assert answer.status_code == 422
    assert "06 12 34 56 78" in answer.content.decode()
    assert sign_in(world.lead).post(address, {"reason": "Doublon."}).status_code == 302
    assert sign_in(world.lead).get(address).status_code == 404


def test_the_service_locks_what_is_there(world, entry, now):
    gone = LogbookEntry.objects.get(pk=entry.pk)
    LogbookEntry.objects.filter(pk=entry.pk).delete()
    with pytest.raises(SharingRefused):
        note_sharing(actor=world.learner, entry=gone, act="consented", seen=0, now=now)

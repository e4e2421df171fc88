"""Comments beside a sentence: who says them, who reads them, what is answered."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.enums import Role
from people.services import NotAllowed, StaleForm
from portfolio.models import CommentAnswer, LogbookEntry, LogbookWeek, SentenceComment
from portfolio.queries.comment import load_comments, open_comments
from portfolio.rules.weeks import week_of
from portfolio.services import (
    AnsweredAlready,
    CommentRefused,
    EntryRefused,
    answer_comment,
    comment_sentence,
    edit_entry,
    remove_entry,
    return_week,
    sign_week,
)
from records.models import PatientDataConfirmation
from records.services import PatientData
from tests.factories import membership_factory
from tests.factories.portfolio import entry_factory, submitted_week_factory, week_factory
from tests.factories.portfolio import written_factory as written
from tests.training.web import queries_of
from training.models import Cohort

TEXT = "J’ai accueilli trois personnes. J’ai préparé les dossiers. Le médecin a relu."
REMARK = "Dites comment vous les avez préparés."
WEEK, WRITE, ANSWER = 14, 5, 4  # queries
EVERYBODY = (
    "learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror", "stranger",
    "other_lead", "other_trainer", "other_employer",
)  # fmt: skip


@pytest.fixture
def entry(world, now) -> LogbookEntry:
    return handed_in(world, now)


def handed_in(world, now, audience="training", **more) -> LogbookEntry:
    week = submitted_week_factory(world.enrolment, text=TEXT, audience=audience, now=now, **more)
    return week.entries.get()


def opened(world, now, audience, **more) -> LogbookEntry:
    """A situation with this audience, in a week that the training body may read otherwise."""
    week = week_factory(world.enrolment, now=now)
    entry = entry_factory(week, text=TEXT, audience=audience, now=now, **more)
    submitted_week_factory(world.enrolment, now=now)
    return LogbookEntry.objects.get(pk=entry.pk)


def comment(actor, entry, now, field="text", place=1, remark=REMARK, **more):
    said = {"version": entry.version, "form_key": f"cle-{SentenceComment.objects.count()}"}
    return comment_sentence(
        actor=actor, entry=entry, field=field, place=place, remark=remark, now=now, **said | more
    )


def send_back(world, week, now):
    week.refresh_from_db()
    return_week(actor=world.trainer, week=week, version=week.version, comment="Voyez.", now=now)


def change(world, entry, now, text):
    entry.refresh_from_db()
    return edit_entry(
        actor=world.learner, entry=entry, version=entry.version, now=now,
        written=written(world.competencies[:1], text=text),
    )  # fmt: skip


# --- Who comments, and what stands ----------------------------------------------------------------


def test_a_comment_is_a_fact_on_the_words_as_they_were(world, entry, now):
    made = comment(world.trainer, entry, now)
    assert (made.sentence, made.field, made.place) == ("J’ai préparé les dossiers.", "text", 1)
    assert (made.version, made.author, made.at) == (entry.version, world.trainer, now)
    week = LogbookWeek.objects.get()
    assert (week.state, week.version) == (entry.week.state, entry.week.version)


@pytest.mark.parametrize(
    ("audience", "may"),
    [
        ("self", set()),
        ("support", {"companion", "lead"}),
        ("training", {"companion", "lead", "trainer"}),
        ("employer", {"companion", "lead", "trainer"}),
    ],
)
def test_who_signs_or_accompanies_comments_what_they_read(world, now, audience, may):
    entry, found = opened(world, now, audience), set()
    for who in EVERYBODY:
        try:
            comment(getattr(world, who), entry, now)
        except NotAllowed:
            continue
        found.add(who)
    assert found == may


def test_nobody_comments_on_themselves_nor_on_a_draft(world, entry, now):
    same = membership_factory(Role.LEAD, world.body, user=world.enrolment.learner)
    with pytest.raises(NotAllowed):
        comment(same, entry, now)
    LogbookWeek.objects.update(state="draft")
    with pytest.raises(NotAllowed):
        comment(world.trainer, entry, now)


def test_what_was_felt_is_commented_by_who_reads_it(world, now):
    entry = handed_in(world, now, feeling="J’étais fière. J’ai douté.")
    with pytest.raises(NotAllowed):
        comment(world.trainer, entry, now, "feeling", 0)
    made = comment(world.companion, entry, now, "feeling", 0)
    for who in EVERYBODY:
        seen = SentenceComment.objects.visible_to(getattr(world, who)).exists()
        assert seen == (who in {"learner", "companion", "lead"}), who
    assert made.sentence == "J’étais fière."


def test_a_comment_may_come_after_the_signature(world, entry, now):
    week = entry.week
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    assert comment(world.companion, entry, now)


@pytest.mark.parametrize(
    "wrong",
    [{"place": 3}, {"place": -1}, {"field": "form_key"}, {"field": "context"}, {"remark": "  "},
     {"remark": "x" * 501}],
)  # fmt: skip
def test_what_is_no_comment_is_refused(world, entry, now, wrong):
    with pytest.raises(CommentRefused):
        comment(world.trainer, entry, now, **wrong)
    assert not SentenceComment.objects.exists()


def test_a_situation_that_changed_is_read_again_first(world, entry, now):
    with pytest.raises(StaleForm, match="a changé"):
        comment(world.trainer, entry, now, version=entry.version + 1)


def test_the_same_form_twice_says_it_once(world, entry, now):
    first = comment(world.trainer, entry, now, form_key="une")
    assert comment(world.trainer, entry, now, form_key="une", remark="Autre.") == first
    with pytest.raises(CommentRefused):
        comment(world.lead, entry, now, form_key="une")


def test_a_patient_is_not_named_and_a_colleague_is_confirmed(world, entry, now):
    with pytest.raises(PatientData):
        comment(world.trainer, entry, now, remark="Rappelez le 06 12 34 56 78.")
    named = {"remark": "Voyez avec Mme Morel."}
    with pytest.raises(PatientData):
        comment(world.trainer, entry, now, **named)
    made = comment(world.trainer, entry, now, **named, confirmed="ma collègue de l’accueil")
    key = PatientDataConfirmation.objects.get().source_key
    assert key == f"portfolio.comment:{made.pk}"


@pytest.mark.parametrize("wrong", [{"field": "form_key"}, {"remark": ""}, {"sentence": ""}])
def test_the_database_refuses_a_comment_on_nothing(world, entry, now, wrong):
    said = {"field": "text", "remark": "x", "sentence": "y", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        SentenceComment.objects.create(
            entry=entry, place=0, version=1, form_key="x", author=world.trainer, at=now, **said
        )


# --- Beside its sentence --------------------------------------------------------------------------


def test_it_follows_its_sentence_and_stays_with_its_words(world, entry, now):
    made = comment(world.trainer, entry, now)
    send_back(world, entry.week, now)
    moved = change(world, entry, now, f"Lundi. {TEXT}")
    load_comments([moved], world.learner)
    [with_it] = [one for one in moved.commented.fields["text"] if one.comments]
    assert (with_it.place, with_it.comments, moved.commented.changed) == (2, [made], [])
    changed = change(world, entry, now, "J’ai préparé neuf dossiers.")
    load_comments([changed], world.learner)
    assert changed.commented.changed == [made]
    assert SentenceComment.objects.get().sentence == "J’ai préparé les dossiers."


def test_a_situation_with_comments_is_not_taken_out(world, entry, now):
    comment(world.trainer, entry, now)
    send_back(world, entry.week, now)
    with pytest.raises(EntryRefused, match="commentaire"):
        remove_entry(actor=world.learner, entry=entry, version=entry.version, now=now)


# --- The answer -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "text"), [("taken", ""), ("said", "Je l’ai précisé.")])
def test_its_author_answers_once(world, entry, now, act, text):
    made = comment(world.trainer, entry, now)
    first = answer_comment(actor=world.learner, comment=made, act=act, text=text, now=now)
    again = answer_comment(actor=world.learner, comment=made, act=act, text=text, now=now)
    assert again == first
    with pytest.raises(AnsweredAlready):
        answer_comment(actor=world.learner, comment=made, act="said", text="Autre.", now=now)
    load_comments([entry], world.trainer)
    assert open_comments([entry]) == []


def test_nobody_else_answers_and_patients_are_not_named(world, entry, now):
    made = comment(world.trainer, entry, now)
    for who in EVERYBODY[1:]:
        with pytest.raises(NotAllowed):
            answer_comment(actor=getattr(world, who), comment=made, act="taken", now=now)
    with pytest.raises(PatientData):
        answer_comment(
            actor=world.learner, comment=made, act="said", text="06 12 34 56 78", now=now
        )
    with pytest.raises(CommentRefused):
        answer_comment(actor=world.learner, comment=made, act="said", text=" ", now=now)


@pytest.mark.parametrize(("act", "text"), [("taken", "x"), ("said", ""), ("other", "x")])
def test_the_database_refuses_an_answer_that_is_neither(world, entry, now, act, text):
    made = comment(world.trainer, entry, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentAnswer.objects.create(
            comment=made, act=act, text=text, answered_by=world.learner, answered_at=now
        )


# --- The screens ----------------------------------------------------------------------------------


@pytest.fixture
def recent(world) -> LogbookEntry:
    """A situation of last week, for the screens, which know no other day than today."""
    today = timezone.localdate()
    Cohort.objects.update(starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=300))
    world.enrolment.refresh_from_db()
    week = week_of(today - timedelta(days=7))
    at = {"iso_year": week.year, "iso_week": week.number}
    return handed_in(world, timezone.now(), "employer", **at)


@pytest.fixture
def signed_in(client):
    def sign_in(membership):
        client.force_login(membership.user)
        return client

    return sign_in


def write_page(entry) -> str:
    return f"/livrets/{entry.week_id}/situations/{entry.pk}/commenter/"


def own_week(entry) -> str:
    return f"/livret/{entry.week.iso_year}/{entry.week.iso_week}/"


def sent(page, **more) -> dict:
    form = page.context["form"]
    hidden = {name: form[name].value() for name in ("version", "form_key")}
    return {"sentence": "text:1", "remark": REMARK, **hidden, **more}


def test_a_trainer_comments_and_the_learner_answers(world, recent, signed_in):
    trainer = signed_in(world.trainer)
    read = f"/livrets/{recent.week_id}/"
    assert write_page(recent) in trainer.get(read).content.decode()
    page = trainer.get(write_page(recent))
    assert page.content.decode().count('type="radio"') == 3
    form = sent(page)
    for _ in range(2):  # a double click
        assert trainer.post(write_page(recent), form).url == f"{read}#situation-{recent.pk}"
    made = SentenceComment.objects.get()
    assert REMARK in trainer.get(read).content.decode()
    return_week(
        actor=world.trainer, week=recent.week, version=recent.week.version, comment="Voyez.",
        now=timezone.now(),
    )  # fmt: skip
    learner = signed_in(world.learner)
    week = learner.get(own_week(recent)).content.decode()
    assert "1 commentaire sans réponse" in week
    assert f'href="#commentaire-{made.pk}"' in week
    assert f'id="commentaire-{made.pk}"' in week
    edit = f"{own_week(recent)}situations/{recent.pk}/"
    assert REMARK in learner.get(edit).content.decode()
    assert "Un commentaire du livret sans réponse" in learner.get("/accueil/").content.decode()
    answer = f"/livret/commentaires/{made.pk}/"
    assert REMARK in learner.get(answer).content.decode()
    learner.post(answer, {"act": "said", "text": "C’est fait."})
    assert "C’est fait." in learner.get(own_week(recent)).content.decode()
    assert "C’est fait." in signed_in(world.companion).get(read).content.decode()
    assert "commentaire du livret" not in signed_in(world.learner).get("/accueil/").content.decode()


def test_an_employer_never_reads_a_comment(world, recent, signed_in):
    comment(world.trainer, recent, timezone.now())
    employer = signed_in(world.employer)
    for address in ("/livrets/partages/", f"/livrets/partages/{recent.pk}/"):
        shown = employer.get(address)
        assert shown.status_code == 200
        assert REMARK not in shown.content.decode()
    assert not SentenceComment.objects.visible_to(world.employer).exists()
    assert employer.get(write_page(recent)).status_code == 404


def test_a_stale_or_wrong_form_keeps_what_was_typed(world, recent, signed_in):
    trainer = signed_in(world.trainer)
    page = trainer.get(f"{write_page(recent)}?phrase=text:2")
    assert 'value="text:2" checked' in page.content.decode()
    for wrong in ({"version": 9}, {"sentence": "text:99"}, {"sentence": "x"}, {"sentence": ""}):
        answer = trainer.post(write_page(recent), sent(page, **wrong))
        assert answer.status_code == 200
        assert REMARK in answer.content.decode()
    again = sent(answer, version=answer.context["form"]["version"].value())
    assert trainer.post(write_page(recent), again).status_code == 302


def test_text_in_any_script_is_kept_and_not_run(world, recent, signed_in):
    trainer = signed_in(world.trainer)
    page = trainer.get(write_page(recent))
    trainer.post(write_page(recent), sent(page, remark="😀 مرحبا <b>gras</b>"))
    shown = trainer.get(f"/livrets/{recent.week_id}/").content.decode()
    assert "😀 مرحبا &lt;b&gt;gras&lt;/b&gt;" in shown


def test_a_late_answer_shows_what_was_answered(world, recent, signed_in):
    made = comment(world.trainer, recent, timezone.now())
    answer_comment(actor=world.learner, comment=made, act="taken", now=timezone.now())
    page = signed_in(world.learner).post(
        f"/livret/commentaires/{made.pk}/", {"act": "said", "text": "Je garde ceci."}
    )
    assert "Je garde ceci." in page.content.decode()
    assert "déjà répondu" in page.content.decode() or "avez répondu" in page.content.decode()


@pytest.mark.parametrize("many", [1, 6])
def test_the_screens_cost_the_same_with_more_comments(world, recent, signed_in, many):
    for place in range(many):
        comment(world.trainer, recent, timezone.now(), place=place % 3)
    made = SentenceComment.objects.first()
    assert queries_of(signed_in(world.learner), own_week(recent)) == WEEK
    assert queries_of(signed_in(world.learner), f"/livret/commentaires/{made.pk}/") == ANSWER
    assert queries_of(signed_in(world.trainer), write_page(recent)) == WRITE

"""The screens of a practice: weeks to sign, a situation, substitutes, and the page of a link."""

import pytest
from django.test import Client
from django.urls import reverse

from people.enums import OrganisationKind, Role
from portfolio.models import LogbookEntry, PracticeAnswer, PracticeLink, PracticeSubstitute
from portfolio.queries.practice import practice_week
from portfolio.services import return_week, revoke_link
from tests.factories import membership_factory, organisation_factory
from tests.factories.portfolio import entry_factory, submitted_week_factory, week_factory
from tests.portfolio.pieces import attachment_factory
from tests.portfolio.practice import ANAIS, agree, answers, names, sends, shared_week

LIST, SUBSTITUTES = "/livrets/a-signer/", "/livrets/remplacants/"
SHARED = "/livrets/partages/"
FELT = "J’étais perdu."


@pytest.fixture
def week(world):
    return shared_week(world.enrolment, feeling=FELT)


@pytest.fixture
def today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def employer(client, world):
    client.force_login(world.employer.user)
    return client


def door(token: str) -> str:
    return reverse("portfolio:practice_link", args=[token])


def typed(page, **changes) -> dict[str, str]:
    """What the form of a page sends, as it was shown."""
    form = page.context["form"]
    return {
        "form_key": form["form_key"].value(), "seen": form["seen"].value(), "kind": "confirmed",
        **changes,
    }  # fmt: skip


def test_one_tap_confirms_a_week(employer, world, week):
    page = employer.get(LIST)
    seen = practice_week(week, world.employer.organisation).seen
    assert f'form="une" name="one" value="{seen}"' in page.content.decode()
    sent = {"one": seen, "form_key": page.context["form"]["form_key"].value()}
    for _ in range(2):
        text = employer.post(LIST, sent, follow=True).content.decode()
        assert "1 semaine confirmée." in text
    assert PracticeAnswer.objects.get().kind == "confirmed"
    assert "Rien n’attend votre signature" in text
    assert "Vos dernières réponses" in text


def test_one_tap_confirms_a_situation(employer, world, week):
    [entry] = employer.get(SHARED).context["page"]
    page = employer.get(SHARED)
    assert f'name="seen" value="{entry.seen}"' in page.content.decode()
    sent = {
        "kind": "confirmed", "seen": entry.seen,
        "form_key": f"{page.context['form_key']}-{entry.pk}",
    }  # fmt: skip
    for _ in range(2):
        text = employer.post(
            reverse("portfolio:answer_entry", args=[entry.pk]), sent, follow=True
        ).content.decode()
    answer = PracticeAnswer.objects.get()
    assert (answer.kind, answer.scope, answer.entry) == ("confirmed", "entry", entry)
    assert "Répondre de nouveau" in text
    assert sent["form_key"] not in text


def test_a_situation_rewritten_meanwhile_is_not_confirmed_unread(employer, world, week, now):
    [entry] = employer.get(SHARED).context["page"]
    LogbookEntry.objects.filter(pk=entry.pk).update(content_version=entry.content_version + 1)
    sent = {"kind": "confirmed", "seen": entry.seen, "form_key": "une"}
    page = employer.post(reverse("portfolio:answer_entry", args=[entry.pk]), sent)
    assert page.context["form"].errors
    assert not PracticeAnswer.objects.exists()


def test_several_weeks_are_confirmed_together(employer, world, week):
    other = shared_week(world.enrolment, iso_week=8)
    seen = [practice_week(one, world.employer.organisation).seen for one in (week, other)]
    page = employer.post(LIST, {"weeks": seen, "form_key": "liste"}, follow=True)
    assert "2 semaines confirmées." in page.content.decode()


@pytest.mark.parametrize("weeks", [[], ["x"], ["1:2"], ["1:2:3:4"], ["1:-2:3"]])
def test_a_list_that_was_tampered_with_confirms_nothing(employer, week, weeks):
    page = employer.post(LIST, {"weeks": weeks, "form_key": "liste"})
    assert "Rien n’est confirmé" in page.content.decode()
    assert not PracticeAnswer.objects.exists()


def test_the_list_shows_what_is_shared_and_nothing_else(employer, world, now):
    week = week_factory(world.enrolment)
    entry_factory(week, audience="employer", text="Pour l’employeur.", feeling=FELT)
    entry_factory(week, text="Pour la formation.")
    shared = submitted_week_factory(world.enrolment, 420)
    text = employer.get(LIST).content.decode()
    assert "Pour l’employeur." in text
    assert "Pour la formation." not in text
    assert FELT not in text
    assert "Lundi 1er mars : 7 h" in text
    assert employer.get(f"{LIST}{shared.pk}/").content.decode().count(FELT) == 0


def test_a_week_is_answered_with_a_word(employer, world, week):
    address = f"{LIST}{week.pk}/"
    sent = typed(employer.get(address), kind="not_seen", comment="J’étais absente.")
    assert employer.post(address, sent).status_code == 302
    row = PracticeAnswer.objects.get()
    assert (row.kind, row.comment) == ("not_seen", "J’étais absente.")


def test_an_answer_to_another_version_is_shown_again_with_its_words(employer, week):
    address = f"{LIST}{week.pk}/"
    sent = typed(employer.get(address), comment="Gardé tel quel.", seen=f"{week.pk}:1:0")
    page = employer.post(address, sent)
    assert page.status_code == 200
    assert "Gardé tel quel." in page.content.decode()
    assert page.context["form"]["seen"].value() == page.context["shown"].seen
    assert not PracticeAnswer.objects.exists()


def test_a_week_sent_back_says_so_and_shows_nothing_of_it(employer, world, week, now):
    address = f"{LIST}{week.pk}/"
    sent = typed(employer.get(address), comment="Mon mot.")
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    text = employer.post(address, sent).content.decode()
    assert "renvoyée à son auteur" in text
    assert "Mon mot." in text
    assert "Lundi 1er mars" not in text
    assert not PracticeAnswer.objects.exists()


def test_a_patient_is_not_named_in_an_answer(employer, week):
    address = f"{LIST}{week.pk}/"
    sent = typed(employer.get(address), comment="Appeler le 06 12 34 56 78.")
    assert "Rien n’est enregistré" in employer.post(address, sent).content.decode()


def test_the_doctor_says_what_they_changed(employer, week):
    address = f"/livrets/partages/{week.entries.get().pk}/"
    page = employer.get(address)
    assert employer.post(address, typed(page, prepared="amended")).status_code == 200
    assert not PracticeAnswer.objects.exists()
    words = {"prepared": "amended", "amended": "Une phrase en moins."}
    assert employer.post(address, typed(page, **words)).status_code == 302
    text = employer.get("/livrets/partages/").content.decode()
    assert "validé avec une modification" in text


@pytest.mark.parametrize("who", ["learner", "trainer"])
def test_an_answer_is_read_on_the_page_of_the_week(client, world, week, now, who):
    answers(world.employer, week, now, "level")
    client.force_login(getattr(world, who).user)
    address = "/livret/2027/9/" if who == "learner" else f"/livrets/{week.pk}/"
    text = client.get(address).content.decode()
    assert "Niveau non atteint" in text
    assert str(world.employer.user) in text


def test_the_pile_of_the_trainer_says_what_the_practice_answered(client, world, week, now):
    answers(world.employer, week, now)
    client.force_login(world.trainer.user)
    text = client.get("/livrets/a-viser/").content.decode()
    assert f"Cabinet : confirmé, {world.employer.user}" in text


def test_home_says_that_weeks_wait(employer, world, week, now):
    assert "Une semaine du livret à signer" in employer.get("/accueil/").content.decode()
    answers(world.employer, week, now)
    assert "semaine du livret à signer" not in employer.get("/accueil/").content.decode()


def test_a_practice_reads_that_no_agreement_limits_the_hours_it_signs(
    today, employer, world, week, now
):
    said = f"Aucune convention signée avec {world.enrolment.practice.name} ne borne ces heures"
    _, token = sends(world.learner, week, now)
    pages = (LIST, f"{LIST}{week.pk}/")
    assert all(said in employer.get(path).content.decode() for path in pages)
    assert said in Client().get(door(token)).content.decode()
    agree(world, now)
    assert all(said not in employer.get(path).content.decode() for path in pages)
    assert said not in Client().get(door(token)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_more(employer, world, now, django_assert_num_queries, count):
    for number in range(count):
        answers(world.employer, shared_week(world.enrolment, iso_week=2 + number), now)
        shared_week(world.enrolment, iso_week=7 + number)
    with django_assert_num_queries(24):
        employer.get(LIST)


def test_a_substitute_is_named_and_ended(today, employer, now):
    page = employer.get(SUBSTITUTES)
    sent = {
        "name": "Dr Noé Essai", "email": "noe@cabinet.example", "first_day": "2027-03-04",
        "last_day": "2027-03-17", "form_key": page.context["form"]["form_key"].value(),
    }  # fmt: skip
    assert employer.post(SUBSTITUTES, sent).status_code == 302
    assert "Dr Noé Essai" in employer.get(SUBSTITUTES).content.decode()
    who = PracticeSubstitute.objects.get()
    employer.post(f"{SUBSTITUTES}{who.pk}/fin/")
    who.refresh_from_db()
    assert who.ended_at == now


def test_a_substitute_with_wrong_dates_is_not_named(employer, world):
    sent = {
        "name": "Dr Noé Essai", "email": "noe@cabinet.example", "first_day": "2027-03-04",
        "last_day": "2027-03-01", "form_key": "un",
    }  # fmt: skip
    assert "précède" in employer.post(SUBSTITUTES, sent).content.decode()


# --- By a link ------------------------------------------------------------------------------------


def ask(client, week, **changes):
    address = f"/livrets/{week.pk}/cabinet/"
    sent = {
        "about": f"week:{week.enrolment.practice_id}", "name": ANAIS.name, "email": ANAIS.email,
        "form_key": "demande",
    }  # fmt: skip
    return client.post(address, sent | changes, follow=True)


def test_a_learner_asks_the_practice_and_takes_it_back(client, world, week, today):
    client.force_login(world.learner.user)
    text = ask(client, week).content.decode()
    link = PracticeLink.objects.get()
    assert ANAIS.email in text
    assert "/signer/" not in text
    client.post(f"/livrets/{week.pk}/cabinet/{link.pk}/retirer/")
    link.refresh_from_db()
    assert link.revoked_at
    again = client.post(f"/livrets/{week.pk}/cabinet/{link.pk}/retirer/", follow=True)
    assert "déjà retiré" in again.content.decode()


def test_a_site_without_mail_shows_the_link_to_the_training_body_once(
    client, world, week, today, settings
):
    settings.MAIL_IS_DELIVERED = False
    client.force_login(world.lead.user)
    assert "/signer/" in ask(client, week).content.decode()
    assert "/signer/" not in client.get(f"/livrets/{week.pk}/cabinet/").content.decode()


@pytest.mark.parametrize("about", ["week:999999", "entry:999999", "x", ""])
def test_a_link_for_something_else_is_not_sent(client, world, week, today, about):
    client.force_login(world.learner.user)
    assert "Rien n’est envoyé" in ask(client, week, about=about).content.decode()
    assert not PracticeLink.objects.exists()


def test_a_link_of_another_week_is_not_taken_back_from_here(client, world, week, now):
    link, _ = sends(world.learner, week, now)
    other = shared_week(world.enrolment, iso_week=8)
    client.force_login(world.learner.user)
    address = f"/livrets/{other.pk}/cabinet/{link.pk}/retirer/"
    assert client.post(address).status_code == 404


def test_a_link_shows_and_does_not_sign(client, world, week, now, today):
    _, token = sends(world.learner, week, now)
    page = client.get(door(token))
    text = page.content.decode()
    assert page.status_code == 200
    assert ANAIS.name in text
    assert "Lundi 1er mars : 7 h" in text
    assert FELT not in text
    assert not PracticeAnswer.objects.exists()
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


def test_the_button_signs_and_the_replay_says_when(client, world, week, now, today):
    _, token = sends(world.learner, week, now)
    sent = typed(client.get(door(token)), name="Lou Autre")
    assert "votre réponse est signée" in client.post(door(token), sent).content.decode()
    for replay in (client.post(door(token), sent), client.get(door(token))):
        text = replay.content.decode()
        assert replay.status_code == 410
        assert "Ce lien a déjà servi" in text
        assert "jeudi 4 mars 2027" in text
        assert "Lundi" not in text
    client.force_login(world.trainer.user)
    text = client.get(f"/livrets/{week.pk}/").content.decode()
    assert "Un autre nom a été écrit : Lou Autre." in text


def test_who_signs_writes_their_name(client, world, week, now, today):
    _, token = sends(world.learner, week, now)
    page = client.post(door(token), typed(client.get(door(token)), comment="Gardé."))
    assert "Écrivez votre nom" in page.content.decode()
    assert "Gardé." in page.content.decode()


def test_a_closed_link_says_why_and_nothing_of_the_week(client, world, week, now, today):
    link, token = sends(world.learner, week, now)
    revoke_link(actor=world.learner, link=link, now=now)
    page = client.get(door(token))
    assert (page.status_code, "Ce lien a été retiré" in page.content.decode()) == (410, True)
    PracticeLink.objects.update(revoked_at=None, expires_at=now)
    page = client.get(door(token))
    assert (page.status_code, "Ce lien a expiré" in page.content.decode()) == (410, True)
    assert week.enrolment.practice.name not in page.content.decode()


def test_an_unknown_link_says_nothing_of_others(client, week):
    page = client.get(door("inconnu"))
    assert (page.status_code, "Ce lien ne fonctionne plus" in page.content.decode()) == (404, True)
    assert page["Referrer-Policy"] == "same-origin"


def test_a_week_sent_back_is_said_to_who_comes_by_a_link(client, world, week, now, today):
    _, token = sends(world.learner, week, now)
    sent = typed(client.get(door(token)), name="Anaïs Essai", comment="Mon mot.")
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    text = client.post(door(token), sent).content.decode()
    assert "renvoyée à son auteur" in text
    assert "Mon mot." in text
    assert "votre lien reste valable" in text.lower()
    assert not PracticeAnswer.objects.exists()


def test_too_many_answers_in_a_minute_are_refused(client, week):
    codes = [client.post(door("inconnu"), {}).status_code for _ in range(21)]
    assert codes == [404] * 20 + [429]


def test_a_substitute_is_offered_to_who_sends(client, world, week, now, today):
    who = names(world.employer, now)
    client.force_login(world.learner.user)
    ask(client, week, substitute=str(who.pk), name="", email="")
    assert PracticeLink.objects.get().substitute == who


@pytest.mark.usefixtures("private_files")
def test_who_comes_by_a_link_is_told_of_no_piece(today, client, employer, world, now):
    entry = entry_factory(week_factory(world.enrolment), audience="employer")
    piece = attachment_factory(entry, looked_at=True)
    week = submitted_week_factory(world.enrolment, 420, audience="employer")
    address = reverse("portfolio:attachment", args=[piece.file.key])
    assert address in employer.get(f"{LIST}{week.pk}/").content.decode()
    _, token = sends(world.learner, week, now)
    client.logout()
    assert "/livret/pieces/" not in client.get(door(token)).content.decode()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_link_costs_the_same_with_more(
    client, world, now, today, django_assert_num_queries, count
):
    week = week_factory(world.enrolment)
    for _ in range(count):
        entry_factory(week, audience="employer")
    week = submitted_week_factory(world.enrolment, 420, audience="employer")
    _, token = sends(world.learner, week, now)
    with django_assert_num_queries(10):
        client.get(door(token))


def test_an_employer_of_another_practice_finds_nothing(client, world, week):
    client.force_login(world.other_employer.user)
    assert client.get(f"{LIST}{week.pk}/").status_code == 404
    assert client.get(f"/livrets/partages/{week.entries.get().pk}/").status_code == 404
    other = organisation_factory(OrganisationKind.PRACTICE)
    client.force_login(membership_factory(Role.EMPLOYER, other).user)
    assert "Rien n’attend" in client.get(LIST).content.decode()

"""The livret in the browser of its learner."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.models import LogbookEntry, LogbookWeek
from portfolio.rules.weeks import week_of
from portfolio.services import sign_week
from records.models import PatientDataConfirmation
from tests.factories import cohort_factory, enrolment_factory
from tests.factories.portfolio import TEXT, entry_factory, submitted_week_factory, week_factory
from tests.portfolio.pieces import attachment_factory
from training.models import Cohort

PATIENT = "La personne se rappelle au 06 12 34 56 78."
HOSTILE = "<script>alert('x')</script> ' OR 1=1 -- {{ 7|add:1 }}"


@pytest.fixture
def today(world) -> date:
    """The cohort is in its fifth week, whatever the day on which the tests run."""
    day = timezone.localdate()
    starts_on = week_of(day).monday - timedelta(weeks=4)
    Cohort.objects.update(starts_on=starts_on, ends_on=day + timedelta(days=200))
    world.cohort.refresh_from_db()
    world.enrolment.refresh_from_db()
    return day


@pytest.fixture
def url(today):
    return reverse("portfolio:week", args=week_of(today))


@pytest.fixture
def learner(client, world):
    client.force_login(world.learner.user)
    return client


@pytest.fixture
def form(world, today):
    return {
        "day": week_of(today).monday.isoformat(),
        "kind": "practice",
        "text": TEXT,
        "competencies": [world.competencies[0].pk],
        "form_key": "jeton-1",
    }


def current_week(world, today) -> LogbookWeek:
    iso = week_of(today)
    return week_factory(world.enrolment, iso.year, iso.number, now=timezone.now())


def monday_of(world, today, typed: str) -> dict[str, str]:
    """The field of the hours of Monday at the main practice."""
    return {f"minutes_{week_of(today).monday}_{world.enrolment.practice_id}": typed}


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_look_at_a_week_stores_nothing(learner, url):
    assert learner.get(url).status_code == 200
    assert LogbookWeek.objects.count() == 0


def test_form_is_ready_to_write(learner, url):
    form = learner.get(url).context["entry_form"]
    assert form["kind"].value() == "practice"
    assert form["day"].value() in dict(form.fields["day"].choices)


def test_the_page_says_that_nothing_limits_the_hours(learner, url, world):
    assert (
        f"Aucune convention signée avec {world.enrolment.practice}"
        in learner.get(url).content.decode()
    )


def test_day_of_the_link_is_chosen(learner, url, today):
    monday = week_of(today).monday.isoformat()
    form = learner.get(f"{url}?jour={monday}").context["entry_form"]
    assert form["day"].value() == monday
    wrong = learner.get(f"{url}?jour=<script>").context["entry_form"]
    assert wrong["day"].value() in dict(wrong.fields["day"].choices)


def test_write_then_hand_in(learner, url, form, world, today):
    response = learner.post(url, form, follow=True)
    entry = LogbookEntry.objects.get()
    assert response.redirect_chain[0][0] == f"{url}#situation-{entry.pk}"
    assert said(response)[0].startswith("Enregistré : pratique, lundi")
    week = LogbookWeek.objects.get()
    answer = {**monday_of(world, today, "7 h"), "version": week.version, "acte": "remettre"}
    response = learner.post(url, answer, follow=True)
    week.refresh_from_db()
    assert (week.state, week.practice_minutes) == ("submitted", 420)
    assert said(response) == ["Semaine 5 remise, avec 7 h au cabinet. Elle attend le visa."]
    assert response.context["entry_form"] is None


def test_double_click_adds_one_situation(learner, url, form):
    learner.post(url, form)
    learner.post(url, form)
    assert LogbookEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 5001}, "text"),
        ({"text": "un\x00deux"}, "text"),
        ({"text": PATIENT}, "text"),
        ({"kind": "inconnu"}, "kind"),
        ({"day": "demain"}, "day"),
        ({"day": "1999-01-04"}, "day"),
        ({"competencies": ["abc"]}, "competencies"),
        ({"competencies": ["999999999"]}, "competencies"),
        ({"form_key": "x" * 41}, "form_key"),
    ],
)
def test_bad_input_is_refused_and_the_text_kept(learner, url, form, change, field):
    response = learner.post(url, {**form, **change})
    assert field in response.context["entry_form"].errors
    assert response.context["entry_form"]["text"].value() == change.get("text", TEXT)
    assert LogbookWeek.objects.count() == 0


def test_hostile_text_is_stored_and_escaped(learner, url, form):
    learner.post(url, {**form, "text": HOSTILE})
    page = learner.get(url).content.decode()
    assert LogbookEntry.objects.get().text == HOSTILE
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "{{ 7|add:1 }}" in page


@pytest.mark.parametrize("typed", ["abc", "-1", "7 h 60", "25 h", "1e3", "7 h " * 6])
def test_hours_that_cannot_be_are_refused(learner, url, world, today, typed):
    answer = {**monday_of(world, today, typed), "version": "0", "acte": "heures"}
    response = learner.post(url, answer)
    assert response.context["hours_form"].errors
    assert LogbookWeek.objects.count() == 0


def test_hours_beyond_the_week_are_refused(learner, url):
    answer = {"logbook": "168 h", "collective": "1 min", "version": "0", "acte": "heures"}
    response = learner.post(url, answer)
    assert response.context["hours_form"].non_field_errors() == ["Une semaine n’a que 168 heures."]


def test_hand_in_without_a_situation_says_what_is_missing(learner, url, world, today):
    typed = monday_of(world, today, "7 h 30")
    answer = {**typed, "version": "0", "acte": "remettre"}
    response = learner.post(url, answer)
    form = response.context["hours_form"]
    assert form.non_field_errors() == [
        "La semaine n’est pas remise. Écrivez au moins une situation, avec une compétence."
    ]
    assert [form[name].value() for name in typed] == ["7 h 30"]
    assert LogbookWeek.objects.count() == 0


def test_hours_of_a_stale_form_are_kept_and_can_be_sent_again(learner, url, world, today):
    week = current_week(world, today)
    entry_factory(week, now=timezone.now())
    typed = monday_of(world, today, "7 h")
    answer = {**typed, "version": "1", "acte": "remettre"}
    response = learner.post(url, answer)
    form = response.context["hours_form"]
    assert form.errors
    assert [form[name].value() for name in (*typed, "version")] == ["7 h", "2"]
    answer["version"] = form["version"].value()
    learner.post(url, answer)
    week.refresh_from_db()
    assert (week.state, week.practice_minutes) == ("submitted", 420)


def test_text_typed_while_another_tab_hands_in_is_shown(learner, url, form, world, today):
    iso = week_of(today)
    week = current_week(world, today)
    entry_factory(week, now=timezone.now())
    learner.post(url, {"version": "2", "acte": "remettre"})
    response = learner.post(url, {**form, "form_key": "jeton-2"})
    assert response.context["entry_form"]["text"].value() == TEXT
    assert "Votre texte n’est pas enregistré" in response.content.decode()
    assert LogbookEntry.objects.filter(week__iso_week=iso.number).count() == 1


def test_edit_and_remove_a_situation(learner, world, today, form):
    entry = entry_factory(current_week(world, today), now=timezone.now())
    iso = week_of(today)
    place = reverse("portfolio:entry", args=[*iso, entry.pk])
    assert learner.get(place).context["entry_form"]["text"].value() == TEXT
    learner.post(place, {**form, "text": "Autre texte.", "version": "1"})
    entry.refresh_from_db()
    assert (entry.text, entry.version) == ("Autre texte.", 2)
    out = reverse("portfolio:remove_entry", args=[*iso, entry.pk])
    assert learner.get(out).url == reverse("portfolio:week", args=iso)
    learner.post(out, {"version": "1"})
    assert LogbookEntry.objects.count() == 1
    learner.post(out, {"version": "2"})
    assert LogbookEntry.objects.count() == 0
    again = learner.post(out, {"version": "2"}, follow=True)
    assert said(again)[-1] == "Cette situation est déjà retirée."


def test_edit_in_two_tabs_keeps_both_texts_on_screen(learner, world, today, form):
    entry = entry_factory(current_week(world, today), now=timezone.now())
    place = reverse("portfolio:entry", args=[*week_of(today), entry.pk])
    learner.post(place, {**form, "text": "Premier onglet.", "version": "1"})
    response = learner.post(place, {**form, "text": "Second onglet.", "version": "1"})
    assert response.context["entry_form"]["text"].value() == "Second onglet."
    assert response.context["newer"].text == "Premier onglet."
    assert response.context["entry_form"]["version"].value() == "2"
    entry.refresh_from_db()
    assert entry.text == "Premier onglet."


def test_what_another_tab_completed_stands_beside_the_same_text(learner, world, today, form):
    entry = entry_factory(current_week(world, today), now=timezone.now())
    place = reverse("portfolio:entry", args=[*week_of(today), entry.pk])
    learner.post(place, {**form, "result": "Plus aucun oubli.", "version": "1"})
    page = learner.post(place, {**form, "version": "1"}).content.decode()
    assert "Plus aucun oubli." in page


def test_what_was_completed_of_a_removed_situation_is_shown_to_copy(learner, world, today, form):
    current_week(world, today)
    place = reverse("portfolio:entry", args=[*week_of(today), 999])
    page = learner.post(place, {**form, "learnt": "Demander avant.", "version": "1"})
    assert "Demander avant." in page.content.decode()


def test_edit_of_a_removed_situation_offers_the_text_as_new(learner, world, today, form):
    current_week(world, today)
    place = reverse("portfolio:entry", args=[*week_of(today), 999])
    assert learner.get(place).status_code == 404
    response = learner.post(place, {**form, "version": "1"})
    assert response.context["entry_form"]["text"].value() == TEXT
    assert LogbookEntry.objects.count() == 0


def test_signed_week_is_read_only_and_says_by_whom(learner, url, world, today):
    iso = week_of(today)
    week = submitted_week_factory(
        world.enrolment, iso_year=iso.year, iso_week=iso.number, now=timezone.now()
    )
    sign_week(actor=world.trainer, week=week, version=week.version, now=timezone.now())
    page = learner.get(url)
    assert page.context["entry_form"] is None
    assert f"par {world.trainer.user}" in page.content.decode()
    place = reverse("portfolio:entry", args=[*iso, week.entries.get().pk])
    assert learner.get(place).url == url


@pytest.mark.parametrize("place", [(2027, 53), (2027, 0), (2027, 54), (1990, 1), (10**12, 1)])
def test_week_that_is_not_on_the_path_does_not_exist(learner, today, form, place):
    address = f"/livret/{place[0]}/{place[1]}/"
    assert learner.get(address).status_code == 404
    assert learner.post(address, form).status_code == 404


def test_week_to_come_can_be_seen_but_not_written(learner, today, form):
    address = reverse("portfolio:week", args=week_of(today + timedelta(days=7)))
    assert learner.get(address).context["entry_form"] is None
    response = learner.post(address, form, follow=True)
    assert said(response) == ["Cette semaine n’a pas commencé : rien n’est enregistré."]
    assert LogbookWeek.objects.count() == 0


def test_path_shows_every_week_that_began(learner, today, world):
    weeks = learner.get("/livret/").context["path"].open_weeks
    assert weeks[0].current
    assert len(weeks) == len(range(week_of(world.cohort.starts_on).monday.toordinal(),
                                   week_of(today).monday.toordinal() + 1, 7))  # fmt: skip


def test_learner_with_two_enrolments_chooses(learner, today, world, form):
    second = enrolment_factory(cohort_factory(track_version=world.cohort.track_version))
    second.learner = world.enrolment.learner
    second.save()
    Cohort.objects.update(starts_on=today - timedelta(days=30), ends_on=today)
    assert learner.get("/livret/").context["enrolment"] == second
    named = f"?inscription={world.enrolment.pk}"
    assert learner.get(f"/livret/{named}").context["enrolment"] == world.enrolment
    address = reverse("portfolio:week", args=week_of(today)) + named
    learner.post(address, form)
    assert LogbookWeek.objects.get().enrolment == world.enrolment


@pytest.mark.parametrize("named", ["abc", "0", "99999999999999999999", "1 OR 1=1", ""])
def test_enrolment_of_nobody_does_not_exist(learner, today, named):
    assert learner.get("/livret/", {"inscription": named}).status_code == 404
    assert learner.get("/competences/", {"inscription": named}).status_code == 404


def test_enrolment_of_somebody_else_does_not_exist(learner, today, world):
    other = enrolment_factory(world.cohort)
    assert learner.get("/livret/", {"inscription": other.pk}).status_code == 404


def test_learner_without_enrolment_is_told_so(client, world):
    client.force_login(world.stranger.user)
    for address in ("/livret/", "/competences/"):
        page = client.get(address)
        assert "Vous n’êtes inscrit à aucune formation" in page.content.decode()
    assert client.get("/livret/2027/9/").status_code == 404


def test_session_that_expired_leads_to_sign_in_and_back(client, url, form):
    response = client.post(url, form)
    assert response.status_code == 302
    assert response.url == f"/connexion/?next={url}"


@pytest.mark.parametrize("entries", [1, 12])
def test_week_costs_the_same_with_more_situations(
    learner, url, world, today, django_assert_num_queries, entries
):
    week = current_week(world, today)
    for _ in range(entries):
        entry_factory(week, competencies=world.competencies, now=timezone.now())
    with django_assert_num_queries(21):
        learner.get(url)


def test_a_week_says_beside_its_button_that_pieces_wait_and_is_handed_in(
    learner, world, today, url, private_files
):
    week = current_week(world, today)
    entry = entry_factory(week, now=timezone.now())
    for _ in range(2):
        attachment_factory(entry, now=timezone.now())
    page = learner.get(url)
    assert (
        "2 pièces attendent votre vérification : elles ne sont lues par personne. La semaine peut "
        "être remise sans elles."
    ) in page.content.decode()
    version = page.context["hours_form"]["version"].value()
    learner.post(url, {"version": version, "acte": "remettre"})
    week.refresh_from_db()
    assert week.state == "submitted"
    assert "2 pièces attendent votre vérification" in learner.get(url).content.decode()


def test_a_week_leads_to_the_missions_that_the_practice_delegates(learner, world, url):
    address = reverse("training:convention", args=[world.enrolment.pk])
    assert f'href="{address}#missions"' in learner.get(url).content.decode()
    assert learner.get(address).status_code == 200


def test_a_name_is_confirmed_as_no_patients_with_a_reason(learner, url, form):
    named = {**form, "text": "J’ai préparé le départ de Mme Durand avec elle."}
    refused = learner.post(url, named)
    assert refused.context["entry_form"].asks
    assert 'name="no_patient"' in refused.content.decode()
    assert LogbookEntry.objects.count() == 0
    why = "C’est ma collègue de l’accueil, qui part à la retraite."
    learner.post(url, {**named, "no_patient": "on", "no_patient_why": why})
    entry = LogbookEntry.objects.get()
    kept = PatientDataConfirmation.objects.get()
    assert (kept.source_key, kept.why) == (f"portfolio.entry:{entry.pk}:v1", why)


def test_a_number_is_confirmed_by_nothing(learner, url, form):
    why = "C’est le numéro de ma collègue de l’accueil."
    learner.post(url, {**form, "text": PATIENT, "no_patient": "on", "no_patient_why": why})
    assert LogbookEntry.objects.count() == 0

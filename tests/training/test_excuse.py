"""The paper of one's own absence: handed in, accepted or declined, then its screens."""

import pytest
from django.db import IntegrityError, transaction

from people.enums import Role
from people.services import NotAllowed, StaleForm
from records.models import KeptFile
from records.permissions import can_keep
from records.services import FileRefused, PatientData, keep_file
from tests.factories import enrolment_factory, membership_factory
from tests.factories.training import announced_factory
from tests.portfolio.pieces import readable_pdf
from tests.training.papers import pdf
from tests.training.tables import rows
from tests.training.web import queries_of
from training.enums import ExcuseOutcome, Presence
from training.models import AbsenceExcuse, ExcuseAnswer, HandedExcuse
from training.rules.attendance import Mark
from training.rules.excuse import hand_in_problem
from training.services import NotAbsent, NotYourMark, correct_marks, excuse_absence, hold_session
from training.services.excuse import (
    DeclineReasonMissing,
    ExcuseAlreadyAnswered,
    HandInRefused,
    answer_excuse,
    hand_in_excuse,
)

NIR = "2 95 10 99 126 111 93"
ACCEPTED, DECLINED = ExcuseOutcome.ACCEPTED, ExcuseOutcome.DECLINED
KEY = "00000000-0000-4000-8000-000000000091"

pytestmark = pytest.mark.usefixtures("private_files")


@pytest.fixture
def absent(world, announced, now):
    """What stands of the learner: absent."""
    marks = {world.enrolment: Mark(Presence.ABSENT)}
    hold_session(actor=world.trainer, session=announced, marks=marks, now=now)
    return announced.attendances.get()


def hand_in(world, absent, now, **changes) -> HandedExcuse:
    given = {
        "actor": world.learner, "attendance": absent, "upload": pdf(), "form_key": "depot-1",
        "now": now,
    }  # fmt: skip
    return hand_in_excuse(**given | changes)


def answer(world, handed, now, outcome=ACCEPTED, **changes) -> ExcuseAnswer:
    given = {"actor": world.trainer, "reason": "", **changes}
    return answer_excuse(handed=handed, outcome=outcome, now=now, **given)


def correct(world, session, mark, now, seen=1) -> None:
    correct_marks(
        actor=world.trainer, session=session, marks={world.enrolment: mark}, seen=seen,
        reason="Erreur", now=now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("presence", "kept", "waiting", "because"),
    rows("attendance.md", "When a learner may hand one in"),
)
def test_who_may_hand_in_follows_the_table(presence, kept, waiting, because):
    found = hand_in_problem(presence, kept=kept == "yes", waiting=waiting == "yes")
    assert bool(found) == bool(because)
    assert because in found


def test_a_paper_handed_in_excuses_nothing_yet(world, absent, now):
    made = hand_in(world, absent, now)
    assert (made.paper.about, made.paper.handed_in_by) == (world.enrolment.learner, world.learner)
    assert made.paper.organisation == world.body
    assert absent.session.attendances.standing().get() == absent
    assert AbsenceExcuse.objects.count() == 0


def test_a_double_click_hands_in_once(world, absent, now):
    assert hand_in(world, absent, now) == hand_in(world, absent, now)
    assert (HandedExcuse.objects.count(), KeptFile.objects.count()) == (1, 1)


def test_one_paper_waits_at_a_time(world, absent, now):
    hand_in(world, absent, now)
    with pytest.raises(HandInRefused, match="attend déjà"):
        hand_in(world, absent, now, form_key="depot-2")
    assert KeptFile.objects.count() == 1


def test_nobody_hands_in_for_somebody_else(world, absent, now):
    neighbour = enrolment_factory(world.cohort).learner.memberships.get()
    for actor in (neighbour, world.stranger, world.trainer, world.employer):
        with pytest.raises(NotAllowed):
            hand_in(world, absent, now, actor=actor)


def test_who_was_there_has_nothing_to_hand_in(world, held, now):
    with pytest.raises(HandInRefused, match="Aucune absence"):
        hand_in(world, held.attendances.get(), now)


def test_a_mark_corrected_since_is_read_again(world, absent, now):
    correct(world, absent.session, Mark(), now)
    with pytest.raises(NotYourMark):
        hand_in(world, absent, now)


def test_an_absence_excused_by_staff_needs_no_paper(world, absent, now):
    excuse_absence(
        actor=world.trainer, session=absent.session, enrolment=world.enrolment, upload=pdf(),
        form_key="staff", now=now,
    )  # fmt: skip
    with pytest.raises(HandInRefused, match="a déjà son justificatif"):
        hand_in(world, absent.session.attendances.standing().get(), now)


def test_an_absence_excused_without_a_document_may_get_one(world, absent, now):
    correct(world, absent.session, Mark(Presence.EXCUSED), now)
    handed = hand_in(world, absent.session.attendances.standing().get(), now)
    made = answer(world, handed, now)
    assert made.excuse == AbsenceExcuse.objects.get()
    assert absent.session.attendances.count() == 2


def test_the_key_of_a_paper_of_another_session_is_refused(world, absent, now):
    hand_in(world, absent, now)
    other = announced_factory(world.cohort, world.module, title="Autre")
    marks = {world.enrolment: Mark(Presence.ABSENT)}
    hold_session(actor=world.trainer, session=other, marks=marks, now=now)
    with pytest.raises(StaleForm):
        hand_in(world, other.attendances.get(), now)


def test_a_file_that_is_no_paper_is_refused(world, absent, now):
    upload = pdf()
    upload.file.seek(0)
    upload.file.write(b"<html")
    with pytest.raises(FileRefused):
        hand_in(world, absent, now, upload=upload)
    with pytest.raises(PatientData):
        hand_in(world, absent, now, upload=pdf("06 12 34 56 78.pdf"))
    assert HandedExcuse.objects.count() == 0


def test_a_paper_that_shows_a_social_security_number_is_refused(world, absent, now):
    with pytest.raises(PatientData, match="Cachez-le sur le papier"):
        hand_in(world, absent, now, upload=readable_pdf(f"Arrêt de travail, {NIR}"))
    with pytest.raises(PatientData):
        excuse_absence(
            actor=world.trainer, session=absent.session, enrolment=world.enrolment,
            upload=readable_pdf(NIR), form_key="staff", now=now,
        )  # fmt: skip
    assert KeptFile.objects.count() == 0


def test_a_learner_keeps_papers_about_themselves_alone(world, now):
    other = enrolment_factory(world.cohort).learner
    assert can_keep(world.learner, world.body, world.learner.user)
    assert not can_keep(world.learner, world.body, other)
    assert not can_keep(world.learner, world.body, None)
    with pytest.raises(NotAllowed):
        keep_file(actor=world.learner, organisation=world.body, upload=pdf(), about=other, now=now)


# --- The answer -----------------------------------------------------------------------------------


def test_accepted_it_becomes_the_document_of_the_absence(world, absent, now):
    handed = hand_in(world, absent, now)
    made = answer(world, handed, now, reason="Merci")
    assert (made.excuse.paper, made.reason) == (handed.paper, "")
    newest = absent.session.attendances.standing().get()
    assert (newest.presence, newest.reason) == (Presence.EXCUSED, "Justificatif accepté.")
    with pytest.raises(HandInRefused):
        hand_in(world, newest, now, form_key="depot-2")


def test_declined_it_changes_nothing_and_another_may_be_handed_in(world, absent, now):
    made = answer(world, hand_in(world, absent, now), now, DECLINED, reason=" Il  est illisible. ")
    assert (made.reason, made.excuse) == ("Il est illisible.", None)
    assert absent.session.attendances.standing().get() == absent
    again = hand_in(world, absent, now, form_key="depot-2")
    assert list(HandedExcuse.objects.waiting()) == [again]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_who_declines_says_why(world, absent, now, reason):
    with pytest.raises(DeclineReasonMissing):
        answer(world, hand_in(world, absent, now), now, DECLINED, reason=reason)


def test_a_reason_names_no_patient(world, absent, now):
    with pytest.raises(PatientData):
        answer(world, hand_in(world, absent, now), now, DECLINED, reason="Voyez le 06 12 34 56 78")


def test_a_paper_is_answered_once(world, absent, now):
    handed = hand_in(world, absent, now)
    answer(world, handed, now, DECLINED, reason="Illisible.")
    with pytest.raises(ExcuseAlreadyAnswered):
        answer(world, handed, now)
    assert AbsenceExcuse.objects.count() == 0


def test_who_was_noted_present_since_is_not_excused(world, absent, now):
    handed = hand_in(world, absent, now)
    correct(world, absent.session, Mark(), now)
    with pytest.raises(NotAbsent):
        answer(world, handed, now)
    assert answer(world, handed, now, DECLINED, reason="Vous y étiez.").excuse is None


def test_nobody_else_answers(world, absent, now):
    handed = hand_in(world, absent, now)
    for actor in (world.learner, world.companion, world.other_trainer, world.employer):
        with pytest.raises(NotAllowed):
            answer(world, handed, now, actor=actor)


def test_the_database_refuses_an_answer_without_its_excuse_or_reason(world, absent, now):
    made = answer(world, hand_in(world, absent, now), now)
    for change in (
        lambda: ExcuseAnswer.objects.update(outcome=DECLINED),
        lambda: ExcuseAnswer.objects.update(outcome=DECLINED, excuse=None),
        lambda: ExcuseAnswer.objects.update(excuse=None),
        lambda: ExcuseAnswer.objects.create(
            handed=made.handed, outcome=DECLINED, reason="x", answered_by=world.lead,
            answered_at=now,
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.usefixtures("_today")
def test_a_learner_hands_in_and_reads_the_refusal(world, absent, sign_in):
    address = f"/presences/{absent.pk}/justificatif/"
    client = sign_in(world.learner)
    assert address in text(client.get("/presences/"))
    hide = "Cachez le numéro de sécurité sociale, la cause d’un arrêt de travail"
    assert hide in text(client.get(address))
    for _ in range(2):  # a double click
        assert client.post(address, {"upload": pdf(), "form_key": KEY}).url == "/presences/"
    page = text(client.get("/presences/"))
    assert "la réponse est attendue" in page
    assert address not in page
    assert "Aucun justificatif n’est attendu" in text(client.get(address))
    handed = HandedExcuse.objects.get()
    assert client.get(f"/pieces/{handed.paper.key}/").status_code == 200

    client = sign_in(world.trainer)
    assert "1 justificatif d’absence à examiner" in text(client.get("/seances/"))
    assert "Justificatifs à examiner : 1" in text(client.get("/contestations/"))
    assert "1 en attente" in text(client.get("/justificatifs/"))
    staff = f"/seances/{absent.session_id}/justificatif/{world.enrolment.pk}/"
    assert f"/justificatifs/{handed.pk}/" in text(client.get(staff))
    examine = f"/justificatifs/{handed.pk}/"
    silent = client.post(examine, {"outcome": "declined", "reason": " "})
    assert silent.status_code == 422
    assert "Dites pourquoi" in text(silent)
    sent = {"outcome": "declined", "reason": "Illisible."}
    assert client.post(examine, sent).url == "/justificatifs/"
    second_tab = client.post(examine, {"outcome": "accepted"})
    assert "a déjà sa réponse" in text(second_tab)
    assert "Illisible." in text(client.get(examine))
    assert "0 en attente" in text(client.get("/justificatifs/"))

    page = text(sign_in(world.learner).get("/presences/"))
    assert "<b>refusé</b> par" in page
    assert "Motif : Illisible." in page
    assert address in page


@pytest.mark.usefixtures("_today")
def test_accepted_the_absence_is_excused_on_both_sides(world, absent, sign_in, now):
    handed = hand_in(world, absent, now)
    answered = sign_in(world.trainer).post(f"/justificatifs/{handed.pk}/", {"outcome": "accepted"})
    assert answered.url == "/justificatifs/"
    page = text(sign_in(world.learner).get("/presences/"))
    assert "absence justifiée" in page
    assert "<b>accepté</b> par" in page
    assert "Déposer un justificatif" not in page


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize("upload", ["", "html"])
def test_a_file_that_cannot_be_kept_is_told(world, absent, sign_in, upload):
    if upload:
        upload = pdf()
        upload.file.seek(0)
        upload.file.write(b"<html")
    address = f"/presences/{absent.pk}/justificatif/"
    response = sign_in(world.learner).post(address, {"upload": upload, "form_key": KEY})
    assert response.status_code == 422
    assert HandedExcuse.objects.count() == 0


@pytest.mark.usefixtures("_today")
def test_a_number_to_hide_is_said_beside_the_field(world, absent, sign_in):
    address = f"/presences/{absent.pk}/justificatif/"
    sent = {"upload": readable_pdf(f"Arrêt de travail, {NIR}"), "form_key": KEY}
    response = sign_in(world.learner).post(address, sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["upload"]
    page = text(response)
    assert 'id="id_upload_error"' in page
    assert "Ce PDF montre un numéro de sécurité sociale" in page
    assert NIR not in page
    named = {"upload": readable_pdf(name="06 12 34 56 78.pdf"), "form_key": KEY}
    page = text(sign_in(world.learner).post(address, named))
    assert "Le nom du fichier contient un numéro de téléphone" in page
    assert HandedExcuse.objects.count() == 0


@pytest.mark.usefixtures("_today")
def test_a_paper_that_could_not_be_read_is_kept_and_said_to_be_so(world, absent, sign_in):
    address = f"/presences/{absent.pk}/justificatif/"
    client = sign_in(world.learner)
    client.post(address, {"upload": pdf(), "form_key": KEY})
    unread = "Le texte de ce PDF n’a pas pu être relu : il est abîmé ou incomplet."
    assert unread in text(client.get("/presences/"))
    examine = f"/justificatifs/{HandedExcuse.objects.get().pk}/"
    assert unread in text(sign_in(world.trainer).get(examine))


@pytest.mark.usefixtures("_today")
def test_each_page_is_open_to_those_it_is_for(world, absent, sign_in, now):
    handed = hand_in(world, absent, now)
    people = {
        "learner": (200, 404, 404), "trainer": (403, 200, 200), "lead": (403, 200, 200),
        "companion": (403, 403, 403), "employer": (404, 404, 404),
        "other_trainer": (403, 200, 404), "stranger": (404, 404, 404),
    }  # fmt: skip
    own, examine = f"/presences/{absent.pk}/justificatif/", f"/justificatifs/{handed.pk}/"
    found = {
        who: tuple(
            sign_in(getattr(world, who)).get(page).status_code
            for page in (own, "/justificatifs/", examine)
        )
        for who in people
    }
    assert found == people


@pytest.mark.usefixtures("_today")
def test_the_pages_cost_the_same_with_many_papers(world, absent, sign_in, now):
    answer(world, hand_in(world, absent, now), now, DECLINED, reason="Illisible.")
    hand_in(world, absent, now, form_key="depot-2")
    paths = {"/presences/": world.learner, "/justificatifs/": world.lead}
    before = {}
    for path, actor in paths.items():
        queries_of(sign_in(actor), path)
        before[path] = queries_of(sign_in(actor), path)
    for number in range(5):
        session = announced_factory(world.cohort, world.module, title=f"Séance {number}")
        marks = {world.enrolment: Mark(Presence.ABSENT)}
        hold_session(actor=world.trainer, session=session, marks=marks, now=now)
        handed = hand_in(world, session.attendances.get(), now, form_key=f"depot-{number}-n")
        if number % 2:
            answer(world, handed, now, DECLINED, reason="Illisible.")
    assert {path: queries_of(sign_in(actor), path) for path, actor in paths.items()} == before


def test_a_reader_of_another_body_sees_no_paper(world, absent, now):
    hand_in(world, absent, now)
    elsewhere = membership_factory(Role.LEAD)
    assert list(HandedExcuse.objects.visible_to(elsewhere)) == []
    assert list(HandedExcuse.objects.visible_to(world.companion)) == []

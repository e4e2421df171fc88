"""The commitments of each side: one test an outcome, then their screens."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.enums import Role
from people.services import NotAllowed, StaleForm
from records.services import PatientData
from tests.factories import enrolment_factory, membership_factory
from tests.training.contracts import end, share
from tests.training.web import queries_of
from training.enums import WaitingKind
from training.models import CommitmentAcceptance, Commitments
from training.queries.commitments import commitments_of, newest_commitments
from training.queries.waiting import waiting_for
from training.services.commitments import (
    MAX_TEXT,
    CommitmentsMissing,
    NewerCommitments,
    NothingToAccept,
    accept_commitments,
    write_commitments,
)

TYPED = {"body": "Être joignable", "learner": "Être à l’heure", "practice": "Laisser du temps"}
PATH = "/accueil/engagements/"


def write(world, now, seen=0, **changes) -> Commitments:
    return write_commitments(**{"actor": world.lead, "seen": seen, "now": now} | TYPED | changes)


def accept(world, now, commitments, actor) -> CommitmentAcceptance:
    return accept_commitments(
        actor=actor, enrolment=world.enrolment, commitments=commitments, now=now
    )


def missing(world) -> list[str]:
    """Who has still to accept: a side, or a practice by its name."""
    found = commitments_of(world.enrolment).missing
    return [one.practice.name if one.practice else one.side.value for one in found]


def test_a_version_is_written_once_line_by_line(world, now):
    made = write(world, now, learner="- Être à l’heure\r\n\n- Tenir le livret\n")
    assert write(world, now, learner="Être à l’heure\nTenir le livret") == made
    assert list(made.lists.values()) == [
        ["Être joignable"], ["Être à l’heure", "Tenir le livret"], ["Laisser du temps"],
    ]  # fmt: skip
    assert newest_commitments(world.body.pk) == made
    assert newest_commitments(membership_factory(Role.LEAD).organisation_id) is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"body": " \n - "}, CommitmentsMissing),
        ({"learner": ""}, CommitmentsMissing),
        ({"practice": "x" * (MAX_TEXT + 1)}, CommitmentsMissing),
        ({"body": "Appeler le 06 12 34 56 78"}, PatientData),
    ],
)
def test_lists_that_cannot_be_are_refused(world, now, changes, refusal):
    with pytest.raises(refusal):
        write(world, now, **changes)
    assert Commitments.objects.count() == 0


def test_a_second_tab_and_who_does_not_lead_are_refused(world, now):
    write(world, now)
    with pytest.raises(StaleForm):
        write(world, now, body="Autre")
    with pytest.raises(NotAllowed):
        write(world, now, body="Autre", seen=1, actor=world.trainer)


def test_each_side_accepts_once_and_a_newer_version_asks_again(world, now):
    first = write(world, now)
    made = accept(world, now, first, world.learner)
    assert accept(world, now, first, world.learner) == made
    assert missing(world) == ["body", world.enrolment.practice.name]
    accept(world, now, first, world.employer)
    accept(world, now, first, world.lead)
    assert missing(world) == []
    second = write(world, now, body="Autre", seen=1)
    assert missing(world) == ["body", "learner", world.enrolment.practice.name]
    with pytest.raises(NewerCommitments):
        accept(world, now, first, world.learner)
    accept(world, now, second, world.learner)
    found = commitments_of(world.enrolment)
    assert [one.commitments for one in found.acceptances] == [second, first, first, first]
    assert missing(world) == ["body", world.enrolment.practice.name]


def test_nobody_accepts_for_another_side(world, now):
    commitments = write(world, now)
    for actor in (world.trainer, world.companion, world.stranger, world.other_trainer):
        with pytest.raises(NotAllowed):
            accept(world, now, commitments, actor)
    assert CommitmentAcceptance.objects.count() == 0


def test_a_practice_without_a_list_has_nothing_to_accept(world, now):
    commitments = write(world, now, practice="")
    with pytest.raises(NothingToAccept):
        accept(world, now, commitments, world.employer)
    assert missing(world) == ["body", "learner"]
    assert not commitments_of(world.enrolment).waits_for(world.employer, world.enrolment)


@pytest.fixture
def second(world, further, now):
    """The employer of a practice that shares the post from 1 March 2027 on."""
    share(world, further, now, since=timezone.localdate() - timedelta(days=3))
    return membership_factory(Role.EMPLOYER, further)


def test_each_practice_of_the_post_accepts_for_itself(world, second, now):
    made = write(world, now)
    first_name, name = world.enrolment.practice.name, second.organisation.name
    assert missing(world) == ["body", "learner", first_name, name]
    mine = accept(world, now, made, second)
    assert accept(world, now, made, second) == mine
    assert (mine.side, mine.practice) == ("practice", second.organisation)
    assert missing(world) == ["body", "learner", first_name]
    found = commitments_of(world.enrolment)
    assert not found.waits_for(second, world.enrolment)
    assert found.waits_for(world.employer, world.enrolment)
    accept(world, now, made, world.employer)
    assert missing(world) == ["body", "learner"]
    mine.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.save(force_insert=True)


def test_a_practice_before_or_after_its_part_is_not_asked(world, further, now):
    made, today = write(world, now), timezone.localdate()
    employer = membership_factory(Role.EMPLOYER, further)
    post = share(world, further, now, since=today + timedelta(days=1))
    assert missing(world) == ["body", "learner", world.enrolment.practice.name]
    with pytest.raises(NotAllowed):
        accept(world, now, made, employer)
    type(post).objects.update(since=today - timedelta(days=9))
    post.refresh_from_db()
    kept = accept(world, now, made, employer)
    end(world, post, now, until=today)
    assert missing(world) == ["body", "learner", world.enrolment.practice.name]
    assert kept in commitments_of(world.enrolment).acceptances
    with pytest.raises(NotAllowed):
        accept(world, now, made, employer)


def test_the_list_and_the_waiting_lines_name_each_practice(world, second, now, sign_in):
    write(world, now)
    path = f"/inscriptions/{world.enrolment.pk}/engagements/"

    def waits(actor) -> bool:
        return WaitingKind.COMMITMENTS in {one.kind for one in waiting_for(actor, timezone.now())}

    assert waits(second)
    assert waits(world.employer)
    client = sign_in(second)
    assert client.post(f"{path}1/").url == path
    page = client.get(path).content.decode()
    assert f"Le cabinet ({second.organisation.name}), version 1" in page
    assert f"Le cabinet ({world.enrolment.practice.name}) <span" in page
    assert not waits(second)
    assert waits(world.employer)


def test_the_commitments_of_another_body_are_not_these(world, now):
    elsewhere = write(world, now, actor=membership_factory(Role.LEAD))
    with pytest.raises(NewerCommitments):
        accept(world, now, elsewhere, world.learner)


def test_the_database_refuses_what_the_services_do(world, now):
    made = write(world, now)
    accept(world, now, made, world.learner)
    given = {
        "enrolment": world.enrolment, "commitments": made, "accepted_by": world.learner,
        "accepted_at": now,
    }  # fmt: skip
    for change in (
        lambda: Commitments.objects.filter(pk=made.pk).update(body=""),
        lambda: Commitments.objects.create(
            organisation=world.body, number=1, written_by=world.lead, written_at=now, **TYPED
        ),
        lambda: CommitmentAcceptance.objects.create(side="learner", **given),
        lambda: CommitmentAcceptance.objects.create(side="funder", **given),
        lambda: CommitmentAcceptance.objects.create(side="practice", **given),
        lambda: CommitmentAcceptance.objects.create(
            side="body", practice=world.enrolment.practice, **given
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_lead_writes_and_each_side_accepts_from_its_account(world, sign_in):
    client, path = sign_in(world.lead), f"/inscriptions/{world.enrolment.pk}/engagements/"
    assert "Pas encore d’engagements" in client.get(path).content.decode()
    assert client.post(PATH, {"body": "", "learner": "x", "seen": 0}).status_code == 422
    assert client.post(PATH, TYPED | {"body": "06 12 34 56 78", "seen": 0}).status_code == 422
    assert client.post(PATH, TYPED | {"seen": 0}).url == PATH
    refused = client.post(PATH, TYPED | {"body": "Autre", "seen": 0})
    assert (refused.status_code, refused.context["form"]["seen"].value()) == (422, "1")
    for member in (world.learner, world.employer, world.lead):
        client = sign_in(member)
        assert "j’accepte ces engagements" in client.get(path).content.decode()
        assert client.post(f"{path}1/").url == path
        page = client.get(path).content.decode()
        assert "j’accepte ces engagements" not in page
        assert f"{member.user}, le" in page
    assert client.post(f"{path}7/").status_code == 404
    assert sign_in(world.trainer).post(f"{path}1/").status_code == 403
    part = _part(sign_in(world.lead), world)
    assert (part.state, part.missing) == ("Engagements acceptés de chaque côté.", False)


def test_the_file_says_who_has_not_accepted(world, now, sign_in):
    client = sign_in(world.lead)
    assert not _part(client, world).missing
    accept(world, now, write(world, now), world.learner)
    part = _part(client, world)
    assert part.missing
    name = world.enrolment.practice.name
    assert part.state == f"À accepter par : l’organisme de formation, le cabinet ({name})."


def _part(client, world):
    parts = client.get(f"/inscriptions/{world.enrolment.pk}/").context["parts"]
    return next(part for part in parts if part.title == "Journée d’accueil et engagements")


def test_the_page_costs_the_same_with_many_versions(world, now, sign_in):
    client, path = sign_in(world.lead), f"/inscriptions/{world.enrolment.pk}/engagements/"
    enrolment_factory(world.cohort)
    write(world, now)
    queries_of(client, path)
    before = queries_of(client, path)
    for number in range(1, 11):
        made = write(world, now, body=f"Texte {number}", seen=number)
        accept(world, now, made, world.learner)
        accept(world, now, made, world.employer)
    assert queries_of(client, path) == before

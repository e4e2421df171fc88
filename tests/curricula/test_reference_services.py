from dataclasses import replace
from datetime import date

import pytest

from curricula.enums import VersionState
from curricula.models import Competency, Qualification, TrackVersion
from curricula.queries.packages import package_of
from curricula.rules.package import CompetencyRow
from curricula.rules.references import without_identifiers
from curricula.services.references import (
    NotInThatState,
    NotTheLast,
    ReferenceWrong,
    StillFollowed,
    VerifiedInTheFuture,
    VersionTaken,
    create_draft,
    mark_verified,
    new_version,
    publish,
    retire,
)
from people.enums import LEADING_ROLES, Role
from people.models import AuditEvent
from people.services import NotAllowed, ServiceError, StaleForm
from tests.factories import membership_factory, track_version_factory
from tests.factories.packages import package_factory

DAY = date(2027, 3, 1)


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def draft(lead, now):
    return create_draft(actor=lead, package=package_factory(), now=now)


@pytest.fixture
def published(lead, draft, now):
    return publish(actor=lead, qualification=draft, revision=draft.revision, now=now)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_draft_holds_the_whole_package(draft):
    assert (draft.state, draft.revision) == (VersionState.DRAFT, 0)
    assert without_identifiers(package_of(draft)) == package_factory()
    assert verbs() == ["curricula.qualification.created"]


def test_a_package_is_read_in_as_many_queries_whatever_it_holds(
    lead, now, django_assert_num_queries
):
    for code, size in (("un", 1), ("trente", 30)):
        package = package_factory(size, code=code)
        draft = create_draft(actor=lead, package=package, now=now)
        with django_assert_num_queries(8):
            package_of(draft)


def test_identifiers_of_the_file_are_kept_unless_others_have_them(lead, draft, now):
    known = package_of(draft)
    again = create_draft(actor=lead, package=known, now=now)
    assert package_of(again) == known
    beside = create_draft(actor=lead, package=replace(known, version="2"), now=now)
    assert without_identifiers(package_of(beside)) == replace(package_factory(), version="2")
    assert package_of(beside).identifier != known.identifier


def test_a_draft_is_rewritten_as_a_whole_and_loses_its_mark(lead, draft, now):
    mark_verified(actor=lead, qualification=draft, verified_on=DAY, revision=0, now=now)
    create_draft(actor=lead, package=package_factory(2), now=now)
    draft.refresh_from_db()
    assert (draft.revision, draft.verified_by) == (2, None)
    assert Competency.objects.count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role not in LEADING_ROLES])
def test_nobody_else_acts(draft, now, role):
    other = membership_factory(role)
    acts = [
        lambda: create_draft(actor=other, package=package_factory(), now=now),
        lambda: new_version(actor=other, qualification=draft, version="2", now=now),
        lambda: publish(actor=other, qualification=draft, revision=0, now=now),
        lambda: retire(actor=other, qualification=draft, revision=0, now=now),
        lambda: mark_verified(
            actor=other, qualification=draft, verified_on=DAY, revision=0, now=now
        ),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_wrong_package_writes_nothing(lead, now):
    block = package_factory().blocks[0]
    twice = replace(block, competencies=(CompetencyRow("C1", "Une"), CompetencyRow("C1", "Deux")))
    with pytest.raises(ReferenceWrong, match="un code ne sert qu’une fois"):
        create_draft(actor=lead, package=package_factory(blocks=(twice,), links=()), now=now)
    assert not Qualification.objects.exists()


def test_a_draft_is_published_once(lead, draft, now):
    publish(actor=lead, qualification=draft, revision=0, now=now)
    with pytest.raises(NotInThatState):
        publish(actor=lead, qualification=draft, revision=0, now=now)
    assert verbs().count("curricula.qualification.published") == 1


def test_a_draft_written_meanwhile_is_not_published(lead, draft, now):
    create_draft(actor=lead, package=package_factory(2), now=now)
    with pytest.raises(StaleForm):
        publish(actor=lead, qualification=draft, revision=0, now=now)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": ""}, "source"),
        ({"status_note": ""}, "mention de statut"),
        ({"official": True}, "marqué comme vérifié"),
        ({"blocks": (), "links": ()}, "aucune compétence"),
    ],
)
def test_a_draft_that_lacks_something_is_not_published(lead, now, changes, words):
    draft = create_draft(actor=lead, package=package_factory(**changes), now=now)
    with pytest.raises(ReferenceWrong, match=words):
        publish(actor=lead, qualification=draft, revision=0, now=now)


def test_an_official_reference_is_published_once_verified(lead, now):
    draft = create_draft(actor=lead, package=package_factory(official=True), now=now)
    marked = mark_verified(actor=lead, qualification=draft, verified_on=DAY, revision=0, now=now)
    assert (marked.verified_by, marked.verified_on) == (lead, DAY)
    assert publish(actor=lead, qualification=marked, revision=1, now=now).state == "published"


def test_a_verification_is_not_dated_in_the_future(lead, draft, now):
    with pytest.raises(VerifiedInTheFuture):
        mark_verified(
            actor=lead, qualification=draft, verified_on=date(2027, 3, 5), revision=0, now=now
        )


def test_a_new_version_starts_from_the_last_and_is_made_once(lead, published, now):
    one, two = (
        new_version(actor=lead, qualification=published, version=" 2 ", now=now) for _ in range(2)
    )
    assert one == two
    assert (one.version, one.state, one.valid_from) == ("2", VersionState.DRAFT, None)
    assert package_of(one).blocks[0].identifier != package_of(published).blocks[0].identifier
    with pytest.raises(VersionTaken):
        new_version(actor=lead, qualification=published, version="1", now=now)
    with pytest.raises(ReferenceWrong, match="version"):
        new_version(actor=lead, qualification=published, version=" ", now=now)


def test_a_new_version_does_not_start_from_an_older_one(lead, published, now):
    second = new_version(actor=lead, qualification=published, version="2", now=now)
    draft = new_version(actor=lead, qualification=published, version="3", now=now)
    publish(actor=lead, qualification=second, revision=0, now=now)
    with pytest.raises(NotTheLast, match="version 2"):
        new_version(actor=lead, qualification=published, version="4", now=now)
    assert Qualification.objects.count() == 3
    assert draft.state == VersionState.DRAFT
    retired = retire(actor=lead, qualification=second, revision=1, now=now)
    assert new_version(actor=lead, qualification=retired, version="4", now=now).version == "4"


def test_what_a_track_follows_is_not_retired(lead, published, now):
    track_version_factory(qualification=published)
    with pytest.raises(StillFollowed):
        retire(actor=lead, qualification=published, revision=published.revision, now=now)
    TrackVersion.objects.update(state=VersionState.RETIRED)
    gone = retire(actor=lead, qualification=published, revision=published.revision, now=now)
    assert gone.state == VersionState.RETIRED


def test_no_service_changes_a_published_text(lead, published, now):
    before = package_of(published)
    seen = published.revision
    other = package_factory(2)
    acts = [
        lambda: create_draft(actor=lead, package=other, now=now),
        lambda: create_draft(actor=lead, package=before, now=now),
        lambda: new_version(actor=lead, qualification=published, version="2", now=now),
        lambda: new_version(actor=lead, qualification=published, version="1", now=now),
        lambda: publish(actor=lead, qualification=published, revision=seen, now=now),
        lambda: mark_verified(
            actor=lead, qualification=published, verified_on=DAY, revision=seen, now=now
        ),
        lambda: retire(actor=lead, qualification=published, revision=seen + 1, now=now),
        lambda: create_draft(actor=lead, package=other, now=now),
    ]
    outcomes = []
    for act in acts:
        try:
            act()
            outcomes.append("done")
        except ServiceError as refusal:
            outcomes.append(type(refusal).__name__)
        assert package_of(Qualification.objects.get(pk=published.pk)) == before
    assert outcomes == [
        "VersionTaken", "VersionTaken", "done", "VersionTaken", "NotInThatState", "done", "done",
        "VersionTaken",
    ]  # fmt: skip

"""References from draft to published to retired; a published text never changes."""

from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from curricula.enums import VERSION_TRANSITIONS, VersionState
from curricula.models import Qualification, TrackVersion
from curricula.permissions import can_edit_references
from curricula.queries.packages import known_missions, last_version, package_of
from curricula.rules.package import ReferencePackage
from curricula.rules.reference_problems import package_problems, publication_problems
from curricula.rules.references import differences, tidy, without_identifiers
from curricula.services.packages import replace_package, store_package
from people.models import Membership
from people.services import NotAllowed, ServiceError, SeveralReasons, StaleForm, audit


class ReferenceWrong(SeveralReasons):
    """The reference contradicts itself or lacks something: nothing is written."""


class VersionTaken(ServiceError):
    message = "Cette version du référentiel existe déjà : choisissez un autre numéro de version."


class NotInThatState(ServiceError):
    message = "Ce référentiel n’est plus dans l’état que montrait la page. Rien n’a changé."


class StillFollowed(ServiceError):
    message = "Un parcours publié suit ce référentiel : il ne peut pas être retiré."


class NotTheLast(ServiceError):
    def __init__(self, last: Qualification) -> None:
        super().__init__(
            f"Une nouvelle version part de la dernière : préparez-la depuis la version "
            f"{last.version}. Rien n’a changé."
        )


class VerifiedInTheFuture(ServiceError):
    message = "Une vérification ne peut pas être datée de demain ou de plus tard."


@transaction.atomic
def create_draft(*, actor: Membership, package: ReferencePackage, now: datetime) -> Qualification:
    """A draft from plain values; a draft of the same code and version gets the new text.

    Raises `VersionTaken` if that version is published or retired: its text never changes.
    """
    if not can_edit_references(actor):
        raise NotAllowed
    package = tidy(package)
    if wrong := [p for p in package_problems(package, known_missions()) if p.blocking]:
        raise ReferenceWrong(f"{problem.place} : {problem.reason}" for problem in wrong)
    known = Qualification.objects.filter(code=package.code, version=package.version)
    draft = known.select_for_update().first()
    if draft is None:
        draft = _store_draft(package)
        verb = "created"
    elif draft.state == VersionState.DRAFT:
        draft.revision += 1
        replace_package(draft, package)
        verb = "rewritten"
    else:
        raise VersionTaken
    audit(actor, f"curricula.qualification.{verb}", draft, at=now, revision=draft.revision)
    return draft


def _store_draft(package: ReferencePackage) -> Qualification:
    try:
        with transaction.atomic():
            return store_package(package, VersionState.DRAFT)
    except IntegrityError as twice:
        raise VersionTaken from twice


@transaction.atomic
def new_version(
    *, actor: Membership, qualification: Qualification, version: str, now: datetime
) -> Qualification:
    """A draft that starts from the last text once published; the same one twice is made once."""
    if not can_edit_references(actor):
        raise NotAllowed
    if qualification.state == VersionState.DRAFT:
        raise NotInThatState
    last = last_version(qualification.code)
    if last and last.pk != qualification.pk:
        raise NotTheLast(last)
    copy = tidy(without_identifiers(package_of(qualification)))
    copy = replace(copy, version=version.strip(), valid_from=None, valid_until=None)
    known = Qualification.objects.filter(code=copy.code, version=copy.version).first()
    if known is None:
        return create_draft(actor=actor, package=copy, now=now)
    if known.state == VersionState.DRAFT and _same(package_of(known), copy):
        return known
    raise VersionTaken


def _same(one: ReferencePackage, other: ReferencePackage) -> bool:
    return all(found.change == "unchanged" for found in differences(one, other))


@transaction.atomic
def publish(
    *, actor: Membership, qualification: Qualification, revision: int, now: datetime
) -> Qualification:
    """Publish the draft that was read; from then on its text never changes.

    Raises `ReferenceWrong` with what is missing, `StaleForm` if the draft was written meanwhile.
    """
    if not can_edit_references(actor):
        raise NotAllowed
    package = package_of(qualification)
    wrong = [p for p in package_problems(package, known_missions()) if p.blocking]
    missing = publication_problems(package, qualification.verified_by_id is not None)
    if wrong or missing:
        raise ReferenceWrong([*missing, *(f"{p.place} : {p.reason}" for p in wrong)])
    return _move(actor, qualification, VersionState.PUBLISHED, revision, now)


@transaction.atomic
def retire(
    *, actor: Membership, qualification: Qualification, revision: int, now: datetime
) -> Qualification:
    """Take a published reference off the shelf; who follows it can still read it."""
    if not can_edit_references(actor):
        raise NotAllowed
    following = TrackVersion.objects.filter(
        qualification=qualification, state=VersionState.PUBLISHED
    )
    if following.exists():
        raise StillFollowed
    return _move(actor, qualification, VersionState.RETIRED, revision, now)


def _move(
    actor: Membership, qualification: Qualification, to: VersionState, revision: int, now: datetime
) -> Qualification:
    """Compare-and-set on the state and on the revision that the person saw."""
    known = Qualification.objects.get(pk=qualification.pk)
    if to not in VERSION_TRANSITIONS[VersionState(known.state)]:
        raise NotInThatState
    seen = Qualification.objects.filter(pk=known.pk, state=known.state, revision=revision)
    if not seen.update(state=to, revision=revision + 1):
        raise StaleForm(NotInThatState.message)
    audit(actor, f"curricula.qualification.{to}", known, at=now)
    known.refresh_from_db()
    return known


@transaction.atomic
def mark_verified(
    *,
    actor: Membership,
    qualification: Qualification,
    verified_on: date,
    revision: int,
    now: datetime,
) -> Qualification:
    """Say who compared the reference with its source, and when; the text does not change."""
    if not can_edit_references(actor):
        raise NotAllowed
    if verified_on > timezone.localdate(now):
        raise VerifiedInTheFuture
    seen = Qualification.objects.filter(pk=qualification.pk, revision=revision).exclude(
        state=VersionState.RETIRED
    )
    if not seen.update(verified_by=actor, verified_on=verified_on, revision=revision + 1):
        raise StaleForm(NotInThatState.message)
    qualification.refresh_from_db()
    audit(
        actor, "curricula.qualification.verified", qualification, at=now,
        verified_on=verified_on.isoformat(),
    )  # fmt: skip
    return qualification

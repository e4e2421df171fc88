"""Tracks from draft to published to retired; what a published version asks never changes."""

from collections import Counter
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from curricula.enums import VersionState
from curricula.models import Qualification, Track, TrackVersion
from curricula.permissions import can_edit_tracks
from curricula.queries.plans import expected_competencies, plan_of
from curricula.rules.plan import TrackPlan
from curricula.rules.plan_edits import following
from curricula.rules.plan_problems import plan_problems
from curricula.services.plans import competencies_of, store_plan, unknown_codes
from people.models import Membership
from people.services import NotAllowed, ServiceError, SeveralReasons, StaleForm, audit


class TrackWrong(SeveralReasons):
    """The track contradicts itself or lacks something: nothing is written."""


class TrackCodeTaken(ServiceError):
    message = "Un parcours a déjà ce code : choisissez-en un autre."


class ReferenceNotPublished(ServiceError):
    message = "Un parcours suit un référentiel publié : publiez-le d’abord, ou choisissez-en un."


class NotADraft(ServiceError):
    message = "Cette version n’est plus un brouillon : elle ne se change plus. Rien n’a changé."


class StillADraft(ServiceError):
    message = "Une nouvelle version part d’une version publiée. Celle-ci est un brouillon."


class TrackMoved(StaleForm):
    message = (
        "Ce parcours a changé depuis que vous avez ouvert la page. Rien n’est enregistré : "
        "relisez, puis recommencez."
    )


@transaction.atomic
def new_track(
    *,
    actor: Membership,
    code: str,
    title: str,
    audience: str,
    qualification: Qualification,
    minutes: int,
    for_carers: bool = False,
    now: datetime,
) -> TrackVersion:
    """A track and the draft of its first version, without any module.

    Raises `TrackCodeTaken`, or `ReferenceNotPublished` for a draft or retired reference.
    """
    if not can_edit_tracks(actor):
        raise NotAllowed
    if qualification.state != VersionState.PUBLISHED:
        raise ReferenceNotPublished
    try:
        with transaction.atomic():
            track = Track.objects.create(
                code=code, title=title, audience=audience, for_carers=for_carers
            )
    except IntegrityError as twice:
        raise TrackCodeTaken from twice
    version = TrackVersion.objects.create(
        track=track, number=1, qualification=qualification, minutes=minutes
    )
    audit(actor, "curricula.track.created", version, at=now)
    return version


@transaction.atomic
def new_track_version(*, actor: Membership, version: TrackVersion, now: datetime) -> TrackVersion:
    """A draft that starts from a published or retired version; enrolments stay on theirs.

    A track has one draft at most: if it has one, that one is the answer.
    """
    if not can_edit_tracks(actor):
        raise NotAllowed
    if version.state == VersionState.DRAFT:
        raise StillADraft
    track = Track.objects.select_for_update().get(pk=version.track_id)
    if draft := track.versions.filter(state=VersionState.DRAFT).first():
        return draft
    highest = track.versions.aggregate(highest=Max("number"))["highest"]
    copy = TrackVersion.objects.create(
        track=track,
        number=highest + 1,
        qualification=version.qualification,
        minutes=version.minutes,
    )
    store_plan(copy, plan_of(version), actor=actor, now=now)
    audit(actor, "curricula.track.created", copy, at=now, start=version.number)
    return copy


@transaction.atomic
def save_plan(
    *,
    actor: Membership,
    version: TrackVersion,
    revision: int,
    plan: TrackPlan,
    now: datetime,
    qualification: Qualification | None = None,
) -> TrackVersion:
    """The draft as its editor wants it; a draft may be wrong, publication is what is checked.

    With another reference, only the competencies that it has too are kept. Raises `TrackWrong`
    for what could not even be stored, `NotADraft`, and `TrackMoved` if somebody wrote since
    `revision`.
    """
    if not can_edit_tracks(actor):
        raise NotAllowed
    draft = _claim(version, revision)
    if qualification is not None and qualification.pk != draft.qualification_id:
        if qualification.state != VersionState.PUBLISHED:
            raise ReferenceNotPublished
        draft.qualification = qualification
        plan = following(plan, frozenset(competencies_of(draft)))
    if wrong := [*_impossible(plan), *unknown_codes(plan, competencies_of(draft))]:
        raise TrackWrong(wrong)
    store_plan(draft, plan, actor=actor, now=now)
    audit(actor, "curricula.track.rewritten", draft, at=now, revision=draft.revision)
    return draft


def _impossible(plan: TrackPlan) -> list[str]:
    """What the tables cannot hold; the rest waits for publication."""
    times = Counter(module.code for module in plan.modules)
    codes = set(times)
    return [
        *(f"Le code de module {code} sert déjà." for code, count in times.items() if count > 1),
        *(
            f"Module {module.code} : un prérequis nomme un autre module du parcours."
            for module in plan.modules
            if module.code in module.requires or set(module.requires) - codes
        ),
        *(
            f"Module {module.code} : l’écrit demande un maximum de mots plus grand que le minimum."
            for module in plan.modules
            if module.assignment and module.assignment.min_words >= module.assignment.max_words
        ),
    ]


def _claim(
    version: TrackVersion, revision: int, state: VersionState = VersionState.DRAFT
) -> TrackVersion:
    """Compare-and-set on the state and on the revision that the person saw."""
    seen = TrackVersion.objects.filter(pk=version.pk, state=state)
    if not seen.filter(revision=revision).update(revision=revision + 1):
        if state == VersionState.DRAFT and not seen.exists():
            raise NotADraft
        raise TrackMoved
    return TrackVersion.objects.select_related("track", "qualification").get(pk=version.pk)


@transaction.atomic
def publish_track(
    *, actor: Membership, version: TrackVersion, revision: int, now: datetime
) -> TrackVersion:
    """Publish the draft that was read: new cohorts follow it, nobody is moved.

    Raises `TrackWrong` with every reason of `plan_problems`.
    """
    if not can_edit_tracks(actor):
        raise NotAllowed
    draft = _claim(version, revision)
    if draft.qualification.state != VersionState.PUBLISHED:
        raise ReferenceNotPublished
    if wrong := plan_problems(plan_of(draft), expected_competencies(draft)):
        raise TrackWrong(str(finding) for finding in wrong)
    return _set_state(actor, draft, VersionState.PUBLISHED, now)


@transaction.atomic
def retire_track(
    *, actor: Membership, version: TrackVersion, revision: int, now: datetime
) -> TrackVersion:
    """New cohorts no longer choose it; those who follow it go on."""
    if not can_edit_tracks(actor):
        raise NotAllowed
    published = _claim(version, revision, VersionState.PUBLISHED)
    return _set_state(actor, published, VersionState.RETIRED, now)


def _set_state(
    actor: Membership, version: TrackVersion, state: VersionState, now: datetime
) -> TrackVersion:
    version.state = state
    version.save(update_fields=["state"])
    audit(actor, f"curricula.track.{state}", version, at=now)
    return version


@transaction.atomic
def delete_draft(*, actor: Membership, version: TrackVersion, revision: int, now: datetime) -> None:
    """Throw a draft away, and its track if it has no other version."""
    if not can_edit_tracks(actor):
        raise NotAllowed
    draft = _claim(version, revision)
    audit(actor, "curricula.track.deleted", draft, at=now, number=draft.number)
    draft.delete()
    if not draft.track.versions.exists():
        draft.track.delete()

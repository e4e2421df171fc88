"""Groups of users: opened, set, joined, left; their meetings and the référents of practices."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.models import GroupMemberFact, GroupReferent, GroupSession, GroupSetting, UserGroup
from portfolio.permissions import (
    RUNNING_ROLES,
    can_name_group_referent,
    can_read_group,
    can_read_inside,
    can_run_group,
)
from portfolio.queries.user_group import people_of_practice
from portfolio.rules.user_group import (
    MAX_WORDS,
    GroupPace,
    line_problem,
    name_problem,
    pace_problem,
)
from portfolio.rules.words import tidy_label
from records.services import refuse_patient_data


class GroupRefused(ServiceError):
    message = "Cela n’a pas pu être enregistré."


class GroupClosed(GroupRefused):
    message = "Ce groupe est fermé : rien de nouveau n’y entre."


NAME_TAKEN = "Un groupe de votre organisme a déjà ce nom."
SAME_DAY = "Une réunion de ce jour est déjà notée."


@transaction.atomic
def open_group(
    *, actor: Membership, kind: str, name: str, pace: GroupPace, form_key: str, now: datetime
) -> UserGroup:
    """Open a group in one’s training body; the same form twice opens it once.

    Raises `NotAllowed`, `GroupRefused`, `PatientData`.
    """
    if actor.role not in RUNNING_ROLES:
        raise NotAllowed
    own = UserGroup.objects.filter(organisation=actor.organisation_id)
    if stored := own.filter(form_key=form_key).first():
        return stored
    name = tidy_label(name)
    if problem := name_problem(kind, name) or pace_problem(pace):
        raise GroupRefused(problem)
    refuse_patient_data(name)
    if own.annotate(plain=Lower("name")).filter(plain=name.lower()).exists():
        raise GroupRefused(NAME_TAKEN)
    try:
        with transaction.atomic():
            group = UserGroup.objects.create(
                organisation=actor.organisation, kind=kind, name=name, form_key=form_key,
                opened_by=actor, opened_at=now,
            )  # fmt: skip
    except IntegrityError as overtaken:
        if stored := own.filter(form_key=form_key).first():
            return stored
        raise GroupRefused(NAME_TAKEN) from overtaken
    _set(actor, group, 1, pace, now)
    audit(actor, "portfolio.user_group.opened", group, at=now)
    return group


@transaction.atomic
def set_group(
    *, actor: Membership, group: UserGroup, pace: GroupPace, seen: int, now: datetime
) -> GroupSetting:
    """Choose another rhythm, close a group or open it again; the same form twice does it once.

    `seen`: the number of the setting that the page showed. Raises `NotAllowed`, `GroupRefused`,
    `StaleForm`.
    """
    if not can_run_group(actor, group):
        raise NotAllowed
    if problem := pace_problem(pace):
        raise GroupRefused(problem)
    last = _locked(group).settings.latest("number")
    if last.number in (seen, seen + 1) and pace == last.pace:
        return last
    if last.number != seen:
        raise StaleForm
    made = _set(actor, group, seen + 1, pace, now)
    audit(actor, "portfolio.user_group.set", group, at=now, number=made.number, closed=made.closed)
    return made


@transaction.atomic
def take_part(
    *, actor: Membership, group: UserGroup, joined: bool, now: datetime
) -> GroupMemberFact | None:
    """Join a group or leave it; twice is once. Leaving stays possible once it is closed.

    Nothing comes back for somebody who leaves where they never were. Raises `NotAllowed`,
    `GroupClosed`.
    """
    if not can_read_group(actor, group):
        raise NotAllowed
    locked = _locked(group)
    last = locked.member_facts.filter(member=actor).last()
    if joined == bool(last and last.joined):
        return last
    if joined:
        refuse_closed(locked)
    made = GroupMemberFact.objects.create(
        group=group, member=actor, number=last.number + 1 if last else 1, joined=joined,
        noted_at=now,
    )  # fmt: skip
    audit(actor, "portfolio.user_group.member", made, at=now, joined=joined)
    return made


@transaction.atomic
def note_session(
    *, actor: Membership, group: UserGroup, held_on: date, text: str, form_key: str, now: datetime
) -> GroupSession:
    """Note a meeting that was held; the same form twice notes it once.

    Raises `NotAllowed`, `GroupClosed`, `GroupRefused`, `PatientData`.
    """
    if not can_run_group(actor, group):
        raise NotAllowed
    refuse_closed(_locked(group))
    if stored := GroupSession.objects.filter(form_key=form_key).first():
        return of_group(group, stored)
    text = text.replace("\r\n", "\n").strip()
    if problem := line_problem(text, "Ce qui s’est dit", MAX_WORDS):
        raise GroupRefused(problem)
    if held_on > timezone.localdate(now):
        raise GroupRefused("Ce jour n’est pas encore venu.")
    if group.sessions.filter(held_on=held_on).exists():
        raise GroupRefused(SAME_DAY)
    refuse_patient_data(text)
    made = GroupSession.objects.create(
        group=group, held_on=held_on, text=text, form_key=form_key, noted_by=actor, noted_at=now
    )
    audit(actor, "portfolio.user_group.met", made, at=now)
    return made


@transaction.atomic
def name_group_referent(
    *,
    actor: Membership,
    group: UserGroup,
    person: Membership | None,
    since: date,
    seen: int,
    now: datetime,
) -> GroupReferent:
    """Name who answers for one’s practice in a group from a day on; nobody: no référent any more.

    `seen`: how many namings of the practice the page showed. Raises `NotAllowed`, `GroupClosed`,
    `GroupRefused`, `StaleForm`.
    """
    if not can_name_group_referent(actor, group):
        raise NotAllowed
    refuse_closed(_locked(group))
    own = group.referents.filter(practice=actor.organisation_id)
    last = own.last()
    number = last.number if last else 0
    if last and number == seen + 1 and (last.person, last.since) == (person, since):
        return last
    if number != seen:
        raise StaleForm
    today = timezone.localdate(now)
    if person and person not in people_of_practice(actor, today):
        raise GroupRefused("Choisissez quelqu’un du cabinet.")
    if last and since < last.since:
        raise GroupRefused("Ce jour est avant celui qui est déjà noté.")
    made = GroupReferent.objects.create(
        group=group, practice=actor.organisation, number=seen + 1, person=person, since=since,
        named_by=actor, named_at=now,
    )  # fmt: skip
    audit(actor, "portfolio.user_group.referent", made, at=now)
    return made


def refuse_outside(actor: Membership, group: UserGroup) -> None:
    """Only who is in a group, or runs it, adds something to it. Raises `NotAllowed`."""
    if not can_read_inside(actor, group):
        raise NotAllowed


def refuse_closed(group: UserGroup) -> None:
    if group.settings.latest("number").closed:
        raise GroupClosed


def of_group(group: UserGroup, stored: Any) -> Any:
    """What the first click made, unless its token was used for another group."""
    if stored.group_id != group.pk:
        raise GroupRefused
    return stored


def _locked(group: UserGroup) -> UserGroup:
    """Nobody else sets, joins or leaves it meanwhile."""
    return UserGroup.objects.select_for_update().get(pk=group.pk)


def _set(
    actor: Membership, group: UserGroup, number: int, pace: GroupPace, now: datetime
) -> GroupSetting:
    return GroupSetting.objects.create(
        group=group, number=number, weeks=pace.weeks, first_on=pace.first_on, closed=pace.closed,
        set_by=actor, set_at=now,
    )  # fmt: skip

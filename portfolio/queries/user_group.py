"""The groups of users that somebody meets, and what is inside one; constant numbers of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from people.enums import Role
from people.models import Membership
from portfolio.models import GroupMemberFact, GroupReferent, GroupSession, GroupTheme, UserGroup
from portfolio.models.user_group import UserGroupQuerySet
from portfolio.rules.user_group import named_on, proposed_dates
from training.models import Enrolment

SHOWN_MEMBERS, SHOWN_SESSIONS, SHOWN_THEMES = 50, 10, 30


@dataclass(frozen=True)
class ThemeLine:
    """A theme with its voices; `mine`: whether one of them is the actor’s."""

    theme: GroupTheme
    voices: int
    mine: bool


@dataclass(frozen=True)
class Inside:
    """What those in a group read of it, but its needs."""

    themes: list[ThemeLine]
    treated: list[GroupTheme]
    members: list[Membership]
    more_members: int
    sessions: list[GroupSession]


def user_groups(actor: Membership) -> UserGroupQuerySet:
    """By name, with their settings and whether the actor is in them; two queries."""
    found = UserGroup.objects.visible_to(actor).with_mine(actor)
    return found.select_related("organisation").prefetch_related("settings").order_by("name", "pk")


def dates_of(group: UserGroup, today: date) -> list[date]:
    """The next days that the rhythm proposes; the settings are loaded with the group."""
    return proposed_dates(group.pace, today)


def inside(actor: Membership, group: UserGroup) -> Inside:
    """Themes by voices, those treated, who takes part, what was held; six queries."""
    themes = list(group.themes.select_related("closing").prefetch_related("votes"))
    lines = [_line(actor, theme) for theme in themes if not hasattr(theme, "closing")]
    treated = [theme for theme in themes if hasattr(theme, "closing")]
    members = members_of(group)
    return Inside(
        sorted(lines, key=lambda line: (-line.voices, line.theme.pk)),
        sorted(treated, key=lambda theme: theme.closing.treated_on, reverse=True)[:SHOWN_THEMES],
        list(members[:SHOWN_MEMBERS]),
        max(0, members.count() - SHOWN_MEMBERS),
        list(group.sessions.select_related("noted_by__user")[:SHOWN_SESSIONS]),
    )


def members_of(group: UserGroup) -> QuerySet[Membership]:
    """Who is in a group now, by name."""
    facts = GroupMemberFact.objects.filter(group=group)
    newest = facts.filter(member=OuterRef("member")).order_by("-number").values("pk")[:1]
    here = facts.filter(pk=Subquery(newest), joined=True)
    found = Membership.objects.filter(pk__in=here.values("member"))
    return found.select_related("user", "organisation").order_by(
        "user__last_name", "user__first_name", "pk"
    )


def people_of_practice(actor: Membership, today: date) -> list[Membership]:
    """Whom an employer may name: members of their practice, and the learners it employs."""
    learners = Enrolment.objects.visible_to(actor).values("learner")
    employed = Q(role=Role.LEARNER, user__in=learners)
    found = Membership.objects.active(today).filter(
        Q(organisation=actor.organisation_id, role__in=(Role.LEARNER, Role.EMPLOYER)) | employed
    )
    return list(found.select_related("user", "organisation").order_by("user__last_name", "pk"))


def referents_of(group: UserGroup, today: date) -> list[GroupReferent]:
    """Who answers today for each practice; one query."""
    rows = group.referents.select_related("person__user", "practice").order_by("number")
    by_practice: dict[int, list[GroupReferent]] = {}
    for row in rows:
        by_practice.setdefault(row.practice_id, []).append(row)
    found = [named_on(own, today) for own in by_practice.values()]
    return sorted((row for row in found if row and row.person), key=lambda row: str(row.practice))


def own_referents(actor: Membership, group: UserGroup) -> list[GroupReferent]:
    """The namings of the practice of an employer, the oldest first; one query."""
    rows = group.referents.filter(practice=actor.organisation_id)
    return list(rows.select_related("person__user", "named_by__user").order_by("number"))


def _line(actor: Membership, theme: GroupTheme) -> ThemeLine:
    own = [vote.given for vote in theme.votes.all() if vote.person_id == actor.user_id]
    return ThemeLine(theme, theme.voices, bool(own and own[-1]))

"""Who may do what with documents and invitations."""

from typing import Any

from people.enums import ROLES_OF_KIND, OrganisationKind, Role
from people.models import Membership, Organisation, User

# Those of a training body who read the papers it keeps.
FILE_ROLES = (Role.TRAINER, Role.LEAD, Role.ADMIN)


def can_issue(actor: Membership, issuer: Organisation) -> bool:
    """Those who lead a training body deliver and revoke in its name."""
    return actor.leads and actor.organisation_id == issuer.pk


def can_keep(actor: Membership, organisation: Organisation, about: User | None) -> bool:
    """The training body that keeps it; a learner, a paper about themselves.

    With which training body a learner has to do is known to who calls.
    """
    ours = actor.role in FILE_ROLES and actor.organisation_id == organisation.pk
    own = actor.role == Role.LEARNER and about is not None and actor.user_id == about.pk
    return ours or own


def can_view_file(actor: Membership, file: Any) -> bool:
    """The training body that keeps it; the person it is about."""
    ours = actor.role in FILE_ROLES and actor.organisation_id == file.organisation_id
    return ours or (actor.role == Role.LEARNER and actor.user_id == file.about_id)


def can_invite(actor: Membership) -> bool:
    return actor.leads


def roles_to_give(actor: Membership, organisation: Organisation) -> list[Role]:
    """Roles that the actor may open to somebody in an organisation.

    Nobody enters another training body, and only an administrator makes an administrator: that
    role opens everything.
    """
    if not actor.leads:
        return []
    kind = OrganisationKind(organisation.kind)
    if kind == OrganisationKind.TRAINING_BODY and organisation.pk != actor.organisation_id:
        return []
    return [
        role
        for role in Role
        if role in ROLES_OF_KIND[kind] and (role != Role.ADMIN or actor.role == Role.ADMIN)
    ]

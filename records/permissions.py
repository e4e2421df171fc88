"""Who may do what with documents and invitations."""

from typing import Any

from people.enums import ROLES_OF_KIND, OrganisationKind, Role
from people.models import Membership, Organisation, User
from records.enums import FileAct

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
    """The training body that keeps it; the person it is about.

    Nobody, once it went through quarantine: what it belongs to says who reads it.
    """
    ours = actor.role in FILE_ROLES and actor.organisation_id == file.organisation_id
    about = actor.role == Role.LEARNER and actor.user_id == file.about_id
    return (ours or about) and FileAct.QUARANTINED not in file.acts()


def in_quarantine(acts: set[FileAct]) -> bool:
    """Handed in where a patient might be named, and not yet confirmed by its author."""
    return FileAct.QUARANTINED in acts and FileAct.CLEARED not in acts


def is_author(actor: Membership, file: Any) -> bool:
    """The person who handed it in, in whichever role."""
    return actor.user_id == file.handed_in_by.user_id


def can_purge(actor: Membership, file: Any, acts: set[FileAct]) -> bool:
    """Its author; those who lead the training body, once it is confirmed.

    What was never in quarantine is a proof (a signed sheet, an agreement) and is not purged.
    """
    if FileAct.QUARANTINED not in acts:
        return False
    leads = actor.leads and actor.organisation_id == file.organisation_id
    return is_author(actor, file) or (leads and not in_quarantine(acts))


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

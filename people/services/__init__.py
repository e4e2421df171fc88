from people.services.audit import audit, audit_all
from people.services.batch import (
    NewPerson,
    add_memberships,
    create_accounts,
    create_organisations,
)
from people.services.errors import NotAllowed, ServiceError, SeveralReasons, StaleForm
from people.services.people import (
    AlreadyAdministered,
    RoleNotOfOrganisation,
    add_membership,
    create_account,
    create_organisation,
    open_site,
)

__all__ = [
    "AlreadyAdministered",
    "NewPerson",
    "NotAllowed",
    "RoleNotOfOrganisation",
    "ServiceError",
    "SeveralReasons",
    "StaleForm",
    "add_membership",
    "add_memberships",
    "audit",
    "audit_all",
    "create_account",
    "create_accounts",
    "create_organisation",
    "create_organisations",
    "open_site",
]

from people.services.audit import audit
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
    "NotAllowed",
    "RoleNotOfOrganisation",
    "ServiceError",
    "SeveralReasons",
    "StaleForm",
    "add_membership",
    "audit",
    "create_account",
    "create_organisation",
    "open_site",
]
